"""Axis of points with dots (ballots, hollow where dropped), a tick (the score) or bars on it. Geometry only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import count

LEFT, RIGHT = 10, 250
FLOOR, STEP, ROOM = 22, 9, 18
"""Dots stand on FLOOR and are stacked upwards by STEP, closer where they would not fit into ROOM."""
_TOUCH = 8
_MOST_INTERVALS = 8


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    dropped: bool


@dataclass(frozen=True)
class DotPlot:
    """Ballots of one entry on an axis; `mark` is where its score lies, None where it is no number of points; `band` (left end and
    width) is where it may lie with other judges."""

    dots: tuple[Dot, ...]
    mark: float | None
    label: str
    band: tuple[float, float] | None = None


@dataclass(frozen=True)
class Axis:
    """A range of points with round numbers at its ends, drawn from LEFT to RIGHT."""

    low: Fraction
    high: Fraction
    step: Fraction

    @property
    def ticks(self) -> list[tuple[float, str]]:
        """Where the labels stand, and what they say."""
        numbers = [self.low + at * self.step for at in range(int((self.high - self.low) / self.step) + 1)]
        return [(self.x(number), f"{float(number):g}") for number in numbers]

    def x(self, value: Fraction) -> float:
        inside = min(max(value, self.low), self.high)
        return round(LEFT + float((inside - self.low) / (self.high - self.low)) * (RIGHT - LEFT), 1)


def fit_axis(values: Iterable[Fraction]) -> Axis:
    """The axis that shows all these values with at most eight intervals between round numbers."""
    numbers = list(values) or [Fraction(0), Fraction(100)]
    low, high = min(numbers), max(numbers)
    for step in _round_steps():
        bottom, top = low // step * step, -(-high // step) * step
        if top == bottom:
            bottom, top = bottom - step, top + step
        if (top - bottom) / step <= _MOST_INTERVALS:
            return Axis(bottom, top, step)
    raise AssertionError("steps grow without end")


def _round_steps() -> Iterable[Fraction]:
    for power in count(-2):
        for factor in (1, 2, 5):
            yield Fraction(10) ** power * factor


def dot_plot(
    totals: Sequence[tuple[Fraction, bool]],
    score: Fraction | None,
    axis: Axis,
    *,
    label: str = "",
    reach: Fraction | None = None,
) -> DotPlot:
    """Place the totals (with whether they were dropped) and the score, with its reach to either side, on the axis."""
    placed = _stack(sorted((axis.x(total), dropped) for total, dropped in totals))
    highest = max((level for _x, level, _dropped in placed), default=0)
    rise = min(STEP, ROOM / highest) if highest else STEP
    dots = tuple(Dot(x, round(FLOOR - level * rise, 1), dropped) for x, level, dropped in placed)
    if score is None:
        return DotPlot(dots, None, label)
    return DotPlot(dots, axis.x(score), label, None if reach is None else _band(score, reach, axis))


def _band(score: Fraction, reach: Fraction, axis: Axis) -> tuple[float, float]:
    left, right = axis.x(score - reach), axis.x(score + reach)
    return left, round(right - left, 1)


def _stack(dots: Iterable[tuple[float, bool]]) -> list[tuple[float, int, bool]]:
    """Each dot on the lowest level on which it touches no other."""
    ends: list[float] = []
    placed = []
    for x, dropped in dots:
        level = next((at for at, end in enumerate(ends) if x - end >= _TOUCH), len(ends))
        ends[level : level + 1] = [x]
        placed.append((x, level, dropped))
    return placed


@dataclass(frozen=True)
class Bar:
    x: float
    y: float
    height: float


BAR = 8
"""Width of a bar of `histogram`; so many units of the ruler are counted together."""


def histogram(values: Iterable[Fraction], axis: Axis) -> tuple[Bar, ...]:
    """How often the values lie where on the axis: bars on FLOOR, the tallest ROOM high."""
    counted = Counter(int((axis.x(value) - LEFT) // BAR) for value in values)
    tallest = max(counted.values(), default=1)
    bars = []
    for at, times in sorted(counted.items()):
        height = round(max(1.5, ROOM * times / tallest), 1)
        bars.append(Bar(x=LEFT + at * BAR - BAR / 2, y=round(FLOOR + 4 - height, 1), height=height))
    return tuple(bars)
