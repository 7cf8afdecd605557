"""Results that were published elsewhere; each file names its source."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scoring import Ballots, Policy, Standings, rank

GOLDEN = Path(__file__).parent / "golden"
CONTEST = (
    '[[criteria]]\nkey = "points"\npoints = 12\nscale = { min = 0, max = 12, step = 1 }\n[ranking]\nmethod = "mean"\n'
)


@pytest.fixture(scope="module")
def eurovision() -> dict[str, Any]:
    contest: dict[str, Any] = json.loads((GOLDEN / "eurovision_1991.json").read_text(encoding="utf-8"))
    return contest


def standings_of(contest: dict[str, Any], ties: str) -> Standings:
    """Every country's jury is a judge; a country without points from a jury got 0 from it."""
    policy = Policy.from_text(CONTEST + f"ties = {ties}\n")
    rows = [
        {"entry": song, "judge": jury, "points": given.get(song, 0)}
        for jury, given in contest["votes"].items()
        for song in contest["published"]
        if song != jury
    ]
    return rank(Ballots.from_rows(rows, policy.rubric), policy)


def test_eurovision_1991_without_a_tie_break_ties_where_it_was_printed_so(eurovision: dict[str, Any]) -> None:
    standings = standings_of(eurovision, "[]")
    assert {row.entry: row.score * row.ballots for row in standings.rows} == {
        song: points for song, (points, _) in eurovision["published"].items()
    }
    places = {row.entry: row.rank for row in standings.rows}
    published = {song: place for song, (_, place) in eurovision["published"].items()}
    assert places == published | {"France": 1}
    assert (places["Ireland"], places["United Kingdom"], places["Turkey"]) == (10, 10, 12)


def test_eurovision_1991_was_won_by_sweden_on_count_back(eurovision: dict[str, Any]) -> None:
    standings = standings_of(eurovision, '["countback"]')
    assert [(row.rank, row.entry) for row in standings.rows[:3]] == [(1, "Sweden"), (2, "France"), (3, "Israel")]
    assert [row.decided_by for row in standings.rows[:3]] == [None, "countback", None]
    (values,) = [step.values for step in standings.ties[0].steps]
    assert (values["Sweden"] or "").startswith("12 12 12 12 10 10 10 10 10 8")
    assert (values["France"] or "").startswith("12 12 12 12 10 10 8")
