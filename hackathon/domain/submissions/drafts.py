"""Drafts of submissions: what is written and not handed in yet, kept at every pause."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, select

from hackathon import clock
from hackathon.domain.base.errors import DomainError, Invalid
from hackathon.extensions import db
from hackathon.models import Person, Round, SubmissionDraft, Team
from scoring.reading.canonical import canonical
from scoring.text import text

LARGEST = 200_000
"""Bytes of one draft."""


class DraftMoved(DomainError):
    """Another window saved in between; `newest` is what stands now."""

    def __init__(self, newest: SubmissionDraft | None) -> None:
        super().__init__(
            text("Another window saved a draft first. Nothing was overwritten."),
        )
        self.newest = newest


def find(round: Round, team: Team) -> SubmissionDraft | None:
    own = (SubmissionDraft.round_id == round.id, SubmissionDraft.team_id == team.id)
    return db.session.scalars(select(SubmissionDraft).where(*own)).first()


def keep(round: Round, team: Team, content: dict[str, Any], *, seen: int, by: Person | None = None) -> SubmissionDraft:
    """Save what stands in the form. `seen` is the save it goes on from (0: there was none)."""
    if len(canonical(content)) > LARGEST:
        raise Invalid(text("The draft is too large."), field="summary")
    db.session.execute(select(Team.id).where(Team.id == team.id).with_for_update())  # two windows queue up
    draft = find(round, team)
    if draft and draft.content == content:
        return draft  # the reply was lost, or another window of the same writer sent it
    if seen != (draft.save if draft else 0):
        raise DraftMoved(draft)
    if draft is None:
        draft = SubmissionDraft(round_id=round.id, team_id=team.id, save=0)
        db.session.add(draft)
    draft.save, draft.content, draft.saved_at = draft.save + 1, content, clock.now()
    draft.saved_by = by.id if by else None
    db.session.flush()
    return draft


def drop(round: Round, team: Team) -> None:
    """What was handed in stands in a version; the draft has done its work."""
    own = (SubmissionDraft.round_id == round.id, SubmissionDraft.team_id == team.id)
    db.session.execute(delete(SubmissionDraft).where(*own))
