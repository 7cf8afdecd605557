"""Publications of a round's result: what is out, what it replaced and why, and whether a correction is open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from sqlalchemy import select

from hackathon.domain.base.errors import RoundNotLocked
from hackathon.extensions import db
from hackathon.models import Correction, Publication, Result, Round
from scoring.text import in_languages, text


@dataclass(frozen=True)
class Published:
    """A result that is or was out. `reason`: why the next one replaced it, at `replaced_at`."""

    result: Result
    at: datetime
    replaced_at: datetime | None = None
    reason: str = ""


def history_of(round: Round) -> list[Published]:
    """Every result of the round that was let out, the oldest first; the last one is what everybody sees."""
    rows = db.session.execute(
        select(Publication, Result)
        .join(Result, Result.id == Publication.result_id)
        .where(Publication.round_id == round.id)
        .order_by(Publication.id)
    ).all()
    why = {each.result_id: each.reason or "" for each in _corrections(round)}
    older = [
        Published(result, publication.published_at, following.published_at, why.get(result.id, ""))
        for (publication, result), (following, _next) in pairwise(rows)
    ]
    return [*older, *(Published(result, publication.published_at) for publication, result in rows[-1:])]


def _corrections(round: Round) -> Sequence[Correction]:
    """The oldest first: of two about one result, the later reason holds."""
    return db.session.scalars(select(Correction).where(Correction.round_id == round.id).order_by(Correction.id)).all()


def find_published(round: Round) -> Result | None:
    """The result that everybody sees."""
    return db.session.scalars(
        select(Result)
        .join(Publication, Publication.result_id == Result.id)
        .where(Publication.round_id == round.id)
        .order_by(Publication.id.desc())
        .limit(1)
    ).first()


def get_published(round: Round) -> Result:
    """The result that everybody sees, also while a correction of it is open."""
    result = find_published(round)
    if result is None:
        raise RoundNotLocked(text("The result of {round} is not published.", round=in_languages(round.name)))
    return result


def find_held(round: Round) -> Result | None:
    """The result that later rounds go by: the newest of a locked round, and what is out while a correction is open."""
    if not round.locked_at:
        return find_published(round)
    newest = select(Result).where(Result.round_id == round.id).order_by(Result.version.desc()).limit(1)
    return db.session.scalars(newest).first()


def find_correction(round: Round) -> Correction | None:
    """The correction that is open: the published result was opened again, and no other one is out yet."""
    published = find_published(round) if round.published_at else None
    if published is None:
        return None
    return next((each for each in reversed(_corrections(round)) if each.result_id == published.id), None)
