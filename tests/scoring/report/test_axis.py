"""The picture of an entry's ballots: where dots, score and labels lie."""

from __future__ import annotations

from fractions import Fraction

import pytest

from scoring.report.axis import FLOOR, LEFT, RIGHT, Axis, dot_plot, fit_axis

POINTS = Axis(Fraction(50), Fraction(100), Fraction(10))


def whole(*numbers: int) -> list[Fraction]:
    return [Fraction(number) for number in numbers]


def kept(*totals: int) -> list[tuple[Fraction, bool]]:
    return [(Fraction(total), False) for total in totals]


@pytest.mark.parametrize(
    ("values", "low", "high"),
    [((52, 97), 50, 100), ((60, 100), 60, 100), ((0, 100), 0, 100), ((-7, 12), -10, 15), ((3, 3), 2, 4)],
)
def test_the_scale_ends_in_round_numbers_around_all_values(values: tuple[int, int], low: int, high: int) -> None:
    scale = fit_axis(whole(*values))
    assert scale.low <= min(values)
    assert scale.high >= max(values)
    assert (scale.high - scale.low) / scale.step <= 8
    assert scale.low % scale.step == 0
    if values != (3, 3):
        assert (scale.low, scale.high) == (low, high)


def test_a_single_value_still_has_a_scale() -> None:
    scale = fit_axis(whole(3))
    assert scale.low < 3 < scale.high


def test_no_values_are_shown_on_a_hundred() -> None:
    assert (fit_axis([]).low, fit_axis([]).high) == (0, 100)


def test_labels_stand_under_their_numbers() -> None:
    assert POINTS.ticks[0] == (LEFT, "50")
    assert POINTS.ticks[-1] == (RIGHT, "100")


def test_a_total_lies_in_proportion() -> None:
    assert [dot.x for dot in dot_plot(kept(75), None, POINTS).dots] == [130]


def test_equal_totals_are_stacked() -> None:
    dots = dot_plot(kept(80, 80, 90), None, POINTS).dots
    assert [dot.y for dot in dots if dot.x == POINTS.x(Fraction(80))] == [FLOOR, FLOOR - 9]
    assert dots[-1].y == FLOOR


def test_a_high_stack_stays_inside_the_picture() -> None:
    dots = dot_plot(kept(*[80] * 9), None, POINTS).dots
    assert len({dot.y for dot in dots}) == 9
    assert min(dot.y for dot in dots) >= 4


def test_dropped_totals_are_marked() -> None:
    dots = dot_plot([(Fraction(60), True), (Fraction(80), False)], None, POINTS).dots
    assert [dot.dropped for dot in dots] == [True, False]


def test_the_score_is_a_mark_of_its_own() -> None:
    assert dot_plot(kept(80), Fraction(75), POINTS).mark == 130


def test_a_score_that_is_no_number_of_points_has_no_mark() -> None:
    assert dot_plot(kept(80), None, POINTS).mark is None
