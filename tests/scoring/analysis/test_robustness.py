"""Would the result change without one judge, with other weights, with another panel?"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from scoring import Adjustment, Ballots, Decisions, Policy, Robustness, ScoringError, measure_robustness, rank
from scoring.analysis.variants import panel_ballots, resampled, without_judge
from tests.scoring.builders import MEAN, TWO, ballots_of, policy_of

TRIMMED = '[ranking]\nmethod = "trimmed-mean"\n'
# T1 leads only because of J1.
CLOSE = {"T1": [95, 70, 70], "T2": [70, 75, 75], "T3": [50, 50, 50]}
CLEAR = {"T1": [95, 90, 92], "T2": [70, 75, 73], "T3": [50, 50, 50]}
TWO_ADVANCE = "[advance]\ncount = 2\n"
ONE_ADVANCES = "[advance]\ncount = 1\n"


def measured(marks: Mapping[str, Any], ranking: str = MEAN, **more: Any) -> Robustness:
    policy = policy_of(
        ranking, rest=more.pop("rest", ""), **{key: more.pop(key) for key in ("criteria",) if key in more}
    )
    return measure_robustness(ballots_of(policy, marks), policy, **{"samples": 20, **more})


# --- leave one judge out ------------------------------------------------------------------------------------------


def test_every_judge_is_left_out_in_turn() -> None:
    assert measured(CLOSE).to_dict()["leave_one_judge_out"] == [
        {"judge": "J1", "ranks": {"T1": 2, "T2": 1, "T3": 3}, "first": ["T2"]},
        {"judge": "J2", "ranks": {"T1": 1, "T2": 2, "T3": 3}, "first": ["T1"]},
        {"judge": "J3", "ranks": {"T1": 1, "T2": 2, "T3": 3}, "first": ["T1"]},
    ]


def test_what_holds_and_what_does_not() -> None:
    close, clear = measured(CLOSE, rest=TWO_ADVANCE), measured(CLEAR, rest=ONE_ADVANCES)
    assert (close.first_holds, close.advance_holds, close.swaps) == (False, True, [["T1", "T2"]])
    assert close.rank_range == {"T1": [1, 2], "T2": [1, 2], "T3": [3, 3]}
    assert (clear.first_holds, clear.advance_holds, clear.swaps) == (True, True, [])
    assert measured(CLOSE, rest=ONE_ADVANCES).advance_holds is False


def test_sharing_the_first_rank_is_not_holding_it() -> None:
    found = measured({"T1": [80, 70], "T2": [70, 70]})
    assert found.to_dict()["leave_one_judge_out"][0]["first"] == ["T1", "T2"]
    assert (found.first_holds, found.swaps) == (False, [])


def test_without_advance_nothing_can_hold() -> None:
    assert measured(CLOSE).advance_holds is None


def test_a_cut_that_opens_does_not_hold() -> None:
    found = measured({"T1": [90, 90], "T2": [80, 70], "T3": [70, 70]}, rest=TWO_ADVANCE)
    assert found.advance_holds is False


def test_a_trimmed_mean_with_too_few_ballots_is_skipped_with_the_reason() -> None:
    found = measured({"T1": [9, 8, 7], "T2": [6, 5, 4]}, TRIMMED)
    data = found.to_dict()
    assert [list(row) for row in data["leave_one_judge_out"]] == [["judge", "skipped"]] * 3
    assert data["leave_one_judge_out"][0]["skipped"].startswith("T1: dropping 1 highest and 1 lowest")
    assert (data["first_holds"], data["advance_holds"], data["rank_range"], data["swaps"]) == (None, None, {}, [])


def test_an_entry_that_only_this_judge_scored_has_no_rank_in_that_run() -> None:
    found = measured({"T1": {"J1": 9}, "T2": {"J1": 5, "J2": 6}})
    assert found.judges[0].ranks == {"T2": 1}
    assert found.rank_range == {"T1": [1, 1], "T2": [1, 2]}
    assert found.first_holds is False


def test_the_chair_can_be_left_out_too() -> None:
    ranking = MEAN + 'ties = ["chair"]\nchair = "J1"\n'
    found = measured({"T1": [80, 60], "T2": [70, 70]}, ranking)
    assert found.base.ranks == {"T1": 1, "T2": 2}
    assert found.judges[0].ranks == {"T1": 2, "T2": 1}


def test_awards_hold_or_not_one_by_one() -> None:
    rest = '[[awards]]\nname = "대상"\n[[awards]]\nname = "꼴찌상"\nby = "criterion:idea"\ncount = 3\n'
    assert measured(CLOSE, rest=rest).awards_hold == {"대상": False, "꼴찌상": True}


def test_lower_is_better_turns_nothing_around() -> None:
    found = measured(CLOSE, '[ranking]\nmethod = "rank-sum"\n')
    assert found.base.ranks == {"T1": 2, "T2": 1, "T3": 3}
    assert found.first_holds is False


# --- weights, trimming --------------------------------------------------------------------------------------------


def test_each_weight_goes_up_and_down_by_five_percent() -> None:
    marks = {"T1": {"J1": (9, 6)}, "T2": {"J1": (6, 8)}}
    weights = measured(marks, criteria=TWO).to_dict()["weights"]
    assert {key: list(trials) for key, trials in weights.items()} == {
        "creativity": ["+5%", "-5%"],
        "technical": ["+5%", "-5%"],
    }
    # 72 : 72 at first; creativity 42 makes it 73.8 : 73.2.
    assert weights["creativity"]["+5%"] == {
        "ranks": {"T1": 1, "T2": 2},
        "first": ["T1"],
        "first_holds": False,
        "advance_holds": None,
        "changed": ["T2"],
    }
    assert weights["technical"]["+5%"]["first"] == ["T2"]


def test_a_criterion_without_points_has_no_weight() -> None:
    criteria = '[[criteria]]\nkey = "idea"\npoints = 10\n[[criteria]]\nkey = "charm"\npoints = 0\nscale = { max = 5 }\n'
    assert list(measured({"T1": {"J1": (7, 2)}}, criteria=criteria).weights) == ["idea"]


def test_points_that_grow_too_large_are_skipped() -> None:
    criteria = '[[criteria]]\nkey = "idea"\npoints = 999999999\nscale = { max = 10 }\n'
    trial = measured({"T1": [7]}, criteria=criteria).weights["idea"]["+5%"]
    assert trial.skipped is not None


@pytest.mark.parametrize(("ranking", "other", "first"), [(MEAN, "trimmed-mean", "T2"), (TRIMMED, "mean", "T1")])
def test_trimming_is_switched_on_or_off(ranking: str, other: str, first: str) -> None:
    marks = {"T1": [99, 70, 70, 70], "T2": [75, 75, 75, 75]}
    trimming = measured(marks, ranking).to_dict()["trimming"]
    assert (trimming["method"], trimming["first"]) == (other, [first])


def test_other_methods_have_nothing_to_trim() -> None:
    assert measured(CLOSE, '[ranking]\nmethod = "median"\n').to_dict()["trimming"] is None


# --- bootstrap ----------------------------------------------------------------------------------------------------


def test_the_bootstrap_is_repeatable_by_its_seed() -> None:
    once, again, other = (measured(CLOSE, seed=seed).to_dict()["bootstrap"] for seed in ("7", "7", "eight"))
    assert once == again
    assert once["top_share"] != other["top_share"] or once["first_share"] != other["first_share"]


def test_the_share_says_of_how_many_places_it_speaks() -> None:
    assert measured(CLOSE, rest=TWO_ADVANCE).bootstrap.top == 2
    assert measured(CLOSE).bootstrap.top == 3
    assert measured({"T1": [5]}).bootstrap.top == 1


def test_a_clear_leader_leads_every_panel() -> None:
    drawn = measured(CLEAR, rest=ONE_ADVANCES).bootstrap
    assert (drawn.top_share["T1"], drawn.first_share["T1"], drawn.interval["T1"]) == (1.0, 1.0, (1, 1))
    assert drawn.top_share["T2"] == 0.0


def test_panels_that_cannot_be_ranked_are_counted() -> None:
    found = measured(
        {"T1": {"J1": 9, "J2": 8, "J3": 7}, "T2": {"J1": 5, "J2": 4, "J3": 1, "J4": 9}}, TRIMMED, samples=40
    )
    skipped = found.to_dict()["bootstrap"]["skipped"]
    assert 0 < skipped < 40


def two_sources() -> tuple[Policy, Ballots]:
    """A and B are the jury, A also votes in the crowd with C and D."""
    parts = (f'[[sources]]\nname = "{name}"\nweight = 1\nmethod = "mean"\n' for name in ("jury", "crowd"))
    policy = policy_of("", rest="".join(parts))
    seats = (("A", "jury"), ("B", "jury"), ("A", "crowd"), ("C", "crowd"), ("D", "crowd"))
    rows = [
        {"entry": entry, "judge": judge, "source": source, "idea": 5}
        for entry in ("T1", "T2")
        for judge, source in seats
    ]
    return policy, Ballots.from_rows(rows, policy.rubric)


def test_only_judges_of_the_panel_are_drawn_and_the_other_sources_stay() -> None:
    policy, ballots = two_sources()
    for sample in range(10):
        drawn = resampled(ballots, seed="s", sample=sample, panel=panel_ballots(ballots, policy))
        sources = [drawn.keys_of(at) for at in range(len(drawn))]
        assert sorted(judge for _, judge, source in sources if source == "crowd") == ["A", "A", "C", "C", "D", "D"]
        assert len([judge for _, judge, source in sources if source == "jury"]) == 4
        assert {judge[0] for _, judge, source in sources if source == "jury"} <= {"A", "B"}
        assert rank(drawn, policy).ranks == {"T1": 1, "T2": 1}


def test_only_judges_of_the_panel_are_left_out_and_their_other_votes_stay() -> None:
    policy, ballots = two_sources()
    found = measure_robustness(ballots, policy, samples=2)
    assert [trial.name for trial in found.judges] == ["A", "B"]
    left = without_judge(ballots, 0, panel=panel_ballots(ballots, policy))
    assert [left.keys_of(at)[1:] for at in range(4)] == [("A", "crowd"), ("B", "jury"), ("C", "crowd"), ("D", "crowd")]


def test_leaving_a_judge_out_keeps_everything_else() -> None:
    policy = policy_of()
    ballots = ballots_of(policy, CLOSE)
    left = without_judge(ballots, 1, panel=panel_ballots(ballots, policy))
    assert left.judges == ("J1", "J2", "J3")
    assert [left.keys_of(at)[1] for at in range(len(left))] == ["J1", "J3"] * 3


# --- what else is given -------------------------------------------------------------------------------------------


def test_adjustments_and_decisions_count_in_every_run() -> None:
    found = measured(
        CLOSE, adjustments=[Adjustment("T3", 100, "bonus")], decisions=Decisions(waived=("T3",)), rest=ONE_ADVANCES
    )
    assert [trial.first for trial in found.judges] == [["T3"]] * 3
    assert found.base.advance == ("T1",)


def test_what_rank_refuses_is_refused() -> None:
    with pytest.raises(ScoringError):
        measured({"T1": [None]})


def test_the_json_has_every_part() -> None:
    data = measured(CLOSE).to_dict()
    json.dumps(data, allow_nan=False)
    assert list(data) == [
        "leave_one_judge_out", "rank_range", "first_holds", "advance_holds", "swaps", "awards_hold", "weights",
        "trimming", "bootstrap", "methods",
    ]  # fmt: skip


def test_who_was_taken_out_takes_part_in_no_run_and_its_judges_neither() -> None:
    marks = {**{code: {f"J{at}": mark for at, mark in enumerate(row)} for code, row in CLOSE.items()}, "T9": {"J9": 99}}
    gone = Decisions(states={"T9": "disqualified"})
    found = measured(marks, decisions=gone, adjustments=[Adjustment("T9", 5)])
    assert [trial.name for trial in found.judges] == ["J0", "J1", "J2"]
    assert found.to_dict()["rank_range"] == measured(CLOSE).to_dict()["rank_range"]


def test_an_award_that_was_decided_is_decided_in_every_run_where_it_can_be() -> None:
    level = {"T1": [80, 80, 80], "T2": [80, 80, 80], "T3": [50, 50, 50]}
    rest = '[[awards]]\nname = "a"\n'
    assert measured(level, rest=rest, decisions=Decisions(awards={"a": ("T2",)})).awards_hold == {"a": True}
    # Without J1 the two are not level any more: the award is T2's by rank, and nothing is left to decide.
    apart = {"T1": [82, 80, 78], "T2": [76, 81, 83], "T3": [50, 50, 50]}
    found = measured(apart, rest=rest, decisions=Decisions(awards={"a": ("T1",)}))
    assert (found.awards_hold, [trial.skipped for trial in found.judges]) == ({"a": False}, [None, None, None])
