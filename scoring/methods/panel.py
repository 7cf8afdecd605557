"""Panel: the ballots that count, laid out entry by entry, and their sums."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, reduce
from math import lcm
from typing import Any

import numpy as np

from scoring.ballots.ballots import Ballots
from scoring.ballots.reader import EMPTY
from scoring.exact import SAFE, BoolArray, Exact, IntArray, dense, largest, wide
from scoring.policy.rubric import Criterion, Rubric
from scoring.policy.settings import Rounding


@dataclass(frozen=True, eq=False)
class Panel:
    """Counted ballots of the ranked entries, contiguous by entry: entry i has ballots `starts[i]` up to
    `starts[i] + counts[i]`, never none.

    `entry`, `judge`, `source` and `marks` are those of Ballots, cut down to what counts; `entry` indexes `entries`.
    `judges` are all judges of the table, also those without a ballot that counts; `judge` indexes them. `marks` has a
    column for each criterion of `rubric`. Totals are rounded where `rounding` says so, marks never.
    """

    rubric: Rubric
    entries: tuple[str, ...]
    entry: IntArray
    judge: IntArray
    source: IntArray
    marks: IntArray
    counts: IntArray
    judges: tuple[str, ...] = ()
    source_name: str = ""
    rounding: Rounding | None = None
    # What methods worked out from this panel and may need again.
    memo: dict[str, Any] = field(default_factory=dict, repr=False)

    @classmethod
    def of(
        cls,
        ballots: Ballots,
        *,
        rubric: Rubric,
        counted: BoolArray,
        ranked: BoolArray,
        source: str = "",
        rounding: Rounding | None = None,
    ) -> Panel:
        """The `counted` ballots (a flag per ballot) of the `ranked` entries (a flag per entry, each with some), with the
        marks on the criteria of `rubric`."""
        columns = _columns(ballots.rubric, rubric)
        if counted.all() and ranked.all():
            entries, entry, judge, of, marks = (
                ballots.entries, ballots.entry, ballots.judge, ballots.source, ballots.marks[:, columns],
            )  # fmt: skip
        else:
            kept = np.flatnonzero(counted & ranked[ballots.entry])
            entries = tuple(code for code, has_rank in zip(ballots.entries, ranked, strict=True) if has_rank)
            renumbered = np.cumsum(ranked) - 1
            entry, judge, of = renumbered[ballots.entry[kept]], ballots.judge[kept], ballots.source[kept]
            marks = np.asfortranarray(ballots.marks[kept][:, columns])
        counts = np.bincount(entry, minlength=len(entries))
        return cls(rubric, entries, entry, judge, of, marks, counts, ballots.judges, source, rounding)

    def of_source(self, number: int, name: str, *, rounding: Rounding | None = None) -> Panel:
        """The same entries with the ballots of one source only; every entry must have at least one."""
        kept = self.source == number
        entry = self.entry[kept]
        counts = np.bincount(entry, minlength=len(self.entries))
        marks, judge, source = np.asfortranarray(self.marks[kept]), self.judge[kept], self.source[kept]
        return Panel(self.rubric, self.entries, entry, judge, source, marks, counts, self.judges, name, rounding)

    @cached_property
    def starts(self) -> IntArray:
        """Index of each entry's first ballot."""
        return np.cumsum(self.counts) - self.counts

    @cached_property
    def totals(self) -> Exact:
        """The points of each ballot."""
        rule = self.rounding
        if rule is None or rule.at == "criterion-mean":
            return self._unrounded_totals()
        if rule.at == "ballot":
            return self._summable(self._unrounded_totals().rounded(rule.decimals, rule.mode))
        nothing = Exact(np.zeros(len(self.entry), dtype=np.int64), 1)
        counting = [at for at, criterion in enumerate(self.rubric.criteria) if criterion.counts]
        points = (self.points_of(at).rounded(rule.decimals, rule.mode) for at in counting)
        return self._summable(reduce(Exact.plus, points, nothing))

    def _unrounded_totals(self) -> Exact:
        worth = [criterion.unit_points for criterion in self.rubric.criteria]
        scale = lcm(*(points.denominator for points in worth))
        weights = [int(points * scale) for points in worth]
        total = self._zeros(sum(abs(weight) * _bound(one) for weight, one in self._weighted(weights)))
        for at, weight in enumerate(weights):
            if weight:
                column = self.marks[:, at]
                total += (column.astype(object) if total.dtype == object else column) * weight
        return Exact(total, scale)

    def _summable(self, values: Exact) -> Exact:
        """Values that fit when they are added up over all ballots of an entry, and twice that for a median."""
        return Exact(wide(values.ints, 2 * largest(values.ints) * int(self.counts.max(initial=1))), values.scale)

    def _weighted(self, weights: list[int]) -> list[tuple[int, Criterion]]:
        return list(zip(weights, self.rubric.criteria, strict=True))

    def _zeros(self, bound: int) -> IntArray:
        # Sums over all ballots of an entry, and twice that for a median, must fit as well.
        most = 2 * bound * int(self.counts.max(initial=1))
        return np.zeros(len(self.entry), dtype=np.int64 if most < SAFE else object)

    @cached_property
    def sorted_totals(self) -> IntArray:
        """`totals.ints`, ascending within each entry."""
        return self.sorted_within(self.totals.ints)

    def sorted_within(self, ints: IntArray) -> IntArray:
        """Values of each ballot, ascending within each entry."""
        if not len(ints):
            return ints
        least = int(ints.min())
        span = int(ints.max()) - least + 1
        if ints.dtype == object or span * len(self.entries) >= SAFE:
            order: IntArray = np.lexsort((np.argsort(np.argsort(ints, kind="stable"), kind="stable"), self.entry))
            return ints[order]
        # One sort of "entry, then value" packed into a single integer is far faster than a sort by two keys.
        packed = np.sort(self.entry * np.int64(span) + (ints - least))
        return packed - self.entry * np.int64(span) + least

    @cached_property
    def doubled_places(self) -> IntArray:
        """Twice the place of each ballot among those of its judge: the highest total is first, equal totals share the
        average of their places (doubled, so that it stays whole)."""
        falling = -dense(self.totals.ints)
        order = np.lexsort((falling, self.judge))
        judge, value, at = self.judge[order], falling[order], np.arange(len(order))
        new_judge = np.append(True, judge[1:] != judge[:-1])[: len(order)]
        new_value = new_judge | np.append(True, value[1:] != value[:-1])[: len(order)]
        before = np.maximum.accumulate(np.where(new_judge, at, 0))
        starts = np.flatnonzero(new_value)
        first, last = starts, np.append(starts[1:], len(order)) - 1
        group = np.cumsum(new_value) - 1
        places = np.empty(len(order), dtype=np.int64)
        places[order] = (first + last)[group] - 2 * before + 2
        return places

    def sums(self, ints: IntArray) -> IntArray:
        """Values of each ballot added up per entry."""
        return np.add.reduceat(ints, self.starts) if len(ints) else ints

    def points_of(self, at: int) -> Exact:
        """Points of each ballot on the criterion at that index, which carries points."""
        criterion = self.rubric.criteria[at]
        units, worth = self.marks[:, at], criterion.unit_points
        bound = 2 * abs(worth.numerator) * _bound(criterion) * int(self.counts.max(initial=1))
        return Exact((units if bound < SAFE else units.astype(object)) * worth.numerator, worth.denominator)

    def mean_total(self) -> Exact:
        """Mean total of all counted ballots, per entry."""
        return Exact(self.sums(self.totals.ints), self.totals.scale).over(self.counts)

    def mean_mark(self, at: int) -> tuple[Exact, BoolArray]:
        """Mean mark on the criterion at that index, and which entries have one.

        Only a criterion of 0 points may lack marks on a counted ballot; those ballots are left out of its mean.
        """
        units = self.marks[:, at]
        given = units != EMPTY
        counts = self.sums(given.astype(np.int64))
        bound = _bound(self.rubric.criteria[at]) * int(self.counts.max(initial=1))
        safe = np.where(given, units, 0)
        sums = self.sums(safe if bound < SAFE else safe.astype(object))
        scale = 10 ** self.rubric.criteria[at].scale.places
        return Exact(sums, scale).over(np.maximum(counts, 1)), counts > 0

    def mean_points(self, at: int) -> Exact:
        """Mean points on the criterion at that index (0 for a criterion of 0 points)."""
        criterion = self.rubric.criteria[at]
        mean, _ = self.mean_mark(at)
        return mean.by(criterion.unit_points * 10**criterion.scale.places)


def _columns(read_with: Rubric, wanted: Rubric) -> slice | list[int]:
    if read_with.keys == wanted.keys:
        return slice(None)
    return [read_with.index(key) for key in wanted.keys]


def _bound(criterion: Criterion) -> int:
    scale = criterion.scale
    return max(abs(scale.units(scale.min)), scale.units(scale.max) + 1)
