"""Judges: a person with a code, and a seat on the panel of every round that the row names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from hackathon.domain.people import imports, people
from hackathon.domain.rounds import panels, rounds
from hackathon.domain.teams.teams import name_key
from hackathon.exchange.importing.people.directory import UNLIKE, likeness
from hackathon.exchange.importing.people.person_row import PersonRow, read_person
from hackathon.exchange.importing.plan import Change, Plan, refuse_fields
from hackathon.exchange.importing.table.columns import COLUMNS, FACTS
from hackathon.exchange.importing.table.table import Record, Table
from hackathon.exchange.importing.table.values import Refusal, clean, code_key
from hackathon.extensions import db
from hackathon.models import Event, Judge, Person, Round, Seat
from scoring.faults import quote
from scoring.text import text

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,15}")
_COMPARED = ("name", *(column.key for column in FACTS), "phone")


@dataclass
class JudgeRow:
    """A judge as a row describes them."""

    row: int
    person: PersonRow
    code: str = ""
    rounds: list[Round] = field(default_factory=list)
    chair: bool = False

    @property
    def key(self) -> str:
        """What a judge with several rows has in common in all of them."""
        return self.person.email or self.code or name_key(self.person.name)


@dataclass
class _JudgeWrite:
    """What is to be written for one row. `known` is the person, `changes` are those of the person."""

    row: JudgeRow
    known: int | None
    changes: dict[str, str]
    seats: list[Round]
    chairs: list[Round]


def plan_judges(event: Event, table: Table, round: Round | None) -> Plan:
    """What importing this file of judges would do."""
    plan = Plan(table, seen=imports.fingerprint_of(event))
    planner = _Planner(event, plan, round)
    for record in table.records():
        try:
            planner.plan_row(planner.read(record))
        except Refusal as refusal:
            plan.refuse(record.number, refusal.field, refusal.reason)
    plan.samples = [_sample(write) for write in planner.writes[:8]]
    moves = planner.moves()
    plan.prepare = lambda: lambda actor: _write_all(event, planner.writes, moves, actor)
    return plan


def _sample(write: _JudgeWrite) -> list[str]:
    row = write.row
    return [row.code, row.person.name, row.person.email or "", ", ".join(each.key for each in write.seats)]


class _Planner:
    def __init__(self, event: Event, plan: Plan, round: Round | None) -> None:
        self.event, self.plan, self.round = event, plan, round
        self.rounds = {name_key(word): each for each in event.rounds for word in (each.key, *each.name.values())}
        self._load_people(event)
        self.seats = {(seat.round_id, seat.judge_id): seat.chair for seat in db.session.scalars(select(Seat))}
        self.chairs = {round_id for (round_id, _), chair in self.seats.items() if chair}
        self.overwrites = not imports.has_ballots(event)
        self.writes: list[_JudgeWrite] = []
        self.seen: dict[str, _JudgeWrite] = {}

    def _load_people(self, event: Event) -> None:
        everybody = db.session.scalars(select(Person).where(Person.event_id == event.id, Person.erased_at.is_(None)))
        self.by_email = {each.email: each for each in everybody if each.email}
        judges = db.session.scalars(select(Judge).where(Judge.event_id == event.id)).all()
        self.by_code = {code_key(judge.code): judge for judge in judges}
        self.of_person = {judge.person_id: judge for judge in judges}
        self.by_name = {name_key(judge.person.name or ""): judge.person for judge in judges}
        self.fixed = people.fixed_judges(event)

    def read(self, record: Record) -> JudgeRow:
        values = record.values
        person = read_person(values, row=record.number, zone=self.event.zone, notes=self.plan.table.notes)
        code = clean(values.get("code", "")).upper()
        if code.isdigit():
            code = f"J{int(code):02d}"
        if code and not _CODE.fullmatch(code):
            raise Refusal("code", text("this cannot be a code: {code}", code=quote(code)))
        chair = COLUMNS["chair"].value(values)
        return JudgeRow(record.number, person, code, self._rounds(values.get("round", "")), chair)

    def _rounds(self, text: str) -> list[Round]:
        named = [part for part in re.split(r"[,;/|·]+", clean(text)) if part.strip()]
        if not named:
            return [self.round] if self.round else []
        return [self._round(part) for part in named]

    def _round(self, word: str) -> Round:
        found = self.rounds.get(name_key(word))
        if found is None:
            known = ", ".join(each.key for each in self.event.rounds)
            raise Refusal(
                "round",
                text("there is no round {name}; rounds: {rounds}", name=quote(word), rounds=known),
            )
        return found

    def plan_row(self, row: JudgeRow) -> None:
        """Say what becomes of a row. Raises Refusal where it is refused."""
        person = self._person(row)
        judge = self.of_person.get(person.id) if person else None
        self._check_code(row, judge)
        seats, chairs = self._seats(row, judge)
        changes = self._changes(row, person) if person else {}
        if self._joins_an_earlier_row(row, seats, chairs):
            return
        write = _JudgeWrite(row, person.id if person else None, changes, seats, chairs)
        self._remember(write)
        if judge is None or person is None:
            self.plan.added.append(row.row)
        elif found := _changes_of_judge(write, judge, person):
            self.plan.changed += 1
            self.plan.changes += found
        else:
            self.plan.same += 1
            return
        self.writes.append(write)

    def _remember(self, write: _JudgeWrite) -> None:
        self.seen[write.row.key] = write
        if write.row.code:
            self.seen.setdefault(f"code {code_key(write.row.code)}", write)

    def _person(self, row: JudgeRow) -> Person | None:
        email = row.person.email
        if email:
            found = self.by_email.get(email)
        elif row.code and code_key(row.code) in self.by_code:
            found = self.by_code[code_key(row.code)].person
        else:
            found = self.by_name.get(name_key(row.person.name))
        if found and email and found.name and likeness(found.name, row.person.name) < UNLIKE:
            raise Refusal(
                "email",
                text("this address belongs to somebody of another name already"),
            )
        return found

    def _check_code(self, row: JudgeRow, judge: Judge | None) -> None:
        if not row.code:
            return
        holder = self.by_code.get(code_key(row.code))
        earlier = self.seen.get(f"code {code_key(row.code)}")
        if holder is not None and holder is not judge and holder.id in self.fixed:
            raise Refusal("code", text("{code} is another judge's code", code=row.code))
        if judge is not None and code_key(judge.code) != code_key(row.code) and judge.id in self.fixed:
            raise Refusal("code", text("this judge has the code {code} already", code=judge.code))
        if earlier and earlier.row.person.email != row.person.email:
            raise Refusal("code", text("row {row} has this code", row=earlier.row.row))

    def moves(self) -> list[tuple[int, str]]:
        """Judges and their new codes, in an order in which no two ever have the same: codes of files win.

        Whoever was given a code by hand and has judged nothing yet makes way, and gets the next one that is free.
        """
        wanted: dict[int, str] = {}
        away: dict[int, str] = {}
        codes = {*(judge.code for judge in self.by_code.values()), *(write.row.code for write in self.writes)}
        for write in self.writes:
            judge = self.of_person.get(write.known) if write.known else None
            holder = self.by_code.get(code_key(write.row.code)) if write.row.code else None
            if judge and write.row.code and code_key(judge.code) != code_key(write.row.code):
                wanted[judge.id] = write.row.code
            if holder and holder is not judge and holder.id not in away:
                away[holder.id] = people.next_code(codes)
                codes.add(away[holder.id])
        self._note_moves({judge: code for judge, code in away.items() if judge not in wanted})
        return [*away.items(), *wanted.items()]

    def _note_moves(self, moved: Mapping[int, str]) -> None:
        for judge in self.by_code.values():
            if judge.id in moved:
                new = moved[judge.id]
                said = text(
                    "{old} is {new} from now on: the file gives {old} to another judge", old=judge.code, new=new
                )
                self.plan.table.notes.add(said)

    def _seats(self, row: JudgeRow, judge: Judge | None) -> tuple[list[Round], list[Round]]:
        """The rounds in which the judge gets a seat, and those in which they become the chair."""
        held = {each.id: self.seats.get((each.id, judge.id)) if judge else None for each in row.rounds}
        seats = [each for each in row.rounds if held[each.id] is None]
        chairs = [each for each in row.rounds if row.chair and not held[each.id]]
        _refuse_locked([*seats, *chairs])
        self._refuse_second_chair(chairs)
        self.chairs |= {each.id for each in chairs}
        return seats, chairs

    def _refuse_second_chair(self, chairs: list[Round]) -> None:
        taken = next((each for each in chairs if each.id in self.chairs), None)
        if taken:
            said = text("the round {round} has a chair already", round=taken.key)
            raise Refusal("chair", said)

    def _changes(self, row: JudgeRow, person: Person) -> dict[str, str]:
        stored = row.person.stored
        wanted = {name: new for name in _COMPARED if (new := stored[name])}
        changes = {name: new for name, new in wanted.items() if new != getattr(person, name)}
        if not self.overwrites:
            refuse_fields([name for name in changes if getattr(person, name)])
        return changes

    def _joins_an_earlier_row(self, row: JudgeRow, seats: list[Round], chairs: list[Round]) -> bool:
        """One judge may have a row for every round."""
        earlier = self.seen.get(row.key)
        if earlier is None:
            return False
        if likeness(earlier.row.person.name, row.person.name) < UNLIKE:
            raise Refusal(
                "email",
                text("row {row} gives this address to somebody else", row=earlier.row.row),
            )
        earlier.seats += [each for each in seats if each not in earlier.seats]
        earlier.chairs += [each for each in chairs if each not in earlier.chairs]
        return True


def _refuse_locked(rounds: list[Round]) -> None:
    locked = next((each for each in rounds if each.locked_at), None)
    if locked:
        raise Refusal("round", text("the round {round} is locked", round=locked.key))


def _changes_of_judge(write: _JudgeWrite, judge: Judge, person: Person) -> list[Change]:
    """What the plan says that changes about a judge who is there already."""
    row, chairs = write.row.row, [each for each in write.chairs if each not in write.seats]
    code = (
        [("code", judge.code, write.row.code)]
        if write.row.code and code_key(write.row.code) != code_key(judge.code)
        else []
    )
    return [
        *(Change(row, judge.code, *each) for each in code),
        *(Change(row, judge.code, name, getattr(person, name) or "", new) for name, new in write.changes.items()),
        *(Change(row, judge.code, "round", "", each.key) for each in write.seats),
        *(Change(row, judge.code, "chair", "", each.key) for each in chairs),
    ]


def _write_all(event: Event, writes: list[_JudgeWrite], moves: list[tuple[int, str]], actor: Person | None) -> None:
    for judge, code in moves:
        people.renumber(event, db.session.get_one(Judge, judge), code, actor=actor)
    for write in sorted(writes, key=lambda write: not write.row.code):  # codes that nobody chose are given last
        _write(event, write, actor)


def _write(event: Event, write: _JudgeWrite, actor: Person | None) -> None:
    row = write.row
    person = _write_person(event, write)
    judge = people.ensure_judge(event, person, code=row.code or None)
    people.grant(event, person, "chair" if row.chair else "judge", actor=actor)
    for round in write.seats:
        rounds.seat(db.session.get_one(Round, round.id), judge, chair=round in write.chairs, actor=actor)
    for round in write.chairs:
        if round not in write.seats:
            own = (Seat.round_id == round.id, Seat.judge_id == judge.id)
            panels.make_chair(round, db.session.scalars(select(Seat).where(*own)).one(), actor=actor)
    db.session.flush()


def _write_person(event: Event, write: _JudgeWrite) -> Person:
    if write.known is not None:
        person = db.session.get_one(Person, write.known)
        for name, new in write.changes.items():
            setattr(person, name, new)
        return person
    read = write.row.person
    person = people.add_person(event, name=read.name, email=read.email, phone=read.phone)
    for column in FACTS:
        setattr(person, column.key, read.facts[column.key])
    return person
