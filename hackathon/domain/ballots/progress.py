"""Progress of a round: who has sealed what, and what keeps it from being locked. Counts and states, never a mark."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased, joinedload

from hackathon.domain.ballots.heads import heads_of, is_head
from hackathon.extensions import db
from hackathon.models import Assignment, Entry, Judge, Recusal, Revision, Round, Ruling, Seat, Team

STATES = ("new", "draft", "sealed", "conflict", "recused")


@dataclass(frozen=True)
class Cell:
    """One judge's ballot for one entry, as far as it is. `marked` marks are given in the newest accepted revision."""

    state: str
    marked: int = 0
    at: datetime | None = None


@dataclass(frozen=True)
class Progress:
    """`cells` holds what is assigned or recused: (judge code, entry code) → cell."""

    judges: tuple[Seat, ...]
    entries: tuple[Entry, ...]
    cells: Mapping[tuple[str, str], Cell]

    def counts(self, *, judge: str | None = None, entry: str | None = None) -> Counter[str]:
        """How many cells are in which state, of one judge or one entry if that is asked."""
        chosen = (
            cell.state
            for (of_judge, of_entry), cell in self.cells.items()
            if judge in (None, of_judge) and entry in (None, of_entry)
        )
        return Counter(chosen)

    @property
    def sealed(self) -> int:
        return self.counts()["sealed"]

    @property
    def owed(self) -> int:
        """Ballots that the round needs in all."""
        return len(self.cells) - self.counts()["recused"]

    def behind(self) -> Counter[str]:
        """How many ballots each judge owes on entries that more than half of their judges have sealed."""
        waiting: dict[str, list[str]] = {}
        done: Counter[str] = Counter()
        for (judge, entry), cell in self.cells.items():
            if cell.state in ("new", "draft"):
                waiting.setdefault(entry, []).append(judge)
            done[entry] += cell.state == "sealed"
        return Counter(judge for entry, late in waiting.items() if done[entry] > len(late) for judge in late)


def progress_of(round: Round, *, judge: Judge | None = None) -> Progress:
    """The whole round, or what one judge has to do in it; the number of queries does not grow with either."""
    seats = select(Seat).join(Judge).where(Seat.round_id == round.id).order_by(Seat.chair.desc(), Judge.code)
    entries = (
        select(Entry)
        .join(Team)
        .where(Entry.round_id == round.id, Entry.withdrawn_at.is_(None))
        .order_by(Entry.position)
    )
    seats = seats.options(joinedload(Seat.judge).joinedload(Judge.person))
    entries = entries.options(joinedload(Entry.team))
    if judge:
        seats = seats.where(Seat.judge_id == judge.id)
    return Progress(
        judges=tuple(db.session.scalars(seats)),
        entries=tuple(db.session.scalars(entries)),
        cells=_cells(round, judge),
    )


def _cells(round: Round, judge: Judge | None) -> dict[tuple[str, str], Cell]:
    heads = _heads(round)
    unsettled = _unsettled(round)
    recused = _pairs(select(Recusal.judge_id, Recusal.entry_id).where(Recusal.round_id == round.id))
    assigned = _pairs(select(Assignment.judge_id, Assignment.entry_id).where(Assignment.round_id == round.id))
    judges = _codes(select(Judge.id, Judge.code).join(Seat, Seat.judge_id == Judge.id).where(Seat.round_id == round.id))
    entries = _codes(
        select(Entry.id, Team.code).join(Team).where(Entry.round_id == round.id, Entry.withdrawn_at.is_(None))
    )
    return {
        (judges[judge_id], entries[entry_id]): _cell((judge_id, entry_id), heads, unsettled, recused)
        for judge_id, entry_id in sorted(assigned | recused)
        if judge_id in judges and entry_id in entries and (judge is None or judge_id == judge.id)
    }


def _cell(
    pair: tuple[int, int],
    heads: Mapping[tuple[int, int], Cell],
    unsettled: set[tuple[int, int]],
    recused: set[tuple[int, int]],
) -> Cell:
    if pair in recused:
        return Cell("recused")
    head = heads.get(pair, Cell("new"))
    return Cell("conflict", head.marked, head.at) if pair in unsettled else head


@dataclass(frozen=True)
class KeptFacts:
    """A revision that was only kept: how, where in the chain, and what was ruled on it."""

    status: str
    position: int
    verdict: str | None = None


def outcome_of(kept: KeptFacts, *, after: int) -> str:
    """What became of a kept revision; `after` is where the ballot's newest accepted one stands in the chain."""
    if kept.verdict:
        return kept.verdict
    return "waiting" if kept.position > after else "passed-over"


def _unsettled(round: Round) -> set[tuple[int, int]]:
    """Ballots with a conflicting revision that no accepted one has followed and nobody has ruled on."""
    newest: dict[str, dict[tuple[int, int], int]] = {"accepted": {}, "conflict": {}, "held": {}}
    found = db.session.execute(
        select(Revision.status, Revision.judge_id, Revision.entry_id, func.max(Revision.chain_position))
        .outerjoin(Ruling, Ruling.revision_id == Revision.id)
        .where(Revision.round_id == round.id, Ruling.id.is_(None))
        .group_by(Revision.status, Revision.judge_id, Revision.entry_id)
    )
    for status, judge, entry, position in found:
        newest[status][judge, entry] = position
    return {pair for pair, position in newest["conflict"].items() if position > newest["accepted"].get(pair, 0)}


def waiting_of(round: Round) -> Counter[str]:
    """How many kept revisions wait for a ruling, by the reason why they were only kept: conflict or held."""
    newer = aliased(Revision)
    followed = select(newer.id).where(
        newer.judge_id == Revision.judge_id,
        newer.entry_id == Revision.entry_id,
        newer.status == "accepted",
        newer.chain_position > Revision.chain_position,
    )
    found = db.session.execute(
        select(Revision.status, func.count())
        .outerjoin(Ruling, Ruling.revision_id == Revision.id)
        .where(Revision.round_id == round.id, Revision.status != "accepted", Ruling.id.is_(None), ~followed.exists())
        .group_by(Revision.status)
    )
    return Counter(dict(found.all()))


def held_of(round: Round) -> int:
    """How many revisions came outside the window or after the lock and wait; they are kept and do not count."""
    return waiting_of(round)["held"]


def _heads(round: Round) -> dict[tuple[int, int], Cell]:
    heads = heads_of(Revision.round_id == round.id)
    found = db.session.execute(
        select(Revision.judge_id, Revision.entry_id, Revision.sealed, Revision.marks, Revision.received_at).join(
            heads, is_head(heads)
        )
    )
    return {
        (judge, entry): Cell("sealed" if sealed else "draft", len(json.loads(marks)), at)
        for judge, entry, sealed, marks, at in found
    }


def _pairs(query: Select[int, int]) -> set[tuple[int, int]]:
    return {(judge, entry) for judge, entry in db.session.execute(query)}


def _codes(query: Select[int, str]) -> dict[int, str]:
    return dict(db.session.execute(query).all())
