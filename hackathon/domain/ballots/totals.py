"""Totals of ballots: the points that marks add up to."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from scoring import Rubric


def total_of(rubric: Rubric, marks: Mapping[str, Decimal]) -> Fraction | None:
    """The points that these marks add up to, None while one that counts is missing."""
    counting = [criterion for criterion in rubric.criteria if criterion.counts]
    if any(criterion.key not in marks for criterion in counting):
        return None
    return sum((points_of(rubric, criterion.key, marks[criterion.key]) for criterion in counting), Fraction(0))


def points_of(rubric: Rubric, key: str, mark: Decimal) -> Fraction:
    """The points that one mark adds to the total."""
    criterion = rubric.criteria[rubric.index(key)]
    return Fraction(criterion.points) * Fraction(mark) / Fraction(criterion.scale.max)
