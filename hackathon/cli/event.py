"""Commands that make the event and show its standings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from hackathon import create_app, database
from hackathon.cli.speech import fail, key_of, language, opened, say, settings_of
from hackathon.database import unit_of_work
from hackathon.domain.people import people
from hackathon.domain.results.standings import standings_of
from hackathon.domain.rounds.events import create_event, get_event, get_round
from hackathon.exchange.definition import read_definition
from hackathon.exchange.exporting.files import FORMATS, blank_sheets, note_file
from hackathon.exchange.exporting.files import export as export_round
from hackathon.exchange.exporting.standings_csv import standings_csv
from hackathon.models import Event, Round
from scoring import Standings
from scoring.report.terminal import standings_table
from scoring.text import in_languages, text


@click.command()
@click.argument("definition", metavar="EVENT.toml", type=click.Path(path_type=Path))
def init(definition: Path) -> None:
    """Make the event that EVENT.toml describes.

    \b
    Example:
      hackathon init data/sesac-2025/event.toml
    """
    plan = read_definition(definition)
    with create_app().app_context():
        database.upgrade()
        with unit_of_work():
            create_event(plan)
    rounds = ", ".join(each.key for each in plan.rounds)
    say(text("Made '{event}'. Rounds: {rounds}", event=in_languages(plan.name), rounds=rounds))


@click.command()
def upgrade() -> None:
    """Bring the database to the version of this installation.

    \b
    Example:
      hackathon upgrade
    """
    with create_app().app_context():
        database.upgrade()
    say(text("The database is up to date."))


@click.command()
@click.argument("round_key", metavar="ROUND")
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
def rank(round_key: str, form: str) -> None:
    """Print the standings of ROUND from the ballots that count now.

    \b
    Example:
      hackathon rank final --format json
    """
    with opened():
        round = get_round(get_event(), round_key)
        text = _RENDER[form](round, standings_of(round))
    click.echo(text, nl=not text.endswith("\n"))


_RENDER: dict[str, Callable[[Round, Standings], str]] = {
    "table": lambda _round, standings: standings_table(standings, language()),
    "csv": standings_csv,
    "json": lambda _round, standings: standings.to_json(),
}


@click.command()
@click.argument("round_key", metavar="ROUND")
@click.option(
    "--out",
    required=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="FILE.xlsx, .csv, .json, .html, .zip or .pdf",
)
@click.option("--blank", is_flag=True, help="Blank score sheets to print, one per judge, instead of the standings.")
@click.option(
    "--lang",
    metavar="LANGUAGE",
    default="",
    help="The language that leads, one of the event's; its first if none is given.",
)
@click.option("--as", "email", metavar="EMAIL", help="Who takes the file away, for the log.")
def export(round_key: str, out: Path, blank: bool, lang: str, email: str | None) -> None:
    """Write the standings of ROUND to FILE; its ending says how. The log notes it.

    \b
    Example:
      hackathon export final --out final.xlsx --as organizer@example.org
      hackathon export final --blank --out sheets.pdf
    """
    form = out.suffix.lstrip(".").lower()
    if form not in FORMATS:
        known = ", ".join(f".{name}" for name in FORMATS)
        raise fail(text("{file} must end in one of {known}.", file=out.name, known=known))
    if blank and form != "pdf":
        raise fail(text("{file}: blank score sheets are made as .pdf only.", file=out.name))
    with opened() as app:
        event = get_event()
        _refuse_language(lang, event)
        actor = people.get_person(event, email) if email else None
        round, fonts = get_round(event, round_key), settings_of(app).font_dir
        if blank:
            file = blank_sheets(round, language=lang, fonts=fonts)
        else:
            file = export_round(round, form, key=key_of(app), language=lang, fonts=fonts)
        write_whole(out, file.content)
        with unit_of_work():
            note_file(round, file, actor=actor)
    say(text("Wrote {out} ({size} bytes).", out=out, size=f"{len(file.content):,}"))


def _refuse_language(wanted: str, event: Event) -> None:
    """The papers of an event are in its languages, whatever the terminal speaks."""
    if wanted and wanted not in event.languages:
        known = ", ".join(event.languages)
        raise fail(text("The event does not speak {language}. Its languages: {known}", language=wanted, known=known))


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    draft = path.with_name(f".{path.name}.part")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    except OSError as error:
        raise fail(
            text("{file} cannot be written: {reason}", file=path, reason=error.strerror or str(error))
        ) from error
    finally:
        draft.unlink(missing_ok=True)
