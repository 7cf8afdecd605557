"""The sentence on a rank, in the words of its method."""

from __future__ import annotations

import pytest

from scoring import Ballots, rank
from tests.scoring.builders import policy_of, ranked

THREE = {"T1": [90, 80, 70], "T2": [80, 70, 60], "T3": [50, 75, 65]}
CASES = [
    (
        "rank-sum",
        "T1: 1위. 심사위원 3명이 매긴 순위의 합이 3.00점으로, 2위 T3보다 4.00점 적습니다.",
        "T1 is in place 1 with a rank sum of 3.00 from 3 ballots, 4.00 below T3 in place 2.",
    ),
    (
        "majority",
        "T1: 1위. 심사위원 3명 가운데 3명이 1위 안에 놓아, 과반수로 정한 순위가 1.00점으로, 2위 T3보다 1.00점 적습니다.",
        "T1 is in place 1 with a majority place of 1.00: 3 of 3 judges put it in place 1 or better, 1.00 below T3 in place 2.",
    ),
    (
        "z-score",
        "T1: 1위. 채점표 3장을 심사위원마다 같은 평균과 폭으로 맞춘 최종 점수가 83.97점으로, 2위 T3보다 18.01점 높습니다.",
        (
            "T1 is in place 1 with 83.97 points from 3 ballots, every judge brought to the same mean and spread, "
            "18.01 points ahead of T3 in place 2."
        ),
    ),
    (
        "adjusted",
        "T1: 1위. 채점표 3장을 심사위원의 후하고 박한 정도로 보정한 최종 점수가 80.00점(총점의 평균 80.00점)으로, 2위 T2보다 10.00점 높습니다.",
        (
            "T1 is in place 1 with 80.00 points from 3 ballots, adjusted for its judges (plain mean 80.00), "
            "10.00 points ahead of T2 in place 2."
        ),
    ),
]


@pytest.mark.parametrize(("method", "ko", "en"), CASES)
def test_every_method_says_what_its_score_is_made_of(method: str, ko: str, en: str) -> None:
    standings = ranked(THREE, f'[ranking]\nmethod = "{method}"\n')
    assert standings.explain("T1", "ko") == ko
    assert standings.explain("T1", "en") == en


WEIGHTS = {"jury": 90, "crowd": 10}


def test_more_is_worse_where_lower_is_better() -> None:
    standings = ranked(THREE, '[ranking]\nmethod = "rank-sum"\n')
    assert standings.explain("T2", "ko").endswith("2위 T3보다 1.00점 많습니다.")
    assert standings.explain("T2", "en").endswith("1.00 above T3 in place 2.")


def test_half_places_are_written_as_such() -> None:
    sentence = ranked({"T1": [9, 9], "T2": [9, 9], "T3": [1, 1]}, '[ranking]\nmethod = "majority"\n').explain(
        "T1", "en"
    )
    assert "2 of 2 judges put it in place 1.5 or better, level with T2" in sentence


def test_a_score_from_sources_tells_each_with_its_weight() -> None:
    parts = (f'[[sources]]\nname = "{name}"\nweight = {weight}\nmethod = "mean"\n' for name, weight in WEIGHTS.items())
    policy = policy_of("", rest="".join(parts))
    rows = [{"entry": "T1", "judge": "J1", "source": name, "idea": 9 + at} for at, name in enumerate(WEIGHTS)]
    standings = rank(Ballots.from_rows(rows, policy.rubric), policy)
    assert standings.explain("T1", "en") == (
        "T1 is in place 1 with 9.10 points from jury 9.00 (weight 90), crowd 10.00 (weight 10)."
    )
    assert standings.explain("T1", "ko") == (
        "T1: 1위. jury 9.00점(반영 90), crowd 10.00점(반영 10)을 반영한 최종 점수가 9.10점입니다."
    )
