"""Entrants of a file: one row a person, or one row a team with its members beside each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from hackathon import clock
from hackathon.domain.base.inserts import Batch
from hackathon.domain.people import imports
from hackathon.exchange.importing.people.directory import UNLIKE, Directory, Known, give_keys, likeness
from hackathon.exchange.importing.people.duplicates import find_alike
from hackathon.exchange.importing.people.person_row import PersonRow, members_of, person_of
from hackathon.exchange.importing.plan import Change, Plan, Writer, refuse_overwriting
from hackathon.exchange.importing.table.table import Table
from hackathon.exchange.importing.table.values import Refusal
from hackathon.models import Entrant, Event, Person
from scoring.faults import quote
from scoring.text import text

Changes = dict[str, tuple[Any, Any]]
"""Of one record: field → (old, new)."""


@dataclass
class PeopleChanges:
    """What a file makes of people: who is new, who applies, what changes about whom."""

    new: list[PersonRow] = field(default_factory=list)
    joining: list[tuple[Known, PersonRow]] = field(default_factory=list)
    """People who are known (a judge, an organizer) and apply now."""
    people: dict[int, Changes] = field(default_factory=dict)
    entrants: dict[int, Changes] = field(default_factory=dict)


def plan_entrants(event: Event, table: Table) -> Plan:
    """What importing this file of people would do."""
    plan = Plan(table, seen=imports.fingerprint_of(event))
    rows = list(_rows(event, table, plan))
    give_keys(rows)
    planner = _Planner(event, plan)
    for row in only_latest(rows, plan):
        try:
            planner.plan_row(row)
        except Refusal as refusal:
            plan.refuse(row.row, refusal.field, refusal.reason)
    found = planner.found
    plan.alike = find_alike(found.new, planner.directory)
    plan.samples = [[r.name, r.email or "", r.phone or "", r.affiliation, r.team] for r in found.new[:8]]
    _note_what_is_missing(found.new, table)
    plan.prepare = lambda: _writer(prepare_people(event, found))
    return plan


def _rows(event: Event, table: Table, plan: Plan) -> Iterator[PersonRow]:
    spread = any("." in name for name in table.fields) and "name" not in table.fields
    if spread:
        table.notes.add("team-answers")
    elif "team" in table.fields:
        table.notes.add("teams-too")
    zone = event.zone
    for record in table.records():
        try:
            if spread:
                yield from members_of(record, zone=zone, notes=table.notes)
            else:
                yield person_of(record, zone=zone, notes=table.notes)
        except Refusal as refusal:
            plan.refuse(record.number, refusal.field, refusal.reason)


def only_latest(rows: list[PersonRow], plan: Plan) -> list[PersonRow]:
    """One of each person: of an application that was sent twice the later row holds, and the other says so."""
    holder: dict[str, PersonRow] = {}
    dropped: set[int] = set()
    for row in rows:
        other = next((holder[key] for key in _keys(row) if key in holder), None)
        if other is None:
            holder.update(dict.fromkeys(_keys(row), row))
            continue
        if _differ(other.email, row.email):
            continue  # two addresses with one phone: alike, but for a person to decide
        loser, winner = _earlier(other, row, plan)
        dropped.add(id(loser))
        if winner is row:
            holder.update(dict.fromkeys([*_keys(row), *_keys(other)], row))
    return [row for row in rows if id(row) not in dropped]


def _differ(one: str | None, other: str | None) -> bool:
    return bool(one and other) and one != other


def _keys(row: PersonRow) -> list[str]:
    """Under which a person is the same in one file."""
    return [key for key in (row.email, row.contact) if key]


def _earlier(other: PersonRow, row: PersonRow, plan: Plan) -> tuple[PersonRow, PersonRow]:
    if likeness(other.name, row.name) < UNLIKE:
        said = text("row {row} gives this address to somebody else", row=other.row)
        plan.refuse(row.row, "email", said)
        return row, other
    later = row
    if other.applied_at and row.applied_at and other.applied_at > row.applied_at:
        later = other
    loser = other if later is row else row
    said = text("the same person stands in row {row}, which holds", row=later.row)
    plan.refuse(loser.row, "email" if loser.email == later.email else "phone", said)
    return loser, later


class _Planner:
    def __init__(self, event: Event, plan: Plan) -> None:
        self.plan, self.directory, self.found = plan, Directory(event), PeopleChanges()
        self.overwrites = not imports.has_ballots(event)

    def plan_row(self, row: PersonRow) -> None:
        """Say what becomes of one row: somebody new, a change, nothing. Raises Refusal."""
        known = self.directory.find(row)
        if known is None:
            self.found.new.append(row)
            self.plan.added.append(row.row)
            return
        row.person = known.id
        if known.name and known.email == row.email and likeness(known.name, row.name) < UNLIKE:
            said = text("this address belongs to somebody of another name already")
            raise Refusal("email", said)
        if known.entrant is None:
            self.found.joining.append((known, row))
            self.plan.added.append(row.row)
            return
        self._compare(row, known)

    def _compare(self, row: PersonRow, known: Known) -> None:
        person, entrant = _changes_of_person(row, known), _changes_of_entrant(row, known)
        changes = [*_person_changes(row, person), *_answer_changes(row, known)]
        if not self.overwrites:
            refuse_overwriting(changes)
        if not person and not entrant:
            self.plan.same += 1
            return
        self.plan.changed += 1
        self.plan.changes += changes or [Change(row.row, known.email or known.name or "", "consent", "", "yes")]
        if person:
            self.found.people[known.id] = person
        if entrant and known.entrant is not None:
            self.found.entrants[known.entrant] = entrant


def _changes_of_person(row: PersonRow, known: Known) -> Changes:
    before = known.stored
    wanted = {name: (before[name], new) for name, new in row.stored.items() if new and new != before[name]}
    if _differ(row.email, known.email):
        del wanted["email"]  # found under an address of somebody who was merged into this person
    return wanted


def _changes_of_entrant(row: PersonRow, known: Known) -> Changes:
    changes: Changes = {}
    answers = known.answers | row.answers
    if answers != known.answers:
        changes["answers"] = (known.answers, answers)
    if row.consent and known.consented_at is None:
        changes["consented_at"] = (None, _when(row))
    return changes


def _person_changes(row: PersonRow, wanted: Changes) -> list[Change]:
    key = row.email or row.name
    return [Change(row.row, key, name, old or "", new) for name, (old, new) in wanted.items()]


def _answer_changes(row: PersonRow, known: Known) -> list[Change]:
    key = row.email or row.name
    return [
        Change(row.row, key, name, quote(_text(known.answers.get(name))), quote(text))
        for name, text in row.answers.items()
        if known.answers.get(name) != text
    ]


def _text(answer: Any) -> str:
    return "" if answer is None else ", ".join(answer) if isinstance(answer, list) else str(answer)


def _when(row: PersonRow) -> datetime:
    return row.applied_at or clock.now()


def _note_what_is_missing(new: list[PersonRow], table: Table) -> None:
    for row in new:
        if not row.email:
            table.notes.add("no-email", row=row.row)
        if not row.phone:
            table.notes.add("no-phone", row=row.row)
    if "consent" not in table.fields and new:
        table.notes.add("no-consent")
    else:
        for row in new:
            if row.consent is None:
                table.notes.add("no-consent", row=row.row)


@dataclass
class PeopleBatch:
    """The people of a plan in the form of the database, before anything is locked."""

    event: Event
    changes: PeopleChanges
    people: Batch
    applications: Batch

    def write(self) -> None:
        """Write the people and their applications; each row knows its person afterwards."""
        new, joining = self.changes.new, self.changes.joining
        for row, key in zip(new, self.people.insert(), strict=True):
            row.person = key
        applying = [*new, *(row for _, row in joining)]
        if applying:
            self.applications.fill("person_id", [row.person for row in applying])
        self.applications.insert()
        keys = [{"key": row.key, "person_id": row.person} for row in new if row.key]
        if keys:
            imports.remember_keys(self.event, keys)
        imports.change(Person, self.changes.people)
        imports.change(Entrant, self.changes.entrants)


def prepare_people(event: Event, changes: PeopleChanges) -> PeopleBatch:
    """Make everything ready that can be without the write lock."""
    rows = [row.stored for row in changes.new]
    applying = [*changes.new, *(row for _, row in changes.joining)]
    return PeopleBatch(
        event,
        changes,
        imports.people_batch(event, rows),
        imports.entrants_batch(event, [_application(row) for row in applying]),
    )


def _application(row: PersonRow) -> dict[str, Any]:
    return {
        "person_id": row.person,
        "applied_at": row.applied_at,
        "consented_at": _when(row) if row.consent else None,
        "answers": row.answers,
    }


def _writer(batch: PeopleBatch) -> Writer:
    return lambda _actor: batch.write()
