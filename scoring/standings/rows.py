"""Rows of the standings, and the totals of the ballots behind one of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from scoring.exact import BoolArray, Exact, IntArray


@dataclass(frozen=True, slots=True)
class Standing:
    """One entry's row. `score` ranks and is exact; `shown` is the score as people read it. `criteria` are mean points
    over the panel's counted ballots, `sources` the score of each source on the panel's points and before weights. `decided_by` names the tie-break step that set the entry's group apart from the one just
    above it at an equal score."""

    rank: int
    entry: str
    score: Fraction
    shown: str
    ballots: int
    tied: bool
    decided_by: str | None
    criteria: Mapping[str, Fraction]
    sources: Mapping[str, Fraction] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StandingColumns:
    """Rank, tie and deciding step of every row, from the top; and the mean points, by entry of the panel."""

    ranks: IntArray
    tied: BoolArray
    decided_by: list[str | None]
    criteria: Mapping[str, Exact]


@dataclass(frozen=True, slots=True)
class BallotTotal:
    """The points of one counted ballot; `dropped` where the trimmed mean leaves the whole ballot out."""

    judge: str
    source: str
    total: Fraction
    dropped: bool
