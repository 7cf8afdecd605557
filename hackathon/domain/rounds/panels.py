"""Panels of rounds: a seat taken away, another chair, a recusal taken back. Each change is logged."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, func, select
from sqlalchemy.orm import joinedload

from hackathon.domain.base import audit
from hackathon.domain.base.errors import Invalid
from hackathon.domain.rounds.rounds import require_unlocked
from hackathon.extensions import db
from hackathon.models import Absence, Assignment, Entry, Judge, Person, Recusal, Revision, Round, Seat, Team
from scoring.text import Code, text


def unseat(round: Round, seat: Seat, *, actor: Person | None = None) -> int:
    """Take a judge off the panel and return how many assignments went with the seat. Not with a ballot kept."""
    require_unlocked(round)
    own = (Revision.round_id == round.id, Revision.judge_id == seat.judge_id)
    ballots = db.session.scalar(select(func.count()).where(*own)) or 0
    if ballots:
        raise Invalid(
            text(
                "{judge} has ballots here and keeps the seat. Enter recusals if they must not count.",
                judge=Code(seat.judge.code),
            ),
            field="judge",
        )
    assigned = (Assignment.round_id == round.id, Assignment.judge_id == seat.judge_id)
    count = db.session.scalar(select(func.count()).where(*assigned)) or 0
    db.session.execute(delete(Assignment).where(*assigned))
    audit.record(
        round.event, "judge.unseated", f"round:{round.key}", actor=actor, judge=seat.judge.code, assignments=count
    )
    db.session.execute(delete(Absence).where(Absence.round_id == round.id, Absence.judge_id == seat.judge_id))
    db.session.delete(seat)
    db.session.flush()
    return count


def make_chair(round: Round, seat: Seat, *, actor: Person | None = None) -> None:
    """Give the chair to this judge; whoever had it stays on the panel. Doing it again changes nothing."""
    require_unlocked(round)
    if seat.chair:
        return
    for other in db.session.scalars(select(Seat).where(Seat.round_id == round.id, Seat.chair)):
        other.chair = False
    seat.chair = True
    audit.record(round.event, "judge.made-chair", f"round:{round.key}", actor=actor, judge=seat.judge.code)


def take_back(round: Round, recusal: Recusal, *, reason: str, actor: Person | None = None) -> None:
    """End a recusal that was entered by mistake or not upheld. The log keeps that it was, and why it is no more."""
    require_unlocked(round)
    if not reason.strip():
        raise Invalid(text("Taking a recusal back needs a reason."), field="reason")
    judge, entry = db.session.get_one(Judge, recusal.judge_id), db.session.get_one(Entry, recusal.entry_id)
    audit.record(
        round.event,
        "recusal.taken-back",
        f"round:{round.key}",
        actor=actor,
        reason=reason,
        judge=judge.code,
        entry=entry.team.code,
        kind=recusal.kind,
    )
    db.session.delete(recusal)
    db.session.flush()


RecusalLine = tuple[Recusal, str, str | None, str, str]
"""A recusal with the judge's code and name, and the team's code and name."""


def recusals(round: Round) -> list[RecusalLine]:
    """The recusals of a round, the newest first."""
    query = (
        select(Recusal, Judge.code, Person.name, Team.code, Team.name)
        .join(Judge, Judge.id == Recusal.judge_id)
        .join(Person, Person.id == Judge.person_id)
        .join(Entry, Entry.id == Recusal.entry_id)
        .join(Team, Team.id == Entry.team_id)
        .where(Recusal.round_id == round.id)
        .order_by(Recusal.declared_at.desc(), Recusal.id.desc())
    )
    return list(db.session.execute(query))


def find_judge(event_id: int, code: str) -> Judge | None:
    return db.session.scalars(select(Judge).where(Judge.event_id == event_id, Judge.code == code)).first()


def find_seat(round: Round, code: str) -> Seat | None:
    """The seat of the judge with this code on the panel of the round."""
    return db.session.scalars(select(Seat).join(Judge).where(Seat.round_id == round.id, Judge.code == code)).first()


def seated_judges(round: Round) -> Sequence[Judge]:
    """Judges who sit on the panel of the round."""
    seated = select(Judge).join(Seat, Seat.judge_id == Judge.id).where(Seat.round_id == round.id)
    return db.session.scalars(seated.options(joinedload(Judge.person)).order_by(Judge.code)).all()


def free_judges(round: Round) -> Sequence[Judge]:
    """Judges of the event who do not sit on the panel of the round."""
    seated = select(Seat.judge_id).where(Seat.round_id == round.id)
    free = select(Judge).where(Judge.event_id == round.event_id, Judge.id.not_in(seated))
    return db.session.scalars(free.options(joinedload(Judge.person)).order_by(Judge.code)).all()


def rounds_of(person: Person) -> Sequence[Round]:
    """The rounds on whose panel a person sits, in their order."""
    seated = select(Round).join(Seat, Seat.round_id == Round.id).join(Judge, Judge.id == Seat.judge_id)
    return db.session.scalars(seated.where(Judge.person_id == person.id, Round.counts).order_by(Round.position)).all()
