"""Steps of a path, as `parts/page.html` draws them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """`state` is "done", "now" or nothing yet; the words of one part of the note stay on one line."""

    state: str
    name: str
    note: tuple[str, ...]
