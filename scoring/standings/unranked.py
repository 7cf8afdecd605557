"""Unranked entries: who has no rank, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scoring.ballots.ballots import Ballots
from scoring.exact import IntArray
from scoring.methods.panel import Panel
from scoring.policy.policy import Policy
from scoring.policy.settings import Source
from scoring.text import Text, text


@dataclass(frozen=True, slots=True)
class Unranked:
    """An entry without a rank, and why."""

    entry: str
    why: Text

    @property
    def reason(self) -> str:
        """Why, in English as files hold it."""
        return str(self.why)


def count_by_source(ballots: Ballots, sources: Sequence[Source]) -> IntArray:
    """Complete ballots per source (rows; one row where there are no sources) and entry of `ballots.entries`."""
    counted, size = ballots.complete, len(ballots.entries)
    if not sources:
        entry = ballots.entry if counted.all() else ballots.entry[counted]
        return np.bincount(entry, minlength=size)[np.newaxis]
    numbers = [ballots.sources.index(source.name) for source in sources]
    return np.stack([np.bincount(ballots.entry[counted & (ballots.source == at)], minlength=size) for at in numbers])


def find_unranked(
    ballots: Ballots, policy: Policy, *, panel: Panel, listed: frozenset[str] | None
) -> tuple[Unranked, ...]:
    """Entries with ballots, or on the entry list, that have no rank; by code."""
    if listed is None and len(panel.entries) == len(ballots.entries):
        return ()
    codes = (listed or frozenset()) | frozenset(ballots.entries)
    left = sorted(codes - frozenset(panel.entries))
    places = {code: at for at, code in enumerate(ballots.entries)}
    counts = count_by_source(ballots, policy.sources)
    return tuple(_unranked(code, places.get(code), counts, policy.sources) for code in left)


def _unranked(code: str, at: int | None, counts: IntArray, sources: Sequence[Source]) -> Unranked:
    if at is None:
        return Unranked(code, text("no ballot"))
    if not counts[:, at].any():
        return Unranked(code, text("no complete ballot"))
    missing = [source.name for source, row in zip(sources, counts, strict=True) if not row[at]]
    return Unranked(code, text("no complete ballot from: {sources}", sources=", ".join(missing)))
