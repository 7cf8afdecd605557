"""Z-scores: every judge's totals brought to one mean and one spread."""

from __future__ import annotations

from math import isqrt

import numpy as np

from scoring.exact import Exact, IntArray, dense, largest, wide
from scoring.methods.connections import groups_of, listed, say_loose_groups
from scoring.methods.panel import Panel
from scoring.policy.settings import Aggregation
from scoring.text import Text, joined, text

# Roots are worked out to so many decimals that the ninth of a score is never in doubt.
ROOT = 10**60
SURE, DECIMALS = 25, 9


def z_score(panel: Panel, settings: Aggregation | None = None) -> Exact:
    """Each total as a number of its judge's population standard deviations above that judge's mean (0 where all the
    judge's totals are equal); per entry the mean of these, put back on the points scale with the mean and the
    population standard deviation of all totals; rounded to 9 decimals, halves away from zero.

    Source: the standard score (z-score) of any statistics textbook, as contests use it against generous and harsh
    judges. Worked in integers; the only roots are taken to 60 decimals.

    >>> from scoring import Ballots, Policy, rank
    >>> policy = Policy.from_text('criteria = [{key = "idea", points = 100}]\\nranking = {method = "z-score"}')
    >>> marks = {"J1": {"T1": 90, "T2": 80}, "J2": {"T1": 40, "T2": 60}}
    >>> rows = [{"entry": e, "judge": j, "idea": n} for j, given in marks.items() for e, n in given.items()]
    >>> [(row.entry, row.shown) for row in rank(Ballots.from_rows(rows, policy.rubric), policy).rows]
    [('T1', '67.50'), ('T2', '67.50')]
    """
    totals, count = panel.totals, len(panel.entry)
    ints = wide(totals.ints, (largest(totals.ints) * count) ** 2)
    per_judge = _judge_counts(panel)
    sums, squares = _by_judge(panel, ints), _by_judge(panel, ints * ints)
    deviations = ints * per_judge[panel.judge] - sums[panel.judge]
    overall = count * int(squares.sum()) - int(sums.sum()) ** 2
    factors = _factors(overall, per_judge * squares - sums * sums)
    moved = Exact(panel.sums(deviations.astype(object) * factors[panel.judge]), ROOT * count * totals.scale)
    middle = Exact(np.full(len(panel.entries), int(sums.sum()), dtype=object), count * totals.scale)
    return moved.over(panel.counts).plus(middle).rounded(SURE).rounded(DECIMALS).narrowed()


def z_score_cautions(panel: Panel, settings: Aggregation | None = None) -> tuple[Text, ...]:
    """Names the judges who cannot be standardised: with a single ballot, with equal totals, or cut off from the others."""
    counts, spread = _judge_counts(panel), _judge_ranges(panel)
    single = [panel.judges[at] for at in np.flatnonzero(counts == 1)]
    level = [panel.judges[at] for at in np.flatnonzero((counts > 1) & (spread == 0))]
    groups = groups_of(panel)
    said: list[Text] = []
    if single:
        said.append(
            text("judges with a single ballot have no spread, it counts as z = 0: {judges}", judges=listed(single))
        )
    if level:
        said.append(text("judges whose totals are all equal count as z = 0: {judges}", judges=listed(level)))
    if len(groups) > 1:
        said.append(say_loose_groups(panel, groups))
    return tuple(joined([panel.source_name, one], ": ") if panel.source_name else one for one in said)


def _judge_ranges(panel: Panel) -> IntArray:
    """By judge, the highest total less the lowest."""
    totals = dense(panel.totals.ints)
    highest = np.full(len(panel.judges), totals.min(initial=0), dtype=np.int64)
    lowest = np.full(len(panel.judges), totals.max(initial=0), dtype=np.int64)
    np.maximum.at(highest, panel.judge, totals)
    np.minimum.at(lowest, panel.judge, totals)
    return highest - lowest


def _judge_counts(panel: Panel) -> IntArray:
    return np.bincount(panel.judge, minlength=len(panel.judges))


def _by_judge(panel: Panel, ints: IntArray) -> IntArray:
    sums = np.zeros(len(panel.judges), dtype=ints.dtype)
    np.add.at(sums, panel.judge, ints)
    return sums


def _factors(overall: int, own: IntArray) -> IntArray:
    """Per judge, by how much deviations grow: the root of all totals' variance over the judge's, 0 where that is 0."""
    roots = [isqrt(overall * ROOT**2 // int(mine)) if mine else 0 for mine in own]
    return np.array(roots, dtype=object)
