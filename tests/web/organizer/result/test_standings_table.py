"""The standings as lines of a table, and what is said about each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from flask import Flask

from hackathon.web.organizer.result.reasons import Comparison
from hackathon.web.organizer.result.standings_table import AccountLine, CutLine, EntryLine, StandingsTable
from hackathon.web.organizer.shared.team_names import TeamLabel
from scoring import Ballots, Decisions, Policy, Standings, rank

POLICY = """
criteria = [
  { key = "idea", name = { ko = "창의성", en = "Idea" }, points = 50, scale = { max = 10 } },
  { key = "craft", name = { ko = "구현력", en = "Craft" }, points = 50, scale = { max = 10 } },
]
ranking = { method = "mean", ties = [TIES], lot_seed = "pending" }
advance = { count = 2, reserve = 1, at_the_cut = "CUT" }
awards = [{ name = "대상" }]
"""
NAMES = {"T1": "다온", "T2": "하루치", "T3": "봄동", "T4": "모퉁이"}
Marks = Mapping[str, tuple[int, int]]


@pytest.fixture(autouse=True)
def korean(sqlite_app: Flask) -> Iterator[None]:
    with sqlite_app.test_request_context("/"):
        yield


def standings(
    marks: Marks, *, ties: str = '"criteria-by-points"', cut: str = "resolve", seed: str | None = None
) -> Standings:
    policy = Policy.from_text(POLICY.replace("TIES", ties).replace("CUT", cut))
    rows = [{"entry": code, "judge": "J1", "idea": idea, "craft": craft} for code, (idea, craft) in marks.items()]
    decisions = Decisions(lot_seed=seed) if seed else None
    return rank(Ballots.from_rows(rows, policy.rubric), policy, decisions=decisions)


def a_sheet(marks: Marks, final: bool = True, /, **rules: str) -> StandingsTable:
    teams = {code: TeamLabel(name, "") for code, name in NAMES.items()}
    return StandingsTable(standings(marks, **rules), teams, final=final, next_round="본선")


def whys(marks: Marks, **rules: str) -> dict[str, tuple[str, str]]:
    lines = a_sheet(marks, **rules).lines()
    return {line.row.entry: (line.reason.head, line.reason.detail) for line in lines if isinstance(line, EntryLine)}


def ledgers(marks: Marks, **rules: str) -> list[AccountLine]:
    return [line for line in a_sheet(marks, **rules).lines() if isinstance(line, AccountLine)]


def cuts(marks: Marks, **rules: str) -> list[tuple[str, str]]:
    return [(line.text, line.note) for line in a_sheet(marks, **rules).lines() if isinstance(line, CutLine)]


def chips(marks: Marks, **rules: str) -> dict[str, list[tuple[str, str]]]:
    lines = [line for line in a_sheet(marks, **rules).lines() if isinstance(line, EntryLine)]
    return {line.row.entry: [(chip.kind, chip.text) for chip in line.chips] for line in lines}


CLEAR = {"T1": (9, 9), "T2": (8, 8), "T3": (7, 7), "T4": (5, 5)}
TIED = {"T1": (9, 9), "T2": (6, 8), "T3": (8, 6), "T4": (5, 5)}
EQUAL = {"T1": (9, 9), "T2": (7, 7), "T3": (7, 7), "T4": (5, 5)}


def test_without_a_tie_the_gap_decides() -> None:
    found = whys(CLEAR)
    assert found["T1"] == ("", "아래와 10.00점 차")
    assert found["T4"] == ("", "위와 20.00점 차")


def test_in_a_tie_both_sides_name_the_step_and_what_it_found() -> None:
    found = whys(TIED)
    assert found["T3"] == ("동점 → 창의성", "8 > 6")
    assert found["T2"] == ("동점 → 창의성", "6 < 8")


def test_who_stays_tied_shares_the_place() -> None:
    assert whys(EQUAL)["T2"] == ("동점", "공동 2위")


def test_lists_of_numbers_are_compared_as_lists() -> None:
    marks = {"T1": (8, 6), "T2": (6, 8)}
    policy = Policy.from_text(POLICY.replace("TIES", '"countback"').replace("CUT", "resolve"))
    rows = [
        {"entry": code, "judge": judge, "idea": idea, "craft": idea}
        for code, pair in marks.items()
        for judge, idea in zip(("J1", "J2"), (pair if code == "T1" else (7, 7)), strict=True)
    ]
    sheet = StandingsTable(rank(Ballots.from_rows(rows, policy.rubric), policy), {}, final=True, next_round="")
    first = next(line for line in sheet.lines() if isinstance(line, EntryLine))
    assert (first.row.entry, first.reason.head) == ("T1", "동점 → 높은 총점 비교")
    assert " > " in first.reason.detail


def test_a_lot_is_named_without_its_hashes() -> None:
    assert whys(EQUAL, ties='"lot"', seed="비 오는 날")["T2"] == ("동점 → 추첨", "")


def test_the_account_of_a_tie_shows_every_step_that_was_tried() -> None:
    marks = {**TIED, "T2": (7, 7), "T3": (7, 7)}
    (line,) = ledgers(marks, ties='"criterion:idea", "criterion:craft", "low"')
    assert line.account.score == "70.00"
    assert line.account.who == "하루치, 봄동 동점"
    assert [(step.rule, step.verdict) for step in line.account.comparisons] == [
        ("창의성", "같음"),
        ("구현력", "같음"),
        ("가장 낮은 총점", "같음"),
    ]
    assert line.account.outcome == "갈리지 않아 같은 순위"


def test_the_account_says_who_was_ahead_with_the_right_particle() -> None:
    (line,) = ledgers(TIED)
    assert line.account.comparisons == [
        Comparison("창의성", [("봄동", "8", ""), ("하루치", "6", ">")], "봄동이 앞섬", decided=True)
    ]
    assert line.account.outcome == "창의성에서 갈림"


def test_parts_of_a_split_tie_are_compared_apart() -> None:
    marks = {"T1": (8, 6), "T2": (8, 6), "T3": (6, 8), "T4": (6, 8)}
    (line,) = ledgers(marks, ties='"criterion:idea", "criterion:craft"')
    assert [[name for name, _found, _sign in step.findings] for step in line.account.comparisons] == [
        ["다온", "하루치", "봄동", "모퉁이"],
        ["다온", "하루치"],
        ["봄동", "모퉁이"],
    ]
    assert line.account.comparisons[0].verdict == "2팀이 앞섬"


def test_a_pending_lot_leaves_the_tie_waiting() -> None:
    (line,) = ledgers(EQUAL, ties='"lot"')
    assert line.account.outcome == "추첨을 기다림"


def test_the_cut_stands_after_the_last_that_advances() -> None:
    lines = list(a_sheet(CLEAR).lines())
    kinds = [line.row.entry if isinstance(line, EntryLine) else line.kind for line in lines]
    assert kinds == ["T1", "T2", "cut", "T3", "cut", "T4"]


def test_a_cut_without_a_tie_has_no_note() -> None:
    assert cuts(CLEAR) == [("선발선 · 2팀", ""), ("예비팀 1팀까지", "")]


def test_the_cut_tells_which_step_broke_a_tie_on_it() -> None:
    assert cuts(TIED)[0][1] == "동점이 선발선에 걸렸고, 정해 둔 동점자 처리로 갈렸습니다: 창의성"


def test_an_open_cut_stands_above_the_tied_and_counts_them() -> None:
    lines = list(a_sheet(EQUAL).lines())
    assert [line.kind for line in lines[:3]] == ["entry", "cut", "entry"]
    assert cuts(EQUAL)[0] == ("선발선 · 1팀", "아래 동점 2팀 가운데 1팀을 아직 고르지 못했습니다")
    assert chips(EQUAL)["T2"] == [("chip-wait", "선발선 동점")]


@pytest.mark.parametrize(("cut", "note"), [("admit-all", "모두 올립니다"), ("admit-none", "모두 예비로 둡니다")])
def test_a_tie_that_the_rule_settles_is_told(cut: str, note: str) -> None:
    assert note in cuts(EQUAL, cut=cut)[0][1]


def test_chips_are_round_until_the_result_is_locked() -> None:
    draft = a_sheet(CLEAR, False).lines()
    first = next(line for line in draft if isinstance(line, EntryLine))
    assert {chip.kind for chip in first.chips} == {"chip-open"}
    assert chips(CLEAR)["T1"] == [("chip-final", "본선"), ("chip-final", "대상")]


def test_the_reserve_is_numbered() -> None:
    assert chips(CLEAR)["T3"] == [("", "예비 1")]


def test_candidates_for_an_open_award_wait() -> None:
    both = {"T1": (9, 9), "T2": (9, 9), "T3": (7, 7)}
    assert ("chip-wait", "대상: 결정 전") in chips(both)["T1"]
