"""Imported votes are listed with who brought them in, and taken back until the lock."""

from __future__ import annotations

import pytest
from flask import Flask

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain.ballots import polls
from hackathon.domain.base.errors import Invalid
from hackathon.models import Poll, Round
from scoring import Policy
from tests.factories import HOUR, NOON, POLICY, a_round, fill_round, make_event, make_person

VOTED = POLICY.replace(
    "[advance]",
    '[[sources]]\nname = "judges"\nweight = 90\n\n[[sources]]\nname = "audience"\nweight = 10\n\n[advance]',
)


@pytest.fixture
def poll(app: Flask) -> Poll:
    with unit_of_work(), clock.at(NOON):
        round = fill_round(make_event(a_round(policy=VOTED)), teams=2)
        return polls.add_poll(round, source="audience", kind="audience", opens_at=NOON, closes_at=NOON + HOUR)


def bring_in(poll: Poll, **votes: int) -> int:
    return polls.import_votes(poll, votes, name="a" * 64, secret="s", actor=None)


def counted(round: Round) -> int:
    return len(list(polls.ballots_of(round, Policy.from_text(round.policy))))


def test_s2_5_imported_votes_are_taken_back_and_the_same_file_may_come_again(poll: Poll) -> None:
    with unit_of_work():
        actor = make_person(poll.round.event, "o", "organizer")
        polls.import_votes(poll, {"T001": 3}, name="a" * 64, secret="s", actor=actor)
    assert (polls.turnout(poll.round)[poll.id], counted(poll.round)) == ((3, 3), 6)
    with pytest.raises(Invalid, match="imported before"), unit_of_work():
        bring_in(poll, T001=3)
    with unit_of_work():
        ((row, *_rest),) = polls.import_lines(poll.round)
        polls.take_back_import(row, reason="다른 행사의 표", actor=actor)
    assert (polls.turnout(poll.round).get(poll.id), counted(poll.round)) == ((0, 0), 0)
    with pytest.raises(Invalid, match="taken back"), unit_of_work():
        polls.take_back_import(row, reason="again")
    with unit_of_work():
        bring_in(poll, T001=3)
    assert polls.turnout(poll.round)[poll.id] == (3, 3)
    newest, oldest = polls.import_lines(poll.round)
    assert (newest[2], oldest[1], oldest[4]) == (None, "o", "다른 행사의 표")


def test_taking_votes_back_needs_a_reason_and_an_open_round(poll: Poll) -> None:
    with unit_of_work():
        bring_in(poll, T001=1)
        ((row, *_rest),) = polls.import_lines(poll.round)
    with pytest.raises(Invalid, match="reason"), unit_of_work():
        polls.take_back_import(row, reason=" ")
