"""The importer: from a file to a plan, and from a plan to rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy.exc import IntegrityError

from hackathon.domain.base.errors import Invalid
from hackathon.domain.base.keys import Key
from hackathon.domain.people import imports
from hackathon.exchange.importing.judging.ballots import plan_ballots
from hackathon.exchange.importing.judging.conflicts import plan_conflicts
from hackathon.exchange.importing.judging.judges import plan_judges
from hackathon.exchange.importing.judging.lookups import judges_of
from hackathon.exchange.importing.people.entrants import plan_entrants
from hackathon.exchange.importing.plan import Plan, Writer
from hackathon.exchange.importing.table.columns import KINDS
from hackathon.exchange.importing.table.header import ColumnChoices
from hackathon.exchange.importing.table.headings import bare_heading, is_resident_number
from hackathon.exchange.importing.table.table import OnProgress, Table, read_table
from hackathon.exchange.importing.table.values import clean
from hackathon.exchange.importing.teams.teams import plan_teams
from hackathon.extensions import db
from hackathon.models import Event, Person, Round
from scoring import Policy
from scoring.faults import quote
from scoring.text import Text, text, text_p

TRIES = 3
Boundary = Callable[[], AbstractContextManager[None]]


@dataclass(frozen=True)
class ImportRequest:
    """What is to be imported and how: the file, the kind, the columns that somebody chose, the round it is for.

    The `key` signs the receipts of ballots.
    """

    name: str
    raw: bytes
    kind: str
    mapping: Mapping[str, str | None] = field(default_factory=dict)
    round: Round | None = None
    chosen: frozenset[int] = frozenset()
    """The rows that somebody chose where several say different things of one thing."""
    on_progress: OnProgress = lambda _rows: None
    key: Key = field(kw_only=True)


def make_plan(event: Event, request: ImportRequest) -> Plan:
    """Read the file and say what importing it would do. Nothing is written.

    Raises ScoringError where the file is no table and Invalid where it lacks what this kind needs.
    """
    return plan_table(event, open_table(event, request), request)


def open_table(event: Event, request: ImportRequest) -> Table:
    """Read the file's header and say what each column feeds."""
    if request.kind not in KINDS:
        raise Invalid(text("There is no kind '{kind}'.", kind=request.kind), field="kind")
    round = request.round if request.kind == "ballots" else None
    choices = ColumnChoices(
        request.kind,
        mapping=request.mapping,
        remembered=imports.choices_of(event, request.kind),
        criteria=criteria_of(round) if round else {},
        judges=judges_of(event) if round else {},
        largest=scales_of(round) if round else {},
    )
    table = read_table(request.name, request.raw, choices)
    table.on_progress = request.on_progress
    return table


def plan_table(event: Event, table: Table, request: ImportRequest) -> Plan:
    """What importing the table would do. Raises Invalid (field `columns`) where a column that it needs is missing."""
    _require(table)
    plan = _PLANS[request.kind](event, table, request)
    for row, (wanted, cell) in table.broken.items():
        said = text("the cell shows an error, or a formula that was never computed: {value}", value=quote(cell))
        plan.refuse(row, wanted, said)
    unread = [quote(name) for name in table.columns if name in table.unread and not is_resident_number(name)]
    if unread:
        table.notes.add(text("Not read: {columns}", columns=", ".join(unread)))
    return plan


_PLANS: dict[str, Callable[[Event, Table, ImportRequest], Plan]] = {
    "entrants": lambda event, table, _request: plan_entrants(event, table),
    "teams": lambda event, table, request: plan_teams(event, table, request.round, chosen=request.chosen),
    "judges": lambda event, table, request: plan_judges(event, table, request.round),
    "conflicts": lambda event, table, request: plan_conflicts(event, table, request.round, chosen=request.chosen),
    "ballots": lambda event, table, request: plan_ballots(
        event, table, request.round, key=request.key, chosen=request.chosen
    ),
}
_NEEDED: dict[str, tuple[tuple[str, ...], Text]] = {
    "entrants": (("name", "first_name", "last_name", "members"), text_p("column", "name")),
    "teams": (("team", "title", "code"), text_p("column", "team")),
    "judges": (("name", "first_name", "last_name", "email"), text_p("column", "name")),
    "conflicts": (("judge",), text_p("column", "judge")),
}


def _require(table: Table) -> None:
    fields, wanted = _NEEDED.get(table.kind, ((), None))
    found = {name.rpartition(".")[2] if name.startswith(("member", "captain")) else name for name in table.fields}
    found |= table.fields
    missing = [] if wanted is None or set(fields) & found else [wanted]
    if table.kind in ("conflicts", "ballots") and "entry" not in found:
        missing.append(text_p("column", "entry"))
    if missing:
        headings = ", ".join(list(table.columns)[:12])
        raise Invalid(
            text(
                "{file}: no column for {field} was found. Choose one (on the command line with --map) of: {headings}",
                file=table.name,
                field=missing[0],
                headings=headings,
            ),
            field="columns",
        )


def criteria_of(round: Round) -> dict[str, str]:
    """What a column of marks may be called: key and names of each criterion, without spaces → key."""
    found = {}
    for criterion in Policy.from_text(round.policy).panel_rubric.criteria:
        for word in (criterion.key, *criterion.name.values()):
            found[bare_heading(word)] = criterion.key
    return found


def scales_of(round: Round) -> dict[str, Decimal]:
    """The mark at the end of each criterion's scale."""
    return {each.key: each.scale.max for each in Policy.from_text(round.policy).panel_rubric.criteria}


def _apply(event: Event, plan: Plan, write: Writer, *, actor: Person | None) -> None:
    """Write a plan, inside a unit of work. Raises PlanOutdated where it rests on what is no longer so."""
    imports.require_fingerprint(event, plan.seen)
    try:
        write(actor)
    except IntegrityError:  # somebody took the address, the name or the place meanwhile
        raise imports.PlanOutdated from None
    imports.record(
        event,
        plan.table.kind,
        actor=actor,
        digest=plan.table.digest,
        added=len(plan.added),
        changed=plan.changed,
        refused=len(plan.refused),
    )


def carry_out(
    event: Event,
    request: ImportRequest,
    unit: Boundary,
    *,
    actor: Person | None = None,
    expected: str | None = None,
) -> Plan:
    """Plan and apply in one short transaction; a plan that is overtaken is made again, and nothing is done half.

    `expected` is the outcome that somebody saw and agreed to: another one is not carried out.
    """
    for attempt in range(TRIES):
        plan = make_plan(event, request)
        write = plan.prepare()
        db.session.rollback()
        if expected is not None and plan.outcome() != expected:
            raise imports.PlanOutdated
        try:
            with unit():
                if not plan.is_empty:
                    _apply(event, plan, write, actor=actor)
                chosen = {clean(heading): wanted for heading, wanted in request.mapping.items()}
                imports.remember_choices(event, request.kind, chosen)
            return plan
        except imports.PlanOutdated:
            if attempt == TRIES - 1:
                raise
    raise imports.PlanOutdated
