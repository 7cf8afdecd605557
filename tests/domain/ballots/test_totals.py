"""What a ballot adds up to."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hackathon.domain.ballots import totals
from hackathon.domain.ballots.revisions import rubric_of
from tests.factories import POLICY


def test_totals_are_exact_and_need_every_mark_that_counts() -> None:
    rubric = rubric_of(POLICY)
    marks = {"creativity": Decimal(7), "technical": Decimal("3")}
    assert totals.total_of(rubric, marks) == Fraction(54)
    assert totals.total_of(rubric, {"creativity": Decimal(7)}) is None
