"""Judges: a person with a code, and a seat on the panel of every round that the row names."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from sqlalchemy import select

from hackathon.domain.people import imports, people
from hackathon.domain.rounds import panels, rounds
from hackathon.domain.teams.teams import name_key
from hackathon.exchange.importing.people.directory import UNLIKE, Draft, draft_of, likeness
from hackathon.exchange.importing.plan import Change, Plan
from hackathon.exchange.importing.table.table import Record, Table
from hackathon.exchange.importing.table.values import Bad, clean, yes_or_no
from hackathon.extensions import db
from hackathon.models import Event, Judge, Person, Round, Seat
from scoring.faults import Both, quote

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,15}")
_COMPARED = ("name", "affiliation", "phone")


@dataclass
class JudgeDraft:
    row: int
    person: Draft
    code: str = ""
    rounds: list[Round] = field(default_factory=list)
    chair: bool = False


@dataclass
class _Act:
    """What is to be written for one row. `known` is the person, `changes` are those of the person."""

    draft: JudgeDraft
    known: int | None
    changes: dict[str, str]
    seats: list[Round]
    chairs: list[Round]


def plan_judges(event: Event, table: Table, round: Round | None) -> Plan:
    """What importing this file of judges would do."""
    plan = Plan(table, seen=imports.state_of(event))
    planner = _Planner(event, plan, round)
    for record in table.records():
        try:
            planner.settle(planner.read(record))
        except Bad as bad:
            plan.refuse(record.number, bad.field, bad.reason)
    plan.samples = [
        [act.draft.code, act.draft.person.name, act.draft.person.email or "", ", ".join(each.key for each in act.seats)]
        for act in planner.acts[:8]
    ]
    plan.prepare = lambda: lambda actor: _write_all(event, planner.acts, actor)
    return plan


class _Planner:
    def __init__(self, event: Event, plan: Plan, round: Round | None) -> None:
        self.event, self.plan, self.round = event, plan, round
        self.rounds = {name_key(word): each for each in event.rounds for word in (each.key, *each.name.values())}
        own = (Person.event_id == event.id, Person.erased_at.is_(None))
        everybody = db.session.scalars(select(Person).where(*own)).all()
        self.by_email = {each.email: each for each in everybody if each.email}
        judges = db.session.scalars(select(Judge).where(Judge.event_id == event.id)).all()
        self.by_code = {judge.code: judge for judge in judges}
        self.of_person = {judge.person_id: judge for judge in judges}
        self.by_name = {name_key(judge.person.name or ""): judge.person for judge in judges}
        self.seats = {(seat.round_id, seat.judge_id): seat.chair for seat in db.session.scalars(select(Seat))}
        self.chairs = {round_id for (round_id, _), chair in self.seats.items() if chair}
        self.overwrites = not imports.has_ballots(event)
        self.acts: list[_Act] = []
        self.seen: dict[str, _Act] = {}

    def read(self, record: Record) -> JudgeDraft:
        values = record.values
        person = draft_of(values, row=record.number, zone=self.event.zone, notes=self.plan.table.notes)
        code = clean(values.get("code", "")).upper()
        if code.isdigit():
            code = f"J{int(code):02d}"
        if code and not _CODE.fullmatch(code):
            raise Bad("code", Both(f"번호로 쓸 수 없습니다: {quote(code)}", f"this cannot be a code: {quote(code)}"))
        chair = yes_or_no(values.get("chair", ""))
        if chair is None and "위원장" in values.get("chair", ""):
            chair = True
        return JudgeDraft(record.number, person, code, self._rounds(values.get("round", "")), bool(chair))

    def _rounds(self, text: str) -> list[Round]:
        named = [part for part in re.split(r"[,;/|·]+", clean(text)) if part.strip()]
        if not named:
            return [self.round] if self.round else []
        return [self._round(part) for part in named]

    def _round(self, text: str) -> Round:
        found = self.rounds.get(name_key(text))
        if found is None:
            known = ", ".join(each.key for each in self.event.rounds)
            raise Bad(
                "round",
                Both(
                    f"그런 단계가 없습니다: {quote(text)} (있는 단계: {known})",
                    f"there is no round {quote(text)}; rounds: {known}",
                ),
            )
        return found

    def settle(self, draft: JudgeDraft) -> None:
        """Say what becomes of a row. Raises Bad where it is refused."""
        person = self._person(draft)
        judge = self.of_person.get(person.id) if person else None
        self._check_code(draft, judge)
        seats, chairs = self._seats(draft, judge)
        changes = self._changes(draft, person) if person else {}
        if self._joins_an_earlier_row(draft, seats, chairs):
            return
        act = _Act(draft, person.id if person else None, changes, seats, chairs)
        self.seen[draft.person.email or draft.code or name_key(draft.person.name)] = act
        if draft.code:
            self.seen.setdefault(f"code {draft.code}", act)
        if judge is None:
            self.plan.added.append(draft.row)
        elif not changes and not seats and not chairs:
            self.plan.same += 1
            return
        else:
            self.plan.changed += 1
            self.plan.changes += [
                Change(draft.row, judge.code, name, getattr(person, name) or "", new) for name, new in changes.items()
            ]
            self.plan.changes += [Change(draft.row, judge.code, "round", "", each.key) for each in seats]
            self.plan.changes += [
                Change(draft.row, judge.code, "chair", "", each.key) for each in chairs if each not in seats
            ]
        self.acts.append(act)

    def _person(self, draft: JudgeDraft) -> Person | None:
        email = draft.person.email
        if email:
            found = self.by_email.get(email)
        elif draft.code and draft.code in self.by_code:
            found = self.by_code[draft.code].person
        else:
            found = self.by_name.get(name_key(draft.person.name))
        if found and email and found.name and likeness(found.name, draft.person.name) < UNLIKE:
            raise Bad(
                "email",
                Both(
                    "이 주소로 다른 이름의 사람이 이미 있습니다",
                    "this address belongs to somebody of another name already",
                ),
            )
        return found

    def _check_code(self, draft: JudgeDraft, judge: Judge | None) -> None:
        if not draft.code:
            return
        holder = self.by_code.get(draft.code)
        earlier = self.seen.get(f"code {draft.code}")
        if holder is not None and holder is not judge:
            raise Bad(
                "code", Both(f"{draft.code}은(는) 다른 심사위원의 번호입니다", f"{draft.code} is another judge's code")
            )
        if judge is not None and judge.code != draft.code:
            raise Bad(
                "code", Both(f"이미 {judge.code}인 심사위원입니다", f"this judge has the code {judge.code} already")
            )
        if earlier and earlier.draft.person.email != draft.person.email:
            raise Bad(
                "code", Both(f"{earlier.draft.row}행과 번호가 같습니다", f"row {earlier.draft.row} has this code")
            )

    def _seats(self, draft: JudgeDraft, judge: Judge | None) -> tuple[list[Round], list[Round]]:
        seats, chairs = [], []
        for round in draft.rounds:
            held = self.seats.get((round.id, judge.id)) if judge else None
            if held is None:
                seats.append(round)
            if draft.chair and not held:
                chairs.append(round)
        locked = next((each for each in [*seats, *chairs] if each.locked_at), None)
        if locked:
            raise Bad("round", Both(f"{locked.key} 단계는 잠겨 있습니다", f"the round {locked.key} is locked"))
        taken = next((each for each in chairs if each.id in self.chairs), None)
        if taken:
            raise Bad(
                "chair",
                Both(f"{taken.key} 단계에는 심사위원장이 이미 있습니다", f"the round {taken.key} has a chair already"),
            )
        self.chairs |= {each.id for each in chairs}
        return seats, chairs

    def _changes(self, draft: JudgeDraft, person: Person) -> dict[str, str]:
        wanted = {name: getattr(draft.person, name) for name in _COMPARED}
        changes = {name: new for name, new in wanted.items() if new and new != getattr(person, name)}
        barred = [name for name in changes if getattr(person, name)] if not self.overwrites else []
        if barred:
            names = ", ".join(barred)
            raise Bad(
                barred[0],
                Both(
                    f"첫 채점표가 온 뒤라 바꾸지 않습니다: {names}",
                    f"nothing is overwritten after the first ballot: {names}",
                ),
            )
        return changes

    def _joins_an_earlier_row(self, draft: JudgeDraft, seats: list[Round], chairs: list[Round]) -> bool:
        """One judge may have a row for every round."""
        earlier = self.seen.get(draft.person.email or draft.code or name_key(draft.person.name))
        if earlier is None:
            return False
        if likeness(earlier.draft.person.name, draft.person.name) < UNLIKE:
            raise Bad(
                "email",
                Both(
                    f"{earlier.draft.row}행의 다른 사람이 쓰는 주소입니다",
                    f"row {earlier.draft.row} gives this address to somebody else",
                ),
            )
        earlier.seats += [each for each in seats if each not in earlier.seats]
        earlier.chairs += [each for each in chairs if each not in earlier.chairs]
        return True


def _write_all(event: Event, acts: list[_Act], actor: Person | None) -> None:
    for act in acts:
        _write(event, act, actor)


def _write(event: Event, act: _Act, actor: Person | None) -> None:
    draft = act.draft
    if act.known is None:
        person = people.add_person(event, name=draft.person.name, email=draft.person.email, phone=draft.person.phone)
        person.affiliation = draft.person.affiliation
    else:
        person = db.session.get_one(Person, act.known)
        for name, new in act.changes.items():
            setattr(person, name, new)
    judge = people.ensure_judge(event, person, code=draft.code or None)
    people.grant(event, person, "chair" if draft.chair else "judge", actor=actor)
    for round in act.seats:
        rounds.seat(db.session.get_one(Round, round.id), judge, chair=round in act.chairs, actor=actor)
    for round in act.chairs:
        if round not in act.seats:
            own = (Seat.round_id == round.id, Seat.judge_id == judge.id)
            panels.make_chair(round, db.session.scalars(select(Seat).where(*own)).one(), actor=actor)
    db.session.flush()
