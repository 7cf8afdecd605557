"""Lot that anybody can repeat with nothing but SHA-256."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from scoring.faults import make_fault, raise_any
from scoring.reading.arguments import CODES, TEXT, is_codes, is_text, require
from scoring.reading.cells import to_key


def lot_hash(seed: str, entry: str) -> str:
    """SHA-256 (hex) of the seed, a line feed and the entry's code, in UTF-8.

    >>> lot_hash("2025-12-02 18:00", "T07")[:16]
    '6ba3063327dda7d7'
    """
    return hashlib.sha256(f"{seed}\n{entry}".encode()).hexdigest()


def draw(entries: Iterable[str], *, seed: str) -> tuple[str, ...]:
    """The entries in the order of the draw: ascending `lot_hash`.

    Raises ScoringError for an empty seed or an entry that is listed twice.
    """
    require(entries, is_codes, argument="entries", wanted=CODES)
    require(seed, is_text, argument="seed", wanted=TEXT)
    codes = [to_key(entry) for entry in entries]
    seen: set[str] = set()
    twice = [code for code in codes if code in seen or seen.add(code)]  # type: ignore[func-returns-value]
    raise_any(make_fault("twice-listed", value=code) for code in twice)
    if not seed.strip():
        raise_any([make_fault("empty-key", column="seed", value=seed)])
    return tuple(sorted(codes, key=lambda code: (lot_hash(seed, code), code)))
