"""Residuals: what entry and judge do not explain of each total; and how far criteria say the same."""

from __future__ import annotations

from itertools import combinations
from math import sqrt

import numpy as np

from scoring.ballots.reader import EMPTY
from scoring.exact import IntArray
from scoring.methods.adjusted import Fit
from scoring.methods.equations import ONE
from scoring.methods.panel import Panel


def residuals(panel: Panel) -> IntArray:
    """Per ballot, the points by which its total lies above what its entry and its judge's severity (both by least squares)
    let expect."""
    fit = Fit.of(panel)
    scale = panel.totals.scale
    points = np.array([int(total) / scale for total in panel.totals.ints])
    effects = np.array([int(effect) / (ONE * scale) for effect in fit.fixed])[fit.equations.column]
    own = points - effects
    means = np.bincount(panel.entry, weights=own, minlength=len(panel.entries)) / np.maximum(panel.counts, 1)
    left: IntArray = own - means[panel.entry]
    return left


def criterion_correlations(panel: Panel) -> dict[tuple[int, int], float | None]:
    """Pearson's correlation of the marks on every two criteria over the ballots that have both; None where one of them does
    not vary."""
    return {
        (one, other): _correlation(panel.marks[:, one], panel.marks[:, other])
        for one, other in combinations(range(len(panel.rubric.criteria)), 2)
    }


def _correlation(one: IntArray, other: IntArray) -> float | None:
    given = (one != EMPTY) & (other != EMPTY)
    if np.count_nonzero(given) < 2:
        return None
    mine, theirs = one[given].astype(np.float64), other[given].astype(np.float64)
    mine, theirs = mine - mine.mean(), theirs - theirs.mean()
    spread = sqrt(float(mine @ mine) * float(theirs @ theirs))
    return float(mine @ theirs) / spread if spread else None
