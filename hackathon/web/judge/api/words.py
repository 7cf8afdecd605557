"""Moments as they stand in the protocol."""

from __future__ import annotations

from datetime import datetime

from hackathon import clock


def stamp(moment: datetime | None = None) -> str:
    """A moment as RFC 3339 in UTC; without one the server's present."""
    return clock.rfc3339(moment or clock.now())
