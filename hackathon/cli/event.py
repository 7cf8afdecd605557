"""Commands that make the event and show its standings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from hackathon import create_app, database
from hackathon.cli.speech import fail, key_of, language, opened, say, settings_of
from hackathon.database import unit_of_work
from hackathon.domain.results.standings import standings_of
from hackathon.domain.rounds.events import create_event, get_event, get_round
from hackathon.exchange.definition import read_definition
from hackathon.exchange.exporting.files import FORMATS, blank_sheets
from hackathon.exchange.exporting.files import export as export_round
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
        standings = standings_of(get_round(get_event(), round_key))
    text = _RENDER[form](standings)
    click.echo(text, nl=not text.endswith("\n"))


_RENDER: dict[str, Callable[[Standings], str]] = {
    "table": lambda standings: standings_table(standings, language()),
    "csv": Standings.to_csv,
    "json": Standings.to_json,
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
def export(round_key: str, out: Path, blank: bool) -> None:
    """Write the standings of ROUND to FILE; its ending says how.

    \b
    Example:
      hackathon export final --out final.xlsx
      hackathon export final --blank --out sheets.pdf
    """
    form = out.suffix.lstrip(".").lower()
    if form not in FORMATS:
        known = ", ".join(f".{name}" for name in FORMATS)
        raise fail(text("{file} must end in one of {known}.", file=out.name, known=known))
    if blank and form != "pdf":
        raise fail(text("{file}: blank score sheets are made as .pdf only.", file=out.name))
    with opened() as app:
        round, fonts = get_round(get_event(), round_key), settings_of(app).font_dir
        if blank:
            file = blank_sheets(round, language=language(), fonts=fonts)
        else:
            file = export_round(round, form, key=key_of(app), language=language(), fonts=fonts)
    write_whole(out, file.content)
    say(text("Wrote {out} ({size} bytes).", out=out, size=f"{len(file.content):,}"))


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    draft = path.with_name(f".{path.name}.part")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
