"""Figures of the naive twin: exact numbers, means, rounding by the book."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import cache
from typing import Any

ZERO, HALF = Fraction(0), Fraction(1, 2)


@cache
def exact(number: Any) -> Fraction:
    return Fraction(str(number))


def total(values: Iterable[Fraction]) -> Fraction:
    return sum(values, ZERO)


def mean(values: Sequence[Fraction]) -> Fraction:
    return total(values) / len(values)


def weighted_mean(values: Sequence[Fraction], weights: Sequence[Fraction]) -> Fraction:
    return total(value * weight for value, weight in zip(values, weights, strict=True)) / total(weights)


def middle(values: Iterable[Fraction]) -> Fraction:
    ordered = sorted(values)
    return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2


def trim(values: Iterable[Fraction], high: int, low: int) -> list[Fraction]:
    ordered = sorted(values)
    return ordered[low : len(ordered) - high]


def rounded(value: Fraction, decimals: int, rounding: str = "half-up") -> Fraction:
    """Half-up is half away from zero, down is towards zero: both look at the size and put the sign back."""
    size = abs(value) * 10**decimals
    whole = size.numerator // size.denominator
    rest = size - whole
    if rounding == "half-up" and rest >= HALF:
        whole += 1
    if rounding == "half-even" and (rest > HALF or (rest == HALF and whole % 2 == 1)):
        whole += 1
    return Fraction(whole if value >= 0 else -whole, 10**decimals)


def shown(value: Fraction, decimals: int | None) -> str:
    """The number as people read it: that many decimals or two, half away from zero."""
    places = 2 if decimals is None else decimals
    whole = abs(rounded(value, places)) * 10**places
    digits = str(int(whole)).rjust(places + 1, "0")
    text = digits[: len(digits) - places] + ("." + digits[len(digits) - places :] if places else "")
    return "-" + text if value < 0 and int(whole) else text


def root(value: Fraction) -> Fraction:
    """A square root to 60 digits."""
    with localcontext(prec=60):
        return Fraction((Decimal(value.numerator) / Decimal(value.denominator)).sqrt())


def downward(values: Iterable[Any]) -> list[Any]:
    """The different values, the highest first."""
    found: list[Any] = []
    for value in sorted(values, reverse=True):
        if not found or found[-1] != value:
            found.append(value)
    return found
