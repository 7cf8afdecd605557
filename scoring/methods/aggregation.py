"""Aggregation methods: from an entry's ballots to its score. METHODS holds each; README.md says what else names them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from scoring.exact import Exact
from scoring.methods.adjusted import adjusted, adjusted_cautions, not_connected
from scoring.methods.panel import Panel
from scoring.methods.places import majority, not_marked_by_all, rank_sum
from scoring.methods.trimming import too_few, trimmed_mean, trimming_cautions
from scoring.methods.zscore import z_score, z_score_cautions
from scoring.policy.settings import Aggregation
from scoring.text import Text


@dataclass(frozen=True, slots=True)
class Method:
    """How scores are made: `score(panel, settings)` gives one exact score per entry of the panel.

    Which way a score counts stands in `names`. `cautions` says what a reader must know. `lacking` says of entries (by
    index) why they cannot be ranked as long as ballots are missing; without it, one ballot suffices.
    """

    score: Callable[[Panel, Aggregation], Exact]
    cautions: Callable[[Panel, Aggregation], tuple[Text, ...]] | None = None
    lacking: Callable[[Panel, Aggregation], Mapping[int, Text]] | None = None


def mean(panel: Panel, settings: Aggregation) -> Exact:
    """The plain mean of the totals."""
    return panel.mean_total()


def median(panel: Panel, settings: Aggregation | None = None) -> Exact:
    """The middle total; of an even number of totals, the mean of the two in the middle."""
    ordered, last = panel.sorted_totals, panel.counts - 1
    low, high = panel.starts + last // 2, panel.starts + (last + 1) // 2
    return Exact(ordered[low] + ordered[high], panel.totals.scale * 2)


METHODS: dict[str, Method] = {
    "mean": Method(mean),
    "median": Method(median),
    "trimmed-mean": Method(trimmed_mean, cautions=trimming_cautions, lacking=too_few),
    "z-score": Method(z_score, cautions=z_score_cautions),
    "rank-sum": Method(rank_sum, lacking=not_marked_by_all),
    "majority": Method(majority, lacking=not_marked_by_all),
    "adjusted": Method(adjusted, cautions=adjusted_cautions, lacking=not_connected),
}
