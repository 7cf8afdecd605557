"""Late submissions: kept, and two people decide whether they count."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, func, select

from hackathon import clock
from hackathon.domain.base import audit
from hackathon.domain.base.errors import DomainError, Invalid
from hackathon.domain.rounds.rounds import require_unlocked
from hackathon.extensions import db
from hackathon.models import LateOpinion, Person, Round, SubmissionVersion, Team
from scoring.text import text

PEOPLE = 2
"""How many must say the same."""


class AlreadySaid(DomainError):
    pass


def admitted() -> Select[int]:
    """The ids of the late versions that two people have admitted."""
    return _agreed(admit=True)


def _agreed(*, admit: bool) -> Select[int]:
    return (
        select(LateOpinion.version_id)
        .where(LateOpinion.admit.is_(admit))
        .group_by(LateOpinion.version_id)
        .having(func.count() >= PEOPLE)
    )


def verdict_of(opinions: Sequence[LateOpinion]) -> bool | None:
    """True: counts as if it had come in time. False: does not. None: two who say the same are still wanted."""
    for admit in (True, False):
        if sum(1 for opinion in opinions if opinion.admit is admit) >= PEOPLE:
            return admit
    return None


def opinions_of(round: Round) -> dict[int, list[LateOpinion]]:
    """What has been said about the late versions of a round: version id → opinions in their order."""
    found: dict[int, list[LateOpinion]] = {}
    said = select(LateOpinion).join(SubmissionVersion).where(SubmissionVersion.round_id == round.id)
    for opinion in db.session.scalars(said.order_by(LateOpinion.id)):
        found.setdefault(opinion.version_id, []).append(opinion)
    return found


def say(round: Round, version: SubmissionVersion, *, admit: bool, reason: str, by: Person) -> bool | None:
    """One person's word on a late version, with the verdict that it leads to. Nobody counts twice."""
    require_unlocked(round)
    if not version.late:
        raise Invalid(text("This version is not late."), field="version")
    if not reason.strip():
        raise Invalid(text("Please give a reason."), field="reason")
    db.session.execute(select(SubmissionVersion.id).where(SubmissionVersion.id == version.id).with_for_update())
    before = opinions_of(round).get(version.id, [])
    if verdict_of(before) is not None:
        raise AlreadySaid(text("Two people have already decided."))
    if any(opinion.person_id == by.id for opinion in before):
        raise AlreadySaid(text("You have said so already; it takes another person."))
    opinion = LateOpinion(version_id=version.id, person_id=by.id, admit=admit, said_at=clock.now())
    db.session.add(opinion)
    db.session.flush()
    code = db.session.scalar(select(Team.code).where(Team.id == version.team_id))
    facts = {"round": round.key, "version": version.version, "admit": admit}
    audit.record(round.event, "submission.late-opinion", f"team:{code}", actor=by, reason=reason, **facts)
    return verdict_of([*before, opinion])
