"""Reasons of ranks as data: the neighbour, the gap, the tie and the step that parted it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from scoring import Ballots, Policy, Standings, rank

CRITERIA = 'criteria = [{key = "a", points = 10}, {key = "b", points = 10}]\n'


def ranked(marks: dict[str, tuple[int, int]], *ties: str) -> Standings:
    policy = Policy.from_text(f"{CRITERIA}[ranking]\nmethod = 'mean'\nlot_seed = 'pending'\nties = {list(ties)}\n")
    rows = [{"entry": entry, "judge": "J1", "a": a, "b": b} for entry, (a, b) in marks.items()]
    return rank(Ballots.from_rows(rows, policy.rubric), policy)


def test_without_a_tie_the_score_above_decides() -> None:
    reason = ranked({"T1": (9, 9), "T2": (8, 7)}).why("T2")
    assert reason.neighbour is not None
    assert (reason.row.entry, reason.neighbour.entry, reason.gap) == ("T2", "T1", Fraction(3))
    assert (reason.tie, reason.step) == (None, None)


def test_the_first_is_set_apart_from_the_one_below() -> None:
    reason = ranked({"T1": (9, 9), "T2": (8, 7)}).why("T1")
    assert reason.neighbour is not None
    assert (reason.neighbour.entry, reason.gap) == ("T2", Fraction(3))


def test_alone_nothing_decides() -> None:
    reason = ranked({"T1": (9, 9)}).why("T1")
    assert (reason.neighbour, reason.gap, reason.tie, reason.step) == (None, 0, None, None)


@pytest.mark.parametrize(("entry", "neighbour"), [("T1", "T2"), ("T2", "T1")])
def test_in_a_tie_the_step_decides_that_parted_both(entry: str, neighbour: str) -> None:
    reason = ranked({"T1": (9, 1), "T2": (8, 2), "T3": (1, 1)}, "low", "criterion:a").why(entry)
    assert reason.neighbour is not None
    assert reason.step is not None
    assert (reason.neighbour.entry, reason.gap) == (neighbour, 0)
    assert (reason.step.rule, reason.step.findings) == ("criterion:a", [("T1", "9"), ("T2", "8")])


def test_a_step_that_stands_twice_is_the_one_that_parted() -> None:
    marks = {"T1": (9, 1), "T2": (5, 5), "T3": (5, 5)}
    reason = ranked(marks, "criterion:a", "low", "criterion:a").why("T1")
    assert reason.step is not None
    assert [code for code, _ in reason.step.findings] == ["T1", "T2", "T3"]


def test_an_open_tie_has_no_step() -> None:
    reason = ranked({"T1": (5, 5), "T2": (5, 5), "T3": (1, 1)}, "low", "lot").why("T2")
    assert (reason.neighbour, reason.step) == (None, None)
    assert reason.tie is not None
    assert reason.tie.awaits_lot


def test_who_has_no_rank_has_no_reason() -> None:
    with pytest.raises(KeyError):
        ranked({"T1": (5, 5)}).why("T9")
