"""Head-to-head wins among the tied, judge by judge."""

from __future__ import annotations

import numpy as np

from scoring.exact import BoolArray, IntArray, dense
from scoring.methods.panel import Panel

# Pairs times judges looked at in one go; bounds the memory of a very large tie.
CELLS_AT_ONCE = 4_000_000


def count_wins(panel: Panel, tied: IntArray, groups: IntArray) -> IntArray:
    """Per tied entry, the opponents of its own group that more judges who marked both put below it than above it.

    `tied` are indices into `panel.entries`, `groups` (ascending) says which group each belongs to. A judge who scores
    in two sources counts once in each.
    """
    totals, given = _by_judge(panel, tied)
    wins = np.zeros(len(tied), dtype=np.int64)
    left, distance = np.arange(len(tied)), 1
    while len(left):
        # Groups are contiguous: once an entry has no opponent at this distance, it has none further on.
        left = left[left + distance < len(tied)]
        left = left[groups[left] == groups[left + distance]]
        margin = _margins(totals, given, left, left + distance)
        wins[left] += margin > 0
        wins[left + distance] += margin < 0
        distance += 1
    return wins


def _by_judge(panel: Panel, tied: IntArray) -> tuple[IntArray, BoolArray]:
    """Totals (tied entries × voters) and where there is one; a voter is a judge in one source."""
    counts = panel.counts[tied]
    ballots = np.repeat(panel.starts[tied] - (np.cumsum(counts) - counts), counts) + np.arange(counts.sum())
    voters = panel.judge[ballots] * np.int64(panel.source.max(initial=0) + 1) + panel.source[ballots]
    _, column = np.unique(voters, return_inverse=True)
    rows = np.repeat(np.arange(len(tied)), counts)
    shape = (len(tied), int(column.max(initial=-1)) + 1)
    totals, given = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.bool_)
    totals[rows, column] = dense(panel.totals.ints)[ballots]
    given[rows, column] = True
    return totals, given


def _margins(totals: IntArray, given: BoolArray, above: IntArray, below: IntArray) -> IntArray:
    """Judges who prefer `above` minus judges who prefer `below`, per pair."""
    margins = np.empty(len(above), dtype=np.int64)
    size = max(1, CELLS_AT_ONCE // max(1, totals.shape[1]))
    for start in range(0, len(above), size):
        part = slice(start, start + size)
        one, other = above[part], below[part]
        sign = np.sign(totals[one] - totals[other])
        margins[part] = np.sum(sign, axis=1, where=given[one] & given[other])
    return margins
