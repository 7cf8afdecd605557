"""How sure the coefficients are, against published intervals, and where differences between totals come from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from scipy import stats

from scoring import Agreement, measure_agreement
from scoring.analysis.coefficients import kendall_w, krippendorff_alpha
from scoring.analysis.distributions import f_quantile
from scoring.analysis.intervals import GROUPS, groups_of, left_out_interval
from scoring.exact import IntArray
from tests.scoring.builders import MEAN, ballots_of, policy_of
from tests.scoring.methods.test_adjusted import make_marks

# P. E. Shrout and J. L. Fleiss (1979), table 2: six targets, four judges.
FOUR_JUDGES = np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]])
# As R prints them: psych::ICC(sf), 95 % confidence, three digits below and two above.
PUBLISHED = {
    "ICC(1,1)": (-0.133, 0.72),
    "ICC(2,1)": (0.019, 0.76),
    "ICC(3,1)": (0.342, 0.95),
    "ICC(1,k)": (-0.884, 0.91),
    "ICC(2,k)": (0.071, 0.93),
    "ICC(3,k)": (0.676, 0.99),
}


def measured(marks: Mapping[str, Any]) -> Agreement:
    policy = policy_of(MEAN)
    return measure_agreement(ballots_of(policy, marks), policy)


def table_of(marks: IntArray) -> dict[str, Any]:
    return {f"T{at:02}": row.tolist() for at, row in enumerate(marks)}


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_intervals_of_the_six_coefficients_are_the_published_ones(name: str) -> None:
    low, high = measured(table_of(FOUR_JUDGES)).intervals.icc[name]
    assert (round(low, 3), round(high, 2)) == PUBLISHED[name]


@pytest.mark.parametrize("share", [0.025, 0.5, 0.95, 0.975])
@pytest.mark.parametrize(("above", "below"), [(1, 2), (5, 18), (3.7, 11.2), (900, 3600), (29, 232), (1, 29)])
def test_quantiles_of_f_are_those_of_scipy(share: float, above: float, below: float) -> None:
    assert f_quantile(share, above, below) == pytest.approx(stats.f.ppf(share, above, below), rel=1e-9)


def test_the_interval_of_w_is_the_jackknife_written_out() -> None:
    found = measured(table_of(FOUR_JUDGES)).intervals.kendall_w
    without = [float(kendall_w(np.delete(FOUR_JUDGES, at, axis=0)) or 0) for at in range(6)]
    spread = np.sqrt(5 / 6 * np.sum((np.array(without) - np.mean(without)) ** 2))
    w, reach = float(kendall_w(FOUR_JUDGES) or 0), stats.t.ppf(0.975, 5) * spread
    assert found == pytest.approx((w - reach, min(1, w + reach)))


def test_an_interval_has_about_the_coverage_that_it_claims() -> None:
    """500 panels of one kind: the true alpha (the share of the entries' variance) lies inside nearly as often as said."""
    chance, inside = np.random.default_rng(7), 0
    for _ in range(500):
        marks = np.round(100 * (chance.normal(size=(40, 1)) + chance.normal(size=(40, 4)))).astype(np.int64)
        counts = np.full(40, 4)

        def alpha(kept: IntArray, marks: IntArray = marks, counts: IntArray = counts) -> Any:
            return krippendorff_alpha(marks[kept].ravel(), counts[kept], level="interval")

        ends = left_out_interval(alpha(np.arange(40)), [alpha(kept) for kept in groups_of(40)])
        assert ends is not None
        inside += ends[0] <= 0.5 <= ends[1]
    assert 0.88 < inside / 500 < 0.99


@pytest.mark.parametrize("entries", [2, GROUPS, GROUPS + 1, 921])
def test_every_entry_is_left_out_once(entries: int) -> None:
    groups = groups_of(entries)
    assert len(groups) == min(entries, GROUPS)
    assert np.sum([np.isin(np.arange(entries), kept, invert=True) for kept in groups], axis=0).tolist() == [1] * entries


@pytest.mark.parametrize(
    "marks",
    [{"T1": [9, 8]}, {"T1": [5, 5], "T2": [5, 5]}, {"T1": [9], "T2": [8]}, {"T1": [1, 2], "T2": [3, 4], "T3": [5, 6]}],
)
def test_where_nothing_can_be_said_there_is_no_interval_and_no_nan(marks: dict[str, Any]) -> None:
    text = json.dumps(measured(marks).to_dict(), allow_nan=False)
    assert json.loads(text)["intervals"]["icc"] == {}


def test_an_interval_that_does_not_hold_its_value_is_not_told() -> None:
    """Agreement far below chance: the degrees of freedom of ICC(2,·) fall to almost none, and its ends are no numbers."""
    found = measured({"T1": [0, 6, 5, 1, 6], "T2": [0, 8, 5, 3, 1]})
    json.dumps(found.to_dict(), allow_nan=False)
    assert set(found.intervals.icc) == {"ICC(1,1)", "ICC(3,1)", "ICC(1,k)", "ICC(3,k)"}


# --- variance parts -------------------------------------------------------------------------------------------------


def test_on_a_complete_panel_the_parts_are_those_of_the_analysis_of_variance() -> None:
    """Mean squares of Shrout and Fleiss (1979): between 11.24, judges 32.49, error 1.02."""
    found = measured(table_of(FOUR_JUDGES)).variances
    assert found is not None
    assert (found.entry, found.judge, found.rest) == pytest.approx(
        ((11.2417 - 1.0194) / 4, (32.4861 - 1.0194) / 6, 1.0194), abs=1e-4
    )


def test_on_a_complete_panel_reliability_is_the_icc() -> None:
    found = measured(table_of(FOUR_JUDGES))
    assert found.icc is not None
    assert found.variances is not None
    for name, panel, severity in (("ICC(2,1)", 0, 1), ("ICC(3,1)", 0, 0), ("ICC(2,k)", 1, 1), ("ICC(3,k)", 1, 0)):
        assert found.variances.reliability(panel=bool(panel), severity=bool(severity)) == pytest.approx(found.icc[name])


def least_squares_rest(design: IntArray, totals: IntArray) -> float:
    effects = np.linalg.lstsq(design, totals, rcond=None)[0]
    return float(np.sum((totals - design @ effects) ** 2))


@pytest.mark.parametrize("seed", range(8))
def test_with_gaps_the_entries_part_is_hendersons_third_method_written_out(seed: int) -> None:
    """rules.md §6: one missing ballot (a recusal) left nothing but alpha."""
    marks = make_marks(seed, entries=9 + seed, judges=5, each=3, spread=seed)
    found = measured(marks).variances
    cells = [(entry, judge, mark) for entry, given in marks.items() for judge, mark in given.items()]
    entries, judges = sorted({cell[0] for cell in cells}), sorted({cell[1] for cell in cells})
    of_entry = np.array([[cell[0] == one for one in entries] for cell in cells], dtype=float)
    of_judge = np.array([[cell[1] == one for one in judges] for cell in cells], dtype=float)
    totals = np.array([float(cell[2]) for cell in cells])
    both = np.hstack([of_judge, of_entry])
    explained = least_squares_rest(of_judge, totals) - least_squares_rest(both, totals)
    sweep = np.eye(len(cells)) - of_judge @ np.linalg.pinv(of_judge)
    freedom = np.linalg.matrix_rank(both) - np.linalg.matrix_rank(of_judge)
    assert found is not None
    expected = (explained - freedom * found.rest) / np.trace(of_entry.T @ sweep @ of_entry)
    assert found.entry == pytest.approx(max(0.0, expected), rel=1e-9, abs=1e-9)


def test_with_gaps_the_parts_that_made_the_marks_are_found_again() -> None:
    chance = np.random.default_rng(3)
    severity, marks = chance.normal(0, 3, 40), {}
    for at in range(400):
        own = 60 + chance.normal(0, 5)
        seen = chance.choice(40, 4, replace=False)
        marks[f"T{at:03}"] = {f"J{j:02}": round(own + severity[j] + chance.normal(0, 4)) for j in seen}
    found = measured(marks).variances
    assert found is not None
    assert (found.entry, found.judge, found.rest) == pytest.approx((25, float(np.var(severity, ddof=1)), 16), rel=0.1)
    assert not found.is_complete
    assert found.ballots == pytest.approx(4)


def test_parts_that_cannot_be_told_apart_are_none() -> None:
    assert measured({"T1": [9], "T2": [8]}).variances is None
