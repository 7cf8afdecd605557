"""Awards: what they order by, whom they are for, what is open and with whom, and what a decision may settle."""

from __future__ import annotations

from typing import Any

import pytest

from scoring import Ballots, Policy, ScoringError, rank
from scoring.standings.forms import FORM_1
from tests.scoring.builders import MEAN, ONE, TWO, ranked, sentences

AI = {"T1": {"track": "AI"}, "T2": {"track": "Web"}, "T3": {"track": "AI"}}
THREE = {"T1": [90], "T2": [80], "T3": [70]}


def award(name: str, **settings: str) -> str:
    return f'[[awards]]\nname = "{name}"\n' + "".join(f"{key} = {value}\n" for key, value in settings.items())


EXCLUSIVE = {"exclusive": "true"}
JURY = {"by": '"decision"'}


def given(marks: dict[str, Any], *rules: str, **more: Any) -> list[str]:
    """One text a place: its winner, "-" where it is vacant, "?" and the candidates where it is open."""
    rows = ranked(marks, rest="".join(rules), **more).to_dict()["awards"]
    return [row["entry"] or ("? " + " ".join(row["candidates"]) if row["open"] else "-") for row in rows]


def refused(marks: dict[str, Any], *rules: str, **more: Any) -> list[str]:
    with pytest.raises(ScoringError) as error:
        ranked(marks, rest="".join(rules), **more)
    return sentences(error)


# --- open awards and those below them -------------------------------------------------------------------------------


def test_field_1_who_is_tied_for_an_open_award_wins_no_exclusive_one_below() -> None:
    # 두 팀이 대상에서 동점: neither may be called the winner of the second prize, which one of them will get or not.
    marks = {"T1": [90], "T2": [90], "T3": [80], "T4": [70]}
    assert given(marks, award("대상"), award("우수상", **EXCLUSIVE)) == ["? T1 T2", "? T1 T2 T3"]


def test_candidates_go_down_until_they_hold_enough_who_are_not_in_question() -> None:
    marks = {"T1": [90], "T2": [90], "T3": [80], "T4": [70], "T5": [60]}
    below = award("b", count="2", **EXCLUSIVE)
    # One of T1 and T2 may come down, and T3 and T4 may both move up.
    assert given(marks, award("a"), below) == ["? T1 T2", "? T1 T2 T3 T4", "? T1 T2 T3 T4"]


def test_candidates_are_whole_groups_and_end_with_the_field() -> None:
    marks = {"T1": [90], "T2": [90], "T3": [80], "T4": [80]}
    assert given(marks, award("a", count="1"), award("b", **EXCLUSIVE))[1] == "? T1 T2 T3 T4"
    two = award("b", count="2", **EXCLUSIVE)
    assert given(marks, award("a"), two)[1:] == ["? T1 T2 T3 T4"] * 2
    many = award("b", count="4", **EXCLUSIVE)
    assert given(marks, award("a"), many)[1:] == ["? T1 T2 T3 T4"] * 4


def test_places_above_the_first_in_question_are_given() -> None:
    marks = {"T1": [(9, 9)], "T2": [(8, 5)], "T3": [(5, 5)]}
    rules = (award("기술", by='"criterion:technical"', count="2"), award("대상", count="3", **EXCLUSIVE))
    # T2 and T3 are tied on the criterion only; overall T2 leads, so rank settles it and nothing is open.
    assert given(marks, *rules, criteria=TWO) == ["T1", "T2", "T3", "-", "-"]
    jury = award("심사위원상", where='{ track = "Web" }', **JURY)
    found = given(THREE, jury, award("b", count="3", **EXCLUSIVE), entries=AI)
    assert found == ["? T2", "T1", "? T2 T3", "? T2 T3"]


def test_an_award_that_is_not_exclusive_is_given_below_an_open_one() -> None:
    marks = {"T1": [90], "T2": [90], "T3": [80]}
    assert given(
        marks, award("a"), award("b", where='{ t = "x" }'), entries={c: {"t": "x" if c == "T3" else ""} for c in marks}
    ) == ["? T1 T2", "T3"]
    assert given(marks, award("a"), award("b", count="3")) == ["? T1 T2", "T1", "T2", "T3"]


def test_the_candidates_of_an_award_opened_from_above_are_in_question_too() -> None:
    marks = {"T1": [90], "T2": [90], "T3": [80], "T4": [70]}
    rules = (award("a"), award("b", count="2", **EXCLUSIVE), award("c", **EXCLUSIVE))
    assert given(marks, *rules)[3] == "? T1 T2 T3 T4"
    three = (award("a"), award("b", **EXCLUSIVE), award("c", **EXCLUSIVE))
    assert given(marks, *three) == ["? T1 T2", "? T1 T2 T3", "? T1 T2 T3 T4"]


def test_a_tie_with_one_in_question_is_open_although_the_group_would_fit() -> None:
    entries = {code: {"track": "Web" if code == "T2" else ""} for code in ("T1", "T2", "T3")}
    jury = award("j", where='{ track = "Web" }', **JURY)
    found = given({"T1": [80], "T2": [80], "T3": [70]}, jury, award("b", count="2", **EXCLUSIVE), entries=entries)
    assert found == ["? T2", "? T1 T2 T3", "? T1 T2 T3"]


def test_nothing_is_in_question_any_more_when_the_tie_is_decided() -> None:
    marks = {"T1": [90], "T2": [90], "T3": [80]}
    rules = (award("대상"), award("우수상", **EXCLUSIVE))
    assert given(marks, *rules, decisions='awards = { "대상" = ["T2"] }') == ["T2", "T1"]


def test_form_1_gives_awards_below_an_open_one_and_names_no_candidates() -> None:
    marks = {"T1": [90], "T2": [90], "T3": [80]}
    standings = ranked(marks, rest=award("a") + award("b", count="5", **EXCLUSIVE), form=FORM_1)
    rows = standings.to_dict()["awards"]
    assert [row["entry"] for row in rows] == [None, "T1", "T2", "T3", None, None]
    assert not any("candidates" in row for row in rows)


def test_only_open_rows_have_candidates() -> None:
    rows = ranked({"T1": [90], "T2": [80]}, rest=award("a", count="2", minimum="85")).to_dict()["awards"]
    assert rows == [{"name": "a", "entry": "T1", "open": False}, {"name": "a", "entry": None, "open": False}]
    (row,) = ranked({"T2": [90], "T1": [90]}, rest=award("a")).to_dict()["awards"]
    assert row == {"name": "a", "entry": None, "open": True, "candidates": ["T1", "T2"]}


# --- what an award orders by ----------------------------------------------------------------------------------------


def test_minimum_is_measured_on_what_the_award_orders_by() -> None:
    # 40 points for creativity, 60 for technical.
    marks = {"T1": [(10, 4)], "T2": [(2, 9)]}
    technical = award("t", by='"criterion:technical"', minimum="55")
    assert given(marks, technical, criteria=TWO) == ["-"]
    assert given(marks, technical.replace("55", "54"), criteria=TWO) == ["T2"]
    # Form 1 read the score: 64 and 62.
    old = ranked(marks, rest=technical, criteria=TWO, form=FORM_1).awards
    assert [row.entry for row in old] == ["T2"]


def test_where_lower_is_better_minimum_is_the_largest_that_passes() -> None:
    ranking = '[ranking]\nmethod = "rank-sum"\n'
    marks = {"T1": [9, 9], "T2": [5, 5]}
    assert given(marks, award("a", count="2", minimum="2"), ranking=ranking) == ["T1", "-"]
    assert given(marks, award("a", minimum="1"), ranking=ranking) == ["-"]
    by_points = award("a", by='"criterion:idea"', minimum="9")
    assert given(marks, by_points, ranking=ranking) == ["T1"]


SOURCES = ONE + '[[sources]]\nname = "jury"\nweight = 70\n[[sources]]\nname = "audience"\nweight = 30\n'


def by_audience(audience: dict[str, int], rule: str, ranking: str = MEAN, **more: Any) -> list[str]:
    policy = Policy.from_text(SOURCES + ranking + rule)
    jury = {"T1": 90, "T2": 80, "T3": 70}
    rows = [{"entry": code, "judge": "J1", "source": "jury", "idea": mark} for code, mark in jury.items()]
    rows += [{"entry": code, "judge": "V1", "source": "audience", "idea": mark} for code, mark in audience.items()]
    found = rank(Ballots.from_rows(rows, policy.rubric), policy, **more).to_dict()["awards"]
    return [row["entry"] or ("? " + " ".join(row["candidates"]) if row["open"] else "-") for row in found]


def test_organizer_s2_9_an_award_by_a_source_then_by_overall_rank() -> None:
    people = award("인기상", by='"source:audience"')
    assert by_audience({"T1": 10, "T2": 30, "T3": 60}, people) == ["T3"]
    assert by_audience({"T1": 10, "T2": 60, "T3": 60}, people) == ["T2"]
    assert by_audience({"T1": 10, "T2": 30, "T3": 60}, award("인기상", by='"source:audience"', minimum="61")) == ["-"]


def test_an_award_by_a_source_of_places_goes_to_the_lowest() -> None:
    ranking = '[ranking]\nmethod = "rank-sum"\n'
    assert by_audience({"T1": 10, "T2": 30, "T3": 60}, award("인기상", by='"source:audience"'), ranking) == ["T3"]


def test_an_award_by_a_source_without_a_ballot_yet_is_open() -> None:
    assert by_audience({}, award("인기상", by='"source:audience"'), provisional=True) == ["? T1 T2 T3"]


# --- whom an award is for -------------------------------------------------------------------------------------------


def test_organizer_s2_9_an_award_for_a_track() -> None:
    assert given(THREE, award("AI", where='{ track = "AI" }'), entries=AI) == ["T1"]
    assert given(THREE, award("AI", where='{ track = " AI " }', count="3"), entries=AI) == ["T1", "T3", "-"]
    assert given(THREE, award("b", where='{ track = ["Web", "AI"] }', count="2"), entries=AI) == ["T1", "T2"]


def test_all_columns_of_where_must_match() -> None:
    entries = {
        "T1": {"track": "AI", "year": "1"},
        "T2": {"track": "Web", "year": "2"},
        "T3": {"track": "AI", "year": 2},
    }
    assert given(THREE, award("b", where='{ track = "AI", year = "2" }'), entries=entries) == ["T3"]


def test_a_value_that_nobody_has_is_a_warning_and_vacant() -> None:
    rule = award("b", where='{ track = ["Robots", "AI"] }')
    standings = ranked(THREE, rest=rule, entries=AI)
    assert (standings.awards[0].entry, standings.warnings) == ("T1", ("award b: nobody has Robots in track",))
    for by in ("overall", "decision"):
        alone = award("b", where='{ track = "Robots" }', by=f'"{by}"')
        assert given(THREE, alone, entries=AI) == ["-"]


# --- decisions ------------------------------------------------------------------------------------------------------


def test_organizer_s2_9_an_award_by_decision_is_open_until_it_is_given() -> None:
    jury = award("스폰서상", count="2", **JURY)
    entries = [*THREE, "T4"]
    assert given(THREE, jury, entries=entries) == ["? T1 T2 T3 T4"] * 2
    assert given(THREE, jury, entries=entries, decisions='awards = { "스폰서상" = ["T4", "T1"] }') == ["T4", "T1"]
    assert given(THREE, jury, entries=entries, decisions='awards = { "스폰서상" = ["T4"] }') == ["T4", "-"]
    assert given(THREE, jury, entries=entries, decisions='awards = { "스폰서상" = [] }') == ["-", "-"]


def test_whoever_cannot_be_picked_is_no_candidate() -> None:
    rest = ("[cutoff]\ntotal = 75\n", award("대상"), award("s", where='{ track = "AI" }', **JURY, **EXCLUSIVE))
    marks = {**THREE, "T4": [100], "T5": [95]}
    entries = {code: {"track": "AI"} for code in (*marks, "T6", "T7")} | {"T2": {"track": "Web"}}
    decisions = 'waived = ["T6"]\nstates = { T5 = "withdrawn" }'
    # T4 holds the award above, T3 is below the line, T2 elsewhere, T5 gone, T6 waived; T7 has no ballot, and may be picked.
    assert given(marks, *rest, entries=entries, decisions=decisions) == ["T4", "? T1 T7"]


def test_an_award_is_named_by_its_key_or_any_text_of_its_name() -> None:
    rule = '[[awards]]\nkey = "people"\nname = { ko = "인기상", en = "People\'s choice" }\nby = "decision"\n'
    for name in ("people", "인기상", "People's choice"):
        assert given(THREE, rule, decisions=f'awards = {{ "{name}" = ["T3"] }}') == ["T3"]
    assert ranked(THREE, rest=rule).awards[0].key == "people"
    assert ranked(THREE, rest=award("대상")).awards[0].key == "대상"


@pytest.mark.parametrize(
    ("decisions", "said"),
    [
        ('awards = { x = ["T1"] }', "key awards.x: no award has this key or name."),
        ('awards = { s = ["T2", "T3"] }', "key awards.s: more are named than the award has places (1)."),
        ('awards = { s = ["T9"] }', 'key awards.s, value "T9": entry T9 is not on the list of entries.'),
        ('awards = { s = ["T1"] }', 'key awards.s, value "T1": T1 holds an award above, which excludes this one.'),
        ('awards = { s = ["T4"] }', 'key awards.s, value "T4": T4 cannot win: the cut-off bars it, or it gave up its place.'),
        ('waived = ["T3"]\nawards = { s = ["T3"] }', 'key awards.s, value "T3": T3 cannot win: the cut-off bars it, or it gave up its place.'),
        ('awards = { s = ["T5"] }', 'key awards.s, value "T5": T5 is not among the entries that the award is for (where).'),
        ('awards = { s = ["T2"], sponsor = ["T2"] }', "key awards.sponsor: it names the same award as s."),
        ('awards = { "대상" = ["T1"] }', "key awards.대상: this award is neither by decision nor left open by a tie of its own; open awards above it come first."),
        ('states = { T2 = "withdrawn" }\nawards = { s = ["T2"] }', 'key awards.s, value "T2": T2 no longer takes part (withdrawn), so nothing can be decided about it.'),
        ('awards = { s = ["T2", "T2"] }', 'key awards.s, value "T2": T2 is listed twice.'),
    ],
)  # fmt: skip
def test_a_decision_that_cannot_be_is_a_fault(decisions: str, said: str) -> None:
    marks = {**THREE, "T4": [10]}
    entries = {code: {"track": "AI"} for code in marks} | {"T5": {"track": "Web"}}
    rules = (
        "[cutoff]\ntotal = 20\n",
        award("대상"),
        award("s", key='"sponsor"', where='{ track = "AI" }', **JURY, **EXCLUSIVE),
    )
    with pytest.raises(ScoringError) as error:
        ranked(marks, rest="".join(rules), entries=entries, decisions=decisions)
    assert sentences(error) == [said]


def test_a_tie_takes_exactly_as_many_of_its_candidates_as_places_are_open() -> None:
    marks = {"T1": [90], "T2": [80], "T3": [80], "T4": [80], "T5": [70]}
    rule = award("a", count="3")
    assert given(marks, rule) == ["T1", "? T2 T3 T4", "? T2 T3 T4"]
    assert given(marks, rule, decisions='awards = { a = ["T4", "T2"] }') == ["T1", "T4", "T2"]
    assert refused(marks, rule, decisions='awards = { a = ["T4"] }') == [
        "key awards.a: exactly as many must be named as places are open (2)."
    ]
    assert refused(marks, rule, decisions='awards = { a = ["T4", "T5"] }') == [
        'key awards.a, value "T5": T5 is not among those who are tied for it.'
    ]


def test_an_award_opened_from_above_waits_for_the_one_above() -> None:
    marks = {"T1": [90], "T2": [90], "T3": [80]}
    rules = (award("a"), award("b", **EXCLUSIVE))
    assert refused(marks, *rules, decisions='awards = { b = ["T3"] }')[0].startswith(
        "key awards.b: this award is neither"
    )
    assert given(marks, *rules, decisions='awards = { a = ["T1"] }') == ["T1", "T2"]


def test_a_pick_who_may_yet_win_above_stays_open_in_an_exclusive_award() -> None:
    marks = {"T1": [90], "T2": [90], "T3": [80]}
    rules = (award("a"), award("s", **JURY, **EXCLUSIVE))
    assert given(marks, *rules, decisions='awards = { s = ["T3"] }') == ["? T1 T2", "T3"]
    assert given(marks, *rules, decisions='awards = { s = ["T1"] }') == ["? T1 T2", "? T1"]
    assert given(marks, *rules, decisions='awards = { a = ["T2"], s = ["T1"] }') == ["T2", "T1"]


def test_everybody_is_in_question_below_an_exclusive_decision_not_given_yet() -> None:
    assert given(THREE, award("s", **JURY), award("대상", **EXCLUSIVE)) == ["? T1 T2 T3", "? T1 T2 T3"]
    assert given(THREE, award("s", **JURY), award("대상", **EXCLUSIVE), decisions='awards = { s = ["T1"] }') == [
        "T1",
        "T2",
    ]


# --- faults of the policy -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rest", "said"),
    [
        (award("a", minimum="3", **JURY), "key awards[1].minimum: an award by decision has no such rule."),
        (award("a", shared="true", **JURY), "key awards[1].shared: an award by decision has no such rule."),
        (award("a", by='"source:fans"'), 'key awards[1].by, value "source:fans": no source has this name.'),
        (award("a", where='{ track = [] }'), "key awards[1].where.track: this must not be empty."),
        (award("a", key='"x"') + award("b", key='"x"'), 'key awards[2], value "x": another award is called this too.'),
        (award("a", key='"b"') + award("b"), 'key awards[2], value "b": another award is called this too.'),
        ("[advance]\ncount = 1\nquota = [{ by = 's' }]\n", 'key advance.quota[1].by, value "s": a quota needs most or least.'),
        ("[advance]\ncount = 1\nquota = [{ most = 1 }]\n", "key advance.quota[1].by: this key is required."),
        (
            "[advance]\ncount = 1\nquota = [{ by = 's', most = 1, least = 2 }]\n",
            'key advance.quota[1].least, value "2": least must not be above most (1).',
        ),
        ("[advance]\nquota = [{ by = 's', most = 1 }]\n", "key advance.count: this key is required."),
        ("[cutoff]\nany_judge = { x = 1 }\n", 'key cutoff.any_judge.x, value "x": no criterion has this key.'),
    ],
)  # fmt: skip
def test_a_fault_of_the_policy(rest: str, said: str) -> None:
    with pytest.raises(ScoringError) as error:
        Policy.from_text(ONE + MEAN + rest)
    assert sentences(error) == [said]


def test_two_awards_of_one_name_are_a_fault_but_not_in_form_1() -> None:
    assert refused(THREE, award("a"), award("a")) == ['key awards[2], value "a": another award is called this too.']
    assert len(ranked(THREE, rest=award("a") + award("a"), form=FORM_1).awards) == 2


def test_the_digest_of_a_policy_without_new_keys_stays() -> None:
    rest = "[cutoff]\ntotal = 3\n[advance]\ncount = 1\n" + award("a", minimum="3")
    assert Policy.from_text(ONE + MEAN + rest).digest == (
        "4d50ed1234923097f0d313932ed6ef9865adb416d0de0f89f54fe87011510e72"
    )
