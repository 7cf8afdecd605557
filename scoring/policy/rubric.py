"""Rubric: criteria, their points and the scale of their marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from scoring.faults import Fault, make_fault, raise_any
from scoring.policy.settings import LATER
from scoring.reading.cells import near, number_text, to_key

# Columns of every ballot table, which no criterion may be called.
RESERVED = ("entry", "judge", "source")
# Within these bounds a mark fits an int64 whatever the scale, so that marks can be kept as integers.
LARGEST, MOST_PLACES = 10**9, 9


@dataclass(frozen=True, slots=True)
class Scale:
    """The marks a judge may give: from `min` to `max` in steps of `step`, counted from `min`.

    >>> Scale(min=Decimal(0), max=Decimal(10), step=Decimal("0.5")).units(Decimal("7.5"))
    75
    """

    min: Decimal
    max: Decimal
    step: Decimal

    @property
    def places(self) -> int:
        """Decimals that write every mark on this scale exactly; marks are stored as integers of that unit."""
        return max(_places(self.min), _places(self.step))

    def fault_code(self, mark: Decimal) -> str | None:
        """Why `mark` cannot be given on this scale ("mark-off-scale", "mark-off-step"), or None."""
        if not self.min <= mark <= self.max:
            return "mark-off-scale"
        steps = (Fraction(mark) - Fraction(self.min)) / Fraction(self.step)
        return None if steps.denominator == 1 else "mark-off-step"

    def units(self, mark: Decimal) -> int:
        """A mark of this scale as an integer in units of the last decimal place."""
        return int(Fraction(mark) * 10**self.places)

    def mark(self, units: int) -> Fraction:
        """The mark that `units` stands for."""
        return Fraction(units, 10**self.places)


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that is scored: a mark adds points × mark / scale.max to the ballot's total."""

    key: str
    name: Mapping[str, str]
    points: Decimal
    scale: Scale

    @property
    def counts(self) -> bool:
        """Whether it adds to the total (a criterion of 0 points is read by tie-breaks only)."""
        return self.points != 0

    @property
    def unit_points(self) -> Fraction:
        """Points that one stored unit of a mark is worth."""
        units: int = 10**self.scale.places
        return Fraction(self.points) / (Fraction(self.scale.max) * units)


@dataclass(frozen=True, slots=True)
class Rubric:
    """The criteria in their order. Raises ScoringError where they cannot be scored with.

    `marked`: the keys of the criteria that a source of ballots marks, for every source that marks only some.
    """

    criteria: tuple[Criterion, ...]
    marked: Mapping[str, tuple[str, ...]] = field(default_factory=dict, metadata=LATER)

    def __post_init__(self) -> None:
        raise_any(rubric_faults(self.criteria))

    @property
    def keys(self) -> tuple[str, ...]:
        """The criteria's keys in their order."""
        return tuple(criterion.key for criterion in self.criteria)

    @property
    def points(self) -> Decimal:
        """What full marks add up to."""
        return sum((criterion.points for criterion in self.criteria), Decimal(0))

    def index(self, key: str) -> int:
        """Position of the criterion `key`; ValueError where there is none."""
        return self.keys.index(key)

    def of_source(self, source: str) -> Rubric:
        """The criteria that a source marks."""
        if not self.marked:
            return self
        keys = self.marked.get(source, self.keys)
        return Rubric(tuple(criterion for criterion in self.criteria if criterion.key in keys))


def unknown_criterion(written: str, *, keys: Sequence[str], where: str) -> list[Fault]:
    """A fault where no criterion is called as `written`: a key, or "criterion:" and a key."""
    key = to_key(written.removeprefix("criterion:"))
    return [] if key in keys else [make_fault("unknown-criterion", column=where, value=written, near=near(key, keys))]


def rubric_faults(criteria: tuple[Criterion, ...]) -> list[Fault]:
    """Everything that keeps these criteria from being a rubric."""
    if not criteria:
        return [make_fault("no-criteria")]
    faults: list[Fault] = []
    for number, criterion in enumerate(criteria, start=1):
        where = f"criteria[{number}]"
        if criterion.key in [other.key for other in criteria[: number - 1]]:
            faults.append(make_fault("duplicate-criterion", column=f"{where}.key", value=criterion.key))
        faults += _criterion_faults(criterion, where)
    return faults


def _criterion_faults(criterion: Criterion, where: str) -> list[Fault]:
    scale = criterion.scale
    checks = (
        (not criterion.key, "empty-text", "key", None),
        (criterion.key in RESERVED, "reserved-key", "key", criterion.key),
        (criterion.points < 0, "negative-points", "points", number_text(criterion.points)),
        (scale.max <= 0, "max-not-positive", "scale.max", number_text(scale.max)),
        (0 < scale.max <= scale.min, "max-below-min", "scale.max", number_text(scale.max)),
        (scale.step <= 0, "step-not-positive", "scale.step", number_text(scale.step)),
    )
    found = [make_fault(code, column=f"{where}.{at}", value=value) for wrong, code, at, value in checks if wrong]
    numbers = {"points": criterion.points, "scale.min": scale.min, "scale.max": scale.max, "scale.step": scale.step}
    return found + [
        make_fault("number-limits", column=f"{where}.{at}", value=number_text(number))
        for at, number in numbers.items()
        if not is_storable(number)
    ]


def is_storable(number: Decimal) -> bool:
    """Whether a number is small and coarse enough for marks to be kept as int64."""
    return abs(number) < LARGEST and _places(number) <= MOST_PLACES


def _places(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return len(number_text(number).partition(".")[2]) if isinstance(exponent, int) else 0
