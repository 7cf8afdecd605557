"""Intervals in which coefficients of agreement may lie, at 95 %."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from typing import Any

import numpy as np

from scoring.analysis.coefficients import Squares, kendall_w, krippendorff_alpha
from scoring.analysis.distributions import f_quantile
from scoring.exact import IntArray
from scoring.methods.panel import Panel

Interval = tuple[float, float]
SHARE, DECIMALS = 0.975, 9
# Entries are left out in so many groups at most: each then costs one more coefficient, however many entries there are.
GROUPS = 30


@dataclass(frozen=True, slots=True)
class Intervals:
    """Intervals of the coefficients at 95 %; a coefficient that has none is left out of `icc`, or None."""

    icc: Mapping[str, Interval]
    kendall_w: Interval | None
    krippendorff_alpha: Mapping[str, Interval | None]

    def to_dict(self) -> dict[str, Any]:
        """The object of the JSON."""
        return {
            "icc": {name: _listed(ends) for name, ends in self.icc.items()},
            "kendall_w": _listed(self.kendall_w),
            "krippendorff_alpha": {level: _listed(ends) for level, ends in self.krippendorff_alpha.items()},
        }


def _listed(ends: Interval | None) -> list[float] | None:
    return None if ends is None else [round(end, DECIMALS) + 0.0 for end in ends]


def find_intervals(panel: Panel, table: IntArray | None) -> Intervals:
    """The intervals for a panel and its complete table (entries × judges), None where ballots are missing."""
    kept = groups_of(len(panel.entries))
    complete = table is not None and min(table.shape) > 1
    w = None
    if table is not None:
        w = left_out_interval(kendall_w(table), [kendall_w(table[entries]) for entries in kept], least=0.0)
    alpha = {level: _alpha_interval(panel, kept, level) for level in ("ordinal", "interval")}
    return Intervals(intraclass_intervals(Squares.of(table)) if complete and table is not None else {}, w, alpha)


def _alpha_interval(panel: Panel, kept: list[IntArray], level: str) -> Interval | None:
    def alpha(entries: IntArray) -> Fraction | None:
        return krippendorff_alpha(panel.totals.ints[np.isin(panel.entry, entries)], panel.counts[entries], level=level)

    return left_out_interval(alpha(np.arange(len(panel.entries))), [alpha(entries) for entries in kept])


def intraclass_intervals(squares: Squares) -> dict[str, Interval]:
    """The intervals of the six intraclass correlations of a complete table; empty where entries are alike or judges agree
    without any rest, and without those of ICC(2,·) where it is undefined.

    Source: P. E. Shrout and J. L. Fleiss, Psychological Bulletin 86 (1979) 420–428; of ICC(2,·) also K. O. McGraw and
    S. P. Wong, Psychological Methods 1 (1996) 30–46.
    """
    if not (squares.between and squares.error and squares.within):
        return {}
    k, df = squares.judges, squares.entries - 1
    one = _ratios(float(squares.between / squares.within), df, squares.entries * (k - 1))
    three = _ratios(float(squares.between / squares.error), df, df * (k - 1))
    two = _absolute(squares)
    found = {
        "ICC(1,1)": _each(lambda f: (f - 1) / (f + k - 1), one),
        "ICC(3,1)": _each(lambda f: (f - 1) / (f + k - 1), three),
        "ICC(1,k)": _each(lambda f: 1 - 1 / f, one),
        "ICC(3,k)": _each(lambda f: 1 - 1 / f, three),
    }
    if two is not None:
        found |= {"ICC(2,1)": two, "ICC(2,k)": _each(lambda single: k * single / (1 + (k - 1) * single), two)}
    return found


def _ratios(f: float, above: float, below: float) -> Interval:
    """The ends between which a ratio of mean squares may lie."""
    return f / f_quantile(SHARE, above, below), f * f_quantile(SHARE, below, above)


def _absolute(squares: Squares) -> Interval | None:
    """The interval of ICC(2,1), with degrees of freedom after Satterthwaite; None where it is undefined."""
    n, k = squares.entries, squares.judges
    whole = squares.between + (k - 1) * squares.error + k * (squares.judge - squares.error) / n
    if not whole or not squares.judge:
        return None
    between, judge, error = float(squares.between), float(squares.judge), float(squares.error)
    value = (between - error) / float(whole)
    severity, rest = k * value * judge / error, n * (1 + (k - 1) * value) - k * value
    freedom = (k - 1) * (n - 1) * (severity + rest) ** 2 / ((n - 1) * severity**2 + rest**2)
    low, high = f_quantile(SHARE, n - 1, freedom), f_quantile(SHARE, freedom, n - 1)
    noise = k * judge + (k * n - k - n) * error
    ends = (
        n * (between - low * error) / (low * noise + n * between),
        n * (high * between - error) / (noise + n * high * between),
    )
    # Far below 0 the approximation fails, and its ends do not even hold the value.
    return ends if ends[0] <= value <= ends[1] else None


def _each(change: Callable[[float], float], ends: Interval) -> Interval:
    return change(ends[0]), change(ends[1])


def left_out_interval(
    value: Fraction | None, without: list[Fraction | None], *, least: float = -1.0
) -> Interval | None:
    """The interval of a coefficient from what it is without each group of entries; None where one of them is undefined or they do not differ.

    Source: the delete-a-group jackknife (M. H. Quenouille 1956; P. S. Kott 2001), Student's t.
    """
    count = len(without)
    if value is None or count < 2 or None in without:
        return None
    values = [float(one) for one in without if one is not None]
    spread = sqrt((count - 1) / count * sum((one - sum(values) / count) ** 2 for one in values))
    if not spread:
        return None
    reach = sqrt(f_quantile(2 * SHARE - 1, 1, count - 1)) * spread
    return max(least, float(value) - reach), min(1.0, float(value) + reach)


def groups_of(entries: int) -> list[IntArray]:
    """Which entries stay in when each of the groups is left out in turn."""
    group = np.arange(entries) % min(entries, GROUPS)
    return [np.flatnonzero(group != one) for one in range(min(entries, GROUPS))]
