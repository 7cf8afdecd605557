"""From ballots to scores: methods, sources, carry, adjustments, rounding."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from scoring import Adjustment, Ballots, ScoringError, rank
from tests.scoring.builders import MEAN, TWO, ballots_of, order, policy_of, ranked, sentences

MEDIAN = '[ranking]\nmethod = "median"\n'
TRIMMED = '[ranking]\nmethod = "trimmed-mean"\n'


def score(marks: list[Any], ranking: str, **more: Any) -> Fraction:
    return ranked({"T1": marks}, ranking, **more).rows[0].score


def test_the_mean_is_an_exact_fraction() -> None:
    assert score([80, 80, 81], MEAN) == Fraction(241, 3)


@pytest.mark.parametrize(("marks", "expected"), [([90, 70, 80], 80), ([70, 81, 80, 99], Fraction(161, 2)), ([5], 5)])
def test_the_median_of_an_even_number_lies_between(marks: list[int], expected: Fraction) -> None:
    assert score(marks, MEDIAN) == expected


def test_the_trimmed_mean_drops_one_highest_and_one_lowest_by_default() -> None:
    assert score([100, 80, 90, 0], TRIMMED) == 85


def test_of_several_equal_extremes_only_one_is_dropped() -> None:
    assert score([90, 90, 60, 60], TRIMMED) == 75


@pytest.mark.parametrize(
    ("drop", "expected"),
    [
        ("{ high = 1 }", Fraction(130, 3)),
        ("{ low = 2 }", 85),
        ("{ high = 2, low = 1 }", 50),
        ("{ high = 0, low = 0 }", 55),
        ('{ of = "total" }', 65),
    ],
)
def test_drop_says_how_many_on_each_side_and_one_side_alone_means_0_on_the_other(drop: str, expected: Fraction) -> None:
    assert score([80, 90, 50, 0], TRIMMED + f"drop = {drop}\n") == expected


def test_three_dropped_on_a_side() -> None:
    marks = [1, 2, 3, 50, 60, 97, 98, 99]
    assert score(marks, TRIMMED + "drop = { high = 3, low = 3 }\n") == 55


def test_dropping_per_criterion_differs_from_dropping_totals() -> None:
    marks = [(10, 0), (0, 10), (5, 5)]
    assert score(marks, TRIMMED, criteria=TWO) == 50
    assert score([(10, 0), (0, 9), (5, 4)], TRIMMED, criteria=TWO) == 44
    assert (
        score([(10, 0), (0, 9), (5, 4)], TRIMMED + 'drop = { high = 1, low = 1, of = "criterion" }\n', criteria=TWO)
        == 44
    )
    assert (
        score([(10, 0), (0, 9), (6, 1)], TRIMMED + 'drop = { high = 1, low = 1, of = "criterion" }\n', criteria=TWO)
        == 30
    )


def test_too_few_ballots_for_the_trimmed_mean_is_a_fault_naming_the_entry() -> None:
    with pytest.raises(ScoringError) as error:
        ranked({"T1": [70, 80, 90], "T2": [70, 80]}, TRIMMED)
    assert sentences(error) == ["T2: dropping 1 highest and 1 lowest leaves none of its ballots (there: 2)."]
    assert sentences(error, "ko") == ["T2: 채점표가 2장뿐이라 최고 1개, 최저 1개를 빼면 남는 점수가 없습니다."]


def test_the_dropped_ballots_can_be_shown() -> None:
    totals = ranked({"T1": [60, 90, 90, 70]}, TRIMMED).totals_of("T1")
    assert [(one.judge, int(one.total), one.dropped) for one in totals] == [
        ("J1", 60, True),
        ("J2", 90, True),
        ("J3", 90, False),
        ("J4", 70, False),
    ]


# --- marks of 0 points, incomplete ballots ------------------------------------------------------------------------


def test_an_incomplete_ballot_is_named_and_does_not_count() -> None:
    standings = ranked({"T1": [80, None]})
    assert [standings.rows[0].score, standings.rows[0].ballots] == [80, 1]
    assert standings.warnings == ("ballot of judge J2 for entry T1 is incomplete and does not count: no mark for idea",)


def test_an_empty_mark_on_a_criterion_of_0_points_leaves_the_ballot_complete() -> None:
    criteria = '[[criteria]]\nkey = "idea"\npoints = 10\n[[criteria]]\nkey = "charm"\npoints = 0\nscale = { max = 5 }\n'
    standings = ranked({"T1": [(7, None), (9, 2)]}, criteria=criteria)
    assert [standings.rows[0].score, standings.rows[0].ballots, standings.warnings] == [8, 2, ()]
    assert standings.rows[0].criteria == {"idea": 8, "charm": 0}


def test_an_entry_without_a_complete_ballot_is_unranked_never_0() -> None:
    standings = ranked({"T1": [80], "T2": [None]}, entries=["T1", "T2", "T3"])
    assert [row.entry for row in standings.rows] == ["T1"]
    assert [(one.entry, one.reason) for one in standings.unranked] == [
        ("T2", "no complete ballot"),
        ("T3", "no ballot"),
    ]


# --- sources, carry, adjustments, rounding ------------------------------------------------------------------------

SOURCES = (
    '[[sources]]\nname = "judges"\nweight = 70\nmethod = "trimmed-mean"\n'
    '[[sources]]\nname = "citizens"\nweight = 25\nmethod = "mean"\n'
)


def sourced(rows: list[tuple[str, str, str, int]], rest: str = SOURCES) -> Any:
    policy = policy_of("", rest=rest)
    names = ("entry", "judge", "source", "idea")
    return rank(Ballots.from_rows([dict(zip(names, row, strict=True)) for row in rows], policy.rubric), policy)


def test_each_source_is_aggregated_alone_and_weights_count_by_their_sum() -> None:
    rows = [("T1", f"J{mark}", "judges", mark) for mark in (0, 80, 100)]
    rows += [("T1", "C1", "citizens", 40), ("T1", "C2", "citizens", 60)]
    assert sourced(rows).rows[0].score == Fraction(70 * 80 + 25 * 50, 95)


def test_one_person_may_score_in_two_sources() -> None:
    rest = SOURCES.replace("trimmed-mean", "mean")
    row = sourced([("T1", "A", "judges", 80), ("T1", "A", "citizens", 60)], rest).rows[0]
    assert (row.score, row.ballots) == (Fraction(70 * 80 + 25 * 60, 95), 1)


def test_an_entry_that_lacks_a_source_is_unranked_and_says_which() -> None:
    rest = SOURCES.replace("trimmed-mean", "median")
    standings = sourced([("T1", "A", "judges", 80), ("T1", "B", "citizens", 60), ("T2", "A", "judges", 90)], rest)
    assert [row.entry for row in standings.rows] == ["T1"]
    assert standings.unranked[0].reason == "no complete ballot from: citizens"


def test_carried_scores_are_weighed_in() -> None:
    standings = ranked({"T1": [80]}, rest="[carry]\nweight = 30\n", carry={"T1": "90.5"})
    assert standings.rows[0].score == (70 * 80 + 30 * Fraction("90.5")) / 100


def test_adjustments_of_one_entry_add_up_and_nothing_is_clamped() -> None:
    extra = [Adjustment("T1", 15, "bonus"), Adjustment("T1", Decimal("7.5"), "bonus"), Adjustment("T2", -90, "late")]
    standings = ranked({"T1": [90], "T2": [80]}, adjustments=extra)
    assert [(row.entry, row.score) for row in standings.rows] == [("T1", Fraction("112.5")), ("T2", -10)]


def test_carry_comes_before_adjustments_and_rounding_comes_last() -> None:
    standings = ranked(
        {"T1": [80, 81, 81]},
        MEAN + "decimals = 1\n",
        rest="[carry]\nweight = 50\n",
        carry={"T1": 80},
        adjustments=[Adjustment("T1", Decimal("0.02"), "bonus")],
    )
    # (80.666… + 80) / 2 + 0.02 = 80.3533…
    assert standings.rows[0].score == Fraction("80.4")


@pytest.mark.parametrize(
    ("points", "decimals", "shown"),
    [("0.005", 2, "0.01"), ("-0.005", 2, "-0.01"), ("-0.004", 2, "0.00"), ("2.5", 0, "3"), ("-2.5", 0, "-3")],
)
def test_halves_are_rounded_away_from_zero(points: str, decimals: int, shown: str) -> None:
    extra = [Adjustment("T1", points, "test")]
    assert ranked({"T1": [0]}, MEAN + f"decimals = {decimals}\n", adjustments=extra).rows[0].shown == shown


def test_declared_rounding_makes_ties_and_display_does_not() -> None:
    marks = {"T1": [80, 80, 81], "T2": [80, 81, 81]}
    assert order(ranked(marks)) == "T2 T1"
    assert order(ranked(marks, MEAN + "decimals = 0\n")) == "T2 T1"
    close = {"T1": [80, 80, 80, 81], "T2": [80, 80, 81]}
    assert order(ranked(close, MEAN + "decimals = 0\n")) == "(T1 T2)"


# --- exactness ----------------------------------------------------------------------------------------------------


def test_equal_fractions_tie_where_floats_would_split_them() -> None:
    points = {"a": 0.1, "b": 0.2, "c": 0.3}
    assert points["a"] + points["b"] != points["c"]
    criteria = "".join(
        f'[[criteria]]\nkey = "{key}"\npoints = {worth}\nscale = {{ max = 1 }}\n' for key, worth in points.items()
    )
    standings = ranked({"T1": [(1, 1, 0)], "T2": [(0, 0, 1)]}, criteria=criteria)
    assert [row.score for row in standings.rows] == [Fraction(3, 10), Fraction(3, 10)]
    assert order(standings) == "(T1 T2)"


def test_unequal_fractions_differ_where_floats_would_tie_them() -> None:
    policy = policy_of(
        criteria='[[criteria]]\nkey = "idea"\npoints = 999999999.999999999\nscale = { max = 999999999 }\n'
    )
    standings = rank(ballots_of(policy, {"T1": [999_999_998] * 2, "T2": [999_999_998] * 2}), policy, adjustments=[
        Adjustment("T1", Decimal("0.000000000000000001"), "a hair")
    ])  # fmt: skip
    assert float(standings.rows[0].score) == float(standings.rows[1].score)
    assert order(standings) == "T1 T2"


def test_a_float_mark_is_read_as_its_shortest_decimal() -> None:
    criteria = '[[criteria]]\nkey = "idea"\npoints = 1\nscale = { max = 1, step = 0.1 }\n'
    assert ranked({"T1": [0.3, 0.1]}, criteria=criteria).rows[0].score == Fraction(1, 5)
    assert ranked({"T1": [7.0]}).rows[0].score == 7
