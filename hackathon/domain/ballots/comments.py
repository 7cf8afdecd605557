"""Comments of judges, as a team may read them."""

from __future__ import annotations

from sqlalchemy import func, select

from hackathon.extensions import db
from hackathon.models import BallotText, Entry, Recusal, Revision, Round, Team


def comments_for(team: Team, round: Round) -> list[str]:
    """What the judges wrote for the team, once the round is published: of the ballots that count, without names.

    In the order of random ids, so that the order tells nothing about who wrote what.
    """
    if round.published_at is None:
        return []
    newest = (
        select(Revision.judge_id, func.max(Revision.revision).label("revision"), Revision.entry_id)
        .join(Entry, Entry.id == Revision.entry_id)
        .where(Entry.team_id == team.id, Entry.round_id == round.id, Entry.withdrawn_at.is_(None))
        .where(Revision.sealed, Revision.status == "accepted")
        .group_by(Revision.judge_id, Revision.entry_id)
        .subquery()
    )
    recused = select(Recusal.id).where(Recusal.judge_id == newest.c.judge_id, Recusal.entry_id == newest.c.entry_id)
    found = db.session.scalars(
        select(BallotText.comment)
        .join(Revision, Revision.id == BallotText.revision_id)
        .join(newest, (newest.c.judge_id == Revision.judge_id) & (newest.c.entry_id == Revision.entry_id))
        .where(newest.c.revision == Revision.revision, ~recused.exists())
        .order_by(Revision.id)
    )
    return [comment for comment in found if comment and comment.strip()]
