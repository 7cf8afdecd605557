"""Ledger of ties: who was tied, which steps were tried, what each found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from scoring.exact import Exact
from scoring.ties.chain import TIED, AppliedStep, Order


@dataclass(frozen=True, slots=True)
class TriedStep:
    """One step on one tie: what it found for each entry still tied then, by code (None = no data)."""

    rule: str
    values: Mapping[str, str | None]

    @property
    def findings(self) -> list[tuple[str, str]]:
        """Code and finding of every entry with data."""
        return [(code, text) for code, text in self.values.items() if text is not None]


@dataclass(frozen=True, slots=True)
class Tie:
    """Entries (by code) with one score; `resolved` when no two of them share a rank any more."""

    entries: tuple[str, ...]
    score: Fraction
    steps: tuple[TriedStep, ...]
    resolved: bool

    @property
    def awaits_lot(self) -> bool:
        """Whether the chain stopped at a lot that is not drawn yet."""
        return bool(self.steps) and self.steps[-1].rule == "lot" and not self.steps[-1].findings


def write_ledger(order: Order, *, scores: Exact, entries: tuple[str, ...]) -> tuple[Tie, ...]:
    """One Tie per group of equal scores, best score first."""
    size = np.bincount(order.tie)
    first = np.cumsum(size) - size
    ties = []
    for tie in np.flatnonzero(size > 1):
        places = slice(int(first[tie]), int(first[tie] + size[tie]))
        members = order.entries[places]
        steps = (_tried_step(applied, int(tie), entries) for applied in order.applied)
        ties.append(
            Tie(
                entries=tuple(sorted(entries[at] for at in members)),
                score=scores.fraction(int(members[0])),
                steps=tuple(step for step in steps if step is not None),
                resolved=not bool(np.any(order.parted[places] == TIED)),
            )
        )
    return tuple(ties)


def _tried_step(applied: AppliedStep, tie: int, entries: tuple[str, ...]) -> TriedStep | None:
    start, stop = (int(at) for at in np.searchsorted(applied.ties, [tie, tie + 1]))
    if start == stop:
        return None
    texts = applied.measure.texts(range(start, stop))
    found = zip((entries[at] for at in applied.tied[start:stop]), texts, strict=True)
    return TriedStep(applied.rule, dict(sorted(found)))
