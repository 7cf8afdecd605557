"""Provisional standings: what cannot be ranked yet is unranked with its reason, and the rest is ranked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from scoring import Adjustment, Ballots, ScoringError, Standings, rank
from scoring.__main__ import main
from tests.scoring.builders import MEAN, ONE, order, policy_of, ranked, sentences, write

HEADER = "entry,judge,idea\n"


def early(marks: dict[str, Any], ranking: str = MEAN, **more: Any) -> Standings:
    return ranked(marks, ranking, provisional=True, **more)


def reasons(standings: Standings) -> dict[str, str]:
    return {absent.entry: absent.reason for absent in standings.unranked}


def method(name: str, more: str = "") -> str:
    return f'[ranking]\nmethod = "{name}"\n{more}'


def test_too_few_ballots_for_what_is_dropped() -> None:
    standings = early({"T1": [1, 2, 3], "T2": [9], "T3": [9, 8]}, method("trimmed-mean"))
    assert order(standings) == "T1"
    assert reasons(standings) == {"T2": "1 ballot, the rule needs 3", "T3": "2 ballots, the rule needs 3"}
    assert standings.explain("T2", "ko") == "T2: 순위가 없습니다. 채점표 1장, 규칙에는 3장이 필요합니다."


def test_with_a_least_number_of_ballots_nobody_waits() -> None:
    standings = early({"T1": [1, 2, 3], "T2": [9]}, method("trimmed-mean", "drop = { high = 1, low = 1, min = 3 }\n"))
    assert order(standings) == "T2 T1"


@pytest.mark.parametrize("name", ["rank-sum", "majority"])
def test_places_are_given_among_those_whom_every_judge_with_a_ballot_has_marked(name: str) -> None:
    marks = {"T1": {"J1": 5, "J2": 6}, "T2": {"J1": 9}, "T3": {"J1": 7, "J2": 3}, "T4": {"J2": 1}}
    standings = early(marks, method(name))
    assert reasons(standings) == {"T2": "not yet marked by J2", "T4": "not yet marked by J1"}
    # T1 and T3 alone: J1 puts T3 first, J2 T1.
    assert {row.entry: str(row.score) for row in standings.rows} == {
        "rank-sum": {"T1": "3", "T3": "3"},
        "majority": {"T1": "3/2", "T3": "3/2"},
    }[name]


def test_a_judge_with_a_single_ballot_keeps_the_others_waiting() -> None:
    standings = early({"T1": {"J1": 5, "J2": 5}, "T2": {"J1": 4, "J2": 9, "J3": 3}}, method("rank-sum"))
    assert order(standings) == "T2"


@pytest.mark.parametrize("judges", ["fixed", "random"])
def test_adjusted_ranks_the_connected_part_with_most_entries(judges: str) -> None:
    marks = {"T1": {"J1": 5}, "T2": {"J2": 4, "J3": 5}, "T3": {"J2": 7}, "T4": {"J1": 6}, "T5": {"J3": 1}}
    standings = early(marks, method("adjusted", f'judges = "{judges}"\n'))
    assert {row.entry for row in standings.rows} == {"T2", "T3", "T5"}
    assert set(reasons(standings).values()) == {"no judge connects it with the entries that are ranked"}


def test_of_two_parts_alike_the_one_with_more_ballots_then_the_lowest_code() -> None:
    ranking = method("adjusted", 'judges = "fixed"\n')
    assert order(early({"T1": {"J1": 5}, "T2": {"J2": 4, "J3": 5}}, ranking)) == "T2"
    assert order(early({"T1": {"J1": 5}, "T2": {"J2": 4}}, ranking)) == "T1"


SOURCES = (
    '[[sources]]\nname = "jury"\nweight = 60\n[[sources]]\nname = "crowd"\nweight = 30\n'
    '[[sources]]\nname = "peers"\nweight = 10\n'
)


def by_sources(rows: list[tuple[str, str, str, int]], **more: Any) -> Standings:
    policy = policy_of(MEAN + 'ties = ["source:peers"]\n', rest=SOURCES)
    names = ("entry", "judge", "source", "idea")
    table = [dict(zip(names, row, strict=True)) for row in rows]
    return rank(Ballots.from_rows(table, policy.rubric), policy, provisional=True, **more)


def test_a_source_without_any_ballot_is_left_out_and_said_so() -> None:
    rows = [("T1", "J1", "jury", 50), ("T1", "V1", "crowd", 80), ("T2", "J1", "jury", 60), ("T2", "V1", "crowd", 60)]
    standings = by_sources([*rows, ("T3", "J1", "jury", 90)])
    assert {row.entry: row.score for row in standings.rows} == {"T1": 60, "T2": 60}
    assert standings.ties[0].steps[0].values == {"T1": None, "T2": None}
    assert standings.warnings == (
        "source peers has no ballot yet: it is left out, the weights of the others are in proportion",
    )
    assert reasons(standings) == {"T3": "no complete ballot from: crowd"}


def test_the_panel_is_never_left_out() -> None:
    standings = by_sources([("T1", "V1", "crowd", 80)])
    assert standings.rows == ()
    assert reasons(standings) == {"T1": "no complete ballot from: jury"}


def test_reasons_of_a_source_name_it() -> None:
    policy = policy_of(method("mean"), rest=SOURCES.replace("weight = 60", 'weight = 60\nmethod = "trimmed-mean"'))
    rows = [{"entry": "T1", "judge": "J1", "source": "jury", "idea": 5}]
    standings = rank(Ballots.from_rows(rows, policy.rubric), policy, provisional=True)
    assert reasons(standings) == {"T1": "jury: 1 ballot, the rule needs 3"}


def test_who_has_no_carried_score_yet() -> None:
    standings = early({"T1": [5], "T2": [6]}, rest="[carry]\nweight = 30\n", carry={"T1": 5})
    assert order(standings) == "T1"
    assert reasons(standings) == {"T2": "no carried score"}


def test_a_chair_without_a_ballot_yet_leaves_a_tie() -> None:
    standings = early({"T1": {"J2": 5}, "T2": {"J2": 5}}, MEAN + 'ties = ["chair"]\nchair = "J1"\n')
    assert order(standings) == "(T1 T2)"


def test_an_adjustment_may_come_before_the_ballot() -> None:
    assert order(early({"T1": [5]}, adjustments=[Adjustment("T2", 5)])) == "T1"


def test_nobody_ranked_is_an_empty_list() -> None:
    standings = early({"T1": [None]}, entries=["T1", "T2"], rest="[advance]\ncount = 2\n")
    assert standings.to_dict()["standings"] == []
    assert reasons(standings) == {"T1": "no complete ballot", "T2": "no ballot"}
    assert standings.to_csv() == "rank,entry,score,exact,ballots,tied,decided_by,idea\n"


@pytest.mark.parametrize("name", ["mean", "median", "trimmed-mean", "z-score", "rank-sum", "majority", "adjusted"])
def test_no_ballot_at_all_with_every_method(name: str) -> None:
    policy = policy_of(
        method(name, 'decimals = 1\nties = ["criteria-in-order", "countback", "median", "head-to-head"]\n')
    )
    standings = rank(Ballots.from_rows([], policy.rubric), policy, provisional=True)
    assert (standings.rows, standings.unranked) == ((), ())


def test_only_provisional_standings_say_that_they_are() -> None:
    data = early({"T1": [5]}).to_dict()
    assert list(data)[-1] == "provisional"
    assert data["provisional"] is True
    assert "provisional" not in ranked({"T1": [5]}).to_dict()


def test_faults_of_form_stay_faults() -> None:
    with pytest.raises(ScoringError) as error:
        early({"T1": [500]})
    assert sentences(error)
    with pytest.raises(ScoringError):
        early({"T1": [5]}, entries=["T2"])


# --- from a terminal ------------------------------------------------------------------------------------------------


def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, table: str, *more: str) -> tuple[int, str, str]:
    ballots, policy = write(tmp_path / "b.csv", table), write(tmp_path / "p.toml", ONE + method("trimmed-mean"))
    code = main(["rank", str(ballots), "--policy", str(policy), *more])
    return (code, *capsys.readouterr())


def test_a_table_of_only_a_header_is_an_empty_list(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, out, err = run(capsys, tmp_path, HEADER, "--provisional", "--format", "json")
    assert (code, err) == (0, "")
    assert '"standings": []' in out
    assert run(capsys, tmp_path, HEADER)[0] == 2


def test_an_empty_file_stays_a_fault(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(capsys, tmp_path, "", "--provisional")[0] == 2


def test_table_and_page_are_made_of_it(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    for table in (HEADER, HEADER + "T1,J1,5\nT2,J1,1\nT2,J2,2\nT2,J3,3\n"):
        code, out, _ = run(capsys, tmp_path, table, "--provisional", "--report", str(page))
        assert code == 0
        assert "provisional: ballots may still be missing" in out
        assert page.stat().st_size > 1000
    assert "unranked: T1 (1 ballot, the rule needs 3)" in out
