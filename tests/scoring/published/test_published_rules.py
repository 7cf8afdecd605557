"""Results that were published elsewhere and need rules beside the method: rounding on the way, places for a country at
most, prizes of one source."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from scoring import Adjustment, Ballots, Policy, Standings, rank
from scoring.exact import decimal_text

GOLDEN = Path(__file__).parent / "golden"


def golden(name: str) -> Any:
    return json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def contests() -> Any:
    return golden("contests_with_rules")


# --- rounding on the way ------------------------------------------------------------------------------------------


def components(isu: Any, ranking: str) -> Standings:
    keys = isu["components"]
    criteria = [{"key": key, "points": 10, "scale": {"min": 0, "max": 10, "step": 0.25}} for key in keys]
    policy = Policy.from_text(f"criteria = {toml(criteria)}\n[ranking]\nmethod = 'trimmed-mean'\n{ranking}")
    rows = [
        {"entry": pair, "judge": f"J{judge}"}
        | {key: marks[judge] for key, marks in zip(keys, of["marks"], strict=True)}
        for pair, of in isu["pairs"].items()
        for judge in range(9)
    ]
    return rank(Ballots.from_rows(rows, policy.rubric), policy)


def toml(rows: list[dict[str, Any]]) -> str:
    """Inline tables: JSON with = for : between keys and values."""
    return json.dumps(rows).replace('": ', '" = ')


def factored(isu: Any, standings: Standings) -> dict[str, str]:
    return {row.entry: decimal_text(row.score * Fraction(isu["factor"]), 2) for row in standings.rows}


def test_components_of_figure_skating_are_rounded_before_they_are_added() -> None:
    isu = golden("isu_components")
    published = {pair: of["total"] for pair, of in isu["pairs"].items()}
    drop = "drop = { high = 1, low = 1, of = 'criterion' }\ndecimals = 2\n"
    standings = components(isu, drop + "round_at = 'criterion'\n")
    assert factored(isu, standings) == published
    assert {row.entry: row.score for row in standings.rows} == {
        pair: sum(map(Fraction, of["panel"])) for pair, of in isu["pairs"].items()
    }
    # Rounded at the end alone, the second pair would have a hundredth less than was published.
    late = factored(isu, components(isu, drop))
    assert late == published | {"Savchenko / Massot": "36.74"}


# --- points beside marks ------------------------------------------------------------------------------------------


def test_a_ski_jump_is_the_middle_three_marks_and_the_metres(contests: Any) -> None:
    jump = contests["ski_jump"]
    # Three marks of at most 20 are added: 60 points.
    policy = Policy.from_text(
        "[[criteria]]\nkey = 'style'\npoints = 60\nscale = { min = 0, max = 20, step = 0.5 }\n"
        "[ranking]\nmethod = 'trimmed-mean'\ndrop = { high = 1, low = 1 }\ndecimals = 1\n"
    )
    rows = [{"entry": "Funaki", "judge": f"J{at}", "style": mark} for at, mark in enumerate(jump["marks"])]
    beyond = Fraction(jump["metres"]) - Fraction(jump["k_point"])
    metres = Fraction(jump["points_at_k"]) + beyond * Fraction(jump["points_per_metre"])
    given = [Adjustment("Funaki", metres, "distance")]
    (row,) = rank(Ballots.from_rows(rows, policy.rubric), policy, adjustments=given).rows
    assert row.shown == jump["score"]


# --- at most two of a country -------------------------------------------------------------------------------------


def test_the_third_best_of_a_country_does_not_advance(contests: Any) -> None:
    final = contests["two_per_country"]
    policy = Policy.from_text(
        "[[criteria]]\nkey = 'total'\npoints = 80\nscale = { min = 0, max = 80, step = 0.001 }\n"
        "[ranking]\nmethod = 'mean'\ndecimals = 3\n"
        "[advance]\ncount = 4\nquota = [{ by = 'country', most = 2 }]\n"
    )
    rows = [{"entry": name, "judge": "panel", "total": score} for name, (score, _) in final["scores"].items()]
    entries = {name: {"country": country} for name, (_, country) in final["scores"].items()}
    standings = rank(Ballots.from_rows(rows, policy.rubric), policy, entries=entries).to_dict()
    assert standings["advance"] == final["advance"]
    assert [(row["entry"], row["rule"]) for row in standings["passed_over"]] == [
        (final["passed_over"], "quota:country")
    ]
    assert standings["groups"]["country"]["USA"] == [["Raisman", 1], ["Douglas", 2], ["Wieber", 3]]


# --- two sources --------------------------------------------------------------------------------------------------


def test_juries_and_televote_have_winners_of_their_own_beside_the_contest(contests: Any) -> None:
    contest = contests["eurovision_2016"]
    awards = [{"name": by, "by": by} for by in ("overall", "source:juries", "source:televote")]
    policy = Policy.from_text(
        "criteria = [{ key = 'points', points = 492 }]\n"
        f"sources = [{{ name = 'juries', weight = 1 }}, {{ name = 'televote', weight = 1 }}]\nawards = {toml(awards)}\n"
        "[ranking]\nmethod = 'mean'\n"
    )
    rows = [
        {"entry": song, "judge": "all", "source": source, "points": points}
        for song, given in contest["points"].items()
        for source, points in zip(("juries", "televote"), given, strict=False)
    ]
    standings = rank(Ballots.from_rows(rows, policy.rubric), policy)
    assert {row.entry: 2 * row.score for row in standings.rows} == {
        song: points[2] for song, points in contest["points"].items()
    }
    assert [award.entry for award in standings.awards] == [
        "Ukraine",
        contest["jury_winner"],
        contest["televote_winner"],
    ]
