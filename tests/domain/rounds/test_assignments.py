"""Filling a round: everybody or so many judges an entry; what is assigned stays, nobody against a recusal."""

from __future__ import annotations

from collections import Counter

import pytest
from flask import Flask
from sqlalchemy import delete

from hackathon.database import unit_of_work
from hackathon.domain.base.errors import Invalid
from hackathon.domain.rounds import assignments, rounds
from hackathon.extensions import db
from hackathon.models import Assignment, Round
from tests.factories import a_round, fill_round, make_event, the_entry, the_judge


@pytest.fixture
def round(sqlite_app: Flask) -> Round:
    """Eight entries, four judges, two judges an entry, nothing assigned yet."""
    with unit_of_work():
        round = fill_round(make_event(a_round(ballots_per_entry=2)), teams=8, judges=4)
        db.session.execute(delete(Assignment))
    return round


def assigned() -> set[tuple[int, int]]:
    return {(row.judge_id, row.entry_id) for row in db.session.query(Assignment)}


def test_every_entry_gets_its_judges_and_loads_are_even(round: Round) -> None:
    with unit_of_work():
        assert assignments.fill(round) == 16
    assert set(Counter(entry for _, entry in assigned()).values()) == {2}
    assert set(Counter(judge for judge, _ in assigned()).values()) == {4}


def test_nobody_gets_an_entry_from_which_they_are_recused(round: Round) -> None:
    with unit_of_work():
        rounds.recuse(round, the_judge("J02"), the_entry(round, "T001"), kind="self", reason="멘토")
        assignments.fill(round)
    assert (the_judge("J02").id, the_entry(round, "T001").id) not in assigned()


def test_what_is_assigned_stays(round: Round) -> None:
    with unit_of_work():
        rounds.assign(round, [(the_judge("J03"), the_entry(round, code)) for code in ("T001", "T002")])
        before = assigned()
        assert assignments.fill(round) == 14
    assert before < assigned()


def test_filling_again_adds_nothing(round: Round) -> None:
    with unit_of_work():
        assignments.fill(round)
        assert assignments.fill(round) == 0


def test_an_entry_that_is_short_of_judges_is_named_and_nothing_is_assigned(round: Round) -> None:
    with unit_of_work():
        for judge in ("J01", "J02", "J03"):
            rounds.recuse(round, the_judge(judge), the_entry(round, "T005"), kind="self", reason="멘토")
        with pytest.raises(Invalid, match="T005"):
            assignments.fill(round)
    assert assigned() == set()


def test_without_a_number_everybody_gets_everything(sqlite_app: Flask) -> None:
    with unit_of_work():
        round = fill_round(make_event(), teams=3, judges=2)
        db.session.execute(delete(Assignment))
        assert assignments.fill(round) == 6
