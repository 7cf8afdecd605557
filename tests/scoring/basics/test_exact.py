"""Numbers stay exact, whether they fit 64 bits or not."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.exact import Exact, aligned_texts, decimal_text, from_fractions, gap_text
from scoring.reading.cells import find_number

BIG = 10**18
fractions = st.fractions(max_denominator=50).map(lambda number: number.limit_denominator(50)) | st.builds(
    Fraction, st.integers(-BIG * BIG, BIG * BIG), st.integers(1, BIG)
)
pairs = st.lists(st.tuples(fractions, fractions), min_size=1, max_size=6)
quick = settings(max_examples=150, deadline=None, derandomize=True)


def read(values: Exact) -> list[Fraction]:
    return [values.fraction(at) for at in range(len(values))]


@quick
@given(pairs)
def test_sums_and_products_are_those_of_fractions(numbers: list[tuple[Fraction, Fraction]]) -> None:
    one, other = ([pair[at] for pair in numbers] for at in (0, 1))
    assert read(from_fractions(one).plus(from_fractions(other))) == [a + b for a, b in numbers]
    assert read(from_fractions(one).by(other[0])) == [a * other[0] for a in one]


@quick
@given(st.lists(st.tuples(fractions, st.integers(1, 10**6)), min_size=1, max_size=6))
def test_division_by_counts(numbers: list[tuple[Fraction, int]]) -> None:
    counts = np.array([count for _, count in numbers])
    assert read(from_fractions([value for value, _ in numbers]).over(counts)) == [a / b for a, b in numbers]


@quick
@given(st.lists(fractions, min_size=1, max_size=6), st.integers(0, 9))
def test_rounding_is_the_nearest_and_halves_go_away_from_zero(numbers: list[Fraction], places: int) -> None:
    for value, rounded in zip(numbers, read(from_fractions(numbers).rounded(places)), strict=True):
        unit = Fraction(1, 10**places)
        assert rounded % unit == 0
        assert abs(rounded - value) < unit / 2 or (abs(rounded - value) == unit / 2 and abs(rounded) > abs(value))


@quick
@given(fractions, st.integers(0, 9))
def test_the_shown_text_is_the_rounded_number(value: Fraction, places: int) -> None:
    text = decimal_text(value, places)
    assert Fraction(text) == from_fractions([value]).rounded(places).fraction(0)
    assert not (text.startswith("-") and Fraction(text) == 0)
    assert len(text.partition(".")[2]) == places


@quick
@given(st.lists(fractions, min_size=1, max_size=5))
def test_different_values_look_different(values: list[Fraction]) -> None:
    texts = aligned_texts(values)
    if all(abs(a - b) > Fraction(1, 10**35) for a in values for b in values if a != b):
        assert len(set(texts)) == len(set(values))
    assert len({len((text or "").partition(".")[2]) for text in texts}) == 1


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0.1, "1/10"),
        (7, "7"),
        (np.float64(0.1), "1/10"),
        (np.int64(3), "3"),
        ("-2.50", "-5/2"),
        (Fraction(1, 3), "1/3"),
    ],
)
def test_numbers_are_taken_exactly(value: object, expected: str) -> None:
    assert find_number(value) == Fraction(expected)


@pytest.mark.parametrize("value", [True, None, float("nan"), "1/3", "1e99999", "", [1]])
def test_what_is_no_number(value: object) -> None:
    assert find_number(value) is None


def test_a_gap_that_rounds_to_nothing_shows_more_decimals() -> None:
    assert gap_text(Fraction(1, 300), 2) == "0.003"
    assert gap_text(Fraction(0), 2) == "0.00"
