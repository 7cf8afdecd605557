"""Coefficients of agreement, worked out in whole numbers so that "undefined" is never a rounding error."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from scoring.exact import IntArray, largest, wide
from scoring.text import Text, text

Icc = dict[str, Fraction | None]


@dataclass(frozen=True, slots=True)
class Squares:
    """Mean squares of a complete table: between entries, between judges, of the rest; `within` entries: both of these."""

    entries: int
    judges: int
    between: Fraction
    judge: Fraction
    error: Fraction
    within: Fraction

    @classmethod
    def of(cls, table: IntArray) -> Squares:
        """Those of a table (entries × judges) of at least two of each."""
        table = table.astype(object)
        n, k = table.shape
        grand = Fraction(int(table.sum()) ** 2, n * k)
        rows = Fraction(int(np.sum(table.sum(axis=1) ** 2)), k) - grand
        columns = Fraction(int(np.sum(table.sum(axis=0) ** 2)), n) - grand
        rest = int(np.sum(table * table)) - grand - rows - columns
        freedom = (n - 1) * (k - 1)
        return cls(n, k, rows / (n - 1), columns / (k - 1), rest / freedom, (columns + rest) / (n * (k - 1)))


def intraclass(table: IntArray) -> tuple[Icc | None, Text | None]:
    """The six intraclass correlations of a complete table (entries × judges), or None and the reason.

    ICC(1,·): judges differ from entry to entry; ICC(2,·): judges are a random sample; ICC(3,·): these judges and no
    others, their severity left out. (·,1) speaks of one judge, (·,k) of the mean of all. A single one is None where its
    denominator is 0. Unit: none; 1 = perfect, below 0 where judges agree less than by chance.
    Source: P. E. Shrout and J. L. Fleiss, "Intraclass correlations: uses in assessing rater reliability", Psychological
    Bulletin 86 (1979) 420–428.

    >>> found, _ = intraclass(np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]))
    >>> [round(float(value), 2) for value in found.values()]
    [0.17, 0.29, 0.71, 0.44, 0.62, 0.91]
    """
    if min(table.shape) < 2:
        return None, text("it takes at least two entries and two judges")
    squares = Squares.of(table)
    between, judge, error, within = squares.between, squares.judge, squares.error, squares.within
    if between == judge == error == 0:
        return None, text("all totals are equal")
    k, bias = squares.judges, Fraction(judge - error) / squares.entries
    return {
        "ICC(1,1)": _ratio(between - within, between + (k - 1) * within),
        "ICC(2,1)": _ratio(between - error, between + (k - 1) * error + k * bias),
        "ICC(3,1)": _ratio(between - error, between + (k - 1) * error),
        "ICC(1,k)": _ratio(between - within, between),
        "ICC(2,k)": _ratio(between - error, between + bias),
        "ICC(3,k)": _ratio(between - error, between),
    }, None


def kendall_w(table: IntArray) -> Fraction | None:
    """Kendall's coefficient of concordance, corrected for ties, of a complete table (entries × judges): 1 = all judges
    rank alike, 0 = no agreement. None for fewer than two entries or judges, or where every judge ties all entries.

    Source: M. G. Kendall and B. Babington Smith, "The problem of m rankings", Annals of Mathematical Statistics 10 (1939)
    275–287; the correction from M. G. Kendall, Rank Correlation Methods (1948), chapter 6.

    >>> kendall_w(np.array([[1, 1, 2, 3], [3, 2, 3, 1], [2, 3, 1, 2]]))
    Fraction(1, 16)
    """
    entries, judges = table.shape
    if entries < 2 or judges < 2:
        return None
    doubled = np.zeros(entries, dtype=np.int64)
    ties = 0
    for column in table.T:
        places, sizes = _doubled_places(column)
        doubled += places
        ties += sum(size**3 - size for size in sizes.tolist())
    spread = 12 * (entries * int(np.sum(doubled.astype(object) ** 2)) - int(doubled.sum()) ** 2)
    return _ratio(Fraction(spread, 4 * entries), Fraction(judges**2 * (entries**3 - entries) - judges * ties))


def _doubled_places(values: IntArray) -> tuple[IntArray, IntArray]:
    """Twice the place of each value among all (equal ones share the average), and how many values each tie has."""
    _, inverse, sizes = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(sizes)
    return (2 * ends - sizes + 1)[inverse], sizes


def krippendorff_alpha(values: IntArray, counts: IntArray, *, level: str) -> Fraction | None:
    """Krippendorff's alpha for values that lie entry by entry (`counts[i]` of them for entry i), missing ones left out:
    1 = perfect agreement, 0 = no better than chance. `level`: "ordinal" or "interval".

    Entries with fewer than two values say nothing and are dropped. None where nothing is left or all values are equal.
    Source: K. Krippendorff, Content Analysis (4th ed. 2018), chapter 12. The ordinal distance of two values is the
    distance of their average places, so that ordinal alpha is interval alpha of the places.

    >>> krippendorff_alpha(np.array([1, 1, 2, 3, 5]), np.array([2, 2, 1]), level="interval")
    Fraction(8, 11)
    """
    paired = np.repeat(counts, counts) > 1
    kept, sizes = values[paired], counts[counts > 1]
    if not len(kept):
        return None
    numbers = _doubled_places(kept)[0] if level == "ordinal" else kept
    numbers = wide(numbers, 2 * len(numbers) ** 2 * largest(numbers) ** 2)
    starts = np.cumsum(sizes) - sizes
    sums, squares = np.add.reduceat(numbers, starts), np.add.reduceat(numbers * numbers, starts)
    # Squared differences within an entry, over all ordered pairs, each entry weighing as many values as it has.
    apart = {int(size): Fraction(0) for size in np.unique(sizes)}
    for size in apart:
        same = sizes == size
        apart[size] = Fraction(2 * int(np.sum(size * squares[same] - sums[same] ** 2)), size - 1)
    count = len(kept)
    expected = Fraction(2 * (count * int(squares.sum()) - int(sums.sum()) ** 2), count - 1)
    share = _ratio(sum(apart.values(), Fraction(0)), expected)
    return None if share is None else 1 - share


def _ratio(top: Fraction | int, bottom: Fraction | int) -> Fraction | None:
    return Fraction(top) / Fraction(bottom) if bottom else None
