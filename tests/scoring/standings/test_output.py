"""JSON, CSV and frames, to the letter."""

from __future__ import annotations

import csv
import io
import json

import pytest

from scoring import Ballots, Standings, rank
from scoring.csv_json import harmless
from tests.scoring.builders import MEAN, TWO, ballots_of, policy_of, ranked

REST = '[advance]\ncount = 1\nreserve = 1\n[[awards]]\nname = "대상"\n[[awards]]\nname = "기술상"\nby = "criterion:technical"\n'


@pytest.fixture
def standings() -> Standings:
    marks = {"T07": [(9, 9.5), (10, 9)], "T02": [(9, 6)], "T09": [(6, 8)], "T31": [(None, 5)]}
    criteria = TWO.replace("{ max = 10 }", "{ max = 10, step = 0.5 }")
    return ranked(marks, MEAN + 'ties = ["criterion:technical"]\n', criteria=criteria, rest=REST)


def test_the_json_to_the_letter(standings: Standings) -> None:
    data = json.loads(standings.to_json())
    digests = data.pop("digests")
    assert {name: len(digest or "") for name, digest in digests.items()} == {
        "ballots": 64,
        "policy": 64,
        "decisions": 0,
    }
    assert data == {
        "standings": [
            row(1, "T07", "93.50", "187/2", 2, None, "38.00", "55.50"),
            row(2, "T09", "72.00", "72", 1, None, "24.00", "48.00"),
            row(3, "T02", "72.00", "72", 1, "criterion:technical", "36.00", "36.00"),
        ],
        "ties": [
            {
                "entries": ["T02", "T09"],
                "score": "72.00",
                "steps": [{"rule": "criterion:technical", "values": {"T02": "6", "T09": "8"}}],
                "resolved": True,
            }
        ],
        "cut": {"open": False, "places": 0, "entries": []},
        "advance": ["T07"],
        "reserve": ["T09"],
        "awards": [
            {"name": "대상", "entry": "T07", "open": False},
            {"name": "기술상", "entry": "T07", "open": False},
        ],
        "unranked": [{"entry": "T31", "reason": "no complete ballot"}],
        "warnings": ["ballot of judge J1 for entry T31 is incomplete and does not count: no mark for creativity"],
        "lower_is_better": False,
    }


def row(
    rank: int, entry: str, score: str, exact: str, ballots: int, step: str | None, *points: str
) -> dict[str, object]:
    criteria = dict(zip(("creativity", "technical"), points, strict=True))
    return {
        "rank": rank, "entry": entry, "score": score, "exact": exact, "ballots": ballots, "tied": False,
        "decided_by": step, "criteria": criteria,
    }  # fmt: skip


def test_the_order_of_the_keys(standings: Standings) -> None:
    data = standings.to_dict()
    assert " ".join(data) == "standings ties cut advance reserve awards unranked warnings lower_is_better digests"
    assert " ".join(data["standings"][0]) == "rank entry score exact ballots tied decided_by criteria"
    assert " ".join(data["ties"][0]) == "entries score steps resolved"


def test_the_json_text_keeps_hangul_and_ends_with_a_line_feed(standings: Standings) -> None:
    text = standings.to_json()
    assert '"name": "대상"' in text
    assert text.endswith("}\n")


def test_the_csv_to_the_letter(standings: Standings) -> None:
    assert standings.to_csv() == (
        "rank,entry,score,exact,ballots,tied,decided_by,creativity,technical\n"
        "1,T07,93.50,187/2,2,false,,38.00,55.50\n"
        "2,T09,72.00,72,1,false,,24.00,48.00\n"
        "3,T02,72.00,72,1,false,criterion:technical,36.00,36.00\n"
    )


def test_the_frame_has_the_columns_of_the_csv(standings: Standings) -> None:
    frame = standings.to_frame()
    assert list(frame.columns) == next(csv.reader(io.StringIO(standings.to_csv())))
    assert list(frame["entry"]) == ["T07", "T09", "T02"]


@pytest.mark.parametrize(("decimals", "shown"), [(0, "81"), (1, "80.7"), (3, "80.667")])
def test_scores_are_shown_with_the_decimals_of_the_policy(decimals: int, shown: str) -> None:
    assert ranked({"T1": [80, 81, 81]}, MEAN + f"decimals = {decimals}\n").rows[0].shown == shown


def test_without_declared_decimals_two_are_shown_and_the_exact_fraction_ranks() -> None:
    data = ranked({"T1": [80, 81, 81]}).to_dict()["standings"][0]
    assert (data["score"], data["exact"]) == ("80.67", "242/3")


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=SUM(A1)", "'=SUM(A1)"),
        ("@cmd", "'@cmd"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("-2+3", "'-2+3"),
        ("＝1+1", "'＝1+1"),
        ("-3", "-3"),
        ("-0.50", "-0.50"),
        ("-1/3", "-1/3"),
        ("+82 10-0000-1234", "+82 10-0000-1234"),
        ("+82100000123", "+82100000123"),
        ("T07", "T07"),
        ("", ""),
    ],
)
def test_text_that_a_spreadsheet_would_run_is_made_harmless(text: str, safe: str) -> None:
    assert harmless(text) == safe


def test_a_negative_score_keeps_its_sign_in_the_csv() -> None:
    criteria = '[[criteria]]\nkey = "idea"\npoints = 1\nscale = { min = -3, max = 3 }\n'
    assert "1,T1,-0.33,-1/3,1,false,,-0.33" in ranked({"T1": [-1]}, criteria=criteria).to_csv()


def test_the_same_ballots_in_any_order_give_the_same_bytes() -> None:
    policy = policy_of(MEAN + 'ties = ["head-to-head"]\n')
    rows = [
        {"entry": f"T{e}", "judge": f"J{j}", "idea": (7 * e + 3 * j) % 5 if e != j else None}
        for e in range(5)
        for j in range(4)
    ]
    texts = {
        rank(Ballots.from_rows(some, policy.rubric), policy).to_json()
        for some in (rows, rows[::-1], rows[7:] + rows[:7])
    }
    assert len(texts) == 1


def test_rows_are_sorted_by_rank_then_by_code_point() -> None:
    policy = policy_of()
    codes = ["팀", "b", "B", "a", "10", "9"]
    standings = rank(ballots_of(policy, {code: [5] for code in codes}), policy)
    assert [row.entry for row in standings.rows] == ["10", "9", "B", "a", "b", "팀"]
