"""Changes to who judges a round: a seat taken away, another chair, a recusal taken back. All of it is logged."""

from __future__ import annotations

from sqlalchemy import delete, func, select

from hackathon.domain.base import audit
from hackathon.domain.base.errors import Invalid
from hackathon.domain.rounds.rounds import require_unlocked
from hackathon.extensions import db
from hackathon.models import Absence, Assignment, Entry, Judge, Person, Recusal, Revision, Round, Seat


def unseat(round: Round, seat: Seat, *, actor: Person | None = None) -> int:
    """Take a judge off the panel and return how many assignments went with the seat. Not with a ballot kept."""
    require_unlocked(round)
    own = (Revision.round_id == round.id, Revision.judge_id == seat.judge_id)
    ballots = db.session.scalar(select(func.count()).where(*own)) or 0
    if ballots:
        raise Invalid(
            f"{seat.judge.code}의 채점표가 있어 위원단에서 뺄 수 없습니다. 채점하면 안 되면 제척·기피·회피로 처리하세요.",
            f"{seat.judge.code} has ballots here and keeps the seat. Enter recusals if they must not count.",
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
        raise Invalid("되돌리는 사유가 필요합니다.", "Taking a recusal back needs a reason.", field="reason")
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
