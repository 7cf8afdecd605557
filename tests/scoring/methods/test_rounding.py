"""Rounding: which way, and from where on; limits of adjustments."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from scoring import Adjustment, Ballots, rank
from scoring.exact import from_fractions
from tests.scoring.builders import MEAN, ONE, policy_of, ranked

THIRDS = '[[criteria]]\nkey = "a"\npoints = 1\nscale = { max = 3 }\n[[criteria]]\nkey = "b"\npoints = 1\nscale = { max = 3 }\n'


@pytest.mark.parametrize(
    ("mode", "halves"),
    [
        ("half-up", ["0.3", "-0.3", "0.4", "0.1"]),
        ("half-even", ["0.2", "-0.2", "0.4", "0.1"]),
        ("down", ["0.2", "-0.2", "0.3", "0"]),
    ],
)
def test_the_three_ways(mode: str, halves: list[str]) -> None:
    values = [Fraction("0.25"), Fraction("-0.25"), Fraction("0.35"), Fraction("0.06")]
    rounded = from_fractions(values).rounded(1, mode)
    assert [rounded.fraction(at) for at in range(4)] == [Fraction(one) for one in halves]


def test_numbers_that_fit_no_machine_word_are_rounded_alike() -> None:
    large = Fraction(10**30) + Fraction(1, 2)
    for mode, more in (("half-up", 1), ("half-even", 0), ("down", 0)):
        assert from_fractions([large, -large]).rounded(0, mode).fraction(1) == -(10**30) - more


def scored(marks: dict[str, Any], more: str, *, criteria: str = THIRDS, method: str = "mean", **rest: Any) -> Any:
    return ranked(marks, f'[ranking]\nmethod = "{method}"\n{more}', criteria=criteria, **rest)


@pytest.mark.parametrize(
    ("where", "score"),
    [
        # 2/3 + 2/3 = 4/3 and 2/3: the mean is 1.
        ("score", "1"),
        # Totals 1.3 and 0.7, cut off to 0.6: the mean is 0.95, cut off to 0.9.
        ("ballot", "0.9"),
        # 0.6 + 0.6 and 0 + 0.6.
        ("criterion", "0.9"),
    ],
)
def test_rounding_starts_where_the_policy_says(where: str, score: str) -> None:
    more = f'decimals = 1\nrounding = "down"\nround_at = "{where}"\n'
    assert scored({"T1": [(2, 2), (0, 2)]}, more).rows[0].score == Fraction(score)


def test_a_rounded_total_is_the_total_for_everything_that_reads_totals() -> None:
    more = 'decimals = 1\nround_at = "criterion"\nties = ["countback"]\n'
    standings = scored({"T1": [(2, 2)], "T2": [(2, 2)]}, more)
    assert standings.ties[0].steps[0].values == {"T1": "1.4", "T2": "1.4"}
    assert standings.totals_of("T1")[0].total == Fraction("1.4")
    assert standings.rows[0].criteria == {"a": Fraction(2, 3), "b": Fraction(2, 3)}


def test_only_the_trimmed_mean_of_each_criterion_is_rounded_where_marks_are_dropped_by_criterion() -> None:
    """As in figure skating: each component's trimmed mean is rounded to two decimals before they are added up."""
    more = 'decimals = 2\nround_at = "criterion"\ndrop = { of = "criterion" }\nties = ["mean"]\n'
    criteria = "".join(f'[[criteria]]\nkey = "{key}"\npoints = 10\nscale = {{ step = 0.25 }}\n' for key in "ab")
    marks = [(Decimal("8.75"), 8), (Decimal("8.25"), Decimal("8.25")), (8, 8), (Decimal("8.5"), Decimal("7.5")), (9, 9)]
    standings = scored({"T1": marks, "T2": marks}, more, criteria=criteria, method="trimmed-mean")
    # a: 8.25 + 8.5 + 8.75 = 25.5, 8.50; b: 8 + 8 + 8.25 = 24.25, 8.08333, rounded 8.08.
    assert standings.rows[0].score == Fraction("16.58")
    assert standings.totals_of("T1")[0].total == Fraction("16.75")


def test_with_ballots_rounded_marks_that_are_dropped_by_criterion_are_not() -> None:
    more = 'decimals = 1\nround_at = "ballot"\ndrop = { of = "criterion" }\nties = ["countback"]\n'
    standings = scored({"T1": [(2, 2)] * 3, "T2": [(2, 2)] * 3}, more, method="trimmed-mean")
    assert standings.rows[0].score == Fraction("1.3")
    assert standings.ties[0].steps[0].values["T1"] == "1.3 1.3 1.3"


def test_sources_and_carried_scores_enter_exactly() -> None:
    sources = "".join(f'[[sources]]\nname = "{name}"\nweight = 1\n' for name in ("jury", "crowd"))
    policy = policy_of(
        MEAN + 'decimals = 1\nround_at = "ballot"\n', criteria=THIRDS, rest=sources + "[carry]\nweight = 50\n"
    )
    rows = [{"entry": "T1", "judge": "J1", "source": "jury", "a": 2, "b": 0}]
    rows += [
        {"entry": "T1", "judge": f"V{at}", "source": "crowd", "a": 0, "b": mark} for at, mark in enumerate((0, 0, 1))
    ]
    standings = rank(Ballots.from_rows(rows, policy.rubric), policy, carry={"T1": "0.05"})
    # jury 0.7; crowd 0, 0, 0.3: exactly 0.1; (0.7 + 0.1) / 2 = 0.4; (0.4 + 0.05) / 2 = 0.225
    assert standings.rows[0].sources == {"jury": Fraction("0.7"), "crowd": Fraction("0.1")}
    assert standings.rows[0].score == Fraction("0.2")


# --- [adjustments] --------------------------------------------------------------------------------------------------


def adjusted(rules: str, points: list[tuple[str, object]], ranking: str = MEAN) -> Any:
    return ranked(
        {"T1": [50], "T2": [5]},
        ranking,
        rest=f"[adjustments]\n{rules}",
        adjustments=[Adjustment(*one) for one in points],
    )


def test_bonus_points_add_at_most_so_many_and_penalties_count_in_full() -> None:
    standings = adjusted("most = 5\n", [("T1", 4), ("T1", "3.5"), ("T1", -10), ("T2", 5)])
    assert {row.entry: row.score for row in standings.rows} == {"T1": 45, "T2": 10}
    assert standings.warnings == ("T1: of its 7.5 bonus points only 5 count",)


def test_no_score_is_below_the_floor_adjusted_or_not() -> None:
    """FIS: a jump that is marked -10.9 counts 0.0."""
    criteria = '[[criteria]]\nkey = "jump"\npoints = 10\nscale = { min = -20, max = 10, step = 0.1 }\n'
    standings = ranked({"T1": [Decimal("-10.9")], "T2": [7]}, criteria=criteria, rest="[adjustments]\nfloor = 0\n")
    assert [(row.entry, row.shown) for row in standings.rows] == [("T2", "7.00"), ("T1", "0.00")]
    assert standings.warnings == ("T1: its score of -10.9 is lifted to 0, the lowest there is",)


def test_the_floor_comes_after_bonus_and_penalty_and_before_rounding() -> None:
    standings = adjusted("most = 1\nfloor = 0.05\n", [("T2", 3), ("T2", -9)], MEAN + "decimals = 1\n")
    assert standings.get("T2").score == Fraction("0.1")


def test_without_limits_nothing_is_clamped() -> None:
    assert (
        ranked({"T1": [90]}, criteria=ONE, adjustments=[Adjustment("T1", 15), Adjustment("T1", -200)]).rows[0].score
        == -95
    )
