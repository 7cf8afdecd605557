"""Arithmetic of a score of several sources: what each of them weighs, and the sum with its numbers."""

from __future__ import annotations

from fractions import Fraction

from scoring.exact import exact_places, exact_text
from scoring.standings.outcome import Outcome
from scoring.standings.rows import Standing


def shares_of(outcome: Outcome) -> dict[str, Fraction]:
    """Source → the part of the score that it makes, all of them 1. A source without any ballot yet has none.

    The scores that they are parts of come before carried scores, adjustments and rounding.
    """
    weights = {one.name: Fraction(one.weight) for one in outcome.policy.sources if one.name in outcome.by_source}
    whole = sum(weights.values(), Fraction(0))
    return {name: weight / whole for name, weight in weights.items()}


def weighted_sum(outcome: Outcome, row: Standing) -> str:
    """The sum that gives the score of an entry, as a calculator takes it: "90.67 × 70 % + 84.00 × 30 %".

    Empty where the rules have no sources. The exact scores are beside it in every file: `row.sources`.
    """
    return " + ".join(
        f"{outcome.show(row.sources[name])} × {share_text(share)}" for name, share in shares_of(outcome).items()
    )


def share_text(share: Fraction) -> str:
    """A share in per cent, or as a fraction where no decimal is exact: "70 %", "2/3"."""
    percent = share * 100
    return str(share) if exact_places(percent) is None else f"{exact_text(percent)} %"
