"""More results that were published elsewhere: places, trimming, judge adjustment, agreement."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from scoring import Agreement, Ballots, Policy, Standings, measure_agreement, rank
from scoring.methods.adjusted import Fit

GOLDEN = Path(__file__).parent / "golden"
POINTS = '[[criteria]]\nkey = "total"\npoints = 100\nscale = { min = 0, max = 100, step = 0.5 }\n'


def golden(name: str) -> Any:
    return json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))


def policy(method: str, more: str = "") -> Policy:
    return Policy.from_text(POINTS + f'[ranking]\nmethod = "{method}"\n' + more)


def table_ballots(table: list[list[Any]], rules: Policy) -> Ballots:
    """A table of totals, entries × judges; null where there is no ballot."""
    rows = [
        {"entry": f"T{entry:02}", "judge": f"J{judge:02}", "total": total}
        for entry, totals in enumerate(table)
        for judge, total in enumerate(totals)
    ]
    return Ballots.from_rows(rows, rules.rubric)


def from_places(places: list[list[int]], method: str) -> Standings:
    """Standings of judges who gave places, the first place being the most points."""
    rules = policy(method)
    return rank(table_ballots([[100 - place for place in row] for row in places], rules), rules)


def by_entry(standings: Standings) -> list[Fraction]:
    return [row.score for row in sorted(standings.rows, key=lambda row: row.entry)]


def agreement_of(table: list[list[Any]]) -> Agreement:
    rules = policy("mean")
    return measure_agreement(table_ballots(table, rules), rules)


# --- places -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dance", golden("skating_system")["dances"], ids=lambda dance: dance["source"])
def test_the_skating_system_places_couples_as_published(dance: dict[str, Any]) -> None:
    standings = from_places(dance["places"], "majority")
    assert by_entry(standings) == [Fraction(str(place)) for place in dance["final"]]
    assert standings.to_dict()["lower_is_better"] is True


@pytest.mark.parametrize("tasting", golden("quandt_wine_tastings")["tastings"], ids=lambda one: one["source"])
def test_rank_sums_and_group_rankings_of_wine_tastings(tasting: dict[str, Any]) -> None:
    standings = from_places([list(row) for row in zip(*tasting["judges"], strict=True)], "rank-sum")
    assert by_entry(standings) == tasting["rank_sums"]
    assert list(standings.ranks.values()) == tasting["places"]


def test_places_within_an_incomplete_panel_share_ties_as_in_durbins_test() -> None:
    given = golden("durbin")
    rules = policy("mean")
    # The published places count from the lowest value; ours count from the highest.
    rows = [{"judge": str(run), "entry": str(at), "total": 100 - value} for run, at, value in given["rows"]]
    panel = rank(Ballots.from_rows(rows, rules.rubric), rules).panel
    sums = panel.sums(panel.doubled_places) / 2
    assert dict(zip(panel.entries, sums.tolist(), strict=True)) == given["rank_sums_from_the_lowest"]


# --- trimming -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dive", golden("diving")["dives"], ids=lambda dive: dive["source"])
def test_the_sum_of_the_middle_marks_of_a_dive(dive: dict[str, Any]) -> None:
    rules = policy("trimmed-mean", f"drop = {{ high = {dive['drop']}, low = {dive['drop']} }}\n")
    score = rank(table_ballots([dive["marks"]], rules), rules).rows[0].score
    assert score * (len(dive["marks"]) - 2 * dive["drop"]) == dive["sum"]


# --- judge adjustment ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def catalyst() -> Any:
    return golden("catalyst")


def adjusted(catalyst: Any, judges: str) -> Standings:
    rules = policy("adjusted", f'judges = "{judges}"\n')
    return rank(Ballots.from_rows(catalyst["rows"], rules.rubric), rules)


def test_montgomerys_catalysts_adjusted_for_fixed_batches(catalyst: Any) -> None:
    standings = adjusted(catalyst, "fixed")
    assert {row.entry: row.score for row in standings.rows} == {
        entry: Fraction(str(score)) for entry, score in catalyst["fixed"].items()
    }
    assert [row.entry for row in standings.rows] == ["4", "3", "2", "1"]


def test_montgomerys_catalysts_with_recovery_of_interblock_information(catalyst: Any) -> None:
    standings = adjusted(catalyst, "random")
    effects = {row.entry: float(row.score) - catalyst["mean"] for row in standings.rows}
    assert effects == pytest.approx(catalyst["random_effects"], abs=0.005)
    variances = Fit(standings.panel).variances
    assert variances is not None
    assert variances.judges == pytest.approx(catalyst["variance_of_judges"], abs=0.005)
    assert variances.ballots == pytest.approx(catalyst["variance_of_ballots"], abs=0.005)


# --- agreement ----------------------------------------------------------------------------------------------------


def test_the_six_intraclass_correlations_of_shrout_and_fleiss() -> None:
    given = golden("shrout_fleiss_1979")
    assert agreement_of(given["table"]).icc == pytest.approx(given["icc"], abs=0.005)


def test_krippendorffs_alpha_with_missing_ballots_and_one_that_stands_alone() -> None:
    given = golden("krippendorff_2011")
    found = agreement_of([list(entry) for entry in zip(*given["judges"], strict=True)])
    assert dict(found.krippendorff_alpha) == pytest.approx(given["alpha"], abs=0.0005)


@pytest.mark.parametrize("example", golden("kendall_w")["examples"], ids=lambda example: example["source"])
def test_kendalls_w_with_and_without_ties(example: dict[str, Any]) -> None:
    assert agreement_of(example["table"]).kendall_w == pytest.approx(example["w"], abs=5e-8)
    if "rank_sums" in example:
        assert by_entry(from_places(example["table"], "rank-sum")) == example["rank_sums"]


@pytest.mark.parametrize("tasting", golden("quandt_wine_tastings")["tastings"], ids=lambda one: one["source"])
def test_kendalls_w_of_wine_tastings(tasting: dict[str, Any]) -> None:
    table = [list(row) for row in zip(*tasting["judges"], strict=True)]
    assert agreement_of(table).kendall_w == pytest.approx(tasting["w"], abs=0.00005)
