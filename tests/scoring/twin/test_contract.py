"""Small cases of the contract with values reckoned by hand: the twin has them right, and the package with it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.scoring.twin.events.comparing import difference
from tests.scoring.twin.events.product import rank_by_package
from tests.scoring.twin.naive.case import Case, Data, Refused, Row
from tests.scoring.twin.naive.result import rank_naively

IDEA = [{"key": "idea", "points": 10, "scale": {"min": 0, "max": 10, "step": Decimal("0.01")}}]


def agreed(case: Case) -> Data:
    """What both give."""
    twin, package = rank_naively(case), rank_by_package(case)
    assert package is not None
    assert difference(package, twin) is None, difference(package, twin)
    return twin


def refused(case: Case) -> str:
    """Why the twin refuses what the package refuses too."""
    assert rank_by_package(case) is None
    with pytest.raises(Refused) as fault:
        rank_naively(case)
    return str(fault.value)


def ballots(marks: dict[str, list[Any]], source: str | None = None, key: str = "idea") -> list[Row]:
    """Marks by entry, from judges J0, J1, …"""
    named = {"source": source} if source else {}
    return [
        {"entry": entry, "judge": f"J{at}", key: mark, **named}
        for entry, given in marks.items()
        for at, mark in enumerate(given)
        if mark is not None
    ]


def a_policy(*, method: str = "mean", criteria: list[Data] = IDEA, **more: Any) -> Data:
    ranking = {"method": method, **more.pop("ranking", {})}
    return {"criteria": criteria, "ranking": ranking, **more}


def scores(result: Data) -> dict[str, str]:
    return {row["entry"]: row["exact"] for row in result["standings"]}


# --- numbers ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rounding", "scores_of"),
    [
        ("half-up", {"T1": "1/10", "T2": "1/5", "T3": "-1/10"}),
        ("half-even", {"T1": "0", "T2": "1/5", "T3": "0"}),
        ("down", {"T1": "0", "T2": "1/10", "T3": "0"}),
    ],
)
def test_rounding_at_the_half(rounding: str, scores_of: dict[str, str]) -> None:
    scale = {"min": -1, "max": 10, "step": Decimal("0.01")}
    rules = a_policy(criteria=[{**IDEA[0], "scale": scale}], ranking={"decimals": 1, "rounding": rounding})
    assert (
        scores(
            agreed(Case(rules, ballots({"T1": [Decimal("0.05")], "T2": [Decimal("0.15")], "T3": [Decimal("-0.05")]})))
        )
        == scores_of
    )


@pytest.mark.parametrize(
    ("round_at", "scores_of"),
    [
        ("score", {"T1": "0", "T2": "1", "T3": "1"}),
        ("ballot", {"T1": "1", "T2": "1", "T3": "1"}),
        ("criterion", {"T1": "1", "T2": "2", "T3": "0"}),
    ],
)
def test_rounding_starts_where_the_policy_says(round_at: str, scores_of: dict[str, str]) -> None:
    criteria = [{"key": key, "points": 1, "scale": {"min": 0, "max": 10, "step": 1}} for key in ("a", "b")]
    rules = a_policy(criteria=criteria, ranking={"decimals": 0, "round_at": round_at})
    marks = [("T1", "J0", 5, 0), ("T1", "J1", 4, 0), ("T2", "J0", 5, 5), ("T3", "J0", 4, 4)]
    rows: list[Row] = [{"entry": entry, "judge": judge, "a": a, "b": b} for entry, judge, a, b in marks]
    assert scores(agreed(Case(rules, rows))) == scores_of


def test_an_entry_with_fewer_ballots_than_min_drops_nothing() -> None:
    rules = a_policy(method="trimmed-mean", ranking={"drop": {"high": 1, "low": 1, "min": 4}})
    assert scores(agreed(Case(rules, ballots({"T1": [1, 2, 9], "T2": [1, 2, 3, 9]})))) == {"T1": "4", "T2": "5/2"}
    del rules["ranking"]["drop"]["min"]
    assert refused(Case(rules, ballots({"T1": [1, 2]}))) == "too few ballots to drop"
    unranked = agreed(Case(rules, ballots({"T1": [1, 2], "T2": [1, 2, 3]}), provisional=True))["unranked"]
    assert unranked == [{"entry": "T1"}]


def test_most_caps_a_bonus_and_the_floor_lifts_every_score() -> None:
    rules = a_policy(adjustments={"most": 5, "floor": 3})
    given = [("T1", 4), ("T1", 4), ("T1", -2), ("T2", -9)]
    found = agreed(Case(rules, ballots({"T1": [4], "T2": [8], "T3": [1]}), adjustments=given))
    assert scores(found) == {"T1": "7", "T2": "3", "T3": "3"}


# --- sources ------------------------------------------------------------------------------------------------------


def test_a_source_with_criteria_of_its_own_is_put_on_the_panels_points() -> None:
    criteria = [
        {"key": key, "points": points, "scale": {"min": 0, "max": 10}} for key, points in (("a", 60), ("b", 40))
    ]
    sources = [{"name": "judges", "weight": 70}, {"name": "audience", "weight": 30, "criteria": ["b"]}]
    rows: list[Row] = [
        {"entry": "T1", "judge": "J0", "source": "judges", "a": 5, "b": 10},
        {"entry": "T1", "judge": "V", "source": "audience", "a": None, "b": 5},
    ]
    (row,) = agreed(Case(a_policy(criteria=criteria, sources=sources), rows))["standings"]
    # The panel 30 + 40; the audience 20 of 40 points, 50 of 100.
    assert row["sources_exact"] == {"judges": "70", "audience": "50"}
    assert (row["exact"], row["ballots"], row["criteria"]) == ("64", 1, {"a": "30.00", "b": "40.00"})


# --- ties ---------------------------------------------------------------------------------------------------------


def test_a_dropped_ballot_among_equal_totals_counts_for_what_is_left_of_it() -> None:
    criteria = [{"key": key, "points": 10} for key in ("a", "b")]
    rules = a_policy(
        method="trimmed-mean",
        criteria=criteria,
        ranking={"drop": {"high": 1, "low": 1}, "ties": ["criterion:a:trimmed"]},
    )
    marks = {"T1": [(2, 3), (4, 1), (0, 0), (9, 9)], "T2": [(2, 3), (5, 0), (3, 2), (9, 9)]}
    rows = [
        {"entry": entry, "judge": f"J{at}", "a": a, "b": b}
        for entry, given in marks.items()
        for at, (a, b) in enumerate(given)
    ]
    (tie,) = agreed(Case(rules, rows))["ties"]
    # T1 keeps (2, 3) and (4, 1). T2 has three totals of 5, one of which is dropped: each counts two thirds.
    assert [
        (step["rule"], {entry: str(value) for entry, value in step["values"].items()}) for step in tie["steps"]
    ] == [("criterion:a:trimmed", {"T1": "3", "T2": "10/3"})]


def test_submitted_puts_the_earlier_first_and_whoever_has_no_time_last() -> None:
    entries = {
        "T1": {"submitted_at": "2026-05-01T10:00:00+09:00"},
        "T2": {"submitted_at": ""},
        "T3": {"submitted_at": "2026-05-01T00:59:59Z"},
    }
    rules = a_policy(ranking={"ties": ["submitted"]})
    found = agreed(Case(rules, ballots({"T1": [5], "T2": [5], "T3": [5]}), entries=entries))
    assert [row["entry"] for row in found["standings"]] == ["T3", "T1", "T2"]


# --- selection ----------------------------------------------------------------------------------------------------

SCHOOLS = {"T1": "S1", "T2": "S1", "T3": "S2", "T4": "S1", "T5": "S3"}


def by_school(**quota: int) -> Data:
    return {"count": 2, "reserve": 2, "quota": [{"by": "school", **quota}]}


def of_schools(marks: list[int], **more: Any) -> Case:
    entries = {entry: {"school": school} for entry, school in SCHOOLS.items()}
    given = dict(zip(SCHOOLS, ([mark] for mark in marks), strict=True))
    return Case(a_policy(**more), ballots(given), entries=entries)


def test_most_passes_over_whoever_comes_too_late() -> None:
    found = agreed(of_schools([9, 8, 7, 6, 5], advance=by_school(most=1)))
    assert (found["advance"], found["reserve"]) == (["T1", "T3"], ["T5"])
    assert found["passed_over"] == [{"entry": "T2", "rule": "quota:school"}]
    assert found["groups"]["school"]["S1"] == [["T1", 1], ["T2", 2], ["T4", 3]]


def test_least_is_met_first_and_advance_stays_in_rank_order() -> None:
    found = agreed(of_schools([9, 8, 7, 6, 5], advance={**by_school(least=1), "count": 4}))
    assert (found["advance"], found["reserve"], found["passed_over"]) == (["T1", "T2", "T3", "T5"], ["T4"], [])
    assert refused(of_schools([9, 8, 7, 6, 5], advance=by_school(least=1))) == "no place left for a least"


def test_a_tie_of_one_school_lies_across_the_cut_where_the_quota_parts_it() -> None:
    tied = of_schools([9, 9, 7, 6, 5], advance=by_school(most=1))
    assert agreed(tied)["cut"] == {"open": True, "places": 1, "entries": ["T1", "T2"]}
    assert (agreed(tied)["advance"], agreed(tied)["reserve"]) == ([], [])
    tied.policy["advance"]["at_the_cut"] = "admit-all"
    assert agreed(tied)["advance"] == ["T1", "T2"]
    tied.policy["advance"]["at_the_cut"] = "admit-none"
    assert (agreed(tied)["advance"], agreed(tied)["reserve"]) == ([], ["T1", "T2"])


@pytest.mark.parametrize(("kept_out", "other"), [("T2", "T3"), ("T3", "T2")])
def test_codes_do_not_tell_who_of_a_tie_is_passed_over(kept_out: str, other: str) -> None:
    quota = [{"by": "region", "least": 1}, {"by": "school", "most": 1, "least": 1}]
    rules = a_policy(advance={"count": 2, "quota": quota})
    entries = {
        "T1": {"region": "", "school": "S1"},
        kept_out: {"region": "Jeju", "school": "S1"},
        other: {"region": "Busan", "school": "S2"},
    }
    found = agreed(Case(rules, ballots({"T1": [9], "T2": [8], "T3": [8]}), entries=entries))
    assert found["advance"] == ["T1", other]
    assert found["passed_over"] == [{"entry": kept_out, "rule": "quota:school"}]


# --- awards -------------------------------------------------------------------------------------------------------


def prizes(*awards: Data) -> list[Data]:
    return [{"name": f"prize {at}", "by": "overall", "exclusive": True, **award} for at, award in enumerate(awards)]


def test_an_open_award_puts_its_candidates_in_question_below() -> None:
    rules = a_policy(awards=prizes({}, {"count": 1}, {"count": 2}))
    case = Case(rules, ballots({"T1": [9], "T2": [9], "T3": [8], "T4": [7], "T5": [6]}))
    assert [(row["open"], row.get("candidates")) for row in agreed(case)["awards"]] == [
        (True, ["T1", "T2"]),
        (True, ["T1", "T2", "T3"]),
        (True, ["T1", "T2", "T3", "T4", "T5"]),
        (True, ["T1", "T2", "T3", "T4", "T5"]),
    ]
    case.decisions = {"awards": {"prize 0": ["T2"]}}
    assert [row["entry"] for row in agreed(case)["awards"]] == ["T2", "T1", "T3", "T4"]


def test_a_jury_picks_whom_it_likes_but_nobody_who_may_not_win() -> None:
    rules = a_policy(awards=prizes({}, {"by": "decision", "count": 2, "key": "sponsor"}))
    entries = {entry: {"previous": None} for entry in ("T1", "T2", "T3", "T4")}
    case = Case(rules, ballots({"T1": [9], "T2": [8], "T3": [7]}), entries=entries)
    case.decisions = {"states": {"T3": "disqualified"}}
    found = agreed(case)
    assert [row.get("candidates") for row in found["awards"]] == [None, ["T2", "T4"], ["T2", "T4"]]
    assert found["unranked"] == [{"entry": "T4"}, {"entry": "T3", "state": "disqualified"}]
    case.decisions["awards"] = {"sponsor": ["T4"]}
    assert [row["entry"] for row in agreed(case)["awards"]] == ["T1", "T4", None]
    case.decisions["awards"] = {"sponsor": ["T1"]}
    assert refused(case) == "a pick that may not be"


def test_an_award_by_a_source_that_waits_keeps_to_its_where() -> None:
    sources = [{"name": "judges", "weight": 1}, {"name": "audience", "weight": 1}]
    rules = a_policy(sources=sources, awards=prizes({"by": "source:audience", "where": {"track": "AI"}}))
    entries = {"T1": {"track": "AI"}, "T2": {"track": "Climate"}, "T3": {"track": "AI"}}
    marks = {"T1": [5], "T2": [6], "T3": [7]}
    (award,) = agreed(Case(rules, ballots(marks, source="judges"), entries=entries, provisional=True))["awards"]
    assert award["candidates"] == ["T1", "T3"]


def test_nothing_can_be_decided_about_an_award_without_an_open_place() -> None:
    case = Case(a_policy(awards=prizes({"minimum": 9, "by": "overall"})), ballots({"T1": [5]}))
    assert agreed(case)["awards"] == [{"name": "prize 0", "entry": None, "open": False}]
    case.decisions = {"awards": {"prize 0": []}}
    assert refused(case) == "a decision about no open place"
    case.policy["awards"][0] |= {"by": "source:judges"}
    case.policy["sources"] = [{"name": "judges", "weight": 1}]
    case.policy["cutoff"] = {"ballots": 2}
    case.ballots = ballots({"T1": [5]}, source="judges")
    assert refused(case) == "a decision about no open place"
