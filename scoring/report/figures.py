"""Figures of the report: totals and marks on an axis, ranks and how far they move."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import fmean, pstdev

from scoring.analysis.robustness import Robustness
from scoring.ballots.reader import EMPTY
from scoring.policy.rubric import Criterion
from scoring.report.axis import LEFT, RIGHT, Axis, Bar, DotPlot, dot_plot, histogram
from scoring.standings.rows import Standing
from scoring.standings.standings import Standings

MOST_RANGES = 15
ROW = 26


@dataclass(frozen=True)
class JudgeFigure:
    judge: str
    ballots: int
    mean: float
    spread: float
    bars: tuple[Bar, ...]
    mark: float
    dropped: int


@dataclass(frozen=True)
class CriterionFigure:
    criterion: Criterion
    marks: int
    mean: float
    spread: float
    bars: tuple[Bar, ...]
    mark: float
    axis: Axis


@dataclass(frozen=True)
class RankRange:
    entry: str
    rank: int
    best: int
    worst: int
    x: float
    left: float
    width: float
    y: int


def totals_plot(standings: Standings, row: Standing, axis: Axis, *, reach: Fraction | None = None) -> DotPlot:
    """The totals of an entry as dots; the score is a tick where it is a number of points."""
    found = standings.totals_of(row.entry)
    label = ", ".join(f"{each.judge} {standings.show(each.total)}" for each in found)
    mark = None if standings.lower_is_better else row.score
    return dot_plot(
        [(each.total, each.dropped) for each in found], mark, axis, label=f"{row.entry}: {label}", reach=reach
    )


def judge_figures(standings: Standings, axis: Axis) -> list[JudgeFigure]:
    """Per judge, the counted totals as bars on the common ruler."""
    totals: dict[str, list[Fraction]] = {}
    dropped: dict[str, int] = {}
    for row in standings.rows:
        for each in standings.totals_of(row.entry):
            totals.setdefault(each.judge, []).append(each.total)
            dropped[each.judge] = dropped.get(each.judge, 0) + each.dropped
    return [
        JudgeFigure(
            judge,
            len(mine),
            fmean(mine),
            float(pstdev(mine)),
            histogram(mine, axis),
            axis.x(_mean(mine)),
            dropped[judge],
        )
        for judge, mine in sorted(totals.items())
    ]


def criterion_figures(standings: Standings) -> list[CriterionFigure]:
    """Per criterion, the marks of all counted ballots as bars on its own scale."""
    figures = []
    for at, criterion in enumerate(standings.panel.rubric.criteria):
        unit = Fraction(1, 10**criterion.scale.places)
        marks = [int(units) * unit for units in standings.panel.marks[:, at] if units != EMPTY]
        if marks:
            low, high = Fraction(criterion.scale.min), Fraction(criterion.scale.max)
            axis = Axis(low, high, high - low)
            bars, mark = histogram(marks, axis), axis.x(_mean(marks))
            figures.append(CriterionFigure(criterion, len(marks), fmean(marks), float(pstdev(marks)), bars, mark, axis))
    return figures


def rank_ranges(found: Robustness) -> list[RankRange]:
    """The best entries with their rank and the range of ranks when one judge is left out."""
    shown = [row for row in found.base.rows if row.entry in found.rank_range][:MOST_RANGES]
    last = max(found.rank_range[row.entry][1] for row in shown)
    unit = (RIGHT - LEFT) / max(last - 1, 1)
    ranges = []
    for at, row in enumerate(shown):
        best, worst = found.rank_range[row.entry]
        left, x = LEFT + (best - 1) * unit, LEFT + (row.rank - 1) * unit
        width = (worst - best) * unit
        ranges.append(
            RankRange(row.entry, row.rank, best, worst, round(x, 1), round(left, 1), round(width, 1), at * ROW + 13)
        )
    return ranges


def rank_axis(ranges: Sequence[RankRange]) -> Axis:
    """The ruler of ranks on which the ranges lie."""
    last = max([2, *(one.worst for one in ranges)])
    return Axis(Fraction(1), Fraction(last), Fraction(last - 1))


def _mean(values: list[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)
