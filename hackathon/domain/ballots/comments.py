"""Comments of judges, as a team may read them."""

from __future__ import annotations

from sqlalchemy import select

from hackathon.domain.ballots.heads import heads_of, is_head
from hackathon.extensions import db
from hackathon.models import BallotText, Entry, Recusal, Revision, Round, Team


def comments_for(team: Team, round: Round) -> list[str]:
    """What the judges wrote for the team, once the round is published: of the ballots that count, without names.

    In the order of random ids, so that the order tells nothing about who wrote what.
    """
    if round.published_at is None:
        return []
    entries = select(Entry.id).where(Entry.team_id == team.id, Entry.round_id == round.id, Entry.withdrawn_at.is_(None))
    newest = heads_of(Revision.entry_id.in_(entries), sealed=True)
    recused = select(Recusal.id).where(Recusal.judge_id == newest.c.judge_id, Recusal.entry_id == newest.c.entry_id)
    found = db.session.scalars(
        select(BallotText.comment)
        .join(Revision, Revision.id == BallotText.revision_id)
        .join(newest, is_head(newest))
        .where(~recused.exists())
        .order_by(Revision.id)
    )
    return [comment for comment in found if comment and comment.strip()]
