"""Who judges what: enough judges, even loads, no conflict, one graph, and the same again for the same seed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring import ScoringError, allocate
from tests.scoring.builders import sentences

Pair = tuple[str, str]


def codes(letter: str, count: int) -> list[str]:
    return [f"{letter}{number:03}" for number in range(1, count + 1)]


def loads(pairs: tuple[Pair, ...], judges: list[str]) -> list[int]:
    counted = Counter(judge for judge, _ in pairs)
    return [counted[judge] for judge in judges]


def meetings(pairs: tuple[Pair, ...], judges: list[str]) -> list[int]:
    readers: dict[str, list[str]] = {}
    for judge, entry in pairs:
        readers.setdefault(entry, []).append(judge)
    counted = Counter(two for panel in readers.values() for two in combinations(sorted(panel), 2))
    return [counted[two] for two in combinations(judges, 2)]


def parts(pairs: tuple[Pair, ...]) -> int:
    """Pieces of the judge–entry graph."""
    group: dict[str, int] = {}
    for judge, entry in pairs:
        mine = {group[code] for code in (judge, entry) if code in group}
        target = min(mine, default=len(group))
        group = {code: target if number in mine else number for code, number in group.items()}
        group[judge] = group[entry] = target
    return len(set(group.values()))


@st.composite
def cases(draw: st.DrawFn) -> dict[str, Any]:
    entries, judges = codes("T", draw(st.integers(1, 4))), codes("J", draw(st.integers(1, 4)))
    conflicts = draw(st.sets(st.sampled_from(list(product(judges, entries))), max_size=7))
    per_entry = draw(st.integers(1, len(judges)))
    return {"entries": entries, "judges": judges, "conflicts": conflicts, "per_entry": per_entry}


def every_allocation(case: dict[str, Any]) -> Iterator[tuple[Pair, ...]]:
    """All there are, conflicts kept."""
    for panels in product(*(combinations(case["judges"], case["per_entry"]) for _ in case["entries"])):
        pairs = tuple((judge, entry) for entry, panel in zip(case["entries"], panels, strict=True) for judge in panel)
        if not case["conflicts"] & set(pairs):
            yield pairs


def spread(pairs: tuple[Pair, ...], judges: list[str]) -> list[int]:
    return sorted(loads(pairs, judges), reverse=True)


@given(cases())
@settings(deadline=None)
def test_it_finds_an_allocation_wherever_there_is_one(case: dict[str, Any]) -> None:
    possible = list(every_allocation(case))
    even = [pairs for pairs in possible if max(loads(pairs, case["judges"])) - min(loads(pairs, case["judges"])) < 2]
    if not even:
        with pytest.raises(ScoringError):
            allocate(**case)
    else:
        assert tuple(sorted(allocate(**case))) in {tuple(sorted(pairs)) for pairs in even}


@given(cases())
@settings(deadline=None)
def test_uneven_loads_are_as_even_as_conflicts_allow(case: dict[str, Any]) -> None:
    possible = list(every_allocation(case))
    if possible:
        found = allocate(**case, uneven=True)
        assert spread(found, case["judges"]) == min(spread(pairs, case["judges"]) for pairs in possible)


@given(cases(), st.text(max_size=3))
@settings(deadline=None)
def test_the_graph_hangs_together_where_that_can_be(case: dict[str, Any], seed: str) -> None:
    case["conflicts"] = set()
    fewest = min(
        parts(pairs)
        for pairs in every_allocation(case)
        if max(loads(pairs, case["judges"])) - min(loads(pairs, case["judges"])) < 2
    )
    assert parts(allocate(**case, seed=seed)) == fewest


@given(cases(), st.text(max_size=3), st.randoms())
@settings(deadline=None)
def test_the_order_of_the_lists_does_not_matter(case: dict[str, Any], seed: str, chance: Any) -> None:
    case["conflicts"] = set()
    first = allocate(**case, seed=seed)
    for key in ("entries", "judges"):
        chance.shuffle(case[key])
    assert allocate(**case, seed=seed) == first


@pytest.mark.parametrize(("entries", "judges", "per_entry"), [(12, 6, 3), (30, 10, 4), (100, 9, 3), (7, 7, 3)])
def test_judges_meet_about_equally_often(entries: int, judges: int, per_entry: int) -> None:
    panel = codes("J", judges)
    met = meetings(allocate(codes("T", entries), panel, per_entry=per_entry), panel)
    assert max(met) - min(met) <= 2


def test_a_seed_gives_the_same_everywhere_and_another_seed_another_allocation() -> None:
    one = allocate(codes("T", 5), codes("J", 4), per_entry=2, seed="2025")
    read = {judge: " ".join(entry for one_judge, entry in one if one_judge == judge) for judge in codes("J", 4)}
    assert read == {
        "J001": "T002 T004 T005",
        "J002": "T001 T002",
        "J003": "T001 T003 T005",
        "J004": "T003 T004",
    }
    assert allocate(codes("T", 5), codes("J", 4), per_entry=2, seed="2026") != one


def test_an_entry_that_is_short_of_judges_is_named() -> None:
    conflicts = [("J001", "T002"), ("J002", "T002")]
    with pytest.raises(ScoringError) as error:
        allocate(codes("T", 3), codes("J", 3), per_entry=3, conflicts=conflicts)
    assert sentences(error) == ["T002: it needs 3 judges, but only 1 may read it; 2 more must be found."]
    assert "2명이 모자랍니다" in sentences(error, "ko")[0]


def test_judges_who_cannot_carry_their_share_are_named() -> None:
    conflicts = [("J001", entry) for entry in codes("T", 6)]
    with pytest.raises(ScoringError) as error:
        allocate(codes("T", 6), codes("J", 3), per_entry=1, conflicts=conflicts)
    assert "J001 (0) short of the 3" in sentences(error)[0]
    uneven = allocate(codes("T", 6), codes("J", 3), per_entry=1, conflicts=conflicts, uneven=True)
    assert loads(uneven, codes("J", 3)) == [0, 3, 3]


def test_after_a_drop_out_what_is_scored_stays() -> None:
    judges = codes("J", 6)
    before = allocate(codes("T", 20), judges, per_entry=3, seed="a")
    scored = [pair for pair in before if pair[1] <= "T008"]
    after = allocate(codes("T", 20), judges[1:], per_entry=3, seed="a", keep=scored)
    assert set(scored) <= set(after)
    assert not [pair for pair in after if pair[0] == "J001" and pair not in scored]
    assert Counter(entry for _, entry in after) == dict.fromkeys(codes("T", 20), 3)
    assert max(loads(after, judges[1:])) - min(loads(after, judges[1:])) <= 1


def test_an_entry_that_was_scored_more_often_keeps_everything() -> None:
    scored = [(judge, "T001") for judge in codes("J", 3)]
    found = allocate(codes("T", 2), codes("J", 3), per_entry=1, keep=scored, uneven=True)
    assert set(scored) < set(found)


@pytest.mark.parametrize(
    "wrong",
    [{"entries": []}, {"judges": []}, {"entries": ["T1", "T1"]}, {"judges": ["J1", " "]}, {"per_entry": 0}],
)
def test_lists_that_say_nothing_or_say_it_twice_are_faults(wrong: dict[str, Any]) -> None:
    case: dict[str, Any] = {"entries": ["T1"], "judges": ["J1"], "per_entry": 1, **wrong}
    with pytest.raises(ScoringError):
        allocate(**case)
