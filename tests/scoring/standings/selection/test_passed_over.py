"""Who is passed over and why; groups; entries taken out."""

from __future__ import annotations

from typing import Any

import pytest

from scoring import ScoringError, Standings
from scoring.report.terminal import standings_table
from scoring.standings.forms import FORM_1
from tests.scoring.builders import MEAN, TWO, order, ranked, sentences

ADVANCE = "[advance]\ncount = 9\n"


def rules(standings: Standings) -> list[tuple[str, str]]:
    return [(row.entry, row.rule) for row in standings.passed_over]


# --- cut-offs -------------------------------------------------------------------------------------------------------


def test_one_judge_below_the_line_bars_an_entry_also_on_a_dropped_ballot() -> None:
    # 과락: the 7 is dropped by the trimmed mean and bars nevertheless.
    ranking = '[ranking]\nmethod = "trimmed-mean"\n'
    rest = "[cutoff]\nany_judge = { idea = 8 }\n" + ADVANCE
    standings = ranked({"T1": [90, 80, 7], "T2": [50, 40, 8]}, ranking, rest=rest)
    assert (order(standings), standings.advance) == ("T1 T2", ("T2",))
    assert rules(standings) == [("T1", "cutoff:any_judge:idea")]


@pytest.mark.parametrize(("inclusive", "barred"), [("true", []), ("false", ["T1"])])
def test_exactly_on_a_judges_line_passes_if_lines_are_inclusive(inclusive: str, barred: list[str]) -> None:
    rest = f"[cutoff]\nany_judge = {{ technical = 7 }}\ninclusive = {inclusive}\n"
    standings = ranked({"T1": [(9, 7), (9, 9)], "T2": [(9, 8)]}, rest=rest, criteria=TWO)
    assert [row.entry for row in standings.passed_over] == barred


def test_the_line_of_a_judge_is_a_mark_not_points() -> None:
    # 60 points on a scale to 10: a mark of 7 is 42 points.
    assert rules(ranked({"T1": [(9, 7)]}, rest="[cutoff]\nany_judge = { technical = 8 }\n", criteria=TWO)) != []
    assert rules(ranked({"T1": [(9, 7)]}, rest="[cutoff]\nany_judge = { technical = 6.5 }\n", criteria=TWO)) == []


def test_a_mark_that_may_be_absent_bars_nobody() -> None:
    criteria = TWO + '[[criteria]]\nkey = "extra"\npoints = 0\nscale = { max = 5 }\n'
    marks = {"T1": [(9, 9, None)], "T2": [(9, 9, 1), (9, 9, None)]}
    standings = ranked(marks, rest="[cutoff]\nany_judge = { extra = 2 }\n", criteria=criteria)
    assert rules(standings) == [("T2", "cutoff:any_judge:extra")]


def test_too_few_complete_ballots_bar_an_entry_that_keeps_its_rank() -> None:
    marks = {"T1": [90, 90, None], "T2": [80, 80, 80]}
    standings = ranked(marks, rest="[cutoff]\nballots = 3\n" + ADVANCE)
    assert (order(standings), standings.advance) == ("T1 T2", ("T2",))
    assert [row.reason for row in standings.passed_over] == ["2 complete ballots, 3 needed"]


def test_ballots_of_other_sources_do_not_count_as_the_panels() -> None:
    from scoring import Ballots, Policy, rank

    head = '[[criteria]]\nkey = "idea"\npoints = 10\n[[sources]]\nname = "jury"\nweight = 1\n[[sources]]\nname = "fans"\nweight = 1\n'
    policy = Policy.from_text(head + MEAN + "[cutoff]\nballots = 2\nany_judge = { idea = 5 }\n")
    rows = [("T1", "J1", "jury", 9), ("T1", "V1", "fans", 1), ("T1", "V2", "fans", 1)]
    made = [dict(zip(("entry", "judge", "source", "idea"), row, strict=True)) for row in rows]
    assert rules(rank(Ballots.from_rows(made, policy.rubric), policy)) == [("T1", "cutoff:ballots")]


def test_a_row_per_entry_and_rule_by_rank_then_code() -> None:
    rest = (
        "[cutoff]\ntotal = 60\ncriterion = { technical = 20 }\nany_judge = { creativity = 3 }\nballots = 2\n" + ADVANCE
    )
    marks = {"T3": [(10, 10), (10, 10)], "T2": [(2, 2)], "T1": [(2, 2)], "T4": [(9, 9), (9, 9)]}
    standings = ranked(marks, rest=rest, criteria=TWO, decisions='waived = ["T4", "T1"]')
    bars = ["cutoff:total", "cutoff:criterion:technical", "cutoff:any_judge:creativity", "cutoff:ballots"]
    assert rules(standings) == [
        ("T4", "waived"),
        *(("T1", rule) for rule in [*bars, "waived"]),
        *(("T2", rule) for rule in bars),
    ]
    assert standings.to_dict()["passed_over"][1] == {"entry": "T1", "rule": "cutoff:total", "reason": "20 is below 60"}


def test_what_stands_on_the_wrong_side_is_said_by_the_direction_of_the_scores() -> None:
    ranking = '[ranking]\nmethod = "rank-sum"\n'
    marks = {"T1": [9, 9], "T2": [5, 5]}
    for line, inclusive, said in ((3, "true", ["4 is above 3"]), (4, "true", []), (4, "false", ["4 is not below 4"])):
        standings = ranked(marks, ranking, rest=f"[cutoff]\ntotal = {line}\ninclusive = {inclusive}\n")
        assert [row.reason for row in standings.passed_over] == said


def test_the_member_is_there_where_a_rule_or_decision_may_pass_over_and_never_in_form_1() -> None:
    marks = {"T1": [90]}
    assert "passed_over" not in ranked(marks, rest=ADVANCE).to_dict()
    assert ranked(marks, rest="[cutoff]\ntotal = 1\n").to_dict()["passed_over"] == []
    assert ranked(marks, decisions='waived = ["T1"]').to_dict()["passed_over"] != []
    assert "passed_over" not in ranked(marks, rest="[cutoff]\ntotal = 99\n", form=FORM_1).to_dict()


def test_explanation_and_table_name_why_an_entry_is_passed_over() -> None:
    standings = ranked({"T1": [59], "T2": [90]}, rest="[cutoff]\ntotal = 60\n", decisions='waived = ["T1"]')
    assert standings.explain("T1", "en").endswith(
        " It is passed over (cut-off: score: 59 is below 60; gave up its place)."
    )
    assert "passed over" not in standings.explain("T2", "en")
    assert "passed over: T1 (cut-off: score: 59 is below 60)" in standings_table(standings, "en")


# --- groups ---------------------------------------------------------------------------------------------------------


def test_groups_are_the_columns_that_rules_name_with_ranks_inside_them() -> None:
    marks = {"T1": [90], "T2": [80], "T3": [80], "T4": [70], "T5": [60]}
    entries: dict[str, Any] = {code: {"track": "AI", "school": "K", "other": "x"} for code in marks}
    entries |= {"T3": {"track": " AI ", "school": ""}, "T5": {"track": "Web", "school": None}, "T6": {"track": "Bio"}}
    rest = '[[awards]]\nname = "a"\nwhere = { school = "K" }\n'
    standings = ranked(marks, MEAN + 'groups = ["track"]\n', rest=rest, entries=entries)
    assert standings.to_dict()["groups"] == {
        "track": {"AI": [["T1", 1], ["T2", 2], ["T3", 2], ["T4", 4]], "Web": [["T5", 1]]},
        "school": {"K": [["T1", 1], ["T2", 2], ["T4", 3]]},
    }
    assert "track Web: 1 T5" in standings_table(standings, "en")


def test_values_are_text_in_one_normal_form() -> None:
    entries = {"T1": {"t": "가"}, "T2": {"t": "가"}, "T3": {"t": 7}, "T4": {"t": 7.0}}
    standings = ranked({code: [50] for code in entries}, MEAN + 'groups = ["t"]\n', entries=entries)
    assert set(standings.groups["t"]) == {"가", "7"}


def test_without_a_rule_that_names_a_column_there_are_no_groups() -> None:
    found = ranked({"T1": [90]}, entries={"T1": {"track": "AI", "previous": 3}}).to_dict()
    assert "groups" not in found
    assert "AI" not in str(found)


# --- entries taken out ----------------------------------------------------------------------------------------------


def test_an_entry_with_a_state_is_taken_out_before_any_ballot_is_read() -> None:
    ranking = '[ranking]\nmethod = "rank-sum"\n'
    # J3 judged T3 only: without T3 every judge has marked every entry, and T1 and T2 share places among themselves.
    marks = {"T1": {"J1": 9, "J2": 5}, "T2": {"J1": 7, "J2": 6}, "T3": {"J1": 8, "J2": 8, "J3": None}}
    standings = ranked(marks, ranking, decisions='states = { T3 = "disqualified" }')
    assert [(row.entry, row.shown) for row in standings.rows] == [("T1", "3.00"), ("T2", "3.00")]
    assert standings.warnings == ()
    assert "T3" not in standings.to_csv()


def test_states_stand_last_among_the_unranked() -> None:
    decisions = 'states = { T9 = "withdrawn", T1 = "disqualified" }'
    found = ranked({"T1": [90], "T2": [80], "T3": [None]}, entries=["T1", "T2", "T3", "T4", "T9"], decisions=decisions)
    assert found.to_dict()["unranked"] == [
        {"entry": "T3", "reason": "no complete ballot"},
        {"entry": "T4", "reason": "no ballot"},
        {"entry": "T1", "reason": "disqualified", "state": "disqualified"},
        {"entry": "T9", "reason": "withdrawn", "state": "withdrawn"},
    ]
    assert found.explain("T1", "en") == "T1 has no rank: disqualified."


def test_the_digest_of_the_ballots_is_that_of_all_that_were_given() -> None:
    marks = {"T1": [90], "T2": [80]}
    gone = ranked(marks, decisions='states = { T1 = "withdrawn" }')
    assert gone.digests["ballots"] == ranked(marks).digests["ballots"]


def test_adjustments_and_carried_scores_of_who_was_taken_out_are_no_fault() -> None:
    from scoring import Adjustment

    found = ranked(
        {"T1": [90], "T2": [80]}, rest="[carry]\nweight = 50\n", carry={"T1": 10, "T2": 20},
        adjustments=[Adjustment("T1", 5), Adjustment("T2", 1)], decisions='states = { T1 = "withdrawn" }',
    )  # fmt: skip
    assert [(row.entry, row.shown) for row in found.rows] == [("T2", "51.00")]


def test_everybody_taken_out_leaves_no_complete_ballot() -> None:
    decisions = 'states = { T1 = "withdrawn" }'
    with pytest.raises(ScoringError) as error:
        ranked({"T1": [90]}, decisions=decisions)
    assert sentences(error) == ["there is no complete ballot at all."]
    assert ranked({"T1": [90]}, decisions=decisions, provisional=True).rows == ()


@pytest.mark.parametrize(
    ("decisions", "said"),
    [
        ('states = { T9 = "withdrawn" }', 'key states.T9, value "T9": entry T9 is not on the list of entries.'),
        ('states = { T1 = "gone" }', 'key states.T1, value "gone": this must be one of withdrawn, disqualified.'),
        (
            'states = { T1 = "withdrawn" }\nwaived = ["T1"]',
            'key waived, value "T1": T1 no longer takes part (withdrawn), so nothing can be decided about it.',
        ),
        (
            'states = { T1 = "disqualified" }\norder = ["T2", "T1"]',
            'key order, value "T1": T1 no longer takes part (disqualified), so nothing can be decided about it.',
        ),
    ],
)  # fmt: skip
def test_a_state_that_cannot_be_is_a_fault(decisions: str, said: str) -> None:
    with pytest.raises(ScoringError) as error:
        ranked({"T1": [90], "T2": [80]}, decisions=decisions)
    assert sentences(error) == [said]


def test_a_re_judging_of_who_was_taken_out_since_is_not_read() -> None:
    from scoring import Decisions, rank
    from tests.scoring.builders import ballots_of, policy_of

    policy = policy_of(MEAN + 'ties = ["rejudge"]\n')
    again = ballots_of(policy, {"T1": [9], "T2": [8], "T3": [7]})
    decisions = Decisions(rejudge=again, states={"T1": "withdrawn"})
    found = rank(ballots_of(policy, {"T1": [80], "T2": [80], "T3": [80]}), policy, decisions=decisions)
    assert order(found) == "T2 T3"
