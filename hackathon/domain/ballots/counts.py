"""Counts of several rounds at once: ballots sealed and owed, teams judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import case, func, select

from hackathon.extensions import db
from hackathon.models import Assignment, Entry, Recusal, Revision, Round


@dataclass(frozen=True)
class BallotCount:
    """Ballots of a round: how many are sealed of how many are owed, recused and withdrawn ones left out."""

    sealed: int = 0
    owed: int = 0

    @property
    def complete(self) -> bool:
        return 0 < self.owed == self.sealed


def count_ballots(rounds: Sequence[Round]) -> dict[int, BallotCount]:
    """Of several rounds in one query: round id → count."""
    sealed = select(Revision.id).where(
        Revision.entry_id == Assignment.entry_id,
        Revision.judge_id == Assignment.judge_id,
        Revision.sealed,
        Revision.status == "accepted",
    )
    recused = select(Recusal.id).where(Recusal.entry_id == Assignment.entry_id, Recusal.judge_id == Assignment.judge_id)
    rows = db.session.execute(
        select(Assignment.round_id, func.count(), func.sum(case((sealed.exists(), 1), else_=0)))
        .join(Entry, Entry.id == Assignment.entry_id)
        .where(Assignment.round_id.in_([round.id for round in rounds]))
        .where(Entry.withdrawn_at.is_(None), ~recused.exists())
        .group_by(Assignment.round_id)
    )
    counts = {round_id: BallotCount(sealed=sealed or 0, owed=owed) for round_id, owed, sealed in rows}
    return {round.id: counts.get(round.id, BallotCount()) for round in rounds}


def count_entries(rounds: Sequence[Round]) -> dict[int, int]:
    """How many teams are judged in each round: round id → number."""
    rows = db.session.execute(
        select(Entry.round_id, func.count())
        .where(Entry.round_id.in_([round.id for round in rounds]), Entry.withdrawn_at.is_(None))
        .group_by(Entry.round_id)
    )
    counts = dict(rows.all())
    return {round.id: counts.get(round.id, 0) for round in rounds}
