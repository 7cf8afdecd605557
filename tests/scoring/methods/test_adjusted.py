"""Judge-adjusted scores: fixed effects by least squares, random effects by REML."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import inf
from random import Random
from typing import Any

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from scoring import Ballots, ScoringError, Standings, rank
from scoring.methods.adjusted import Fit
from tests.scoring.builders import order, policy_of, ranked, sentences

FIXED = '[ranking]\nmethod = "adjusted"\njudges = "fixed"\n'
RANDOM = '[ranking]\nmethod = "adjusted"\n'
Marks = Mapping[str, Mapping[str, int]]


def scores(standings: Standings) -> dict[str, float]:
    return {row.entry: float(row.score) for row in standings.rows}


def make_marks(seed: int, *, entries: int = 12, judges: int = 5, each: int = 3, spread: int = 12) -> Marks:
    """An incomplete panel in which judges differ by about `spread` points."""
    chance = Random(seed)
    severity = {f"J{at}": chance.gauss(0, spread) for at in range(judges)}
    return {
        f"T{entry:02}": {
            judge: min(100, max(0, round(55 + entry + severity[judge] + chance.gauss(0, 6))))
            for judge in chance.sample(sorted(severity), each)
        }
        for entry in range(entries)
    }


def design(marks: Marks) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Indicators of entries and judges, and totals, a row per ballot."""
    judges = sorted({judge for given in marks.values() for judge in given})
    rows = [(entry, judge, total) for entry, given in marks.items() for judge, total in given.items()]
    entry = np.array([[one == code for code in marks] for one, _, _ in rows], dtype=float)
    judge = np.array([[one == code for code in judges] for _, one, _ in rows], dtype=float)
    return entry, judge, np.array([total for *_, total in rows], dtype=float)


def least_squares(marks: Marks) -> dict[str, float]:
    entry, judge, totals = design(marks)
    # One more row asks that the judge effects add up to 0.
    zero = np.concatenate([np.zeros(entry.shape[1]), np.ones(judge.shape[1])])
    found = np.linalg.lstsq(np.vstack([np.hstack([entry, judge]), zero]), np.append(totals, 0.0), rcond=None)[0]
    return dict(zip(marks, found.tolist(), strict=False))


def brute_force_reml(marks: Marks) -> tuple[float, dict[str, float]]:
    """The ratio of variances that maximises the restricted likelihood, written out with the whole covariance matrix, and
    the generalised least-squares scores at that ratio."""
    entry, judge, totals = design(marks)

    def solve(ratio: float) -> tuple[float, np.ndarray]:
        covariance = np.eye(len(totals)) + ratio * judge @ judge.T
        inverse = np.linalg.inv(covariance)
        information = entry.T @ inverse @ entry
        effects = np.linalg.solve(information, entry.T @ inverse @ totals)
        rest = totals - entry @ effects
        freedom = len(totals) - entry.shape[1]
        unlikelihood = np.linalg.slogdet(covariance)[1] + np.linalg.slogdet(information)[1]
        return float(unlikelihood + freedom * np.log(rest @ inverse @ rest / freedom)), effects

    best = minimize_scalar(
        lambda power: solve(np.exp(power))[0], bounds=(-12, 12), method="bounded", options={"xatol": 1e-10}
    )
    ratio = 0.0 if solve(0.0)[0] <= best.fun else float(np.exp(best.x))
    return ratio, dict(zip(marks, solve(ratio)[1].tolist(), strict=True))


def ratio_of(standings: Standings) -> float | None:
    found = Fit(standings.panel).variances
    return None if found is None else found.ratio


# --- fixed --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(15))
def test_fixed_scores_are_the_least_squares_entry_effects(seed: int) -> None:
    marks = make_marks(seed)
    assert scores(ranked(marks, FIXED)) == pytest.approx(least_squares(marks), abs=2e-9)


def test_without_noise_the_truth_is_found_exactly() -> None:
    truth, severity = {"T1": 70, "T2": 60, "T3": 50, "T4": 40}, {"J1": -9, "J2": 2, "J3": 7}
    seats = {"T1": ("J1", "J2"), "T2": ("J2", "J3"), "T3": ("J1", "J3"), "T4": ("J3",)}
    marks = {entry: {judge: truth[entry] + severity[judge] for judge in judges} for entry, judges in seats.items()}
    assert {row.entry: row.score for row in ranked(marks, FIXED).rows} == truth
    assert {row.entry: row.score for row in ranked(marks, RANDOM).rows} == truth


@pytest.mark.parametrize("ranking", [FIXED, RANDOM])
def test_on_a_complete_panel_adjusting_changes_nothing(ranking: str) -> None:
    marks = {"T1": [90, 71, 65], "T2": [80, 75, 60], "T3": [60, 50, 55]}
    means = {row.entry: row.score for row in ranked(marks).rows}
    found = {row.entry: row.score for row in ranked(marks, ranking).rows}
    assert found == {entry: Fraction(round(mean * 10**9), 10**9) for entry, mean in means.items()}


def test_a_panel_that_falls_apart_is_a_fault_naming_the_groups() -> None:
    marks = {"T1": {"J1": 9, "J2": 8}, "T2": {"J2": 7}, "T3": {"J3": 6}}
    with pytest.raises(ScoringError) as error:
        ranked(marks, FIXED)
    assert sentences(error) == [
        "the judges fall apart into 2 groups that share no entry and cannot be compared: J1, J2 (T1, T2); J3 (T3)."
    ]
    assert "묶음이 2개입니다: J1, J2 (T1, T2); J3 (T3)" in sentences(error, "ko")[0]


def test_a_long_chain_of_judges_loses_no_digit() -> None:
    marks = {f"T{at:03}": {f"J{at:03}": 50 + at % 7, f"J{at + 1:03}": 51 + at % 7} for at in range(100)}
    found = {row.entry: row.score for row in ranked(marks, FIXED).rows}
    # Each judge gives one point more than the one before; the effects -50 … 50 add up to 0.
    assert found == {f"T{at:03}": 50 + at % 7 + 50 - at for at in range(100)}


def test_mirrored_entries_tie_exactly() -> None:
    marks = {
        "T1": {"J1": 71, "J2": 64}, "T2": {"J2": 64, "J3": 71}, "T3": {"J1": 33, "J3": 33}, "T4": {"J2": 7},
    }  # fmt: skip
    assert order(ranked(marks, FIXED)).startswith("(T1 T2)")
    assert order(ranked(marks, RANDOM)).startswith("(T1 T2)")


# --- random -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(25))
def test_the_variances_maximise_the_restricted_likelihood(seed: int) -> None:
    marks = make_marks(seed, entries=8 + seed, judges=4 + seed % 4, each=2 + seed % 3, spread=seed)
    ratio, expected = brute_force_reml(marks)
    standings = ranked(marks, RANDOM)
    assert ratio_of(standings) == pytest.approx(ratio, rel=1e-5, abs=1e-5)
    assert scores(standings) == pytest.approx(expected, abs=1e-4)


def test_on_a_balanced_panel_the_variances_are_those_of_the_analysis_of_variance() -> None:
    table = np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]])
    found = Fit(ranked({f"T{at}": row.tolist() for at, row in enumerate(table)}, RANDOM).panel).variances
    assert found is not None
    # Mean squares of Shrout and Fleiss (1979): judges 32.49, error 1.02.
    assert found.ballots == pytest.approx(1.0194, abs=1e-4)
    assert found.judges == pytest.approx((32.4861 - 1.0194) / 6, abs=1e-4)


def test_where_judges_do_not_differ_scores_are_plain_means_and_say_so() -> None:
    marks = {"T1": {"J1": 50, "J2": 60}, "T2": {"J1": 60, "J2": 50}, "T3": {"J1": 55}}
    standings = ranked(marks, RANDOM)
    assert scores(standings) == {"T1": 55, "T2": 55, "T3": 55}
    assert "the judge variance is estimated as 0, so scores are plain means (variance ratio 0)" in standings.warnings


@pytest.mark.parametrize(
    "marks",
    [
        {"T1": {"J1": 50}, "T2": {"J2": 60}},
        {"T1": {"J1": 50, "J2": 60}},
        {"T1": {"J1": 50, "J2": 60}, "T2": {"J2": 40, "J3": 90}},
        {"T1": {"J1": 50}, "T2": {"J1": 60}},
    ],
)
def test_where_nothing_is_left_to_show_noise_scores_are_plain_means(marks: Marks) -> None:
    standings = ranked(marks, RANDOM)
    assert scores(standings) == {entry: np.mean(list(given.values())) for entry, given in marks.items()}
    assert any("cannot be estimated" in warning for warning in standings.warnings)
    assert ratio_of(standings) is None


def test_without_noise_the_ratio_is_infinite() -> None:
    marks = {f"T{at}": {"J1": 50 + at, "J2": 60 + at, "J3": 57 + at} for at in range(4)} | {"T9": {"J2": 70}}
    standings = ranked(marks, RANDOM)
    assert ratio_of(standings) == inf
    assert standings.get("T9").score == Fraction("65.666666667")
    assert any("variance ratio ∞" in warning for warning in standings.warnings)


def test_warnings_state_the_variance_ratio_and_the_connection() -> None:
    standings = ranked(make_marks(3), RANDOM)
    ratio = ratio_of(standings)
    assert ratio is not None
    assert standings.warnings[0].endswith(f"(REML): variance ratio {ratio:.4g}")
    assert standings.warnings[1] == "judges and entries are all connected"


def test_random_judges_may_fall_apart_and_warnings_name_the_groups() -> None:
    first = {f"T{at}": {"J1": 40 + at * at % 7, "J2": 60 + at} for at in range(4)}
    second = {f"U{at}": {"J3": 45 + at, "J4": 62 + at * at % 5} for at in range(4)}
    standings = ranked(first | second, RANDOM)
    named = "J1, J2 (T0, T1, T2, T3); J3, J4 (U0, U1, U2, U3)"
    assert standings.warnings[1] == f"judges and entries fall apart into 2 groups that are not connected: {named}"


# --- both ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ranking", [FIXED, RANDOM])
@pytest.mark.parametrize("seed", range(5))
def test_what_judges_are_called_and_how_rows_are_sorted_changes_no_digit(ranking: str, seed: int) -> None:
    marks, chance = make_marks(seed), Random(seed)
    names = dict(zip([f"J{at}" for at in range(5)], chance.sample("abcdefgh", 5), strict=True))
    renamed = {entry: {names[judge]: total for judge, total in given.items()} for entry, given in marks.items()}
    assert ranked(renamed, ranking).to_csv() == ranked(marks, ranking).to_csv()


def test_each_source_is_adjusted_alone() -> None:
    rest = (
        '[[sources]]\nname = "judges"\nweight = 1\nmethod = "adjusted"\njudges = "fixed"\n'
        '[[sources]]\nname = "peers"\nweight = 1\nmethod = "adjusted"\n'
    )
    policy = policy_of("", rest=rest)
    rows: list[dict[str, Any]] = [
        {"entry": entry, "judge": judge, "source": source, "idea": total}
        for source, seed in (("judges", 1), ("peers", 2))
        for entry, given in make_marks(seed).items()
        for judge, total in given.items()
    ]
    standings = rank(Ballots.from_rows(rows, policy.rubric), policy)
    alone = [scores(ranked(make_marks(seed), how)) for seed, how in ((1, FIXED), (2, RANDOM))]
    assert scores(standings) == pytest.approx({code: (alone[0][code] + alone[1][code]) / 2 for code in alone[0]})
    assert [warning.startswith("peers: ") for warning in standings.warnings] == [True, True]


def test_a_source_that_falls_apart_is_named() -> None:
    policy = policy_of("", rest='[[sources]]\nname = "judges"\nweight = 1\nmethod = "adjusted"\njudges = "fixed"\n')
    rows = [{"entry": f"T{at}", "judge": f"J{at}", "source": "judges", "idea": 5} for at in range(2)]
    with pytest.raises(ScoringError) as error:
        rank(Ballots.from_rows(rows, policy.rubric), policy)
    assert sentences(error)[0].endswith("J0 (T0); J1 (T1) (source judges).")
