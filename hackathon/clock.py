"""The only now(): server time in UTC, which tests and the demo may set; and how it is written for programs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_set_to: ContextVar[datetime | None] = ContextVar("clock", default=None)


def now() -> datetime:
    """The present moment, timezone-aware, in UTC."""
    return _set_to.get() or datetime.now(UTC)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let everything inside happen at `moment`; generated rows carry event times through it."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    token = _set_to.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _set_to.reset(token)


def rfc3339(moment: datetime, *, precision: str = "milliseconds") -> str:
    """The moment as programs read it: 2025-12-02T05:30:00.000Z."""
    return moment.isoformat(timespec=precision).replace("+00:00", "Z")
