"""Exact numbers: arrays of integers over one common denominator, and their texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[Any]
BoolArray = npt.NDArray[np.bool_]

# int64 holds up to 2**63 - 1; one bit is kept free for a sum or a doubling.
SAFE = 2**62
# Longest exact decimal that is shown in full; beyond it a value is rounded for reading.
SHOWN_IN_FULL = 6
MOST_PLACES = 40


@dataclass(frozen=True, slots=True, eq=False)
class Exact:
    """Rational numbers on one scale: element i is `ints[i] / scale`.

    `ints` is int64 where a bound proves that nothing overflows, else an object array of Python integers; both give the
    same answers, the second more slowly.
    """

    ints: IntArray
    scale: int

    def __len__(self) -> int:
        return len(self.ints)

    def fraction(self, index: int) -> Fraction:
        """Element `index` as a fraction."""
        return Fraction(int(self.ints[index]), self.scale)

    def take(self, indices: IntArray) -> Exact:
        """The elements at `indices`, in that order."""
        return Exact(self.ints[indices], self.scale)

    def on(self, scale: int) -> Exact:
        """The same numbers over `scale`, a multiple of the present one."""
        return Exact(times(self.ints, scale // self.scale), scale)

    def by(self, factor: Fraction) -> Exact:
        """Every element times `factor`."""
        return Exact(times(self.ints, factor.numerator), self.scale * factor.denominator)

    def plus(self, other: Exact) -> Exact:
        """Element-wise sum."""
        scale = lcm(self.scale, other.scale)
        mine, theirs = self.on(scale).ints, other.on(scale).ints
        if largest(mine) + largest(theirs) >= SAFE:
            mine = mine.astype(object)
        return Exact(mine + theirs, scale)

    def over(self, counts: IntArray) -> Exact:
        """Element i divided by the positive integer `counts[i]`."""
        common = _common_multiple(counts)
        if self.ints.dtype != object and largest(self.ints) * common < SAFE and common < SAFE:
            return Exact(self.ints * (common // counts.astype(np.int64)), self.scale * common)
        factors = np.array([common // int(count) for count in counts], dtype=object)
        return Exact(self.ints.astype(object) * factors, self.scale * common)

    def rounded(self, places: int, mode: str = "half-up") -> Exact:
        """Each element rounded to `places` decimals: "half-up" (halves away from zero), "half-even" or "down" (towards
        zero)."""
        doubled = times(self.ints, 2 * 10**places)
        if largest(doubled) + self.scale >= SAFE or self.scale >= SAFE // 2:
            doubled = doubled.astype(object)
        units = _whole_units(abs(doubled), self.scale, mode)
        return Exact(np.where(doubled < 0, -units, units), 10**places)

    def at_least(self, line: Fraction) -> tuple[Exact, BoolArray]:
        """Each element, or `line` where it is lower; and where that is."""
        raised = self.on(lcm(self.scale, line.denominator))
        least = line.numerator * (raised.scale // line.denominator)
        ints = wide(raised.ints, abs(least))
        lower: BoolArray = np.asarray(ints < least, dtype=np.bool_)
        return Exact(np.where(lower, least, ints), raised.scale), lower

    def narrowed(self) -> Exact:
        """The same numbers, as int64 where they fit."""
        fits = self.ints.dtype == object and largest(self.ints) < SAFE
        return Exact(self.ints.astype(np.int64), self.scale) if fits else self


def _whole_units(doubled: IntArray, scale: int, mode: str) -> IntArray:
    """Half of `doubled` / `scale` as whole numbers; nothing is negative."""
    if mode == "half-up":
        return (doubled + scale) // (2 * scale)
    whole, rest = doubled // (2 * scale), doubled % (2 * scale)
    if mode == "down":
        return whole
    units: IntArray = whole + ((rest > scale) | ((rest == scale) & (whole % 2 == 1)))
    return units


def from_fractions(values: Sequence[Fraction]) -> Exact:
    """Fractions brought to their common denominator."""
    scale = lcm(*(value.denominator for value in values)) if values else 1
    ints = [value.numerator * (scale // value.denominator) for value in values]
    fits = all(-SAFE < number < SAFE for number in ints)
    return Exact(np.array(ints, dtype=np.int64 if fits else object), scale)


def _common_multiple(counts: IntArray) -> int:
    if not len(counts) or counts.min() == counts.max():
        return int(counts[0]) if len(counts) else 1
    return lcm(*(int(count) for count in np.unique(counts)))


def largest(ints: IntArray) -> int:
    """The largest absolute value, 0 for an empty array."""
    return max(abs(int(ints.min())), abs(int(ints.max()))) if len(ints) else 0


def times(ints: IntArray, factor: int) -> IntArray:
    """`ints * factor`, in Python integers where int64 could overflow."""
    if factor == 1:
        return ints
    if ints.dtype != object and abs(factor) < SAFE and largest(ints) * abs(factor) < SAFE:
        return ints * factor
    return ints.astype(object) * factor


def wide(ints: IntArray, bound: int) -> IntArray:
    """`ints`, as Python integers where a result as large as `bound` would not fit int64."""
    return ints if bound < SAFE else ints.astype(object)


def dense(ints: IntArray) -> IntArray:
    """The same order and equalities as `ints`, as small int64."""
    return np.unique(ints, return_inverse=True)[1] if ints.dtype == object else ints


def decimal_text(value: Fraction, places: int) -> str:
    """`value` with `places` decimals, halves away from zero, never "-0".

    >>> decimal_text(Fraction(1, 8), 2), decimal_text(Fraction(-1, 8), 2), decimal_text(Fraction(-1, 1000), 2)
    ('0.13', '-0.13', '0.00')
    """
    units = (2 * abs(value.numerator) * 10**places + value.denominator) // (2 * value.denominator)
    sign = "-" if value < 0 and units else ""
    digits = str(units).rjust(places + 1, "0")
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else sign + digits


def gap_text(gap: Fraction, places: int) -> str:
    """A gap with `places` decimals, or with as many more as keep it from looking like nothing.

    >>> gap_text(Fraction(1, 2), 2), gap_text(Fraction(1, 300), 2), gap_text(Fraction(0), 2)
    ('0.50', '0.003', '0.00')
    """
    while gap and Fraction(decimal_text(gap, places)) == 0:
        places += 1
    return decimal_text(gap, places)


def aligned_texts(values: Sequence[Fraction | None]) -> list[str | None]:
    """Values with equally many decimals: exact where six suffice, else as many as tell different values apart.

    >>> aligned_texts([Fraction(73, 2), Fraction(35), None])
    ['36.5', '35.0', None]
    >>> aligned_texts([Fraction(25, 3), Fraction(833, 100)])
    ['8.333', '8.330']
    """
    known = {value for value in values if value is not None}
    needed = [exact_places(value) for value in known]
    places = max((need for need in needed if need is not None), default=0)
    if None in needed or places > SHOWN_IN_FULL:
        places = _telling_places(known)
    return [None if value is None else decimal_text(value, places) for value in values]


def exact_text(value: Fraction) -> str:
    """One value for reading: exact where six decimals suffice, else rounded to two.

    >>> exact_text(Fraction(5, 2)), exact_text(Fraction(-109, 10)), exact_text(Fraction(2, 3))
    ('2.5', '-10.9', '0.67')
    """
    places = exact_places(value)
    return decimal_text(value, 2 if places is None or places > SHOWN_IN_FULL else places)


def exact_places(value: Fraction) -> int | None:
    """How many decimals write `value` exactly; None where no number of them does."""
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    return max(twos, fives) if rest == 1 else None


def _telling_places(known: set[Fraction]) -> int:
    for places in range(2, MOST_PLACES):
        if len({decimal_text(value, places) for value in known}) == len(known):
            return places
    return MOST_PLACES
