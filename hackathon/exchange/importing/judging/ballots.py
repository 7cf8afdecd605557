"""Ballots on paper or from another tool: each row a judge's sealed ballot for one entry.

They go the same way as a tablet's: as revisions with receipts. The id of a revision follows from what it says, so the
same file again changes nothing. A ballot that a judge sealed on a tablet is not replaced by a file; one that came from
a file is, by a newer revision, when the file was corrected.
"""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sqlalchemy import select

from hackathon.domain.ballots import ballots, revisions
from hackathon.domain.ballots.heads import heads_of, is_head
from hackathon.domain.base.errors import Invalid
from hackathon.domain.base.keys import Key
from hackathon.domain.people import imports
from hackathon.domain.rounds.rounds import state_of
from hackathon.exchange.importing.judging.ballot_rows import BallotRow, ballot_rows
from hackathon.exchange.importing.judging.lookups import Lookup
from hackathon.exchange.importing.plan import Change, Plan
from hackathon.exchange.importing.table.judging_headings import bare
from hackathon.exchange.importing.table.table import Table
from hackathon.exchange.importing.table.values import Refusal, lines_of, moment_of, refusal_of
from hackathon.extensions import db
from hackathon.models import Assignment, BallotText, Entry, Event, Judge, Person, Recusal, Revision, Round, Team
from scoring.faults import quote
from scoring.reading.canonical import canonical
from scoring.reading.cells import parse_decimal
from scoring.text import text

DEVICE = "import"
Pair = tuple[int, int]
"""Of a judge and a team, by their ids."""
_NEARLY = Fraction(1, 100)  # totals are written rounded
_ENOUGH = 6  # marks of a criterion of which something can be said
_SPACE = uuid.UUID("6f1d0f0e-6f0b-5c0e-9d53-2f3a5a7a9b10")


@dataclass(frozen=True)
class _Head:
    id: str
    revision: int
    marks: str
    sealed: bool
    device: str | None
    comment: str


@dataclass(frozen=True)
class _BallotWrite:
    judge: int
    entry: int
    draft: revisions.RevisionDraft


def plan_ballots(
    event: Event, table: Table, round: Round | None, *, key: Key, chosen: frozenset[int] = frozenset()
) -> Plan:
    """What importing this file of ballots into the round would do."""
    if round is None:
        keys = ", ".join(each.key for each in event.rounds)
        raise Invalid(
            text("Ballots need their round (--round). Rounds: {rounds}", rounds=keys),
            field="round",
        )
    plan = Plan(table, seen=imports.fingerprint_of(event), chosen=chosen)
    planner = _Planner(event, plan, round)
    criteria = {bare(word): each.key for each in planner.rubric.criteria for word in (each.key, *each.name.values())}
    for pair, found in planner.sort(ballot_rows(table, plan, keys=planner.keys_in(table), criteria=criteria)).items():
        ballot = planner.settle(pair, found)
        try:
            if ballot:
                planner.plan_ballot(pair, ballot)
        except Refusal as refusal:
            plan.refuse(ballot.row if ballot else 0, refusal.field, refusal.reason)
    planner.note_low_marks()
    plan.samples = planner.samples[:8]
    number = round.id
    plan.prepare = lambda: lambda actor: _write(number, planner.writes, key=key, actor=actor)
    return plan


class _Planner:
    def __init__(self, event: Event, plan: Plan, round: Round) -> None:
        self.plan, self.round, self.lookup = plan, round, Lookup(event)
        self.rubric = revisions.rubric_of(round.policy)
        self.needed = [each.key for each in self.rubric.criteria if each.points] or list(self.rubric.keys)
        entries = db.session.scalars(select(Entry).where(Entry.round_id == round.id))
        self.entries = {each.team_id: each.id for each in entries if each.withdrawn_at is None}
        self.assigned = _pairs(Assignment, round)
        self.recused = _pairs(Recusal, round)
        self.heads = _heads(round)
        self.known = set(db.session.scalars(select(Revision.id).where(Revision.round_id == round.id)))
        self.codes = dict(db.session.execute(select(Judge.id, Judge.code).where(Judge.event_id == event.id)).all())
        self.teams = dict(db.session.execute(select(Team.id, Team.code).where(Team.event_id == event.id)).all())
        self.is_open = state_of(round) == "open"
        self.writes: list[_BallotWrite] = []
        self.samples: list[list[str]] = []
        self.given: dict[str, list[Decimal]] = {}

    def keys_in(self, table: Table) -> list[str]:
        """The criteria that need a column, and those of 0 points that have one."""
        fields = {(name or "").rpartition(".")[2] for name in table.columns.values()}
        return [key for key in self.rubric.keys if key in self.needed or key in fields]

    def sort(self, rows: list[BallotRow]) -> dict[Pair, list[BallotRow]]:
        """The rows by judge and team; whoever names nobody is refused."""
        found: dict[Pair, list[BallotRow]] = {}
        for row in rows:
            try:
                pair = self.lookup.judge(row.judge), self.lookup.team(row.entry)
            except Refusal as refusal:
                self.plan.refuse(row.row, refusal.field, refusal.reason)
            else:
                found.setdefault(pair, []).append(row)
        return found

    def settle(self, pair: Pair, rows: list[BallotRow]) -> BallotRow | None:
        """The ballot of one judge for one team; of two that differ none, until somebody chooses."""
        different = {row.content: row for row in reversed(rows)}
        if len(different) == 1:
            for row in rows[1:]:
                self.plan.refuse(row.row, "judge", text("row {row} holds this ballot already", row=rows[0].row))
            return rows[0]
        key = f"{self.codes[pair[0]]} {self.teams[pair[1]]}"
        words = [row.words for row in rows]
        offered = self._sent_last(rows)
        chosen = self.plan.contest(key, [row.row for row in rows], words=words, field="judge", offered=offered)
        return next((row for row in rows if row.row == chosen), None)

    def _sent_last(self, rows: list[BallotRow]) -> int | None:
        sent = [(moment_of(row.sent_at, self.round.event.zone), row.row) for row in rows]
        known = sorted((at, row) for at, row in sent if at is not None)
        return known[-1][1] if len(known) == len(rows) and known[-1][0] > known[-2][0] else None

    def note_low_marks(self) -> None:
        """A column whose marks all stay below half of the scale may have been given on another one."""
        for criterion in self.rubric.criteria:
            given = self.given.get(criterion.key, [])
            if len(given) >= _ENOUGH and 2 * max(given) <= criterion.scale.max:
                said = text(
                    "All marks of {criterion} stay within half of its scale; please check that they were given on it",
                    criterion=criterion.key,
                )
                self.plan.table.notes.add(said)

    def plan_ballot(self, pair: Pair, ballot: BallotRow) -> None:
        """Say what becomes of a judge's ballot. Raises Refusal where it is refused."""
        judge, team = pair
        entry = self._entry(judge, team)
        marks = self._marks(ballot)
        self._check_total(ballot, marks)
        comment = lines_of(ballot.comment)
        if len(comment) > revisions.LONGEST_TEXT:
            raise Refusal("comment", text("{most} characters fit", most=revisions.LONGEST_TEXT))
        head = self.heads.get((judge, entry))
        if head and head.sealed and head.marks == canonical(marks).decode() and head.comment == comment:
            self.plan.same += 1
            return
        if head and head.device != DEVICE:
            said = text("a ballot that the judge sent is there already")
            raise Refusal("judge", said)
        self._plan(ballot.row, judge, team, entry, marks, comment, head)

    def _entry(self, judge: int, team: int) -> int:
        entry = self.entries.get(team)
        if entry is None:
            raise Refusal("entry", text("it is no entry of {round}", round=self.round.key))
        if (judge, entry) in self.recused:
            raise Refusal("judge", text("the judge is recused from this team"))
        if (judge, entry) not in self.assigned:
            raise Refusal("judge", text("this team is not assigned to the judge"))
        return entry

    def _check_total(self, ballot: BallotRow, marks: dict[str, Any]) -> None:
        """A total that the file gives beside the marks is checked, as their sum or as points."""
        total = parse_decimal(ballot.total)
        if total is None:
            return
        points = sum(
            Fraction(each.points) * Fraction(Decimal(marks.get(each.key, 0))) / Fraction(each.scale.max)
            for each in self.rubric.criteria
        )
        if all(
            abs(Fraction(total) - found) > _NEARLY for found in (points, Fraction(sum(map(Decimal, marks.values()))))
        ):
            self.plan.table.notes.add("total", row=ballot.row)

    def _marks(self, ballot: BallotRow) -> dict[str, Any]:
        marks: dict[str, Any] = {}
        for key in self.rubric.keys:
            written = ballot.marks.get(key, "").strip()
            if not written:
                continue
            number = parse_decimal(written)
            if number is None:
                raise Refusal(key, text("this is no mark: {value}", value=quote(written)))
            self.given.setdefault(key, []).append(number)
            marks[key] = int(number) if number == number.to_integral_value() else Decimal(number).normalize()
        try:
            revisions.check_marks(self.rubric, marks, sealed=True)
        except Invalid as error:
            raise refusal_of(error) from None
        return marks

    def _plan(
        self, row: int, judge: int, team: int, entry: int, marks: dict[str, Any], comment: str, head: _Head | None
    ) -> None:
        base = head.revision if head else None
        number = self._number(judge, team, marks, comment, base)
        if number in self.known:  # it is kept as held or as a conflict
            self.plan.same += 1
            return
        draft = revisions.RevisionDraft(
            id=number,
            marks=marks,
            sealed=True,
            made_at=self.round.opens_at,
            base=base,
            comment=comment or None,
            device=DEVICE,
        )
        self.writes.append(_BallotWrite(judge, entry, draft))
        shown = ", ".join(f"{key} {mark}" for key, mark in marks.items())
        self.samples.append([self.codes[judge], self.teams[team], shown])
        if not self.is_open:
            self.plan.table.notes.add("held", row=row)
        if head is None:
            self.plan.added.append(row)
        else:
            self.plan.changed += 1
            self.plan.changes += _differences(row, f"{self.codes[judge]} {self.teams[team]}", head, marks)

    def _number(self, judge: int, team: int, marks: dict[str, Any], comment: str, base: int | None) -> str:
        """The id of the revision: the same ballot on the same base always has the same."""
        words = {
            "event": self.round.event.key,
            "round": self.round.key,
            "judge": self.codes[judge],
            "entry": self.teams[team],
            "marks": marks,
            "comment": comment,
            "base": base,
        }
        return str(uuid.uuid5(_SPACE, canonical(words).decode()))


def _differences(row: int, key: str, head: _Head, marks: dict[str, Any]) -> list[Change]:
    old = json.loads(head.marks)
    pairs = [(name, str(old.get(name, "")), str(mark)) for name, mark in marks.items()]
    return [Change(row, key, name, before, after) for name, before, after in pairs if before != after]


def _pairs(table: type[Assignment | Recusal], round: Round) -> set[tuple[int, int]]:
    found = db.session.execute(select(table.judge_id, table.entry_id).where(table.round_id == round.id))
    return set(found.all())


def _heads(round: Round) -> dict[tuple[int, int], _Head]:
    """The newest accepted revision of every ballot."""
    heads = heads_of(Revision.round_id == round.id)
    rows = db.session.execute(
        select(Revision, BallotText.comment)
        .outerjoin(BallotText, BallotText.revision_id == Revision.id)
        .join(heads, is_head(heads))
    )
    return {
        (row.judge_id, row.entry_id): _Head(row.id, row.revision or 0, row.marks, row.sealed, row.device, comment or "")
        for row, comment in rows
    }


def _write(number: int, writes: list[_BallotWrite], *, key: Key, actor: Person | None) -> None:
    round = db.session.get_one(Round, number)
    for write in writes:
        judge, entry = db.session.get_one(Judge, write.judge), db.session.get_one(Entry, write.entry)
        ballots.save(round, judge, entry, write.draft, key=key, by=actor, way=DEVICE)
