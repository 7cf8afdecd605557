"""Chain of tie-break steps: order by score, then part the ties step by step, all groups at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from scoring.exact import BoolArray, Exact, IntArray, dense
from scoring.ties.steps import Materials, Measure, Step, is_pending

# What parts an entry from the one before it: nothing yet, its score, or (from 0 on) the step of that number.
TIED, SCORE = -2, -1


@dataclass(frozen=True, eq=False)
class AppliedStep:
    """One step as it was tried: the entries then still tied (in the order then reached) and what it found."""

    rule: str
    tied: IntArray
    ties: IntArray
    measure: Measure


@dataclass(eq=False)
class Order:
    """Entries from first to last. `parted[i]` says what parts position i from position i - 1.

    `tie` numbers, per position, the group of equal scores that the position lies in.
    """

    entries: IntArray
    parted: IntArray
    tie: IntArray
    applied: list[AppliedStep] = field(default_factory=list)

    @property
    def starts(self) -> BoolArray:
        """Which positions begin a group of equal rank."""
        begins: BoolArray = self.parted != TIED
        return begins


def order_by_score(scores: Exact, *, lower_is_better: bool) -> Order:
    """Entries from the best score to the worst; equal scores stay in the order of their codes."""
    values = dense(scores.ints)
    entries = np.argsort(values if lower_is_better else -values, kind="stable")
    ordered = values[entries]
    parted = np.full(len(entries), TIED, dtype=np.int16)
    parted[:1] = SCORE
    parted[1:][ordered[1:] != ordered[:-1]] = SCORE
    return Order(entries, parted, np.cumsum(parted == SCORE) - 1)


def break_ties(order: Order, steps: Sequence[Step], read: Materials) -> None:
    """Run the chain: each step looks at those still tied, and each part of a group it splits goes on to the next."""
    for number, step in enumerate(steps):
        places = _tied_places(order)
        if not len(places):
            return
        tied = order.entries[places]
        groups = np.cumsum(order.parted[places] != TIED)
        measure = step.measure(read, tied, groups)
        order.applied.append(AppliedStep(step.rule, tied, order.tie[places], measure))
        if is_pending(step.rule, read):
            return
        _split(order, places, groups, measure, number)


def _tied_places(order: Order) -> IntArray:
    tied_up = order.parted == TIED
    tied_down = np.append(tied_up[1:], False)
    return np.flatnonzero(tied_up | tied_down)


def _split(order: Order, places: IntArray, groups: IntArray, measure: Measure, number: int) -> None:
    keys = list(measure.keys)
    if measure.has is not None:
        keys.insert(0, measure.has.astype(np.int64))
    sort = np.lexsort([*(-key for key in reversed(keys)), groups])
    order.entries[places] = order.entries[places][sort]
    differs = np.zeros(len(places), dtype=np.bool_)
    for key in keys:
        ordered = key[sort]
        differs[1:] |= ordered[1:] != ordered[:-1]
    # Places of one group are neighbours, so a change inside a group is a new parting line.
    order.parted[places[differs & (order.parted[places] == TIED)]] = number
