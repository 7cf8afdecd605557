"""The tie-break chain: each step alone, the chain as a whole, the ledger."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from scoring import Ballots, Decisions, ScoringError
from tests.scoring.builders import ONE, TWO, ballots_of, order, policy_of, ranked, sentences


def chain(*steps: str, **settings: str) -> str:
    names = ", ".join(f'"{step}"' for step in steps)
    return f'[ranking]\nmethod = "mean"\nties = [{names}]\n' + "".join(
        f'{key} = "{value}"\n' for key, value in settings.items()
    )


def values(standings: Any, tie: int = 0) -> list[tuple[str, dict[str, str | None]]]:
    return [(step.rule, dict(step.values)) for step in standings.ties[tie].steps]


def test_without_a_chain_equal_scores_share_the_rank_1_2_2_4() -> None:
    standings = ranked({"T4": [90], "T2": [80], "T1": [80], "T3": [70]})
    assert [(row.rank, row.entry, row.tied) for row in standings.rows] == [
        (1, "T4", False),
        (2, "T1", True),
        (2, "T2", True),
        (4, "T3", False),
    ]


def test_a_tie_at_first_place_is_broken_and_says_by_what() -> None:
    standings = ranked({"T1": [(9, 6)], "T2": [(6, 8)]}, chain("criterion:technical"), criteria=TWO)
    assert [(row.rank, row.entry, row.decided_by) for row in standings.rows] == [
        (1, "T2", None),
        (2, "T1", "criterion:technical"),
    ]
    assert values(standings) == [("criterion:technical", {"T1": "6", "T2": "8"})]
    assert standings.ties[0].resolved


def test_a_criterion_step_reads_all_counted_ballots_untrimmed() -> None:
    ranking = chain("criterion:technical").replace('"mean"', '"trimmed-mean"')
    marks = {"T1": [(5, 5), (5, 5), (5, 5)], "T2": [(5, 5), (5, 5), (5, 9)]}
    assert order(ranked(marks, ranking, criteria=TWO)) == "T2 T1"


def test_a_criterion_of_0_points_can_decide_and_empty_marks_are_left_out_of_its_mean() -> None:
    criteria = ONE + '[[criteria]]\nkey = "charm"\npoints = 0\nscale = { max = 5 }\n'
    marks = {"T1": [(80, 2), (80, 4)], "T2": [(80, None), (80, 4)], "T3": [(80, None), (80, None)]}
    standings = ranked(marks, chain("criterion:charm"), criteria=criteria)
    assert order(standings) == "T2 T1 T3"
    assert values(standings) == [("criterion:charm", {"T1": "3", "T2": "4", "T3": None})]


def test_criteria_in_order_goes_through_the_file() -> None:
    standings = ranked({"T1": [(9, 6)], "T2": [(9, 6)]}, chain("criteria-in-order"), criteria=TWO)
    assert [rule for rule, _ in values(standings)] == ["criterion:creativity", "criterion:technical"]


def test_criteria_by_points_starts_with_the_largest_and_leaves_0_out() -> None:
    zero = '[[criteria]]\nkey = "charm"\npoints = 0\nscale = { max = 5 }\n'
    same = '[[criteria]]\nkey = "theme"\npoints = 40\nscale = { max = 10 }\n'
    marks = {"T1": [(1, 9, 6, 5)], "T2": [(1, 9, 6, 5)]}
    standings = ranked(marks, chain("criteria-by-points"), criteria=zero + TWO + same)
    assert [rule for rule, _ in values(standings)] == ["criterion:technical", "criterion:creativity", "criterion:theme"]


def test_countback_compares_totals_from_the_top() -> None:
    standings = ranked({"T1": [80, 80, 80], "T2": [90, 80, 70]}, chain("countback"))
    assert order(standings) == "T2 T1"
    assert values(standings) == [("countback", {"T1": "80 80 80", "T2": "90 80 70"})]


def test_in_countback_a_longer_list_wins_over_its_own_beginning() -> None:
    assert order(ranked({"T1": [80, 80], "T2": [80, 80, 80]}, chain("countback"))) == "T2 T1"


@pytest.mark.parametrize(
    ("step", "marks", "expected"),
    [
        ("median", {"T1": [60, 80, 100], "T2": [70, 75, 95]}, "T1 T2"),
        ("low", {"T1": [60, 80, 100], "T2": [70, 75, 95]}, "T2 T1"),
        ("chair", {"T1": [60, 80, 100], "T2": [70, 75, 95]}, "T2 T1"),
    ],
)
def test_median_low_and_chair_compare_totals(step: str, marks: dict[str, Any], expected: str) -> None:
    assert order(ranked(marks, chain(step, chair="J1"))) == expected


def test_the_step_mean_is_untrimmed() -> None:
    ranking = chain("mean").replace('"mean"', '"trimmed-mean"', 1)
    assert order(ranked({"T1": [60, 80, 90], "T2": [50, 80, 90]}, ranking)) == "T1 T2"


def test_the_chair_ranks_those_without_a_chairs_ballot_last() -> None:
    marks = {"T1": {"J2": 80}, "T2": {"J1": 80}}
    standings = ranked(marks, chain("chair", chair="J1"))
    assert order(standings) == "T2 T1"
    assert values(standings) == [("chair", {"T1": None, "T2": "80"})]


def test_head_to_head_counts_the_opponents_beaten() -> None:
    marks = {"T1": [90, 90, 30], "T2": [70, 70, 70]}
    standings = ranked(marks, chain("head-to-head"))
    assert order(standings) == "T1 T2"
    assert values(standings) == [("head-to-head", {"T1": "1", "T2": "0"})]


def test_a_head_to_head_cycle_leaves_all_tied() -> None:
    marks = {"T1": [90, 80, 70], "T2": [80, 70, 90], "T3": [70, 90, 80]}
    standings = ranked(marks, chain("head-to-head"))
    assert order(standings) == "(T1 T2 T3)"
    assert not standings.ties[0].resolved


def test_head_to_head_asks_only_judges_who_marked_both() -> None:
    marks = {"T1": {"J1": 81, "J2": 79}, "T2": {"J1": 80, "J3": 80}}
    assert order(ranked(marks, chain("head-to-head"))) == "T1 T2"


def test_head_to_head_counts_only_opponents_who_are_still_tied() -> None:
    # T3 beats nobody who is left after "low", but would have beaten T1 and T2 before.
    marks = {"T1": {"J1": 85, "J2": 75}, "T2": {"J1": 75, "J2": 85}, "T3": {"J1": 100, "J2": 60}}
    standings = ranked(marks, chain("low", "head-to-head"))
    assert order(standings) == "(T1 T2) T3"
    assert values(standings)[1] == ("head-to-head", {"T1": "0", "T2": "0"})


def test_previous_prefers_the_higher_result_and_ranks_the_unknown_last() -> None:
    standings = ranked(
        {"T1": [80], "T2": [80], "T3": [80]}, chain("previous"), entries={"T1": None, "T2": 71.5, "T3": 90}
    )
    assert order(standings) == "T3 T2 T1"
    assert values(standings) == [("previous", {"T1": None, "T2": "71.5", "T3": "90.0"})]


def test_rejudging_compares_the_mean_totals_of_the_second_judging() -> None:
    policy = policy_of(chain("rejudge"))
    again = ballots_of(policy, {"T2": [70, 75], "T3": [60, 60]})
    standings = ranked({"T1": [80], "T2": [80], "T3": [80]}, chain("rejudge"), decisions=Decisions(rejudge=again))
    assert order(standings) == "T2 T3 T1"
    assert values(standings) == [("rejudge", {"T1": None, "T2": "72.5", "T3": "60.0"})]


def test_a_decided_order_decides() -> None:
    standings = ranked({"T1": [80], "T2": [80], "T3": [80]}, chain("decision"), decisions='order = ["T3", "T1"]')
    assert order(standings) == "T3 T1 T2"
    assert values(standings) == [("decision", {"T1": "2", "T2": None, "T3": "1"})]


@pytest.mark.parametrize("step", ["decision", "rejudge"])
def test_an_act_that_has_not_happened_leaves_the_tie_open_and_says_so(step: str) -> None:
    standings = ranked({"T1": [80], "T2": [80]}, chain(step))
    assert order(standings) == "(T1 T2)"
    assert standings.warnings == (f"a tie reached the step {step}, but no such decision was given",)


def test_the_lot_is_the_ascending_sha_256_of_seed_and_code() -> None:
    standings = ranked({"T1": [80], "T2": [80], "팀3": [80]}, chain("lot", lot_seed="주사위 7"))
    hashes = {code: hashlib.sha256(f"주사위 7\n{code}".encode()).hexdigest() for code in ("T1", "T2", "팀3")}
    assert [row.entry for row in standings.rows] == sorted(hashes, key=lambda code: hashes[code])
    assert values(standings) == [("lot", hashes)]


def test_a_pending_lot_leaves_the_tie_open() -> None:
    standings = ranked({"T1": [80], "T2": [80]}, chain("lot", "criterion:idea", lot_seed="pending"))
    assert order(standings) == "(T1 T2)"
    assert values(standings) == [("lot", {"T1": None, "T2": None})]
    assert not standings.ties[0].resolved


def test_a_lot_drawn_later_decides_what_was_pending() -> None:
    marks = {"T1": [80], "T2": [80]}
    late = ranked(marks, chain("lot", lot_seed="pending"), decisions='lot_seed = "dice"')
    assert order(late) == order(ranked(marks, chain("lot", lot_seed="dice")))


# --- the chain ----------------------------------------------------------------------------------------------------


def test_each_part_of_a_split_group_goes_on_with_the_next_step() -> None:
    marks = {"T1": [(9, 4), (5, 8)], "T2": [(9, 4), (5, 8)], "T3": [(7, 6), (7, 6)], "T4": [(5, 7), (6, 7)]}
    standings = ranked(marks, chain("countback", "lot", lot_seed="x"), criteria=TWO)
    assert [len(step.values) for step in standings.ties[0].steps] == [4, 2]
    assert standings.ties[0].resolved


def test_decided_by_names_the_step_against_the_group_just_above() -> None:
    marks = {"T1": [90, 70], "T2": [95, 65], "T3": [80, 80], "T4": [80, 80], "T5": [85]}
    standings = ranked(marks, chain("low", "countback"))
    assert [(row.rank, row.entry, row.decided_by) for row in standings.rows] == [
        (1, "T5", None),
        (2, "T3", None),
        (2, "T4", None),
        (4, "T1", "low"),
        (5, "T2", "low"),
    ]


def test_the_ledger_lists_steps_that_did_not_split_too() -> None:
    standings = ranked({"T1": [80, 80], "T2": [90, 70]}, chain("mean", "median", "low"))
    assert [rule for rule, _ in values(standings)] == ["mean", "median", "low"]
    assert [row.decided_by for row in standings.rows] == [None, "low"]


def test_different_findings_look_different() -> None:
    marks = {"T1": [80, 80, 80], "T2": [80, 80, 81], "T3": [80, 80, 80, 80, 80, 80, 82]}
    standings = ranked(marks, chain("mean") + "decimals = 0\n")
    assert values(standings) == [("mean", {"T1": "80.00", "T2": "80.33", "T3": "80.29"})]


# --- what a step must have ----------------------------------------------------------------------------------------


def fault_of(**arguments: Any) -> list[str]:
    with pytest.raises(ScoringError) as error:
        ranked({"T1": [80], "T2": [80]}, **arguments)
    return sentences(error)


def test_a_chair_who_did_not_judge_is_a_fault() -> None:
    assert fault_of(ranking=chain("chair", chair="J9")) == [
        'key ranking.chair, value "J9": the chair J9 has no ballot.'
    ]


@pytest.mark.parametrize("entries", [None, ["T1", "T2"], {"T1": None, "T2": None}])
def test_previous_without_previous_results_is_a_fault(entries: Any) -> None:
    assert fault_of(ranking=chain("previous"), entries=entries) == [
        'key ranking.ties, value "previous": the step previous needs --entries with numbers in its column previous.'
    ]


def test_a_seed_that_the_policy_fixed_cannot_be_replaced() -> None:
    assert fault_of(ranking=chain("lot", lot_seed="fixed"), decisions='lot_seed = "other"') == [
        'key lot_seed, value "other": the policy fixes lot_seed already; a decision cannot replace it.'
    ]


def test_a_rejudging_of_a_stranger_is_a_fault() -> None:
    policy = policy_of(chain("rejudge"))
    again = Ballots.from_rows([{"entry": "T9", "judge": "J1", "idea": 5}], policy.rubric)
    assert fault_of(ranking=chain("rejudge"), decisions=Decisions(rejudge=again)) == [
        'row 2, column entry, value "T9": entry T9 is not on the list of entries.'
    ]
