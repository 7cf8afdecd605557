"""Normal equations of total = entry + judge, exact, with the entries eliminated."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm

import numpy as np

from scoring.exact import IntArray, largest, wide
from scoring.methods.panel import Panel

# Effects are integers in units of 10**-30: nine decimals of a score are then never in doubt.
ONE = 10**30
ROUNDS = 60
# Pairs of judges with a common entry counted in one go; bounds the memory of a very large panel.
PAIRS_AT_ONCE = 4_000_000


@dataclass(frozen=True, eq=False)
class Equations:
    """`matrix @ effects = right`, both times `multiple`; a row and a column per judge who has ballots.

    `judges` says which judge of the panel each column is; `column` gives the column of every ballot. The columns are in an
    order that does not depend on what the judges are called, so that renaming them changes no digit.
    """

    panel: Panel
    judges: IntArray
    column: IntArray
    matrix: IntArray
    right: IntArray
    multiple: int

    @classmethod
    def of(cls, panel: Panel) -> Equations:
        """Each judge's number of ballots less what the entries explain, and the same for sums of totals."""
        judges, column = np.unique(panel.judge, return_inverse=True)
        multiple = lcm(*(int(count) for count in np.unique(panel.counts)))
        matrix = _matrix(panel, column, len(judges), multiple)
        right = _right(panel, column, len(judges), multiple)
        rows = [sorted(row) for row in matrix.tolist()]
        order = np.array(sorted(range(len(judges)), key=lambda at: (right[at], matrix[at, at], rows[at])))
        place = np.argsort(order)
        return cls(panel, judges[order], place[column], matrix[np.ix_(order, order)], right[order], multiple)

    @cached_property
    def groups(self) -> list[IntArray]:
        """Columns of judges who are connected by common entries, the group of the first judge first."""
        linked = self.matrix != 0
        left, groups = set(range(len(self.judges))), []
        while left:
            group = np.zeros(len(self.judges), dtype=np.bool_)
            group[min(left, key=lambda at: self.judges[at])] = True
            while True:
                grown = group | np.any(linked[group], axis=0)
                if np.array_equal(grown, group):
                    break
                group = grown
            columns = np.flatnonzero(group)
            groups.append(columns[np.argsort(self.judges[columns])])
            left -= set(columns.tolist())
        return groups

    @cached_property
    def variation(self) -> Fraction:
        """Sum of the squared differences between totals and the mean of their entry, in units of 1/totals.scale²."""
        panel = self.panel
        totals = wide(panel.totals.ints, (largest(panel.totals.ints) * int(panel.counts.max())) ** 2 * len(panel.entry))
        sums = panel.sums(totals).astype(object)
        means = np.sum(sums * sums * np.array([self.multiple // int(count) for count in panel.counts], dtype=object))
        return Fraction(int(np.sum(totals * totals)) * self.multiple - int(means), self.multiple)

    def as_floats(self) -> tuple[IntArray, IntArray]:
        """Matrix and right side, without the multiple."""
        return _divided(self.matrix, self.multiple), _divided(self.right, self.multiple)

    def solved(self, ridge: Fraction) -> IntArray:
        """Judge effects in units of 1/ONE of a total's unit, with `ridge` added to the diagonal.

        Without a ridge, the effects add up to 0 within each connected group. Floats only propose corrections; what is left
        over is computed in integers until it vanishes.
        """
        size = len(self.judges)
        diagonal = np.eye(size, dtype=np.int64).astype(object) * (ridge.numerator * self.multiple)
        matrix = self.matrix * ridge.denominator + diagonal
        right = self.right * (ridge.denominator * ONE)
        scale = ridge.denominator * self.multiple
        inverse = np.linalg.inv(_divided(matrix, scale) + (0 if ridge else self._anchors()))
        effects = np.zeros(size, dtype=object)
        for _ in range(ROUNDS):
            step = inverse @ _divided(right - matrix @ effects, scale)
            moved = np.array([int(one) for one in step], dtype=object)
            effects = effects + moved
            if largest(moved) <= 1:
                break
        return effects if ridge else self._centred(effects)

    def _anchors(self) -> IntArray:
        """What makes the matrix regular without moving the solution: a block of ones per connected group."""
        anchors = np.zeros((len(self.judges), len(self.judges)))
        for group in self.groups:
            anchors[np.ix_(group, group)] = 1.0
        return anchors

    def _centred(self, effects: IntArray) -> IntArray:
        for group in self.groups:
            effects[group] = effects[group] - int(np.sum(effects[group])) // len(group)
        return effects


def _matrix(panel: Panel, column: IntArray, size: int, multiple: int) -> IntArray:
    own = np.bincount(column, minlength=size)
    matrix: IntArray = np.diag(own).astype(object) * multiple
    for count in np.unique(panel.counts):
        entries = np.flatnonzero(panel.counts == count)
        together = np.zeros(size * size, dtype=np.int64)
        step = max(1, PAIRS_AT_ONCE // int(count) ** 2)
        for start in range(0, len(entries), step):
            seats = column[panel.starts[entries[start : start + step], np.newaxis] + np.arange(count)]
            pairs = seats[:, :, np.newaxis] * size + seats[:, np.newaxis, :]
            together += np.bincount(pairs.ravel(), minlength=size * size)
        matrix = matrix - together.reshape(size, size).astype(object) * (multiple // int(count))
    return matrix


def _right(panel: Panel, column: IntArray, size: int, multiple: int) -> IntArray:
    totals = wide(panel.totals.ints, 2 * max(1, largest(panel.totals.ints)) * multiple * len(column))
    means = panel.sums(totals) * np.array([multiple // int(count) for count in panel.counts], dtype=totals.dtype)
    left = totals * multiple - np.repeat(means, panel.counts)
    right = np.zeros(size, dtype=left.dtype)
    np.add.at(right, column, left)
    return right.astype(object)


def _divided(ints: IntArray, scale: int) -> IntArray:
    """Integers of any size over `scale`, each as the nearest float."""
    return np.array([int(one) / scale for one in ints.ravel()], dtype=np.float64).reshape(ints.shape)
