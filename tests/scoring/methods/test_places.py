"""Rank sum and majority: scores that are made of places."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring import Adjustment, Ballots, Policy, ScoringError, rank
from tests.scoring.builders import ballots_of, order, policy_of, ranked, sentences

RANK_SUM = '[ranking]\nmethod = "rank-sum"\n'
MAJORITY = '[ranking]\nmethod = "majority"\n'
tables = st.integers(1, 5).flatmap(
    lambda judges: st.lists(st.lists(st.integers(0, 4), min_size=judges, max_size=judges), min_size=1, max_size=7)
)


def scores(marks: Any, ranking: str, **more: Any) -> dict[str, Fraction]:
    given = marks if isinstance(marks, dict) else {f"T{at}": row for at, row in enumerate(marks)}
    return {row.entry: row.score for row in ranked(given, ranking, **more).rows}


def places(marks: list[list[int]]) -> list[list[Fraction]]:
    """By entry and judge: one more than the better ones, and half a place for every equal one."""
    return [
        [
            1 + sum(Fraction(row[at] > mark) + Fraction(row[at] == mark, 2) for row in marks) - Fraction(1, 2)
            for at, mark in enumerate(mine)
        ]
        for mine in marks
    ]


def skate(table: list[list[Fraction]]) -> list[Fraction]:
    """The Skating System as its rules tell it: column by column, whoever has a majority is placed."""
    final: dict[int, Fraction] = {}

    def place(group: list[int], column: Fraction) -> None:
        while group and column <= len(table):
            found = {at: [mark for mark in table[at] if mark <= column] for at in group}
            able = [at for at in group if 2 * len(found[at]) > len(table[at])]
            merit = {at: (-len(found[at]), sum(found[at])) for at in able}
            for value in sorted(set(merit.values())):
                equal = [at for at in able if merit[at] == value]
                if len(equal) > 1:
                    place(equal, column + Fraction(1, 2))
                else:
                    final[equal[0]] = Fraction(len(final) + 1)
            group = [at for at in group if at not in able]
            column += Fraction(1, 2)
        shared = Fraction(2 * len(final) + 1 + len(group), 2)
        final.update(dict.fromkeys(group, shared))

    place(list(range(len(table))), Fraction(1))
    return [final[at] for at in range(len(table))]


# --- rank sum -----------------------------------------------------------------------------------------------------


def test_the_lowest_sum_of_places_is_best() -> None:
    standings = ranked({"T1": [90, 80], "T2": [80, 90], "T3": [95, 95]}, RANK_SUM)
    assert order(standings) == "T3 (T1 T2)"
    assert [row.score for row in standings.rows] == [2, 5, 5]
    assert standings.lower_is_better


def test_equal_totals_share_the_average_place() -> None:
    assert scores([[9, 9], [9, 8], [1, 8]], RANK_SUM) == {"T0": Fraction(5, 2), "T1": 4, "T2": Fraction(11, 2)}


@given(tables)
def test_rank_sums_are_sums_of_places(marks: list[list[int]]) -> None:
    expected = {f"T{at}": sum(row) for at, row in enumerate(places(marks))}
    assert scores(marks, RANK_SUM) == expected


def test_tie_breaks_run_on_equal_rank_sums() -> None:
    standings = ranked({"T1": [90, 70], "T2": [80, 90]}, RANK_SUM + 'ties = ["mean"]\n')
    assert [(row.rank, row.entry, row.decided_by) for row in standings.rows] == [(1, "T2", None), (2, "T1", "mean")]


# --- majority -----------------------------------------------------------------------------------------------------


def test_a_majority_for_the_first_place_wins_whatever_the_others_say() -> None:
    assert scores([[9, 9, 1], [8, 8, 9], [1, 1, 8]], MAJORITY) == {"T0": 1, "T1": 2, "T2": 3}


def test_equal_entries_share_the_average_place() -> None:
    assert scores([[3], [2], [2], [1]], MAJORITY) == {
        "T0": 1, "T1": Fraction(5, 2), "T2": Fraction(5, 2), "T3": 4,
    }  # fmt: skip


@given(tables)
def test_the_majority_method_is_the_skating_system(marks: list[list[int]]) -> None:
    assert list(scores(marks, MAJORITY).items()) == sorted(
        ((f"T{at}", place) for at, place in enumerate(skate(places(marks)))), key=lambda one: (one[1], one[0])
    )


# --- what both need -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["rank-sum", "majority"])
def test_every_judge_must_have_scored_every_entry(method: str) -> None:
    with pytest.raises(ScoringError) as error:
        ranked({"T1": {"J1": 9, "J2": 8}, "T2": {"J1": 7}}, f'[ranking]\nmethod = "{method}"\n')
    assert sentences(error) == [f"T2 has no ballot of J2; the method {method} needs every judge on every entry."]
    ko = f"T2: J2의 채점표가 없습니다. {method}에는 모든 심사위원의 모든 채점표가 필요합니다."
    assert sentences(error, "ko") == [ko]


def test_many_missing_judges_are_counted() -> None:
    full = {f"J{at}": 5 for at in range(8)}
    with pytest.raises(ScoringError) as error:
        ranked({"T1": full, "T2": {"J0": 7}}, RANK_SUM)
    assert "J1, J2, J3, J4, J5 and 2 more;" in sentences(error)[0]


def test_an_incomplete_ballot_is_a_missing_one() -> None:
    with pytest.raises(ScoringError):
        ranked({"T1": [9, 8], "T2": [7, None]}, RANK_SUM)


def test_an_entry_without_any_ballot_is_unranked_and_no_fault() -> None:
    standings = ranked({"T1": [9, 8]}, RANK_SUM, entries=["T1", "T2"])
    assert [absent.entry for absent in standings.unranked] == ["T2"]


@pytest.mark.parametrize("method", ["rank-sum", "majority"])
def test_places_take_no_adjustments(method: str) -> None:
    with pytest.raises(ScoringError) as error:
        ranked({"T1": [9]}, f'[ranking]\nmethod = "{method}"\n', adjustments=[Adjustment("T1", 1, "bonus")])
    assert sentences(error) == [f"the method {method} gives places, not points, so no points can be added to T1."]


def test_an_adjustment_from_a_file_is_refused_with_its_row() -> None:
    with pytest.raises(ScoringError) as error:
        ranked({"T1": [9]}, RANK_SUM, adjustments=[Adjustment("T1", 1, "bonus", row=4, file="bonus.csv")])
    assert (
        error.value.faults[0].line("en").startswith('bonus.csv: row 4, column entry, value "T1": the method rank-sum')
    )


# --- lower is better, everywhere ----------------------------------------------------------------------------------

FOUR = {"T1": [9, 9], "T2": [8, 8], "T3": [7, 7], "T4": [6, 6]}


def test_a_cut_off_is_the_highest_score_that_passes() -> None:
    rest = "[cutoff]\ntotal = 4\n[advance]\ncount = 3\n"
    assert ranked(FOUR, RANK_SUM, rest=rest).advance == ("T1", "T2")
    assert ranked(FOUR, RANK_SUM, rest=rest.replace("4\n", "4\ninclusive = false\n", 1)).advance == ("T1",)


def test_an_awards_minimum_is_the_highest_score_that_wins() -> None:
    rest = '[[awards]]\nname = "a"\ncount = 2\nminimum = 2\n'
    assert [award.entry for award in ranked(FOUR, RANK_SUM, rest=rest).awards] == ["T1", None]


def test_carried_places_count_as_places_and_are_warned_of() -> None:
    carry = {"T1": 10, "T2": 1}
    standings = ranked({"T1": [9], "T2": [8]}, RANK_SUM, rest="[carry]\nweight = 50\n", carry=carry)
    assert [(row.entry, row.score) for row in standings.rows] == [("T2", Fraction(3, 2)), ("T1", Fraction(11, 2))]
    assert "lower-is-better" in standings.warnings[0]


def sourced(first: str, second: str) -> Policy:
    methods = {"judges": first, "citizens": second}
    parts = (f'[[sources]]\nname = "{name}"\nweight = 50\nmethod = "{how}"\n' for name, how in methods.items())
    return policy_of("", rest="".join(parts))


def test_sources_of_places_are_averaged_and_lower_stays_better() -> None:
    policy = sourced("rank-sum", "majority")
    rows = [
        {"entry": entry, "judge": judge, "source": source, "idea": mark}
        for entry, marks in {"T1": (9, 8, 3), "T2": (7, 9, 5)}.items()
        for (judge, source), mark in zip([("A", "judges"), ("B", "judges"), ("C", "citizens")], marks, strict=True)
    ]
    standings = rank(Ballots.from_rows(rows, policy.rubric), policy)
    assert [(row.entry, row.score) for row in standings.rows] == [("T2", 2), ("T1", Fraction(5, 2))]
    assert standings.lower_is_better


def test_places_cannot_be_averaged_with_points() -> None:
    with pytest.raises(ScoringError) as error:
        sourced("rank-sum", "mean")
    assert [fault.code for fault in error.value.faults] == ["mixed-directions"]


def test_places_of_many_entries_add_up_to_all_places() -> None:
    policy = policy_of(MAJORITY)
    marks = {f"T{at:04}": [at % 97, at % 89, at % 83] for at in range(2000)}
    standings = rank(ballots_of(policy, marks), policy)
    assert sum(row.score for row in standings.rows) == 2000 * 2001 // 2
