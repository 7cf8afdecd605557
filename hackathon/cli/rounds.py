"""Commands that carry a round to its result. They are logged with the person they are done for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from hackathon.cli.speech import key_of, opened, say
from hackathon.database import unit_of_work
from hackathon.domain.base.errors import Invalid
from hackathon.domain.people import people
from hackathon.domain.results import results
from hackathon.domain.results.publications import find_correction
from hackathon.domain.rounds import assignments, rounds
from hackathon.domain.rounds.events import get_event, get_round
from hackathon.models import Event, Person
from scoring.text import in_languages, text

ROUND = click.argument("round_key", metavar="ROUND")
AS = click.option("--as", "email", metavar="EMAIL", required=True, help="The organizer for whom this is done.")
Command = Callable[..., Any]


def _organizer(event: Event, email: str) -> Person:
    person = people.get_person(event, email)
    if "organizer" not in person.role_names:
        raise Invalid(text("{email} is no organizer.", email=email), field="as")
    return person


@click.command()
@ROUND
@AS
def assign(round_key: str, email: str) -> None:
    """Give every judge of ROUND the entries to score; what is assigned already stays.

    A round that takes every team of the event enters those that are not in it yet.

    \b
    Example:
      hackathon assign preliminary --as organizer@example.org
    """
    with opened(), unit_of_work():
        event = get_event()
        round, actor = get_round(event, round_key), _organizer(event, email)
        entered = rounds.enter_outstanding(round, actor=actor)
        count = assignments.fill(round, actor=actor)
    if entered:
        say(text("{entered} teams were entered.", entered=entered))
    say(text("{count} assignments were added.", count=count))


@click.command()
@ROUND
@AS
def lock(round_key: str, email: str) -> None:
    """Lock ROUND and keep its result. Refused while ballots are owed.

    \b
    Example:
      hackathon lock final --as organizer@example.org
    """
    with opened() as app, unit_of_work():
        event = get_event()
        result = results.lock(get_round(event, round_key), key=key_of(app), actor=_organizer(event, email))
        version, digest = result.version, result.digest
    say(text("Locked. Result version {version}, {digest}", version=version, digest=digest[:16]))


@click.command()
@ROUND
@AS
@click.option("--reason", required=True, help="Why; it is kept in the log.")
def unlock(round_key: str, email: str, reason: str) -> None:
    """Open a locked ROUND again, with a reason. A published one opens as a correction, and the reason is public.

    \b
    Example:
      hackathon unlock final --as organizer@example.org --reason "a ballot was missing"
    """
    with opened(), unit_of_work():
        event = get_event()
        round = get_round(event, round_key)
        results.unlock(round, reason=reason, actor=_organizer(event, email))
        corrects = find_correction(round) is not None
    say(text("A correction is open: lock, sign and publish again.") if corrects else text("Unlocked."))


@click.command()
@ROUND
@click.option("--as", "email", metavar="EMAIL", help="The organizer for whom this is done; not needed with --dry-run.")
@click.option("--dry-run", is_flag=True, help="Only say who would advance.")
def advance(round_key: str, email: str | None, dry_run: bool) -> None:
    """Send the teams that advance from ROUND into the next round.

    \b
    Example:
      hackathon advance preliminary --dry-run
    """
    if not dry_run and not email:
        raise click.UsageError("Missing option '--as'.")
    with opened(), unit_of_work(keep=not dry_run):
        event = get_event()
        actor = _organizer(event, email) if email else None
        following = results.send_on(get_round(event, round_key), actor=actor)
        lines = [f"{entry.position:>3}  {entry.team.code}  {entry.team.name}" for entry in following.entries]
        name = following.name
    click.echo("\n".join(lines))
    if dry_run:
        say(text("A preview: {count} would enter the {round}.", count=len(lines), round=in_languages(name)))
    else:
        say(text("{count} entered the {round}.", count=len(lines), round=in_languages(name)))


@click.command()
@ROUND
@AS
def publish(round_key: str, email: str) -> None:
    """Publish the result of ROUND. The chair and an organizer must have signed it on its page.

    \b
    Example:
      hackathon publish final --as organizer@example.org
    """
    with opened(), unit_of_work():
        event = get_event()
        results.publish(get_round(event, round_key), actor=_organizer(event, email))
    say(text("The result is public."))
