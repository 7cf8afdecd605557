"""Aggregation methods: from an entry's ballots to its score. METHODS holds each; README.md says what else names them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from scoring.exact import BoolArray, Exact, IntArray
from scoring.faults import make_fault, raise_any
from scoring.methods.adjusted import adjusted, adjusted_cautions
from scoring.methods.panel import Panel
from scoring.methods.places import majority, rank_sum
from scoring.methods.zscore import z_score
from scoring.policy.settings import Aggregation, Drop
from scoring.text import Text


@dataclass(frozen=True, slots=True)
class Method:
    """How scores are made: `score(panel, settings)` gives one exact score per entry of the panel.

    Which way a score counts stands in `names`. `cautions` says what a reader must know.
    """

    score: Callable[[Panel, Aggregation], Exact]
    cautions: Callable[[Panel, Aggregation], tuple[Text, ...]] | None = None


def mean(panel: Panel, settings: Aggregation) -> Exact:
    """The plain mean of the totals."""
    return panel.mean_total()


def median(panel: Panel, settings: Aggregation | None = None) -> Exact:
    """The middle total; of an even number of totals, the mean of the two in the middle."""
    ordered, last = panel.sorted_totals, panel.counts - 1
    low, high = panel.starts + last // 2, panel.starts + (last + 1) // 2
    return Exact(ordered[low] + ordered[high], panel.totals.scale * 2)


def trimmed_mean(panel: Panel, settings: Aggregation) -> Exact:
    """The mean after leaving out the `drop.high` highest and `drop.low` lowest totals of each entry, one of several
    equal ones; with `drop.of = "criterion"`, of each criterion's points, added up afterwards.

    Raises ScoringError naming every entry that has no more ballots than are dropped.
    Source: the usual Korean rule of the mean without the highest and lowest mark, as in diving and ski jumping (`of = "criterion"`: figure skating).
    """
    drop = settings.drop
    _refuse_too_few(panel, drop)
    if drop.of == "total":
        kept = _kept_sums(panel, panel.totals, drop)
    else:
        kept = Exact(np.zeros(len(panel.entries), dtype=np.int64), 1)
        for at, criterion in enumerate(panel.rubric.criteria):
            if criterion.counts:
                kept = kept.plus(_kept_sums(panel, panel.points_of(at), drop))
    return kept.over(panel.counts - drop.high - drop.low)


def _kept_sums(panel: Panel, values: Exact, drop: Drop) -> Exact:
    """Values of each ballot added up per entry without the extremes."""
    return Exact(_kept_ints(panel, values.ints, drop), values.scale)


def _kept_ints(panel: Panel, ints: IntArray, drop: Drop) -> IntArray:
    if drop.high <= 1 and drop.low <= 1:
        # The extremes of each entry can be read off without sorting.
        kept = panel.sums(ints)
        kept = kept - np.maximum.reduceat(ints, panel.starts) if drop.high else kept
        return kept - np.minimum.reduceat(ints, panel.starts) if drop.low else kept
    return panel.sums(np.where(_inside(panel, drop), panel.sorted_within(ints), 0))


def _inside(panel: Panel, drop: Drop) -> BoolArray:
    place = np.arange(len(panel.entry)) - np.repeat(panel.starts, panel.counts)
    inside: BoolArray = (place >= drop.low) & (place < np.repeat(panel.counts, panel.counts) - drop.high)
    return inside


def _refuse_too_few(panel: Panel, drop: Drop) -> None:
    short = np.flatnonzero(panel.counts <= drop.high + drop.low)
    drops: dict[str, Any] = {"high": drop.high, "low": drop.low, "source": panel.source_name}
    raise_any(
        make_fault("too-few-ballots", value=code, entry=code, have=have, **drops)
        for code, have in ((panel.entries[at], int(panel.counts[at])) for at in short)
    )


def dropped_ballots(panel: Panel, entry: int, drop: Drop) -> list[bool]:
    """Which ballots of one entry `trimmed_mean` leaves out; of equal totals the earlier judge's goes first."""
    start, count = int(panel.starts[entry]), int(panel.counts[entry])
    totals = [int(total) for total in panel.totals.ints[start : start + count]]
    upward = sorted(range(count), key=lambda at: totals[at])
    highest = sorted(range(count), key=lambda at: -totals[at])[: drop.high]
    lowest = [at for at in upward if at not in highest][: drop.low]
    return [at in highest or at in lowest for at in range(count)]


METHODS: dict[str, Method] = {
    "mean": Method(mean),
    "median": Method(median),
    "trimmed-mean": Method(trimmed_mean),
    "z-score": Method(z_score),
    "rank-sum": Method(rank_sum),
    "majority": Method(majority),
    "adjusted": Method(adjusted, cautions=adjusted_cautions),
}
