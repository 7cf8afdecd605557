"""The command that takes a file in: people, teams, judges, conflicts of interest, ballots."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from hackathon.cli.event import write_whole
from hackathon.cli.speech import fail, key_of, language, opened, say
from hackathon.database import unit_of_work
from hackathon.domain.base.errors import Invalid
from hackathon.domain.people import people
from hackathon.domain.rounds.events import get_event, get_round
from hackathon.exchange.importing import KINDS, ImportRequest, Plan, carry_out, make_plan
from hackathon.exchange.importing.plan import Alike
from hackathon.exchange.importing.refusals import refused_sheet
from hackathon.models import Event, Person
from scoring.reading.tables import read_bytes
from scoring.text import Text, text

_ON_BEHALF = ("ballots", "conflicts")  # speak for judges: the log names who brought them in
_SHOWN = 20  # refused rows that are told one by one; a file has all of them


@click.command("import")
@click.argument("kind", type=click.Choice(KINDS), metavar=f"[{'|'.join(KINDS)}]")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
@click.option(
    "--map", "pairs", multiple=True, metavar='"HEADING=FIELD"', help="What a column means; no field: leave it out."
)
@click.option("--round", "round_key", metavar="ROUND", help="The round of ballots, conflicts or titles.")
@click.option(
    "--refused", metavar="OUT.xlsx", type=click.Path(path_type=Path), help="Write the refused rows with their reasons."
)
@click.option("--strict", is_flag=True, help="Import nothing if any row is refused.")
@click.option(
    "--as", "email", metavar="EMAIL", help="Who does this, for the log. Ballots and conflicts are not taken without."
)
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def import_file(kind: str, file: Path, **options: Any) -> None:
    """Import people, teams, judges, conflicts or ballots from a CSV, TSV, XLSX or XLS file.

    Rows that cannot be taken are refused with a reason; all others are imported at once or not at all. Importing the
    same file again changes nothing.

    \b
    Example:
      hackathon import entrants entrants.csv --dry-run
      hackathon import entrants entrants.csv --map "Who=name"
      hackathon import ballots paper.xlsx --round final --as organizer@example.org
    """
    if kind in _ON_BEHALF and not (options["email"] or options["dry_run"]):
        raise fail(text("Who brings these in? Say it with --as EMAIL, for the log."))
    raw = read_bytes(file)
    mapping = dict(map(_pair, options["pairs"]))
    with opened() as app:
        event = get_event()
        round = get_round(event, options["round_key"]) if options["round_key"] else None
        request = ImportRequest(file.name, raw, kind, mapping, round, on_progress=_progress, key=key_of(app))
        plan = _run(event, request, options)
        if options["refused"] and plan.refused:
            write_whole(options["refused"], refused_sheet(plan, language()))
        _tell(plan, as_json=options["as_json"], dry=options["dry_run"])


def _progress(rows: int) -> None:
    """A line that counts, where somebody watches; a file or a pipe gets none."""
    if sys.stderr.isatty() and rows % 5000 == 0:
        click.echo(f"\r{rows:,} …", nl=False, err=True)


def _run(event: Event, request: ImportRequest, options: dict[str, Any]) -> Plan:
    if options["dry_run"]:
        return make_plan(event, request)
    if options["strict"] and (refused := make_plan(event, request).refused):
        first = refused[0]
        raise fail(
            text(
                "{n} rows are refused, so nothing was imported. Row {row}: {reason}",
                n=len(refused),
                row=first.row,
                reason=first.reason,
            )
        )
    return carry_out(event, request, unit_of_work, actor=_actor(event, options["email"], kind=request.kind))


def _actor(event: Event, email: str | None, *, kind: str) -> Person | None:
    """Who does it; whoever speaks for judges is an organizer, as in the web."""
    actor = people.get_person(event, email) if email else None
    if actor and kind in _ON_BEHALF and "organizer" not in actor.role_names:
        raise Invalid(text("{email} is no organizer.", email=email), field="as")
    return actor


def _pair(option: str) -> tuple[str, str | None]:
    heading, equals, wanted = option.rpartition("=")
    if not equals or not heading.strip():
        raise fail(text("--map is written \"HEADING=FIELD\", not '{option}'.", option=option))
    return heading.strip(), wanted.strip() or None


def _tell(plan: Plan, *, as_json: bool, dry: bool) -> None:
    if as_json:
        click.echo(json.dumps(plan.report(language()), ensure_ascii=False, indent=2))
        return
    counts = _counts(plan)
    say(text("Preview: {counts}", counts=counts) if dry else counts)
    for note in plan.table.notes.sentences():
        click.echo(f"  {note.say(language())}", err=True)
    for each in plan.refused[:_SHOWN]:
        line = text("row {row} {field}: {reason}", row=each.row, field=each.field, reason=each.reason)
        click.echo(f"  {line.say(language())}", err=True)
    if len(plan.refused) > _SHOWN:
        say(text("  … for all of them: --refused OUT.xlsx"), error=True)
    for pair in plan.alike[:_SHOWN]:
        click.echo(f"  {_named(pair)}: {pair.reason.say(language())}", err=True)


def _counts(plan: Plan) -> Text:
    return text(
        "added {added}, changed {changed}, same {same}, refused {refused}",
        added=len(plan.added),
        changed=plan.changed,
        same=plan.same,
        refused=len(plan.refused),
    )


def _named(pair: Alike) -> str:
    return " = ".join(pair.names) + f" ({', '.join(map(str, pair.rows))})"
