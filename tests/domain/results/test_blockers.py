"""What keeps a round from the lock: nothing is locked that nobody could bring to its end."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain.ballots import polls
from hackathon.domain.people import people
from hackathon.domain.results.blockers import blockers_to_lock
from hackathon.domain.rounds import panels, rounds
from hackathon.extensions import db
from hackathon.models import Credential, Round
from tests.factories import (
    HOUR,
    NOON,
    POLICY,
    a_round,
    fill_round,
    make_event,
    make_person,
    seal_all,
    the_entry,
    the_judge,
)

CLEAR = {"T001": (9, 9), "T002": (8, 8), "T003": (7, 7), "T004": (6, 6)}
TRIMMED = POLICY.replace('method = "mean"', 'method = "trimmed-mean"')
VOTED = POLICY.replace(
    "[advance]", '[[sources]]\nname = "judges"\nweight = 90\n\n[[sources]]\nname = "audience"\nweight = 10\n\n[advance]'
)


def scored(**changes: Any) -> Round:
    with unit_of_work():
        round = fill_round(make_event(a_round(**changes)))
        seal_all(round, CLEAR)
    return round


def found(round: Round) -> list[tuple[str, str]]:
    with clock.at(NOON + HOUR):
        return [(each.code, str(each.sentence)) for each in blockers_to_lock(round)]


def only(round: Round) -> tuple[str, str]:
    (blocker,) = found(round)
    return blocker


def test_a_round_that_can_be_brought_to_its_end_has_none(app: Flask) -> None:
    assert found(scored()) == []


def test_s2_3_nobody_chairs_the_panel(app: Flask) -> None:
    round = scored()
    with unit_of_work():
        for seat in rounds.panel(round):
            seat.chair = False
    assert only(round)[0] == "chair"
    with unit_of_work():
        taken = panels.find_seat(round, "J02")
        assert taken is not None
        panels.make_chair(round, taken)
        give_password("J02")
    assert found(round) == []


def give_password(code: str) -> None:
    db.session.add(Credential(person_id=the_judge(code).person_id, password="-", changed_at=NOON))


def test_s2_14_a_chair_whom_the_only_organizer_would_let_in_cannot_sign(app: Flask) -> None:
    round = scored()
    with unit_of_work():
        db.session.execute(delete(Credential))
        make_person(round.event, "o", "organizer")
    code, sentence = only(round)
    assert (code, "set a password of their own under My account" in sentence) == ("signer", True)
    with unit_of_work():
        give_password("J01")
    assert found(round) == []


def test_where_another_organizer_signs_the_chair_needs_no_password(app: Flask) -> None:
    round = scored()
    with unit_of_work():
        db.session.execute(delete(Credential))
        make_person(round.event, "o", "organizer")
        make_person(round.event, "p", "organizer")
    assert found(round) == []


def test_the_chair_alone_does_not_give_both_signatures(app: Flask) -> None:
    round = scored()
    with unit_of_work():
        people.grant(round.event, the_judge("J01").person, "organizer")
    assert only(round)[0] == "organizer"


def test_s2_4_a_running_vote_is_not_ended_by_the_lock(app: Flask) -> None:
    round = scored(policy=VOTED)
    with unit_of_work(), clock.at(NOON):
        poll = polls.add_poll(round, source="audience", kind="audience", opens_at=NOON, closes_at=NOON + 2 * HOUR)
        polls.import_votes(poll, {"T001": 3}, name="a", secret="s")
    code, sentence = only(round)
    assert (code, "3 of 3 votes" in sentence) == ("poll", True)
    with unit_of_work(), clock.at(NOON + HOUR):
        polls.close(poll)
    assert found(round) == []


def test_f1_an_entry_that_the_rules_cannot_rank_is_named_with_what_can_be_done(app: Flask) -> None:
    with unit_of_work():
        round = fill_round(make_event(a_round(policy=TRIMMED)))
        rounds.recuse(round, the_judge("J03"), the_entry(round, "T004"), kind="self", reason="멘토")
        seal_all(round, {code: marks for code, marks in CLEAR.items() if code != "T004"})
        seal_all(round, {"T004": (6, 6)}, judges=2)
    code, sentence = only(round)
    assert code == "unranked"
    assert "T004" in sentence
    assert "walk-in judge" in sentence


@pytest.mark.parametrize("code", ["owed"])
def test_while_ballots_are_owed_nothing_is_said_of_ranks(app: Flask, code: str) -> None:
    with unit_of_work():
        round = fill_round(make_event(a_round(policy=TRIMMED)))
        seal_all(round, {"T001": (9, 9)}, judges=1)
    assert only(round)[0] == code
