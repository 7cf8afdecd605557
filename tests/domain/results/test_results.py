"""From ballots to a result that stands."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from flask import Flask

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain.base.errors import (
    AlreadyAdvanced,
    AlreadySigned,
    Invalid,
    QuestionsOpen,
    RoundIncomplete,
    RoundLocked,
)
from hackathon.domain.results import decisions, results, standings
from hackathon.domain.rounds import rounds
from hackathon.extensions import db
from hackathon.models import Person, Round
from tests.factories import (
    NOON,
    POLICY,
    a_round,
    fill_round,
    make_event,
    make_person,
    seal_all,
    the_entry,
    the_judge,
    the_key,
)

SECOND = a_round("second", name={"ko": "본선", "en": "Second"}, source="first", policy=POLICY)
CLEAR = {"T001": (9, 9), "T002": (8, 8), "T003": (7, 7), "T004": (6, 6)}
TIED_AT_CUT = {"T001": (9, 9), "T002": (7, 7), "T003": (7, 7), "T004": (6, 6)}


@pytest.fixture
def round(app: Flask) -> Round:
    with unit_of_work():
        return fill_round(make_event(a_round(), SECOND))


def scored(round: Round, marks: dict[str, tuple[int, int]]) -> Round:
    with unit_of_work():
        seal_all(round, marks)
    return round


def locked(round: Round, marks: dict[str, tuple[int, int]]) -> Round:
    scored(round, marks)
    with clock.at(NOON), unit_of_work():
        results.lock(round, key=the_key())
    return round


def organizer(round: Round) -> Person:
    return make_person(round.event, "organizer", "organizer")


def test_standings_follow_the_ballots(round: Round) -> None:
    rows = standings.standings_of(scored(round, CLEAR)).rows
    assert [(row.rank, row.entry, row.shown) for row in rows] == [
        (1, "T001", "90.00"),
        (2, "T002", "80.00"),
        (3, "T003", "70.00"),
        (4, "T004", "60.00"),
    ]


def test_adjustments_move_a_score_and_need_a_reason(round: Round) -> None:
    scored(round, CLEAR)
    with unit_of_work():
        results_before = standings.standings_of(round).rows[1].entry
        standings.adjust(round, the_entry(round, "T002"), Decimal("10.5"), reason="현장 과제")
    assert (results_before, standings.standings_of(round).rows[0].entry) == ("T002", "T002")
    with pytest.raises(Invalid, match="reason"), unit_of_work():
        standings.adjust(round, the_entry(round, "T002"), Decimal(1), reason=" ")


def test_a_round_with_ballots_owed_is_not_locked_and_says_by_whom(round: Round) -> None:
    scored(round, {"T001": (9, 9), "T002": (8, 8), "T003": (7, 7)})
    with pytest.raises(RoundIncomplete, match=r"3 assigned ballots.*J01\(1\), J02\(1\), J03\(1\)"), unit_of_work():
        results.lock(round, key=the_key())
    assert round.locked_at is None


def test_a_recusal_owes_no_ballot(round: Round) -> None:
    with unit_of_work():
        rounds.recuse(round, the_judge("J03"), the_entry(round, "T004"), kind="self", reason="멘토")
        seal_all(round, {"T001": (9, 9), "T002": (8, 8), "T003": (7, 7)})
        seal_all(round, {"T004": (6, 6)}, judges=2)
        results.lock(round, key=the_key())
    assert results.get_result(round).version == 1


def test_nothing_of_a_locked_round_changes(round: Round) -> None:
    locked(round, CLEAR)
    with pytest.raises(RoundLocked), unit_of_work():
        standings.adjust(round, the_entry(round, "T001"), Decimal(1), reason="늦은 가점")
    with pytest.raises(RoundLocked), unit_of_work():
        results.lock(round, key=the_key())


def test_a_tie_across_the_cut_keeps_teams_from_advancing_until_it_is_resolved(round: Round) -> None:
    locked(round, TIED_AT_CUT)
    with pytest.raises(QuestionsOpen, match="1 place for T002, T003"):
        results.advancing(round)
    with unit_of_work():
        decisions.decide(round, "lot_seed", "witnessed at noon", key=the_key())
    assert results.get_result(round).version == 2
    assert len(results.advancing(round)) == 2


def test_teams_advance_once_in_the_drawn_order(round: Round) -> None:
    locked(round, CLEAR)
    with unit_of_work():
        following = rounds.advance(round, results.advancing(round), order=["T002", "T001"])
    assert [entry.team.code for entry in following.entries] == ["T002", "T001"]
    with pytest.raises(AlreadyAdvanced), unit_of_work():
        rounds.advance(round, ["T001"], order=["T001"])


def test_publishing_needs_the_chair_and_an_organizer(round: Round) -> None:
    locked(round, CLEAR)
    result = results.get_result(round)
    with unit_of_work():
        results.sign(result, the_judge("J01").person, capacity="chair", key=the_key())
    with pytest.raises(RoundIncomplete, match="both have signed"), unit_of_work():
        results.publish(round)
    with unit_of_work():
        results.sign(result, organizer(round), capacity="organizer", key=the_key())
        results.publish(round)
    assert rounds.state_of(round) == "published"


def test_one_person_signs_once_and_only_in_a_capacity_they_have(round: Round) -> None:
    locked(round, CLEAR)
    result = results.get_result(round)
    with unit_of_work():
        chair = the_judge("J01").person
        results.sign(result, chair, capacity="chair", key=the_key())
    with pytest.raises(AlreadySigned), unit_of_work():
        results.sign(result, chair, capacity="organizer", key=the_key())
    with pytest.raises(Invalid, match="capacity"), unit_of_work():
        results.sign(result, the_judge("J02").person, capacity="organizer", key=the_key())


def test_a_decision_after_signing_asks_for_new_signatures(round: Round) -> None:
    locked(round, CLEAR)
    with unit_of_work():
        results.sign(results.get_result(round), the_judge("J01").person, capacity="chair", key=the_key())
        decisions.decide(round, "waived", ["T001"], key=the_key())
    assert results.signatures(results.get_result(round)) == []


def test_unlocking_needs_a_reason_and_makes_the_next_lock_another_version(round: Round) -> None:
    locked(round, CLEAR)
    with pytest.raises(Invalid, match="reason"), unit_of_work():
        results.unlock(round, reason="")
    with unit_of_work():
        results.unlock(round, reason="누락된 채점표")
        results.lock(round, key=the_key())
    assert results.get_result(round).version == 2


def test_a_result_is_what_the_rules_say_and_cannot_be_rewritten(round: Round) -> None:
    locked(round, CLEAR)
    kept = json.loads(results.get_result(round).standings)
    assert kept == standings.standings_of(round).to_dict()
    with pytest.raises(Exception, match="append-only"), unit_of_work():
        db.session.execute(db.text("UPDATE result SET version = 9"))
