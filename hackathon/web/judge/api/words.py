"""How moments and numbers stand in the protocol."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from hackathon import clock


def stamp(moment: datetime | None = None) -> str:
    """A moment as RFC 3339 in UTC; without one the server's present."""
    return (moment or clock.now()).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def plain(number: Decimal) -> int | float:
    """A number of the rubric as JSON writes it: 7.0 is 7."""
    return int(number) if number == number.to_integral_value() else float(number)
