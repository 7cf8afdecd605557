"""Quotas of [advance]: two passes by rank, ties across the cut, the reserve."""

from __future__ import annotations

from itertools import permutations
from random import Random
from typing import Any

import pytest

from scoring import Cut, ScoringError
from scoring.policy.settings import Advance, Quota
from scoring.standings.selection.cut import Selection
from scoring.standings.selection.quotas import select_within
from tests.scoring.builders import ranked, sentences


def chosen(
    groups: str, *quotas: Quota, count: int, reserve: int = 0, at_the_cut: str = "resolve", **columns: dict[str, str]
) -> Selection:
    """Groups as "T1 (T2 T3)", best first; a column as value → its entries: school={"K": "T1 T3"}."""
    made = [tuple(group.strip("() ").split()) for group in groups.replace("(", "|(").replace(")", ")|").split("|")]
    tied = [
        part
        for group, text in zip(made, groups.replace("(", "|(").replace(")", ")|").split("|"), strict=True)
        for part in ([group] if "(" in text else [(one,) for one in group])
    ]
    values = {
        name: {code: value for value, codes in cells.items() for code in codes.split()}
        for name, cells in columns.items()
    }
    rule = Advance(count=count, reserve=reserve, at_the_cut=at_the_cut, quota=quotas)
    return select_within([group for group in tied if group], rule, values)


def told(found: Selection) -> tuple[str, str]:
    return " ".join(found.advance), " ".join(found.reserve)


MOST_1 = Quota("school", most=1)
LEAST_1 = Quota("region", least=1)


# --- two passes -----------------------------------------------------------------------------------------------------


def test_a_most_passes_over_who_would_be_one_too_many() -> None:
    found = chosen("T1 T2 T3 T4", MOST_1, count=2, school={"K": "T1 T2"})
    assert told(found) == ("T1 T3", "")
    assert found.kept_out == {"T2": ("school",)}


def test_a_least_admits_the_best_of_its_value_although_others_rank_above() -> None:
    assert told(chosen("T1 T2 T3 T4", LEAST_1, count=2, reserve=2, region={"J": "T3 T4"})) == ("T1 T3", "T2 T4")


def test_a_least_is_met_by_whoever_advances_anyhow() -> None:
    assert told(chosen("T1 T2 T3", LEAST_1, count=2, region={"J": "T1 T3"})) == ("T1 T2", "")


def test_a_least_asks_for_as_many_as_a_value_has_able_entries() -> None:
    found = chosen("T1 T2 T3", Quota("region", least=3), count=2, region={"J": "T3"})
    assert (told(found), found.unmet, found.blocked) == (("T1 T3", ""), (), ())


def test_an_empty_cell_belongs_to_no_value() -> None:
    assert told(chosen("T1 T2 T3", Quota("school", most=0), count=3, school={"K": "T2"})) == ("T1 T3", "")
    assert told(chosen("T1 T2 T3", MOST_1, count=3)) == ("T1 T2 T3", "")


def test_the_first_pass_admits_nobody_whose_most_is_full() -> None:
    found = chosen("T1 T2 T3 T4", MOST_1, LEAST_1, count=2, school={"K": "T2 T3"}, region={"A": "T2", "B": "T3"})
    assert told(found) == ("T1 T2", "")
    assert found.kept_out == {"T3": ("school",)}
    assert found.blocked == (("region", "B"),)


def test_a_value_that_the_least_wants_takes_the_place_that_a_most_counts() -> None:
    # T3 comes in first, for the least; then T1, of the same school, is one too many although it ranks first.
    found = chosen("T1 T2 T3", MOST_1, LEAST_1, count=2, school={"K": "T1 T3"}, region={"J": "T3"})
    assert (told(found), found.kept_out) == (("T2 T3", ""), {"T1": ("school",)})


def test_no_place_left_for_a_least_is_told() -> None:
    found = chosen("T1 T2 T3", LEAST_1, count=1, region={"A": "T1", "B": "T3"})
    assert (told(found), found.unmet) == (("T1", ""), (("region", "B"),))


def test_nobody_is_kept_out_of_a_place_that_was_gone() -> None:
    assert chosen("T1 T2 T3", MOST_1, count=2, school={"K": "T1 T3"}).kept_out == {}


def test_two_quotas_may_keep_out_one_entry() -> None:
    both = (Quota("school", most=1), Quota("track", most=1))
    found = chosen("T1 T2 T3", *both, count=3, school={"K": "T1 T3"}, track={"AI": "T2 T3"})
    assert found.kept_out == {"T3": ("school", "track")}


# --- a tie across the cut -------------------------------------------------------------------------------------------


def test_a_tie_is_across_the_cut_where_places_run_out() -> None:
    found = chosen("T1 (T2 T3) T4", MOST_1, count=2, reserve=2)
    assert (told(found), found.cut) == (("T1", ""), Cut(True, 1, ("T2", "T3")))


def test_a_tie_is_across_the_cut_where_a_most_takes_only_some_of_it() -> None:
    found = chosen("T1 (T2 T3) T4 T5", MOST_1, count=4, reserve=1, school={"K": "T2 T3"})
    assert (told(found), found.cut) == (("T1", ""), Cut(True, 1, ("T2", "T3")))


def test_a_tie_is_across_the_cut_where_a_least_takes_only_some_of_it() -> None:
    found = chosen("T1 T2 (T3 T4)", LEAST_1, count=2, reserve=2, region={"J": "T3 T4"})
    assert (told(found), found.cut) == (("T1", "T2"), Cut(True, 1, ("T3", "T4")))


def test_a_tie_is_no_question_where_its_order_changes_nobody() -> None:
    # T3's school is full already: the one place left is T2's in whatever order.
    found = chosen("T1 (T2 T3) T4", MOST_1, count=2, reserve=1, school={"K": "T1 T3"})
    assert (told(found), found.cut, found.kept_out) == (("T1 T2", "T4"), Cut(), {"T3": ("school",)})


def test_a_tie_that_a_least_admits_in_part_is_no_question_where_all_of_it_fits() -> None:
    found = chosen("T1 (T2 T3) T4", LEAST_1, count=3, region={"J": "T2 T3"})
    assert (told(found), found.cut.open) == (("T1 T2 T3", ""), False)


def test_places_are_how_many_of_the_tie_can_advance_at_most() -> None:
    # Of K one at most, so two of the three; which of T2 and T3 nobody knows, and T4 advances anyhow.
    found = chosen("T1 (T2 T3 T4) T5", MOST_1, count=4, school={"K": "T2 T3"})
    assert found.cut == Cut(True, 2, ("T2", "T3", "T4"))


def test_the_order_of_a_lower_tie_may_decide_about_an_entry_above_it() -> None:
    # The least asks for T3 or T4; if it is T3, the school of T1 is full. T1 is not called certain.
    found = chosen("T1 T2 (T3 T4)", MOST_1, LEAST_1, count=2, school={"K": "T1 T3"}, region={"J": "T3 T4"})
    assert (found.advance, found.cut) == ((), Cut(True, 1, ("T3", "T4")))


def test_admit_all_admits_the_tie_past_the_quota_and_the_places_left_go_on() -> None:
    found = chosen("T1 (T2 T3) T4 T5", MOST_1, count=4, at_the_cut="admit-all", school={"K": "T2 T3"})
    assert told(found) == ("T1 T2 T3 T4", "")


def test_admit_all_costs_neither_who_ranks_above_nor_whom_a_least_asks_for_the_place() -> None:
    found = chosen("T1 (T2 T3) T4", LEAST_1, count=3, at_the_cut="admit-all", region={"J": "T4"})
    assert (told(found), found.unmet) == (("T1 T2 T3 T4", ""), ())


def test_admit_none_heads_the_reserve_and_nobody_below_advances() -> None:
    rule = {"count": 4, "reserve": 3, "at_the_cut": "admit-none"}
    found = chosen("T1 (T2 T3) T4 T5", MOST_1, **rule, school={"K": "T2 T3"})  # type: ignore[arg-type]
    assert told(found) == ("T1", "T2 T3 T4")


# --- the reserve ----------------------------------------------------------------------------------------------------


def test_the_reserve_breaks_no_most_together_with_those_who_advance() -> None:
    found = chosen("T1 T2 T3 T4 T5", MOST_1, count=1, reserve=3, school={"K": "T1 T2", "S": "T3 T4"})
    assert told(found) == ("T1", "T3 T4 T5")


def test_a_tie_at_the_end_of_the_reserve_is_admitted_whole() -> None:
    assert told(chosen("T1 (T2 T3) T4", MOST_1, count=1, reserve=1)) == ("T1", "T2 T3")


# --- in a ranking ---------------------------------------------------------------------------------------------------

MARKS = {"T1": [90], "T2": [80], "T3": [70], "T4": [60]}
ENTRIES = {"T1": {"school": "K"}, "T2": {"school": " K "}, "T3": {"school": "S"}, "T4": {"school": ""}}


def standings(quota: str, *, count: int = 2, **more: Any) -> Any:
    rest = f"[advance]\ncount = {count}\nquota = [{quota}]\n"
    return ranked(MARKS, rest=rest, entries=more.pop("entries", ENTRIES), **more)


def test_a_quota_reads_a_column_of_the_entries() -> None:
    found = standings('{ by = "school", most = 1 }')
    assert found.advance == ("T1", "T3")
    assert found.to_dict()["passed_over"] == [
        {"entry": "T2", "rule": "quota:school", "reason": "at most 1 with school = K advance"}
    ]


def test_who_may_not_advance_counts_for_no_quota() -> None:
    assert standings('{ by = "school", most = 1 }', decisions='waived = ["T1"]').advance == ("T2", "T3")
    assert standings('{ by = "school", least = 2 }', decisions='waived = ["T2"]').advance == ("T1", "T3")


def test_no_place_left_for_a_least_is_a_fault_and_provisionally_a_warning() -> None:
    with pytest.raises(ScoringError) as error:
        standings('{ by = "school", least = 2 }')
    said = 'key advance.quota, value "S": no place is left for the least that school = S asks for.'
    assert sentences(error) == [said]
    found = standings('{ by = "school", least = 2 }', provisional=True)
    assert found.warnings == ("no place is left for the least that school = S asks for",)
    assert found.advance == ("T1", "T2")


def test_a_least_that_a_most_prevents_is_a_warning() -> None:
    quota = '{ by = "school", most = 1 }, { by = "region", least = 1 }'
    entries = {code: {**row, "region": code} for code, row in ENTRIES.items()}
    assert standings(quota, count=4, entries=entries).warnings == (
        "the least that region = T2 asks for is not met: a most of the quotas is in its way",
    )


def test_a_column_that_the_entries_lack_is_a_fault() -> None:
    with pytest.raises(ScoringError) as error:
        standings('{ by = "schol", most = 1 }')
    assert "did you mean" in sentences(error)[0]
    with pytest.raises(ScoringError):
        standings('{ by = "school", most = 1 }', entries=None)


# --- every order tried ----------------------------------------------------------------------------------------------


def plainly(order: list[str], rule: Advance, values: dict[str, dict[str, str]]) -> set[str]:
    """Both passes, word for word, for one order of all entries."""
    admitted: set[str] = set()

    def taken(quota: Quota, entry: str) -> int | None:
        value = values[quota.by].get(entry)
        return None if value is None else sum(values[quota.by].get(one) == value for one in admitted)

    for is_first in (True, False):
        for entry in order:
            counts = [(quota, count) for quota in rule.quota if (count := taken(quota, entry)) is not None]
            is_wanted = any(count < (quota.least or 0) for quota, count in counts)
            is_full = any(quota.most is not None and count >= quota.most for quota, count in counts)
            if entry not in admitted and len(admitted) < rule.count and not is_full and (is_wanted or not is_first):
                admitted.add(entry)
    return admitted


def an_event(chance: Random) -> tuple[list[tuple[str, ...]], Advance, dict[str, dict[str, str]]]:
    sizes = chance.choice([[1, 5, 2], [6, 1], [1, 1, 5, 1], [2, 5], [1, 6, 1]])
    codes = iter(f"T{at}" for at in range(9))
    groups = [tuple(next(codes) for _ in range(size)) for size in sizes]
    everybody = [one for group in groups for one in group]
    values = {name: {code: chance.choice("KS") for code in everybody if chance.random() < 0.8} for name in ("a", "b")}
    quotas = [Quota(name, chance.choice([None, 1, 2, 3]), chance.choice([None, None, 1, 2])) for name in values]
    return groups, Advance(chance.randint(1, 7), quota=tuple(quotas)), values


def across(groups: list[tuple[str, ...]], rule: Advance, values: dict[str, dict[str, str]]) -> tuple[Cut, set[str]]:
    """The first tie of which some order changes who of it advances, with who ranks above and advances in every order."""
    for at, group in enumerate(groups):
        above, below = [one for each in groups[:at] for one in each], [one for each in groups[at + 1 :] for one in each]
        runs = [plainly([*above, *order, *below], rule, values) for order in permutations(group)]
        found = {frozenset(run.intersection(group)) for run in runs}
        if len(found) > 1:
            return Cut(True, max(len(one) for one in found), group), set.intersection(*runs).intersection(above)
    return Cut(), plainly([one for group in groups for one in group], rule, values)


@pytest.mark.parametrize("seed", range(150))
def test_a_tie_is_across_the_cut_exactly_where_some_order_changes_who_of_it_advances(seed: int) -> None:
    groups, rule, values = an_event(Random(seed))
    made = select_within(groups, rule, values)
    assert (made.cut, set(made.advance)) == across(groups, rule, values)
