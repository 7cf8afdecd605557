"""What the report says to a statistician and to a director: intervals, reading aids, parts, methods, residuals."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from scoring import Ballots, Policy, Standings, measure_agreement, measure_robustness, rank
from scoring.analysis.residuals import criterion_correlations, residuals
from scoring.report.page import MOST_TIES, About, report_html
from scoring.report.residual_map import MOST_MAPPED, residual_map
from scoring.report.statistics import compare_methods, reading_aids, score_reach
from scoring.text import say
from tests.scoring.analysis.test_intervals import FOUR_JUDGES, table_of
from tests.scoring.builders import MEAN, TWO, ballots_of, policy_of, ranked

TRIMMED = '[ranking]\nmethod = "trimmed-mean"\n'


def page_of(standings: Standings, *, samples: int = 5, **more: Any) -> str:
    ballots, policy = standings.ballots, standings.policy
    return report_html(
        standings,
        agreement=measure_agreement(ballots, policy),
        robustness=measure_robustness(ballots, policy, samples=samples),
        language="en",
        languages=["en"],
        **more,
    )


def seen(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.partition("<body>")[2]).split())


# --- head -----------------------------------------------------------------------------------------------------------


def test_the_head_names_event_round_version_and_date() -> None:
    page = page_of(ranked(table_of(FOUR_JUDGES)), about=About("Hack <25>", "Final", "version 2", "2025-12-02"))
    assert "<title>Hack &lt;25&gt; · Judging report</title>" in page
    assert "Hack &lt;25&gt; Final · version 2 · 2025-12-02" in seen(page)


def test_without_a_name_there_is_no_empty_head() -> None:
    assert 'class="about"' not in page_of(ranked(table_of(FOUR_JUDGES)))


# --- reading aids and intervals -------------------------------------------------------------------------------------


def test_coefficients_stand_with_their_intervals_and_what_they_are_worth() -> None:
    text = seen(page_of(ranked(table_of(FOUR_JUDGES))))
    assert "ICC(3,1) 0.715 (0.34 … 0.95)" in text
    assert (
        "A single judge is a guide of moderate reliability (0.71); the mean of 4 ballots an entry is one of excellent "
        "reliability (0.91)."
    ) in text
    assert "The judges almost fully agree on the order of the entries (Kendall W 0.89)." in text


def test_a_single_missing_ballot_leaves_reliability_and_parts() -> None:
    """rules.md §6: every ICC and W was empty as soon as one ballot was missing, and nothing else was said."""
    marks = table_of(FOUR_JUDGES)
    marks["T00"] = marks["T00"][:3]
    found = measure_agreement(ballots_of(policy_of(), marks), policy_of())
    said = [say(one, "en") for one in reading_aids(found)]
    assert found.icc is None
    assert "the mean of 3.8 ballots an entry" in said[0]
    assert said[1].startswith("Severity counts as error here")
    assert "how severe or generous the judges are" in seen(page_of(ranked(marks)))


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_sentence_of_the_statistics_is_whole_in_both_languages(language: str) -> None:
    found = measure_agreement(ballots_of(policy_of(), table_of(FOUR_JUDGES)), policy_of())
    for said in reading_aids(found):
        assert "{" not in say(said, language)
        assert any("가" <= letter <= "힣" for letter in say(said, "ko"))


# --- scores -----------------------------------------------------------------------------------------------------------


def test_the_reach_of_a_score_is_that_of_a_mean_of_the_rest() -> None:
    """1.96 × √(1.0194 / 4), the error of Shrout and Fleiss, severity set aside."""
    standings = ranked(table_of(FOUR_JUDGES))
    parts = measure_agreement(standings.ballots, standings.policy).variances
    assert float(score_reach(standings, parts, 4) or 0) == pytest.approx(1.96 * (1.0194 / 4) ** 0.5, abs=1e-3)
    assert "± 0.99" in seen(page_of(standings))


def test_where_entries_had_different_judges_severity_widens_the_reach_unless_it_is_adjusted() -> None:
    marks = {
        f"T{at}": {f"J{(at + j) % 5}": 50 + at + 9 * ((at + j) % 5) + (3 * at * j) % 4 for j in range(3)}
        for at in range(12)
    }
    reaches = []
    for method in ("mean", "adjusted"):
        standings = ranked(marks, f'[ranking]\nmethod = "{method}"\n')
        reaches.append(score_reach(standings, measure_agreement(standings.ballots, standings.policy).variances, 3) or 0)
    assert reaches[0] > 3 * reaches[1] > 0


@pytest.mark.parametrize("method", ["rank-sum", "majority", "z-score"])
def test_scores_that_are_no_means_of_totals_have_no_reach(method: str) -> None:
    standings = ranked(table_of(FOUR_JUDGES), f'[ranking]\nmethod = "{method}"\n')
    assert "±" not in page_of(standings)


# --- methods side by side ---------------------------------------------------------------------------------------------


def test_other_methods_stand_beside_the_one_in_force() -> None:
    standings = ranked(table_of(FOUR_JUDGES), TRIMMED)
    found = compare_methods(measure_robustness(standings.ballots, standings.policy, samples=0))
    assert [say(method, "en") for method in found.methods] == [
        "trimmed mean", "mean of the totals", "median of the totals", "scores standardised per judge", "judge-adjusted scores",
    ]  # fmt: skip
    columns = ["trimmed-mean", "mean", "median", "z-score", "adjusted"]
    for at, method in enumerate(columns):
        expected = ranked(table_of(FOUR_JUDGES), f'[ranking]\nmethod = "{method}"\n').ranks
        assert {entry: ranks[at] for entry, ranks in found.rows} == {
            entry: (rank, rank != standings.ranks[entry]) for entry, rank in expected.items()
        }


def test_a_method_that_cannot_rank_says_why() -> None:
    standings = ranked({"T1": [8, 7], "T2": [6, 5]})
    found = compare_methods(measure_robustness(standings.ballots, standings.policy, samples=0))
    assert next((say(name, "en"), say(reason, "en")) for name, reason in found.skipped) == (
        "trimmed mean",
        (
            "T1: dropping 1 highest and 1 lowest leaves none of its ballots (there: 2). "
            "T2: dropping 1 highest and 1 lowest leaves none of its ballots (there: 2)."
        ),
    )


# --- residuals and correlations ---------------------------------------------------------------------------------------


def test_residuals_are_those_of_least_squares() -> None:
    marks = {f"T{at}": {f"J{(at + j) % 5}": (7 * at + 11 * j * j) % 23 for j in range(3)} for at in range(9)}
    panel = ranked(marks).panel
    design = np.zeros((len(panel.entry), 14))
    design[np.arange(len(panel.entry)), panel.entry] = 1
    design[np.arange(len(panel.entry)), 9 + panel.judge] = 1
    totals = np.array([float(panel.totals.fraction(at)) for at in range(len(panel.entry))])
    expected = totals - design @ np.linalg.lstsq(design, totals, rcond=None)[0]
    assert residuals(panel) == pytest.approx(expected, abs=1e-9)


def test_the_ballot_that_is_furthest_off_is_named_and_shaded() -> None:
    marks = {f"T{at}": [50 + at, 60 + at, 55 + at, 52 + at] for at in range(8)}
    marks["T3"][2] = 90
    found = residual_map(ranked(marks))
    assert found is not None
    judge, entry, value = found.strongest[0]
    assert (judge, entry, value) == ("J3", "T3", pytest.approx(32 * 7 / 8 * 3 / 4))
    assert [cell.label for cell in found.cells if cell.shade == "above s4"] == ["J3 T3 +21.0"]
    assert len(found.cells) == 32


def test_a_large_round_shows_its_first_entries_in_the_map() -> None:
    found = residual_map(ranked({f"T{at:03}": [at % 90, (at * 7) % 90] for at in range(200)}))
    assert found is not None
    assert len(found.entries) == MOST_MAPPED


def test_one_judge_alone_has_no_map() -> None:
    assert residual_map(ranked({"T1": [5], "T2": [6]})) is None


def test_correlations_of_criteria_are_pearsons() -> None:
    marks = {f"T{at}": [((3 * at + j) % 11, (at + 5 * j) % 11) for j in range(4)] for at in range(9)}
    panel = ranked(marks, criteria=TWO).panel
    expected = np.corrcoef(panel.marks[:, 0], panel.marks[:, 1])[0, 1]
    assert criterion_correlations(panel)[0, 1] == pytest.approx(expected)


def test_a_criterion_that_does_not_vary_has_no_correlation() -> None:
    panel = ranked({"T1": [(5, 1), (5, 2)], "T2": [(5, 3), (5, 4)]}, criteria=TWO).panel
    assert criterion_correlations(panel) == {(0, 1): None}


def test_marks_by_criterion_have_their_ends_named() -> None:
    page = page_of(ranked({"T1": [(5, 1), (6, 2)], "T2": [(7, 3), (5, 4)]}, criteria=TWO))
    section = page.partition('id="criteria"')[2]
    assert re.findall(r'text-anchor="middle">(\d+)<', section)[:4] == ["0", "10", "0", "10"]


# --- ties -------------------------------------------------------------------------------------------------------------


def test_many_ties_are_a_closed_list_and_open_ones_stay_in_sight() -> None:
    """rules.md §6: at 921 entries the ties section, a heading each, made a page of 70,000 px."""
    marks: dict[str, Any] = {f"T{at:02}": [at // 2 + 20 + at % 2, at // 2 + 21 - at % 2] for at in range(2 * MOST_TIES)}
    marks |= {"T98": [95, 96], "T99": [96, 95], "T96": [3, 3], "T97": [3, 3]}
    page = page_of(ranked(marks, MEAN + 'ties = ["chair"]\nchair = "J1"\n'))
    section = page.partition('id="ties"')[2].partition("</section>")[0]
    assert section.count("<h3>") == 1
    assert "T96, T97" in section.partition("<details>")[0]
    assert f"{MOST_TIES + 1} resolved ties" in section


# --- size -------------------------------------------------------------------------------------------------------------


def test_a_round_of_921_entries_gives_a_page_of_bounded_size() -> None:
    policy = Policy.from_text(TWO + MEAN + 'ties = ["countback"]\n')
    chance = np.random.default_rng(1)
    rows = [
        {"entry": f"T{at:03}", "judge": f"J{judge}", "creativity": int(marks[0]), "technical": int(marks[1])}
        for at in range(921)
        for judge, marks in enumerate(chance.integers(0, 11, (5, 2)))
    ]
    standings = rank(Ballots.from_rows(rows, policy.rubric), policy)
    page = page_of(standings, samples=2)
    assert len(page) < 1500 * 921
    assert page.partition('id="ties"')[2].partition("</section>")[0].count("<h3>") == sum(
        not tie.resolved for tie in standings.ties
    )


# --- sources ----------------------------------------------------------------------------------------------------------


def test_the_scores_of_the_sources_and_their_weights_stand_on_the_page() -> None:
    """A stranger with a calculator gets the score: 8 × 70 % + 4 × 30 % = 6.8."""
    rest = '[ranking]\nmethod = "mean"\n[[sources]]\nname = "judges"\nweight = 70\n[[sources]]\nname = "audience"\nweight = 30\n'
    policy = Policy.from_text('criteria = [{ key = "idea", points = 10 }]\n' + rest)
    marks = [("judges", "J1", 8), ("judges", "J2", 8), ("audience", "A1", 3), ("audience", "A2", 5)]
    rows = [
        {"entry": entry, "judge": judge, "source": source, "idea": mark - at}
        for source, judge, mark in marks
        for at, entry in enumerate(("T1", "T2"))
    ]
    page = page_of(rank(Ballots.from_rows(rows, policy.rubric), policy))
    assert "8.00 × 70 % + 4.00 × 30 %" in seen(page)
    assert "judges 70 %, audience 30 %" in seen(page)
    assert "6.80" in seen(page)
    assert "2 judges 4 counted ballots" in seen(page)
    assert "A1" not in page.partition('id="judges"')[2].partition("</section>")[0]
