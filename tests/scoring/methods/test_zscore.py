"""z-score: every judge brought to one mean and one spread."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import zscore

from scoring.standings.forms import FORM_1
from tests.scoring.builders import order, ranked

Z_SCORE = '[ranking]\nmethod = "z-score"\n'
totals = st.integers(0, 100)
panels = st.dictionaries(
    st.sampled_from([f"T{at}" for at in range(6)]),
    st.dictionaries(st.sampled_from(["J1", "J2", "J3", "J4"]), totals, min_size=1),
    min_size=1,
)


def scores(marks: Mapping[str, Any], **more: Any) -> dict[str, Fraction]:
    return {row.entry: row.score for row in ranked(marks, Z_SCORE, **more).rows}


def expected(marks: Mapping[str, Mapping[str, int]]) -> dict[str, float]:
    """The same with scipy's standard scores, judge by judge."""
    every = [total for ballots in marks.values() for total in ballots.values()]
    standard: dict[tuple[str, str], float] = {}
    for judge in sorted({judge for ballots in marks.values() for judge in ballots}):
        mine = {entry: ballots[judge] for entry, ballots in marks.items() if judge in ballots}
        alike = len(set(mine.values())) == 1
        values = [0.0] * len(mine) if alike else zscore(list(mine.values())).tolist()
        standard |= {(entry, judge): value for entry, value in zip(mine, values, strict=True)}
    return {
        entry: float(np.mean(every) + np.std(every) * np.mean([standard[entry, judge] for judge in ballots]))
        for entry, ballots in marks.items()
    }


@given(panels)
def test_scores_agree_with_those_computed_by_scipy(marks: dict[str, dict[str, int]]) -> None:
    assert {code: float(score) for code, score in scores(marks).items()} == pytest.approx(expected(marks), abs=2e-9)


def test_scores_have_nine_decimals_and_are_exact_from_there() -> None:
    found = scores({"T1": [90, 60, 70], "T2": [80, 65, 50], "T3": [70, 50, 41]})
    assert all((score * 10**9).denominator == 1 for score in found.values())
    assert any((score * 10**8).denominator != 1 for score in found.values())


def test_a_judge_who_gives_everybody_the_same_says_nothing() -> None:
    assert scores({"T1": {"J1": 70, "J2": 90}, "T2": {"J1": 70, "J2": 50}}) == {
        "T1": Fraction("77.071067812"),
        "T2": Fraction("62.928932188"),
    }


def test_where_all_totals_are_equal_every_score_is_that_total() -> None:
    assert scores({"T1": [70, 70], "T2": [70, 70]}) == {"T1": 70, "T2": 70}


def test_a_single_ballot_keeps_its_total() -> None:
    assert scores({"T1": [73]}) == {"T1": 73}


def test_mirrored_entries_tie_to_the_last_digit() -> None:
    marks = {"T1": {"J1": 71, "J2": 13}, "T2": {"J1": 13, "J2": 71}, "T3": {"J1": 40, "J2": 40}}
    assert order(ranked(marks, Z_SCORE)) in ("(T1 T2) T3", "T3 (T1 T2)")


def test_a_half_in_the_tenth_decimal_is_rounded_away_from_zero() -> None:
    # Two judges who give the same two totals: z = ±1, so scores are means, here of numbers with ten decimals in their half.
    criteria = '[[criteria]]\nkey = "idea"\npoints = 0.000000001\nscale = { max = 1, step = 0.5 }\n'
    marks = {"T1": {"J1": Decimal("0.5")}}
    assert scores(marks, criteria=criteria) == {"T1": Fraction(1, 10**9)}


# --- judges who cannot be standardised ------------------------------------------------------------------------------


def test_z1_a_judge_with_a_single_ballot_on_an_island_is_named() -> None:
    """T3, a single 2 of 10 by J3 alone, ranks above T2; nobody said a word."""
    standings = ranked({"T1": {"J1": 9, "J2": 8}, "T2": {"J1": 5, "J2": 4}, "T3": {"J3": 2}}, Z_SCORE)
    assert standings.warnings == (
        "judges with a single ballot have no spread, it counts as z = 0: J3",
        "judges and entries fall apart into 2 groups that are not connected: J1, J2 (T1, T2); J3 (T3)",
    )


def test_a_judge_whose_totals_are_all_equal_is_named() -> None:
    standings = ranked({"T1": {"J1": 9, "J2": 5}, "T2": {"J1": 5, "J2": 5}}, Z_SCORE)
    assert standings.warnings == ("judges whose totals are all equal count as z = 0: J2",)


def test_where_everybody_can_be_standardised_nothing_is_said() -> None:
    assert ranked({"T1": [9, 4], "T2": [5, 5]}, Z_SCORE).warnings == ()


def test_results_of_form_1_say_nothing_of_it() -> None:
    assert ranked({"T1": {"J1": 9}, "T2": {"J2": 5}}, Z_SCORE, form=FORM_1).warnings == ()
