"""A path of steps, as the partial `way.html` draws it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """`state` is "done", "now" or nothing yet."""

    state: str
    name: str
    note: str
