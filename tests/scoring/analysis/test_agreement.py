"""How much judges agree, and what is said about each of them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import friedmanchisquare, pearsonr

from scoring import Agreement, Ballots, JudgeProfile, ScoringError, measure_agreement
from scoring.analysis.coefficients import krippendorff_alpha
from tests.scoring.builders import MEAN, TWO, ballots_of, policy_of
from tests.scoring.methods.test_adjusted import design, least_squares, make_marks

MARKS = {"T1": [9, 2, 5], "T2": [6, 1, 3], "T3": [8, 4, 6], "T4": [7, 1, 2]}
tables = st.tuples(st.integers(2, 6), st.integers(3, 5)).flatmap(
    lambda size: st.lists(st.lists(st.integers(0, 5), min_size=size[1], max_size=size[1]), min_size=3, max_size=6)
)


def measured(marks: Mapping[str, Any], criteria: str | None = None) -> Agreement:
    policy = policy_of(MEAN, criteria=criteria) if criteria else policy_of(MEAN)
    return measure_agreement(ballots_of(policy, marks), policy)


def judge(found: Agreement, name: str) -> JudgeProfile:
    return next(profile for profile in found.judges if profile.judge == name)


# --- coefficients -------------------------------------------------------------------------------------------------


def test_an_incomplete_panel_has_no_icc_and_no_w_but_an_alpha() -> None:
    found = measured({"T1": {"J1": 9, "J2": 8}, "T2": {"J1": 5}, "T3": {"J1": 2, "J2": 3}})
    assert (found.icc, found.kendall_w) == (None, None)
    assert found.icc_reason is not None
    assert str(found.icc_reason) == "not every judge scored every entry (1 ballot missing)"
    assert found.krippendorff_alpha["interval"] is not None


@pytest.mark.parametrize(
    ("marks", "reason"),
    [
        ({"T1": [9, 8]}, "it takes at least two entries and two judges"),
        ({"T1": [9], "T2": [8]}, "it takes at least two entries and two judges"),
        ({"T1": [5, 5], "T2": [5, 5]}, "all totals are equal"),
    ],
)
def test_where_an_icc_would_mean_nothing_the_reason_is_given(marks: Mapping[str, Any], reason: str) -> None:
    found = measured(marks).to_dict()
    assert (found["icc"], found["icc_reason"], found["kendall_w"]) == (None, reason, None)


def test_a_single_undefined_icc_is_null_and_the_others_stand() -> None:
    icc = measured({"T1": [1, 2], "T2": [2, 1]}).icc
    assert icc is not None
    assert [name for name, value in icc.items() if value is None] == ["ICC(2,1)", "ICC(1,k)", "ICC(3,k)"]


@given(tables)
def test_scipys_friedman_statistic_agrees_with_w(table: list[list[int]]) -> None:
    w = measured({f"T{at}": row for at, row in enumerate(table)}).kendall_w
    columns = list(zip(*table, strict=True))
    if all(len(set(column)) == 1 for column in columns):
        assert w is None
    else:
        statistic = friedmanchisquare(*table).statistic
        assert w == pytest.approx(statistic / (len(columns) * (len(table) - 1)), abs=1e-8)


def alpha_by_pairs(units: Sequence[Sequence[int]], distance: Any) -> float | None:
    """Krippendorff's definition, pair by pair."""
    kept = [unit for unit in units if len(unit) > 1]
    values = [value for unit in kept for value in unit]
    observed = sum(
        2 * sum(distance(one, other, values) for one, other in combinations(unit, 2)) / (len(unit) - 1) for unit in kept
    )
    expected = 2 * sum(distance(one, other, values) for one, other in combinations(values, 2))
    return None if not expected else 1 - observed * (len(values) - 1) / expected


def interval(one: int, other: int, values: Sequence[int]) -> float:
    return (one - other) ** 2


def ordinal(one: int, other: int, values: Sequence[int]) -> float:
    """Everything from the one value to the other, the ends counting half."""
    low, high = sorted((one, other))
    return (sum(low <= value <= high for value in values) - (values.count(low) + values.count(high)) / 2) ** 2


@pytest.mark.parametrize(("level", "distance"), [("interval", interval), ("ordinal", ordinal)])
@given(units=st.lists(st.lists(st.integers(0, 6), min_size=1, max_size=5), min_size=1, max_size=8))
def test_alpha_is_what_its_definition_says(level: str, distance: Any, units: list[list[int]]) -> None:
    values = np.array([value for unit in units for value in unit])
    found = krippendorff_alpha(values, np.array([len(unit) for unit in units]), level=level)
    expected = alpha_by_pairs(units, distance)
    assert (found is None) == (expected is None)
    if expected is not None:
        assert float(found or Fraction(0)) == pytest.approx(expected, abs=1e-9)


# --- judges -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(5))
def test_severity_is_minus_the_least_squares_judge_effect(seed: int) -> None:
    marks = make_marks(seed)
    entry, seats, totals = design(marks)
    rest = totals - entry @ np.array(list(least_squares(marks).values()))
    effects = [float(rest[seats[:, at] == 1].mean()) for at in range(seats.shape[1])]
    found = [profile.severity for profile in measured(marks).judges]
    assert found == pytest.approx([-effect for effect in effects], abs=1e-8)


def test_the_standard_error_of_severity_on_a_complete_panel() -> None:
    found = measured(MARKS)
    table = np.array(list(MARKS.values()), dtype=float)
    rest = table - table.mean(axis=1, keepdims=True) - table.mean(axis=0) + table.mean()
    error = float((rest**2).sum()) / 6
    assert judge(found, "J1").severity_se == pytest.approx((error * 2 / 3 / 4) ** 0.5, abs=1e-8)


def test_mean_and_spread_are_in_points() -> None:
    found = measured({"T1": {"J1": (9, 5)}, "T2": {"J1": (5, 6)}}, criteria=TWO)
    assert (judge(found, "J1").mean, judge(found, "J1").spread) == (61.0, pytest.approx(50**0.5, abs=1e-8))


def test_agreement_is_the_correlation_with_the_mean_of_the_others() -> None:
    table = np.array(list(MARKS.values()))
    expected = pearsonr(table[:, 0], table[:, 1:].mean(axis=1)).statistic
    assert judge(measured(MARKS), "J1").agreement == pytest.approx(expected, abs=1e-8)


def test_entries_that_nobody_else_scored_do_not_enter_the_correlation() -> None:
    marks = {"T1": {"J1": 9, "J2": 8}, "T2": {"J1": 5, "J2": 6}, "T3": {"J1": 7, "J2": 2}, "T4": {"J1": 0}}
    assert judge(measured(marks), "J1").agreement == pytest.approx(pearsonr([9, 5, 7], [8, 6, 2]).statistic, abs=1e-8)


def test_what_one_ballot_cannot_tell_is_null() -> None:
    only = judge(measured({"T1": {"J1": 9, "J2": 8}, "T2": {"J1": 5}}), "J2")
    assert (only.ballots, only.spread, only.agreement, only.severity_se) == (1, None, None, None)


def test_judges_who_cannot_be_compared_have_no_severity() -> None:
    found = measured({"T1": {"J1": 9}, "T2": {"J2": 5}})
    assert [profile.severity for profile in found.judges] == [None, None]


def test_json_never_holds_nan() -> None:
    for marks in ({"T1": [5, 5], "T2": [5, 5]}, {"T1": [7]}, {"T1": {"J1": 1}, "T2": {"J2": 2}}, MARKS):
        text = json.dumps(measured(marks).to_dict(), allow_nan=False)
        assert "NaN" not in text
    data = measured(MARKS).to_dict()
    assert list(data) == ["icc", "icc_reason", "kendall_w", "krippendorff_alpha", "judges", "intervals", "variances"]
    first = ["judge", "ballots", "mean", "severity", "severity_se", "spread", "agreement"]
    assert [list(row) for row in data["judges"]] == [first] * 3


# --- what counts --------------------------------------------------------------------------------------------------


def test_incomplete_ballots_do_not_count() -> None:
    found = measured({"T1": [9, 8], "T2": [5, 6], "T3": {"J1": None}})
    assert [profile.ballots for profile in found.judges] == [2, 2]
    assert found.icc is not None


def test_without_a_complete_ballot_there_is_nothing_to_measure() -> None:
    with pytest.raises(ScoringError) as error:
        measured({"T1": [None]})
    assert [fault.code for fault in error.value.faults] == ["no-complete-ballot"]


def test_only_the_panel_is_measured() -> None:
    parts = (f'[[sources]]\nname = "{name}"\nweight = 1\nmethod = "mean"\n' for name in ("jury", "crowd"))
    policy = policy_of("", rest="".join(parts))
    rows = [
        {"entry": entry, "judge": judge, "source": source, "idea": mark}
        for entry, marks in {"T1": (9, 8, 0), "T2": (5, 7, 9)}.items()
        for judge, source, mark in zip(("J1", "J2", "J1"), ("jury", "jury", "crowd"), marks, strict=True)
    ]
    found = measure_agreement(Ballots.from_rows(rows, policy.rubric), policy)
    alone = measured({"T1": [9, 8], "T2": [5, 7]})
    assert [(row.judge, row.source, row.mean) for row in found.judges] == [("J1", "jury", 7.0), ("J2", "jury", 7.5)]
    assert (found.icc, found.kendall_w) == (alone.icc, alone.kendall_w)


def test_the_policys_points_count_even_if_the_ballots_were_read_with_others() -> None:
    policy, heavier = (
        policy_of(MEAN),
        policy_of(MEAN, criteria='[[criteria]]\nkey = "idea"\npoints = 200\nscale = { max = 100 }\n'),
    )
    assert measure_agreement(ballots_of(policy, MARKS), heavier).judges[0].mean == 15.0
