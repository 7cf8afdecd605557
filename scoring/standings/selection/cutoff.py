"""Cut-off: the lines of [cutoff], and which entries pass each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from scoring.ballots.reader import EMPTY
from scoring.exact import BoolArray, Exact, aligned_texts, times
from scoring.methods.panel import Panel
from scoring.policy.settings import Cutoff
from scoring.text import Text, text, text_n

# What is on the wrong side of a line, by whether lower is better and whether exactly on the line passes.
MISSES: dict[tuple[bool, bool], Callable[..., Text]] = {
    (False, True): lambda **told: text("{value} is below {line}", **told),
    (False, False): lambda **told: text("{value} is not above {line}", **told),
    (True, True): lambda **told: text("{value} is above {line}", **told),
    (True, False): lambda **told: text("{value} is not below {line}", **told),
}


@dataclass(frozen=True, eq=False)
class Line:
    """One line of the cut-off. `passes`: a flag per entry; `miss` says how the entry of that index misses it."""

    rule: str
    passes: BoolArray
    miss: Callable[[int], Text]


def cutoff_lines(
    cutoff: Cutoff, *, panel: Panel, scores: Exact, points: Mapping[str, Exact], lower_is_better: bool
) -> Iterator[Line]:
    """The lines, each with what it is measured on: the score, mean points, the lowest mark of any judge, ballots."""
    if cutoff.total is not None:
        yield _line("cutoff:total", scores, Fraction(cutoff.total), cutoff, lower=lower_is_better)
    for key, least in cutoff.criterion.items():
        yield _line(f"cutoff:criterion:{key}", points[key], Fraction(least), cutoff)
    for key, least in cutoff.any_judge.items():
        marks, has = _lowest_marks(panel, panel.rubric.index(key))
        yield _line(f"cutoff:any_judge:{key}", marks, Fraction(least), cutoff, has=has)
    if cutoff.ballots:
        yield _ballots_line(panel, cutoff.ballots)


def _line(
    rule: str, values: Exact, line: Fraction, cutoff: Cutoff, *, lower: bool = False, has: BoolArray | None = None
) -> Line:
    sign = -1 if lower else 1
    mine, needed = times(values.ints, sign * line.denominator), sign * line.numerator * values.scale
    passes = np.asarray(mine >= needed if cutoff.inclusive else mine > needed, dtype=np.bool_)

    def miss(at: int) -> Text:
        value, shown = aligned_texts([values.fraction(at), line])
        return MISSES[lower, cutoff.inclusive](value=value, line=shown)

    return Line(rule, passes if has is None else passes | ~has, miss)


def _lowest_marks(panel: Panel, at: int) -> tuple[Exact, BoolArray]:
    """The lowest mark of each entry, of ballots that the method drops too; and which entries have one."""
    units = panel.marks[:, at]
    given = units != EMPTY
    highest = np.iinfo(np.int64).max
    lowest = np.minimum.reduceat(np.where(given, units, highest), panel.starts) if len(units) else units
    has: BoolArray = lowest != highest
    return Exact(np.where(has, lowest, 0), 10 ** panel.rubric.criteria[at].scale.places), has


def _ballots_line(panel: Panel, needed: int) -> Line:
    def miss(at: int) -> Text:
        have = int(panel.counts[at])
        return text_n(
            "{n} complete ballot, {needed} needed", "{n} complete ballots, {needed} needed", n=have, needed=needed
        )

    return Line("cutoff:ballots", panel.counts >= needed, miss)
