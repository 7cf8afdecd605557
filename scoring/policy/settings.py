"""Settings of a policy, a class for each table of its file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

# A lot_seed that is not drawn yet.
PENDING = "pending"
# The mark of a setting that policies did not always have: it stays out of the digest wherever it has its default, so
# that the digest of every older policy stays what it was.
LATER: Mapping[str, Any] = {"later": True}


@dataclass(frozen=True, slots=True)
class Drop:
    """How many of an entry's highest and lowest totals (or marks, `of = "criterion"`) the trimmed mean leaves out.

    `min`: an entry with fewer ballots keeps them all; None = that is a fault.
    """

    high: int = 1
    low: int = 1
    of: str = "total"
    min: int | None = field(default=None, metadata=LATER)

    @property
    def needed(self) -> int:
        """The fewest ballots that leave something."""
        return self.high + self.low + 1


@dataclass(frozen=True, slots=True)
class Aggregation:
    """How an entry's totals become one score: the method and its settings."""

    method: str
    drop: Drop = Drop()
    judges: str = "random"


@dataclass(frozen=True, slots=True)
class Rounding:
    """Rounding inside a method. `at`: "ballot" (each total), "criterion" (the points of each criterion on each ballot) or
    "criterion-mean" (the trimmed mean of each criterion)."""

    decimals: int
    mode: str
    at: str


@dataclass(frozen=True, slots=True)
class Ranking:
    """[ranking]. `aggregation` is None where every source has a method of its own. `rounding` and `round_at` say how
    and from where on numbers are rounded to `decimals`; `groups` are columns of the entry list."""

    aggregation: Aggregation | None
    decimals: int | None = None
    ties: tuple[str, ...] = ()
    chair: str | None = None
    lot_seed: str | None = None
    rounding: str = field(default="half-up", metadata=LATER)
    round_at: str = field(default="score", metadata=LATER)
    groups: tuple[str, ...] = field(default=(), metadata=LATER)


@dataclass(frozen=True, slots=True)
class Source:
    """One [[sources]]: ballots of one kind, aggregated alone; weights count in proportion to their sum. `criteria` are
    those that it marks; none = all."""

    name: str
    weight: Decimal
    aggregation: Aggregation
    criteria: tuple[str, ...] = field(default=(), metadata=LATER)


@dataclass(frozen=True, slots=True)
class AdjustmentRule:
    """[adjustments]: the positive points of one entry add at most `most`; no score is below `floor`."""

    most: Decimal | None = None
    floor: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Cutoff:
    """[cutoff]: who falls below keeps the rank but can neither advance nor win.

    `total` is a score, `criterion` mean points by key; `ballots` is how many complete ones of the panel an entry needs;
    `any_judge` is the mark, by key, below which not a single judge may go.
    """

    total: Decimal | None = None
    criterion: Mapping[str, Decimal] = field(default_factory=dict)
    inclusive: bool = True
    ballots: int = field(default=0, metadata=LATER)
    any_judge: Mapping[str, Decimal] = field(default_factory=dict, metadata=LATER)


@dataclass(frozen=True, slots=True)
class Quota:
    """One quota of [advance]: of the entries with one value in the column `by`, at most or at least so many advance."""

    by: str
    most: int | None = None
    least: int | None = None


@dataclass(frozen=True, slots=True)
class Advance:
    """[advance]: how many go on, how many wait in reserve, and what happens when a tie lies across the cut."""

    count: int
    reserve: int = 0
    at_the_cut: str = "resolve"
    quota: tuple[Quota, ...] = field(default=(), metadata=LATER)


@dataclass(frozen=True, slots=True)
class AwardRule:
    """One [[awards]]. `name` is a text or language → text; `key` is "" where the policy gives none.

    It goes by the mean points of `criterion`, by the score of `source`, by `decision` of the jury, or else by overall
    rank. `where`: column of the entry list → values, one of which an entry must have, in every column.
    """

    name: str | Mapping[str, str]
    criterion: str | None = None
    count: int = 1
    exclusive: bool = False
    shared: bool = False
    minimum: Decimal | None = None
    key: str = field(default="", metadata=LATER)
    source: str | None = field(default=None, metadata=LATER)
    decision: bool = field(default=False, metadata=LATER)
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict, metadata=LATER)

    @property
    def title(self) -> str:
        """The first text of the name."""
        return self.name if isinstance(self.name, str) else next(iter(self.name.values()))

    @property
    def names(self) -> Mapping[str, str] | None:
        """Language → text, where the policy names the award in languages."""
        return None if isinstance(self.name, str) else self.name

    @property
    def reference(self) -> str:
        """The one name for logs and decisions: the key, or the first text of the name."""
        return self.key or self.title

    @property
    def references(self) -> frozenset[str]:
        """Whatever decisions may call it: the key and every text of the name."""
        texts = (self.name,) if isinstance(self.name, str) else self.name.values()
        return frozenset(one for one in (self.key, *texts) if one)
