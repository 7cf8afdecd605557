"""Variances of judges and of single ballots by restricted maximum likelihood (REML)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from math import inf, log

import numpy as np

from scoring.exact import IntArray

# Where the ratio of the variances is looked for, in units that make both kinds of variance about equal.
LEAST, MOST, TRIES = 1e-12, 1e12, 481
HALVINGS = 200
# Part of the variation within entries below which nothing is left for noise.
NOTHING = 1e-15


@dataclass(frozen=True, slots=True)
class Contrasts:
    """What the ballots say about judges once every entry's mean is taken away.

    `sizes` and `weights` (one element per independent comparison of judges): its eigenvalue, and its part of the
    variation in squared points. `noise` is the variation that no judge effect explains, `freedom` the number of ballots
    less the number of entries.
    """

    sizes: IntArray
    weights: IntArray
    noise: float
    freedom: int


@dataclass(frozen=True, slots=True)
class Variances:
    """The variance of judges and that of single ballots around entry + judge, in squared points."""

    judges: float
    ballots: float

    @property
    def ratio(self) -> float:
        """Judges' variance over ballots' variance; infinite where ballots are additive without noise."""
        return self.judges / self.ballots if self.ballots else inf


def find_contrasts(matrix: IntArray, right: IntArray, *, noise: float, freedom: int) -> Contrasts:
    """From the judges' normal equations `matrix @ effects = right` (floats, entries eliminated)."""
    sizes, directions = np.linalg.eigh(matrix)
    real = sizes > sizes.max(initial=0.0) * len(sizes) * 1e-12
    return Contrasts(sizes[real], (directions.T @ right)[real] ** 2 / sizes[real], noise, freedom)


def estimate(found: Contrasts) -> Variances | None:
    """The variances that make the contrasts likeliest, neither below 0; None where the ballots cannot tell.

    They cannot where no two judges share an entry, or where every ballot is needed to place judges and entries, so that
    nothing is left to show noise.
    Source: H. D. Patterson and R. Thompson, "Recovery of inter-block information when block sizes are unequal",
    Biometrika 58 (1971) 545–554. With the entries swept out, the likelihood depends on the ratio of the variances
    alone, and every contrast of judges stands by itself.
    """
    if not len(found.sizes) or found.freedom <= len(found.sizes):
        return None
    variation = found.noise + float(found.weights.sum())
    if variation == 0:
        return Variances(0.0, 0.0)
    if found.noise <= NOTHING * variation:
        return Variances(float(np.mean(found.weights / found.sizes)), 0.0)
    ratio = _likeliest_ratio(found)
    ballots = _left(found, ratio) / found.freedom
    return Variances(ratio * ballots, ballots)


def _left(found: Contrasts, ratio: float) -> float:
    """The variation, each contrast measured against its own variance."""
    return found.noise + float(np.sum(found.weights / (1 + ratio * found.sizes)))


def _unlikelihood(found: Contrasts, ratio: float) -> float:
    return found.freedom * log(_left(found, ratio)) + float(np.sum(np.log1p(ratio * found.sizes)))


def _slopes(found: Contrasts, ratios: IntArray) -> IntArray:
    """The derivative of the unlikelihood by the ratio, at each of the ratios."""
    grown = 1 + ratios[:, np.newaxis] * found.sizes
    left = found.noise + np.sum(found.weights / grown, axis=1)
    falls = np.sum(found.weights * found.sizes / grown**2, axis=1) / left
    slopes: IntArray = np.sum(found.sizes / grown, axis=1) - found.freedom * falls
    return slopes


def _likeliest_ratio(found: Contrasts) -> float:
    unit = 1 / float(np.mean(found.sizes))
    tried = [0.0, *(unit * np.geomspace(LEAST, MOST, TRIES))]
    slopes = _slopes(found, np.array(tried)).tolist()
    pairs = zip(pairwise(tried), pairwise(slopes), strict=True)
    valleys = [ends for ends, (before, after) in pairs if before < 0 <= after]
    lowest = [_bisected(lambda ratio: float(_slopes(found, np.array([ratio]))[0]), *ends) for ends in valleys]
    return min([0.0, *lowest], key=lambda ratio: _unlikelihood(found, ratio))


def _bisected(slope: Callable[[float], float], low: float, high: float) -> float:
    """Where the slope turns from below 0 to above."""
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if not low < middle < high:
            break
        low, high = (middle, high) if slope(middle) < 0 else (low, middle)
    return (low + high) / 2
