"""Reasons of ranks as data: from whom an entry is set apart, and by what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from scoring.standings.outcome import Outcome
from scoring.standings.rows import Standing
from scoring.ties.ledger import Tie, TriedStep


@dataclass(frozen=True, slots=True)
class Reason:
    """What decided the rank of `row`.

    `neighbour` is the entry just above that it is set apart from, or one just below where it is first of all or the best
    of its tie; None where it stands alone or nothing parts its tie. `tie` is its group of equal scores, None where no
    other has its score. `step` is the tie-break step that parted it from `neighbour`; None where scores did, or nothing.
    """

    row: Standing
    neighbour: Standing | None
    tie: Tie | None
    step: TriedStep | None

    @property
    def gap(self) -> Fraction:
        """By how much the scores of the two differ, never negative; 0 inside a tie, or without a neighbour."""
        return Fraction(0) if self.neighbour is None else abs(self.row.score - self.neighbour.score)


def find_reason(outcome: Outcome, place: int) -> Reason:
    """What decided the rank of the entry at that place of the rows."""
    rows = outcome.rows
    row = rows[place]
    tie = outcome.find_tie(row.entry)
    if tie is None:
        beside = place - 1 if place else 1
        return Reason(row, rows[beside] if beside < len(rows) else None, None, None)
    neighbour = _parted_from(rows, place)
    return Reason(row, neighbour, tie, None if neighbour is None else _parting_step(tie, row, neighbour))


def _parted_from(rows: Sequence[Standing], place: int) -> Standing | None:
    """Of a tie, the entry above with a better rank or, for the best, the one below with a worse rank."""
    row = rows[place]
    if row.decided_by is not None:
        return next(rows[at] for at in range(place - 1, -1, -1) if rows[at].rank < row.rank)
    below = next((rows[at] for at in range(place + 1, len(rows)) if rows[at].rank > row.rank), None)
    return below if below is not None and below.score == row.score else None


def _parting_step(tie: Tie, row: Standing, neighbour: Standing) -> TriedStep:
    rule = max(row, neighbour, key=lambda one: one.rank).decided_by
    both = {row.entry, neighbour.entry}
    return next(step for step in tie.steps if step.rule == rule and both <= step.values.keys())
