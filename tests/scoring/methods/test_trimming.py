"""Trimming: too few ballots, and steps that leave out what the trimmed mean left out."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest

from scoring import Standings
from tests.scoring.builders import TWO, order, ranked

FIVE = "drop = { high = 1, low = 1, min = 5 }\n"
POINTS = '[[criteria]]\nkey = "a"\npoints = 40\n[[criteria]]\nkey = "b"\npoints = 60\n'


def trimmed(marks: Mapping[str, Any], more: str = "", *, criteria: str = TWO) -> Standings:
    return ranked(marks, f'[ranking]\nmethod = "trimmed-mean"\n{more}', criteria=criteria)


# --- drop.min -------------------------------------------------------------------------------------------------------


def test_an_entry_with_fewer_ballots_drops_nothing_and_is_named() -> None:
    standings = trimmed(
        {"T1": [(1, 1), (5, 5), (5, 5), (5, 5), (10, 10)], "T2": [(1, 1), (5, 5), (5, 5), (10, 10)]}, FIVE
    )
    assert {row.entry: row.score for row in standings.rows} == {"T1": 50, "T2": Fraction(210, 4)}
    assert standings.warnings == ("nothing is left out of the mean where there are fewer than 5 ballots: T2",)
    assert [total.dropped for total in standings.totals_of("T2")] == [False] * 4
    assert [total.dropped for total in standings.totals_of("T1")] == [True, False, False, False, True]


def test_one_ballot_suffices_then() -> None:
    assert trimmed({"T1": [(7, 7)]}, FIVE).rows[0].score == 70


@pytest.mark.parametrize("drop", ["high = 2, low = 1, min = 4", 'high = 1, low = 1, min = 4, of = "criterion"'])
def test_every_way_of_dropping_heeds_it(drop: str) -> None:
    standings = trimmed({"T1": [(1, 1), (2, 2), (9, 9)], "T2": [(4, 4)] * 4}, f"drop = {{ {drop} }}\n")
    assert standings.get("T1").score == 40


# --- :trimmed -------------------------------------------------------------------------------------------------------


def test_gwangju_204_trimmed_means_of_criteria_decide() -> None:
    """At an equal trimmed score the criteria are compared by means that drop as well: X's 40 beats Y's 35."""
    by_criterion = 'drop = { of = "criterion" }\n'
    for ties, first in (("criterion:a", "Y"), ("criterion:a:trimmed", "X")):
        standings = trimmed(EQUAL, by_criterion + f'ties = ["{ties}"]\n', criteria=POINTS)
        assert {row.score for row in standings.rows} == {70}
        assert (standings.rows[0].entry, standings.rows[1].decided_by) == (first, ties)


# a = 40,40,40,0,40 and 35 five times; b makes both scores 70 by criterion.
EQUAL = {
    "X": [(40, 30), (40, 30), (40, 30), (0, 30), (40, 30)],
    "Y": [(35, 35), (35, 35), (35, 35), (35, 35), (35, 35)],
}


def test_the_ballots_that_the_method_dropped_are_left_out() -> None:
    standings = trimmed(
        {"T1": [(10, 5), (4, 8), (0, 1)], "T2": [(7, 6), (1, 10), (3, 0)]}, 'ties = ["criteria-in-order:trimmed"]\n'
    )
    # T1: totals 70, 64, 6; T2: 64, 64, 12. What is left is 64 in both.
    assert standings.ties[0].steps[0].rule == "criterion:creativity:trimmed"
    assert standings.ties[0].steps[0].values == {"T1": "4", "T2": "4"}


def test_of_equal_totals_each_counts_with_the_part_that_is_left_of_it() -> None:
    # T1: 60 30 30 30 of which 30 once: 2/3 of each is left; its creativity (3 + 0 + 6) * 2/3 / 2 = 3.
    marks = {"T1": [(6, 6), (3, 3), (0, 5), (6, 1)], "T2": [(9, 9), (3, 3), (3, 3), (3, 3)]}
    standings = trimmed(marks, 'ties = ["criterion:creativity:trimmed"]\n')
    assert {row.score for row in standings.rows} == {30}
    assert standings.ties[0].steps[0].values == {"T1": "3", "T2": "3"}


def test_which_judge_stands_where_changes_nothing() -> None:
    marks = {"T1": [(6, 6), (3, 3), (0, 5), (6, 1)], "T2": [(6, 1), (0, 5), (3, 3), (6, 6)]}
    standings = trimmed(marks, 'ties = ["criterion:creativity:trimmed", "criterion:technical:trimmed"]\n')
    assert order(standings) == "(T1 T2)"


def test_all_totals_equal_and_dropped_from_both_ends() -> None:
    marks = {"T1": [(3, 3), (0, 5), (6, 1)], "T2": [(3, 3), (3, 3), (3, 3)]}
    standings = trimmed(marks, 'ties = ["criterion:creativity:trimmed"]\n')
    assert standings.ties[0].steps[0].values == {"T1": "3", "T2": "3"}


def test_points_0_criteria_are_read_whole_and_stand_in_the_list_in_order_only() -> None:
    criteria = TWO + '[[criteria]]\nkey = "extra"\npoints = 0\nscale = { max = 9 }\n'
    marks = {"T1": [(5, 5, 9), (5, 5, 0), (5, 5, 0)], "T2": [(5, 5, 1), (5, 5, 1), (5, 5, None)]}
    standings = trimmed(marks, 'ties = ["criteria-in-order:trimmed"]\n', criteria=criteria)
    assert [step.rule for step in standings.ties[0].steps] == [
        "criterion:creativity:trimmed", "criterion:technical:trimmed", "criterion:extra:trimmed",
    ]  # fmt: skip
    assert standings.ties[0].steps[2].values == {"T1": "3", "T2": "1"}
    by_points = trimmed(marks, 'ties = ["criteria-by-points:trimmed"]\n', criteria=criteria)
    assert [step.rule for step in by_points.ties[0].steps] == [
        "criterion:technical:trimmed", "criterion:creativity:trimmed",
    ]  # fmt: skip


def test_an_entry_that_drops_nothing_is_read_whole() -> None:
    marks = {"T1": [(9, 4), (3, 8)], "T2": [(1, 1), (6, 6), (6, 6), (6, 6), (9, 9)]}
    standings = trimmed(marks, FIVE + 'ties = ["criterion:creativity:trimmed"]\n')
    assert standings.ties[0].steps[0].values == {"T1": "6", "T2": "6"}


def test_the_step_is_told_in_words() -> None:
    standings = trimmed(EQUAL, 'drop = { of = "criterion" }\nties = ["criterion:a:trimmed"]\n', criteria=POINTS)
    assert "the trimmed mean mark for “a” decided (X 40, Y 35)" in standings.explain("X", "en")
    assert "‘a’ 절사평균 점수" in standings.explain("X", "ko")
