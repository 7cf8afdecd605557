"""Marks and points as people read them; the judge's app writes them the same way."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction


def number(value: Fraction | Decimal) -> str:
    """Points with at most two decimals and no idle zeros: 86, 72.5, 33.33."""
    exact = Fraction(value)
    divided = Decimal(exact.numerator) / Decimal(exact.denominator)
    return _trim(divided.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP))


def _trim(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def mark_text(mark: Decimal) -> str:
    """A mark exactly as it is written on the scale: 7, 7.5, 0.125."""
    return _trim(mark)
