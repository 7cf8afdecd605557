"""Coverage of the entries: judges who did not come, judges who walk in, and what is handed on because of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import delete, select, tuple_

from hackathon import clock
from hackathon.domain.ballots.progress import progress_of
from hackathon.domain.base import audit
from hackathon.domain.base.errors import Invalid
from hackathon.domain.people import people
from hackathon.domain.rounds import assignments, rounds
from hackathon.extensions import db
from hackathon.models import Absence, Assignment, Entry, Judge, Person, Revision, Round, Seat
from scoring import Policy
from scoring.text import Code, text

Pair = tuple[str, str]
"""Of a judge and an entry, by their codes."""


@dataclass(frozen=True)
class Cover:
    """One entry: the ballots that are sealed, that can still come from judges who are there, and that are wanted."""

    entry: Entry
    sealed: int
    possible: int
    wanted: int
    least: int
    """Below this many ballots the rules give the entry no score."""

    @property
    def lacking(self) -> int:
        return max(self.wanted - self.possible, 0)

    @property
    def unscorable(self) -> bool:
        return self.possible < self.least


@dataclass(frozen=True)
class Handover:
    """What a re-allocation changes, and the seed that decides among equals."""

    removed: tuple[Pair, ...]
    added: tuple[Pair, ...]
    seed: str


def absences(round: Round) -> dict[int, Absence]:
    """Who did not come, of those who still sit on the panel: judge id → absence."""
    found = db.session.scalars(
        select(Absence)
        .join(Seat, (Seat.round_id == Absence.round_id) & (Seat.judge_id == Absence.judge_id))
        .where(Absence.round_id == round.id)
        .order_by(Absence.id)
    )
    return {row.judge_id: row for row in found}


def coverage_of(round: Round) -> list[Cover]:
    """Every entry of the round in its order."""
    progress, away = progress_of(round), absences(round)
    there = {seat.judge.code for seat in progress.judges if seat.judge_id not in away}
    states: dict[str, dict[str, str]] = {entry.team.code: {} for entry in progress.entries}
    for (judge, code), cell in progress.cells.items():
        states[code][judge] = cell.state
    least = _least(round)
    return [_cover(entry, states[entry.team.code], there=there, round=round, least=least) for entry in progress.entries]


def _cover(entry: Entry, states: Mapping[str, str], *, there: set[str], round: Round, least: int) -> Cover:
    """One entry's cover, by the state of each judge's ballot for it."""
    recused = {judge for judge, state in states.items() if state == "recused"}
    sealed = {judge for judge, state in states.items() if state == "sealed"}
    possible = sealed | (there & states.keys() - recused)
    wanted = round.ballots_per_entry or len(there - recused)  # where everybody scores everything, nobody stands in
    return Cover(entry, len(sealed), len(possible), wanted, least)


def _least(round: Round) -> int:
    how = Policy.from_text(round.policy).ranking.aggregation
    return how.drop.high + how.drop.low + 1 if how and how.method == "trimmed-mean" else 1


def mark_absent(round: Round, judge: Judge, *, reason: str, actor: Person | None = None) -> None:
    """Note that a judge did not come; doing it again changes nothing. What the judge is to score stays for now."""
    rounds.require_unlocked(round)
    _require_seat(round, judge)
    if not reason.strip():
        raise Invalid(text("An absence needs a reason."), field="reason")
    if judge.id in absences(round):
        return
    row = Absence(round_id=round.id, judge_id=judge.id, reason=reason.strip(), declared_at=clock.now())
    row.declared_by = actor.id if actor else None
    db.session.add(row)
    db.session.flush()
    audit.record(round.event, "judge.absent", f"round:{round.key}", actor=actor, judge=judge.code)


def mark_present(round: Round, judge: Judge, *, actor: Person | None = None) -> None:
    """The judge came after all; what was handed on stays with whoever has it."""
    rounds.require_unlocked(round)
    row = absences(round).get(judge.id)
    if row is None:
        return
    db.session.delete(row)
    db.session.flush()
    audit.record(round.event, "judge.present", f"round:{round.key}", actor=actor, judge=judge.code)


def _require_seat(round: Round, judge: Judge) -> None:
    if not db.session.scalar(select(Seat.id).where(Seat.round_id == round.id, Seat.judge_id == judge.id)):
        raise Invalid(text("{judge} has no seat in this round.", judge=Code(judge.code)), field="judge")


def hand_on(round: Round, *, actor: Person | None = None) -> Handover:
    """Take from absent judges what they have not sealed, and give it to judges who are there.

    Sealed ballots stay, and so does everything assigned to a judge who is there. Where too few judges are left, an
    entry gets all who may score it: `coverage_of` shows what is lacking still.
    """
    rounds.require_unlocked(round)
    before = _assigned(round)
    _release(round)
    assignments.fill_as_far_as_possible(round, actor=actor)
    after = _assigned(round)
    change = Handover(tuple(sorted(before - after)), tuple(sorted(after - before)), assignments.seed_of(round))
    audit.record(
        round.event,
        "round.handed-on",
        f"round:{round.key}",
        actor=actor,
        removed=[f"{judge}/{entry}" for judge, entry in change.removed],
        added=[f"{judge}/{entry}" for judge, entry in change.added],
        seed=change.seed,
    )
    return change


def _assigned(round: Round) -> set[Pair]:
    codes = {judge.id: judge.code for judge in (seat.judge for seat in rounds.panel(round))}
    entries = {entry.id: code for code, entry in rounds.entries_by_code(round).items()}
    rows = db.session.execute(select(Assignment.judge_id, Assignment.entry_id).where(Assignment.round_id == round.id))
    return {(codes[judge], entries[entry]) for judge, entry in rows if judge in codes and entry in entries}


def _release(round: Round) -> None:
    """Everything sealed stays assigned, what is only kept too: it may be admitted yet."""
    away = absences(round)
    if not away:
        return
    sealed = select(Revision.judge_id, Revision.entry_id).where(Revision.round_id == round.id, Revision.sealed)
    db.session.execute(
        delete(Assignment)
        .where(Assignment.round_id == round.id, Assignment.judge_id.in_(away))
        .where(tuple_(Assignment.judge_id, Assignment.entry_id).not_in(sealed))
        .execution_options(synchronize_session=False)
    )


def walk_in(round: Round, *, name: str, email: str | None, actor: Person | None = None) -> tuple[Judge, Handover]:
    """Seat a judge who comes without notice, and give them what the round needs scored."""
    rounds.require_unlocked(round)
    if not name.strip():
        raise Invalid(text("A judge needs a name."), field="name")
    person = people.find_person(round.event, email) if email else None
    if person is None:
        person = people.add_person(round.event, name=name, email=email or None)
        audit.record(round.event, "person.added", f"person:{person.id}", actor=actor)
    people.grant(round.event, person, "judge", actor=actor)
    judge = people.ensure_judge(round.event, person)
    rounds.seat(round, judge, actor=actor)
    return judge, hand_on(round, actor=actor)
