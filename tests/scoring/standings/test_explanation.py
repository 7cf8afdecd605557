"""The one sentence that says why an entry stands where it stands."""

from __future__ import annotations

from typing import Any

import pytest

from tests.scoring.builders import MEAN, TWO, ranked

CASES: list[tuple[str, dict[str, Any], dict[str, Any], str, str]] = [
    (
        "T1",
        {"T1": [90, 91], "T2": [80]},
        {},
        "T1: 1위. 채점표 2장의 최종 점수가 90.50점으로, 2위 T2보다 10.50점 높습니다.",
        "T1 is in place 1 with 90.50 points from 2 ballots, 10.50 points ahead of T2 in place 2.",
    ),
    (
        "T2",
        {"T1": [90], "T2": [80]},
        {},
        "T2: 2위. 채점표 1장의 최종 점수가 80.00점으로, 1위 T1보다 10.00점 낮습니다.",
        "T2 is in place 2 with 80.00 points from 1 ballot, 10.00 points behind T1 in place 1.",
    ),
    (
        "T1",
        {"T1": [90]},
        {},
        "T1: 1위. 채점표 1장의 최종 점수가 90.00점입니다.",
        "T1 is in place 1 with 90.00 points from 1 ballot.",
    ),
    (
        "T2",
        {"T1": [(9, 6)], "T2": [(6, 8)]},
        {"ranking": MEAN + 'ties = ["criterion:technical"]\n', "criteria": TWO},
        "T2: 1위. 채점표 1장의 최종 점수가 72.00점으로 T1과 같지만, ‘기술 구현력’ 평균 점수 (T1 6, T2 8)에서 순위가 갈렸습니다.",
        "T2 is in place 1 with 72.00 points from 1 ballot, level with T1; the mean mark for “Technical” decided (T1 6, T2 8).",
    ),
    (
        "T2",
        {"T1": [80], "T2": [80]},
        {},
        "T2: 공동 1위. 채점표 1장의 최종 점수가 80.00점으로 T1과 같고, 동점자 처리 규칙이 없어 같은 순위입니다.",
        "T2 is tied for place 1 with 80.00 points from 1 ballot, level with T1; no tie-break rule is declared.",
    ),
    (
        "T1",
        {"T1": [80], "T2": [80]},
        {"ranking": MEAN + 'ties = ["low"]\n'},
        "T1: 공동 1위. 채점표 1장의 최종 점수가 80.00점으로 T2와 같고, 정해진 동점자 처리로도 갈리지 않았습니다.",
        "T1 is tied for place 1 with 80.00 points from 1 ballot, level with T2; no declared tie-break tells them apart.",
    ),
    (
        "T1",
        {"T1": [80], "T2": [80]},
        {"ranking": MEAN + 'ties = ["lot"]\nlot_seed = "pending"\n'},
        "T1: 공동 1위. 채점표 1장의 최종 점수가 80.00점으로 T2와 같고, 추첨을 기다리고 있습니다.",
        "T1 is tied for place 1 with 80.00 points from 1 ballot, level with T2; the lot is not drawn yet.",
    ),
    (
        "T3",
        {"T1": [80], "T2": [70, 90], "T3": [80]},
        {"ranking": MEAN + 'ties = ["countback"]\n'},
        (
            "T3: 공동 2위. 채점표 1장의 최종 점수가 80.00점으로 T1, T2와 같지만, "
            "높은 총점부터의 비교 (T1 80, T2 90 70, T3 80)에서 일부만 갈렸고 나머지는 같은 순위로 남았습니다."
        ),
        (
            "T3 is tied for place 2 with 80.00 points from 1 ballot, level with T1 and T2; "
            "the totals compared from the top decided in part (T1 80, T2 90 70, T3 80), the rest stays level."
        ),
    ),
    (
        "T2",
        {"T1": [80], "T2": [None]},
        {},
        "T2: 순위가 없습니다. 완성된 채점표가 없습니다.",
        "T2 has no rank: no complete ballot.",
    ),
]


@pytest.mark.parametrize(("entry", "marks", "more", "ko", "en"), CASES)
def test_why_an_entry_stands_there(entry: str, marks: dict[str, Any], more: dict[str, Any], ko: str, en: str) -> None:
    standings = ranked(marks, **more)
    assert standings.explain(entry, "ko") == ko
    assert standings.explain(entry, "en") == en


def test_a_tiny_gap_never_looks_like_none() -> None:
    sentence = ranked({"T1": [80] * 999 + [81], "T2": [80]}).explain("T1", "en")
    assert sentence.endswith("0.001 points ahead of T2 in place 2.")


def test_a_lot_is_named_without_its_hashes() -> None:
    standings = ranked({"T1": [80], "T2": [80]}, MEAN + 'ties = ["lot"]\nlot_seed = "x"\n')
    assert standings.explain(standings.rows[0].entry, "ko").endswith("추첨에서 순위가 갈렸습니다.")


def test_an_entry_that_nobody_knows_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        ranked({"T1": [80]}).explain("T9")


def test_a_step_named_twice_is_quoted_as_it_was_when_it_decided() -> None:
    marks = {"T1": [8, 8, 5], "T2": [9, 6, 6], "T3": [9, 6, 6]}
    sentence = ranked(marks, MEAN + 'ties = ["countback", "low", "countback"]\n').explain("T1", "en")
    assert sentence.endswith("the totals compared from the top decided (T1 8 8 5, T2 9 6 6, T3 9 6 6).")
