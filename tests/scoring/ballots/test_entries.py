"""Entry lists, adjustments, carried scores and decisions: what they say and what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from scoring import Adjustment, Ballots, Decisions, ScoringError, rank
from scoring.ballots.entries import read_adjustments, read_carry, read_entries
from scoring.standings.forms import FORM_1
from tests.scoring.builders import MEAN, ballots_of, policy_of, ranked, sentences, write

CARRY = "[carry]\nweight = 30\n"


def refused(read: Callable[[], Any], language: str = "en") -> list[str]:
    with pytest.raises(ScoringError) as error:
        read()
    return sentences(error, language)


# --- files --------------------------------------------------------------------------------------------------------


def test_an_entry_list_is_read_in_its_order_without_blanks(tmp_path: Path) -> None:
    assert read_entries(write(tmp_path / "e.csv", "name,entry\nx, T1 \ny,T2\n")) == ["T1", "T2"]


def test_an_entry_list_with_previous_results(tmp_path: Path) -> None:
    path = write(tmp_path / "e.csv", "entry,previous\nT1,71.5\nT2,\n")
    assert read_entries(path) == {"T1": Fraction("71.5"), "T2": None}


@pytest.mark.parametrize(
    ("text", "en", "ko"),
    [
        (
            "entry\nT1\nT2\nT1\n",
            'row 4, column entry, value "T1": T1 stands in row 2 already.',
            '4행, entry 열, 값 "T1": T1: 2행에 이미 있습니다.',
        ),
        (
            "entry,previous\nT1,high\n",
            'row 2, column previous, value "high": this is not a usable number.',
            '2행, previous 열, 값 "high": 쓸 수 있는 숫자가 아닙니다.',
        ),
        (
            "entry,x\n,y\n",
            'row 2, column entry, value "": this cell must not be empty.',
            '2행, entry 열, 값 "": 비워 둘 수 없는 칸이 비어 있습니다.',
        ),
        (
            "code\nT1\n",
            "row 1, column entry: this column is required but missing.",
            "1행, entry 열: 필요한 열이 없습니다.",
        ),
        ("entry\n", "the file has a header but no rows.", "머리글만 있고 내용이 없습니다."),
    ],
)
def test_a_faulty_entry_list(tmp_path: Path, text: str, en: str, ko: str) -> None:
    path = write(tmp_path / "e.csv", text)
    assert refused(lambda: read_entries(path)) == [en]
    assert refused(lambda: read_entries(path), "ko") == [ko]


def test_adjustments_are_read_exactly_and_an_entry_may_have_several(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "entry,points,reason\nT1,-2.5,지각\nT1,+1,발표\n")
    assert read_adjustments(path) == (Adjustment("T1", Fraction("-2.5"), "지각"), Adjustment("T1", 1, "발표"))


def test_faulty_adjustments_are_told_together(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "entry,points,reason\nT1,,x\n,3,x\nT2,nan,x\n")
    assert refused(lambda: read_adjustments(path)) == [
        'row 2, column points, value "": this is not a usable number.',
        'row 3, column entry, value "": this cell must not be empty.',
        'row 4, column points, value "nan": this is not a usable number.',
    ]


def test_carried_scores_are_read_exactly(tmp_path: Path) -> None:
    assert read_carry(write(tmp_path / "c.csv", "entry,score\nT1,80.25\n")) == {"T1": Fraction("80.25")}


def test_a_carried_score_must_be_there(tmp_path: Path) -> None:
    path = write(tmp_path / "c.csv", "entry,score\nT1,\n")
    assert refused(lambda: read_carry(path)) == ['row 2, column score, value "": this is not a usable number.']


# --- what must fit together ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("entries", [None, ["T1"]])
def test_an_adjustment_for_an_unknown_entry_is_a_fault(tmp_path: Path, entries: list[str] | None) -> None:
    path = write(tmp_path / "a.csv", "entry,points,reason\nT1,1,x\nT9,1,x\n")
    with pytest.raises(ScoringError) as error:
        ranked({"T1": [80]}, entries=entries, adjustments=read_adjustments(path))
    assert error.value.faults[0].line("en") == (
        'a.csv: row 3, column entry, value "T9": entry T9 is not on the list of entries.'
    )


def test_an_adjustment_for_a_listed_entry_without_ballots_is_none() -> None:
    standings = ranked({"T1": [80]}, entries=["T1", "T2"], adjustments=[Adjustment("T2", 5, "x")])
    assert [one.entry for one in standings.unranked] == ["T2"]


def test_carry_must_be_given_when_the_policy_has_it() -> None:
    assert refused(lambda: ranked({"T1": [80]}, rest=CARRY)) == [
        "key carry: the policy has [carry], but no carried scores (--carry) were given."
    ]


def test_carry_must_not_be_given_when_the_policy_lacks_it() -> None:
    assert refused(lambda: ranked({"T1": [80]}, carry={"T1": 5})) == [
        "key carry: carried scores (--carry) were given, but the policy has no [carry]."
    ]


def test_every_ranked_entry_needs_its_carried_score() -> None:
    assert refused(lambda: ranked({"T1": [80], "T2": [70]}, rest=CARRY, carry={"T1": 5})) == [
        "T2 has no carried score."
    ]
    assert refused(lambda: ranked({"T2": [70]}, rest=CARRY, carry={"T1": 5}), "ko") == ["T2: 이월 점수가 없습니다."]


def test_an_entry_listed_twice_is_a_fault() -> None:
    assert refused(lambda: ranked({"T1": [80]}, entries=["T1", " T1"])) == ["T1 is listed twice."]


@pytest.mark.parametrize("points", ["many", float("nan"), True])
def test_points_that_are_no_number(points: object) -> None:
    said = refused(lambda: ranked({"T1": [80]}, adjustments=[Adjustment("T1", points, "x")]))
    assert said == [f'key points, value "{points}": this is not a usable number.']


def test_ballots_of_another_scale_are_refused() -> None:
    policy, other = policy_of(), policy_of(criteria='[[criteria]]\nkey = "idea"\npoints = 100\nscale = { max = 10 }\n')
    ballots = ballots_of(other, {"T1": [8]})
    assert refused(lambda: rank(ballots, policy)) == [
        "the ballots were read with another rubric than the policy's (idea)."
    ]


def test_other_points_on_the_same_scale_are_allowed() -> None:
    read, weighed = (
        policy_of(criteria=f'[[criteria]]\nkey = "idea"\npoints = {points}\nscale = {{ max = 10 }}\n')
        for points in (10, 50)
    )
    assert rank(ballots_of(read, {"T1": [8]}), weighed).rows[0].score == 40


# --- decisions ----------------------------------------------------------------------------------------------------


def test_a_decisions_file_with_a_rejudging_beside_it(tmp_path: Path) -> None:
    write(tmp_path / "again.csv", "entry,judge,idea\nT2,J1,90\nT1,J1,80\n")
    decisions = Decisions.from_toml(write(tmp_path / "d.toml", 'rejudge = "again.csv"\n'))
    standings = ranked({"T1": [80], "T2": [80]}, MEAN + 'ties = ["rejudge"]\n', decisions=decisions)
    assert [row.entry for row in standings.rows] == ["T2", "T1"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('lotseed = "x"', 'key lotseed, value "x": there is no such key (did you mean "lot_seed"?).'),
        ('order = "T1"', 'key order, value "T1": this must be a list of texts.'),
        ('order = ["T1", "T1"]', 'key order, value "T1": T1 is listed twice.'),
        ("lot_seed = 3", 'key lot_seed, value "3": this must be text in quotes.'),
        ("order = [", "it cannot be read as TOML: end of the file: Invalid value."),
        ('rejudge = "no-such.csv"', "the file cannot be read: there is no such file."),
    ],
)
def test_a_fault_in_decisions_is_told_with_key_and_value(text: str, said: str) -> None:
    assert refused(lambda: Decisions.from_text(text)) == [said]


@pytest.mark.parametrize("key", ["order", "waived"])
def test_a_decision_about_an_unknown_entry_is_a_fault(key: str) -> None:
    assert refused(lambda: ranked({"T1": [80]}, decisions=f'{key} = ["T9"]')) == [
        f'key {key}, value "T9": entry T9 is not on the list of entries.'
    ]


def test_a_decision_without_effect_is_warned_of() -> None:
    standings = ranked({"T1": [80]}, decisions='order = ["T1"]')
    assert standings.warnings == ("the decision order has no effect: the policy has no step decision",)


def test_decisions_have_a_digest_of_their_own_and_leave_the_policys_alone() -> None:
    ranking = MEAN + 'ties = ["lot"]\nlot_seed = "pending"\n'
    before, after = (ranked({"T1": [80]}, ranking, decisions=text) for text in (None, 'lot_seed = "x"'))
    assert before.digests["decisions"] is None
    assert len(after.digests["decisions"] or "") == 64
    assert before.digests["policy"] == after.digests["policy"]


def test_an_incomplete_rejudging_is_warned_of() -> None:
    policy = policy_of(MEAN + 'ties = ["rejudge"]\n')
    again = Ballots.from_rows([{"entry": "T1", "judge": "J1", "idea": None}], policy.rubric)
    standings = rank(ballots_of(policy, {"T1": [80], "T2": [80]}), policy, decisions=Decisions(rejudge=again))
    assert standings.warnings[0] == (
        "re-judging ballot of judge J1 for entry T1 is incomplete and does not count: no mark for idea"
    )


# --- columns that rules name, and digests ---------------------------------------------------------------------------

GROUPED = MEAN + 'groups = ["track"]\n'


def test_an_entry_list_is_read_with_the_columns_that_rules_name(tmp_path: Path) -> None:
    path = write(tmp_path / "e.csv", "entry,name,previous,track,name\nT1,x,71.5, AI ,y\nT2,x,,,y\n")
    assert read_entries(path, columns=("track", "school")) == {
        "T1": {"previous": Fraction("71.5"), "track": "AI"},
        "T2": {"previous": None, "track": ""},
    }
    assert read_entries(path, columns=("previous",)) == {"T1": Fraction("71.5"), "T2": None}
    assert refused(lambda: read_entries(path, columns=("name",))) == [
        "row 1, column name: this column stands there more than once."
    ]


def test_the_columns_of_a_policy_are_those_that_its_rules_name() -> None:
    rest = '[advance]\ncount = 1\nquota = [{ by = "school", most = 1 }]\n[[awards]]\nname = "a"\nwhere = { region = "J" }\n'
    policy = policy_of(GROUPED + 'ties = ["previous"]\n', rest=rest)
    assert policy.group_columns == ("track", "region", "school")
    assert policy.entry_columns == ("previous", "track", "region", "school")


def digests(ranking: str = MEAN, **more: Any) -> dict[str, str | None]:
    return ranked({"T1": [90], "T2": [80]}, ranking, **more).digests


def test_what_is_given_beside_the_ballots_has_a_digest_and_what_is_not_has_none() -> None:
    assert set(digests()) == {"ballots", "policy", "decisions"}
    given = digests(entries=["T1", "T2"], adjustments=[Adjustment("T1", 1)], rest=CARRY, carry={"T1": 1, "T2": 2})
    assert list(given) == ["ballots", "policy", "decisions", "entries", "adjustments", "carry"]
    assert set(digests(entries=["T1", "T2"], form=FORM_1)) == {"ballots", "policy", "decisions"}


def test_the_digest_of_the_entries_is_of_codes_and_of_what_rules_name() -> None:
    rows = {"T1": {"track": "AI", "other": "x"}, "T2": {"track": " Web "}}
    grouped = digests(GROUPED, entries=rows)["entries"]
    assert grouped == digests(GROUPED, entries={"T2": {"track": "Web"}, "T1": {"track": "AI"}})["entries"]
    assert grouped != digests(GROUPED, entries={"T2": {"track": "AI"}, "T1": {"track": "AI"}})["entries"]
    assert digests(entries=rows)["entries"] == digests(entries=["T2", "T1"])["entries"]
    gone = digests(entries=["T2", "T1"], decisions='states = { T1 = "withdrawn" }')["entries"]
    assert gone == digests(entries=["T2", "T1"])["entries"]


def test_the_digest_of_adjustments_is_of_each_without_its_reason() -> None:
    both = [Adjustment("T1", "2.50", "김아무개"), Adjustment("T1", -1)]
    assert digests(adjustments=both)["adjustments"] == digests(adjustments=[("T1", -1), ("T1", 2.5)])["adjustments"]
    assert digests(adjustments=both)["adjustments"] != digests(adjustments=[("T1", 1.5)])["adjustments"]
    assert "adjustments" not in digests(adjustments=[])


def test_decisions_of_old_have_the_digest_of_old() -> None:
    given = ranked({"T1": [90]}, decisions='waived = ["T1"]').digests["decisions"]
    assert given == "7712edb5dc53624cae683c50691506bf1fb78c681ee222f7849cd2f896ad1e13"
    assert (
        given
        != ranked({"T1": [90], "T2": [80]}, decisions='waived = ["T1"]\nstates = { T2 = "withdrawn" }').digests[
            "decisions"
        ]
    )
