"""The `hackathon` command: every failure is one clear sentence and a non-zero exit."""

from __future__ import annotations

import sys

import click
from sqlalchemy.exc import DatabaseError

from hackathon import add_languages
from hackathon.cli.check import check
from hackathon.cli.demo import demo
from hackathon.cli.event import export, init, rank, upgrade
from hackathon.cli.importing import import_file
from hackathon.cli.integrity import key
from hackathon.cli.people import link, user
from hackathon.cli.rounds import advance, assign, lock, publish, unlock
from hackathon.cli.serve import serve
from hackathon.cli.speech import language, say
from hackathon.config import Settings
from hackathon.domain.base.errors import DomainError
from scoring import ScoringError
from scoring.commands.shared import speak_utf8
from scoring.text import text


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="hackathon")
def cli() -> None:
    """Hackathon judging and team management, from the first application to the award on stage.

    State lives in one folder, $HACKATHON_HOME (default ./instance); $DATABASE_URL moves the database.

    \b
    Example:
      hackathon demo
    """
    add_languages(Settings().home)


_COMMANDS = [
    advance,
    assign,
    check,
    demo,
    export,
    import_file,
    init,
    key,
    link,
    lock,
    publish,
    rank,
    serve,
    unlock,
    upgrade,
    user,
]
for command in _COMMANDS:
    cli.add_command(command)


def main() -> None:
    """Run the command line; what a person can mend is said in one sentence, without a traceback."""
    speak_utf8()
    try:
        cli.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        say(text("Stopped."), error=True)
        sys.exit(130)
    except ScoringError as error:
        for fault in error.faults:
            click.echo(fault.line(language()), err=True)
        sys.exit(2)
    except DomainError as error:
        click.echo(error.sentence(language()), err=True)
        sys.exit(1)
    except (DatabaseError, OSError) as error:
        first_line = str(error).splitlines()[0]
        say(text("That failed: {reason}", reason=first_line), error=True)
        sys.exit(1)
