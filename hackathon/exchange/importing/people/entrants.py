"""Applications: one row a person, or one row a team with its members beside each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from hackathon import clock
from hackathon.domain.base.inserts import Batch
from hackathon.domain.people import imports
from hackathon.exchange.importing.people.directory import UNLIKE, Directory, Draft, Known, give_keys, likeness
from hackathon.exchange.importing.people.duplicates import find_alike
from hackathon.exchange.importing.people.person_row import members_of, person_of
from hackathon.exchange.importing.plan import Change, Plan, Writer
from hackathon.exchange.importing.table.table import Table
from hackathon.exchange.importing.table.values import Bad
from hackathon.models import Entrant, Event, Person
from scoring.faults import Both, quote

_FIELDS = ("name", "email", "phone", "affiliation")


@dataclass
class Gathered:
    """People of a file, settled: who is new, what changes about whom."""

    new: list[Draft] = field(default_factory=list)
    joining: list[tuple[Known, Draft]] = field(default_factory=list)
    """People who are known (a judge, an organizer) and apply now."""
    people: dict[int, dict[str, tuple[Any, Any]]] = field(default_factory=dict)
    entrants: dict[int, dict[str, tuple[Any, Any]]] = field(default_factory=dict)


def plan_entrants(event: Event, table: Table) -> Plan:
    """What importing this file of people would do."""
    plan = Plan(table, seen=imports.state_of(event))
    directory = Directory(event)
    drafts = list(_drafts(event, table, plan))
    give_keys(drafts)
    kept = only_latest(drafts, plan)
    gathered = Gathered()
    overwrites = not imports.has_ballots(event)
    for draft in kept:
        settle(draft, directory, gathered, plan, overwrites=overwrites)
    plan.alike = find_alike(gathered.new, directory)
    plan.samples = [[d.name, d.email or "", d.phone or "", d.affiliation or "", d.team] for d in gathered.new[:8]]
    _note_what_is_missing(gathered.new, table)
    plan.prepare = lambda: _writer(prepare_people(event, gathered))
    return plan


def _drafts(event: Event, table: Table, plan: Plan) -> Iterator[Draft]:
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
        except Bad as bad:
            plan.refuse(record.number, bad.field, bad.reason)


def only_latest(drafts: list[Draft], plan: Plan) -> list[Draft]:
    """One of each person: of an application that was sent twice the later row holds, and the other says so."""
    holder: dict[str, Draft] = {}
    dropped: set[int] = set()
    for draft in drafts:
        keys = [key for key in (draft.email, draft.contact) if key]
        other = next((holder[key] for key in keys if key in holder), None)
        if other is None:
            holder.update(dict.fromkeys(keys, draft))
            continue
        if other.email and draft.email and other.email != draft.email:
            continue  # two addresses with one phone: alike, but for a person to decide
        loser, winner = _earlier(other, draft, plan)
        dropped.add(id(loser))
        if winner is draft:
            holder.update(dict.fromkeys([*keys, *filter(None, (other.email, other.contact))], draft))
    return [draft for draft in drafts if id(draft) not in dropped]


def _earlier(other: Draft, draft: Draft, plan: Plan) -> tuple[Draft, Draft]:
    if likeness(other.name, draft.name) < UNLIKE:
        said = Both(
            f"{other.row}행의 다른 사람이 쓰는 주소입니다", f"row {other.row} gives this address to somebody else"
        )
        plan.refuse(draft.row, "email", said)
        return draft, other
    later = draft
    if other.applied_at and draft.applied_at and other.applied_at > draft.applied_at:
        later = other
    loser = other if later is draft else draft
    said = Both(
        f"같은 사람이 {later.row}행에 다시 있어 그것을 씁니다",
        f"the same person stands in row {later.row}, which holds",
    )
    plan.refuse(loser.row, "email" if loser.email == later.email else "phone", said)
    return loser, later


def settle(draft: Draft, directory: Directory, gathered: Gathered, plan: Plan, *, overwrites: bool) -> None:
    """Say what becomes of one row: somebody new, a change, nothing, or a refusal."""
    known = directory.find(draft)
    if known is None:
        gathered.new.append(draft)
        plan.added.append(draft.row)
        return
    draft.person = known.id
    if known.name and known.email == draft.email and likeness(known.name, draft.name) < UNLIKE:
        said = Both(
            "이 주소로 다른 이름의 사람이 이미 있습니다", "this address belongs to somebody of another name already"
        )
        plan.refuse(draft.row, "email", said)
        return
    if known.entrant is None:
        gathered.joining.append((known, draft))
        plan.added.append(draft.row)
        return
    _compare(draft, known, gathered, plan, overwrites=overwrites)


def _compare(draft: Draft, known: Known, gathered: Gathered, plan: Plan, *, overwrites: bool) -> None:
    wanted = {
        name: (getattr(known, name), getattr(draft, name))
        for name in _FIELDS
        if getattr(draft, name) and getattr(draft, name) != getattr(known, name)
    }
    if draft.email and known.email and draft.email != known.email:
        del wanted["email"]  # found under an address of somebody who was merged into this person
    answers = known.answers | draft.answers
    entrant: dict[str, tuple[Any, Any]] = {}
    if answers != known.answers:
        entrant["answers"] = (known.answers, answers)
    if draft.consent and known.consented_at is None:
        entrant["consented_at"] = (None, _when(draft))
    changes = [*_told(draft, wanted), *_told_answers(draft, known)]
    barred = [] if overwrites else [each for each in changes if each.old]
    if barred:
        names = ", ".join(each.field for each in barred)
        said = Both(
            f"첫 채점표가 온 뒤라 바꾸지 않습니다: {names}", f"nothing is overwritten after the first ballot: {names}"
        )
        plan.refuse(draft.row, barred[0].field, said)
        return
    if not wanted and not entrant:
        plan.same += 1
        return
    plan.changed += 1
    plan.changes += changes or [Change(draft.row, known.email or known.name or "", "consent", "", "yes")]
    if wanted:
        gathered.people[known.id] = wanted
    if entrant and known.entrant is not None:
        gathered.entrants[known.entrant] = entrant


def _told(draft: Draft, wanted: dict[str, tuple[Any, Any]]) -> list[Change]:
    key = draft.email or draft.name
    return [Change(draft.row, key, name, old or "", new) for name, (old, new) in wanted.items()]


def _told_answers(draft: Draft, known: Known) -> list[Change]:
    key = draft.email or draft.name
    return [
        Change(draft.row, key, name, quote(_text(known.answers.get(name))), quote(text))
        for name, text in draft.answers.items()
        if known.answers.get(name) != text
    ]


def _text(answer: Any) -> str:
    return "" if answer is None else ", ".join(answer) if isinstance(answer, list) else str(answer)


def _when(draft: Draft) -> datetime:
    return draft.applied_at or clock.now()


def _note_what_is_missing(new: list[Draft], table: Table) -> None:
    for draft in new:
        if not draft.email:
            table.notes.add("no-email", row=draft.row)
        if not draft.phone:
            table.notes.add("no-phone", row=draft.row)
    if "consent" not in table.fields and new:
        table.notes.add("no-consent")
    else:
        for draft in new:
            if draft.consent is None:
                table.notes.add("no-consent", row=draft.row)


@dataclass
class PeopleBatch:
    """The people of a plan in the form of the database, before anything is locked."""

    event: Event
    gathered: Gathered
    people: Batch
    applications: Batch

    def write(self) -> None:
        """Write the people and their applications; each draft knows its person afterwards."""
        new, joining = self.gathered.new, self.gathered.joining
        for draft, key in zip(new, self.people.insert(), strict=True):
            draft.person = key
        applying = [*new, *(draft for _, draft in joining)]
        if applying:
            self.applications.fill("person_id", [draft.person for draft in applying])
        self.applications.insert()
        keys = [{"key": draft.key, "person_id": draft.person} for draft in new if draft.key]
        if keys:
            imports.remember_keys(self.event, keys)
        imports.change(Person, self.gathered.people)
        imports.change(Entrant, self.gathered.entrants)


def prepare_people(event: Event, gathered: Gathered) -> PeopleBatch:
    """Make everything ready that can be without the write lock."""
    rows = [{name: getattr(draft, name) for name in _FIELDS} for draft in gathered.new]
    applying = [*gathered.new, *(draft for _, draft in gathered.joining)]
    return PeopleBatch(
        event,
        gathered,
        imports.people_batch(event, rows),
        imports.entrants_batch(event, [_application(draft) for draft in applying]),
    )


def _application(draft: Draft) -> dict[str, Any]:
    return {
        "person_id": draft.person,
        "applied_at": draft.applied_at,
        "consented_at": _when(draft) if draft.consent else None,
        "answers": draft.answers,
    }


def _writer(batch: PeopleBatch) -> Writer:
    return lambda _actor: batch.write()
