"""What several pages say about a round: its state, how many ballots are in, and what its policy does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import case, func, select

from hackathon.domain.rounds.rounds import state_of
from hackathon.extensions import db
from hackathon.models import Assignment, Entry, Recusal, Revision, Round


@dataclass(frozen=True)
class Progress:
    """Ballots of a round: how many are sealed of how many are owed, recused and withdrawn ones left out."""

    sealed: int = 0
    owed: int = 0

    @property
    def complete(self) -> bool:
        return 0 < self.owed == self.sealed


def progress_of(rounds: Sequence[Round]) -> dict[int, Progress]:
    """The progress of several rounds in one query: round id → progress."""
    sealed = select(Revision.id).where(
        Revision.entry_id == Assignment.entry_id,
        Revision.judge_id == Assignment.judge_id,
        Revision.sealed,
        Revision.status == "accepted",
    )
    recused = select(Recusal.id).where(Recusal.entry_id == Assignment.entry_id, Recusal.judge_id == Assignment.judge_id)
    counted = db.session.execute(
        select(Assignment.round_id, func.count(), func.sum(case((sealed.exists(), 1), else_=0)))
        .join(Entry, Entry.id == Assignment.entry_id)
        .where(Assignment.round_id.in_([round.id for round in rounds]))
        .where(Entry.withdrawn_at.is_(None), ~recused.exists())
        .group_by(Assignment.round_id)
    )
    found = {round_id: Progress(sealed=sealed or 0, owed=owed) for round_id, owed, sealed in counted}
    return {round.id: found.get(round.id, Progress()) for round in rounds}


def entries_of(rounds: Sequence[Round]) -> dict[int, int]:
    """How many teams are judged in each round: round id → number."""
    counted = db.session.execute(
        select(Entry.round_id, func.count())
        .where(Entry.round_id.in_([round.id for round in rounds]), Entry.withdrawn_at.is_(None))
        .group_by(Entry.round_id)
    )
    found = dict(counted.all())
    return {round.id: found.get(round.id, 0) for round in rounds}


def state_chip(round: Round) -> tuple[str, str]:
    """The state of a round as a chip: its class and its words. Round while it is open, square when it is final."""
    return {
        "planned": ("", _("시작 전")),
        "open": ("chip-open", _("심사 중")),
        "closed": ("chip-wait", _("심사 마감")),
        "locked": ("chip-final", _("잠김")),
        "published": ("chip-final", _("공개됨")),
    }[state_of(round)]
