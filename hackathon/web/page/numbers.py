"""Numbers of points as people read them; the judge's app writes them the same way."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from scoring.reading.cells import number_text


def number(value: Fraction | Decimal) -> str:
    """Points with at most two decimals and no idle zeros: 86, 72.5, 33.33."""
    exact = Fraction(value)
    divided = Decimal(exact.numerator) / Decimal(exact.denominator)
    return number_text(divided.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP))
