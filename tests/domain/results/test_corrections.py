"""Correction after publication: a reason, a new version, two signatures; what was out stays readable."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from flask import Flask

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain.base.errors import Invalid, RoundIncomplete, RoundNotLocked
from hackathon.domain.results import decisions, results, standings, status
from hackathon.domain.results.publications import find_correction, find_published, get_published, history_of
from hackathon.domain.rounds import rounds
from hackathon.domain.rounds.events import get_round
from hackathon.extensions import db
from hackathon.models import AuditEntry, Person, Result, Round
from tests.factories import (
    HOUR,
    NOON,
    a_round,
    fill_round,
    make_event,
    make_person,
    seal_all,
    the_entry,
    the_judge,
    the_key,
)

CLEAR = {"T001": (9, 9), "T002": (8, 8), "T003": (7, 7), "T004": (6, 6)}
LATER = NOON + 9 * HOUR


@pytest.fixture
def round(app: Flask) -> Round:
    """Published with T001 and T002 ahead."""
    with unit_of_work():
        round = fill_round(make_event(a_round(), a_round("second", source="first")))
        seal_all(round, CLEAR)
        make_person(round.event, "o", "organizer")
    with clock.at(NOON + 7 * HOUR), unit_of_work():
        results.lock(round, key=the_key())
        sign_and_publish(round)
    return round


def sign_and_publish(round: Round) -> None:
    result = results.get_result(round)
    organizer = db.session.query(Person).filter(Person.email == "o@example.org").one()
    results.sign(result, the_judge("J01").person, capacity="chair", key=the_key())
    results.sign(result, organizer, capacity="organizer", key=the_key())
    results.publish(round)


def correct(round: Round, points: int = 15) -> None:
    """Open a correction and give T003 the points that it lacked."""
    with clock.at(LATER), unit_of_work():
        results.unlock(round, reason="현장 가점이 빠졌음")
        standings.adjust(round, the_entry(round, "T003"), Decimal(points), reason="현장 가점")


def republish(round: Round) -> None:
    with clock.at(LATER + HOUR), unit_of_work():
        results.lock(round, key=the_key())
        sign_and_publish(round)


def first_of(result: Result) -> str:
    return str(json.loads(result.standings)["standings"][0]["entry"])


def test_a_correction_keeps_the_published_result_out_until_the_new_one_is(round: Round) -> None:
    before = get_published(round)
    correct(round, points=25)
    assert (round.locked_at, rounds.state_of(round)) == (None, "published")
    assert get_published(round) == before
    assert find_correction(round) is not None
    team = the_entry(round, "T001").team
    assert status.status_of(round.event, team) == "shortlisted"
    republish(round)
    assert (first_of(get_published(round)), get_published(round).version) == ("T003", 2)
    assert find_correction(round) is None
    assert round.published_at == NOON + 7 * HOUR


def test_the_older_result_stays_with_its_date_and_the_reason(round: Round) -> None:
    correct(round)
    republish(round)
    older, newest = history_of(round)
    assert (older.result.version, older.at, older.replaced_at) == (1, NOON + 7 * HOUR, LATER + HOUR)
    assert older.reason == "현장 가점이 빠졌음"
    assert (newest.result.version, newest.replaced_at, newest.reason) == (2, None, "")


def test_a_correction_needs_a_reason_and_two_signatures(round: Round) -> None:
    with pytest.raises(Invalid, match="reason"), unit_of_work():
        results.unlock(round, reason=" ")
    correct(round)
    with pytest.raises(RoundNotLocked), unit_of_work():
        results.publish(round)
    with unit_of_work():
        results.lock(round, key=the_key())
    with pytest.raises(RoundIncomplete, match="both have signed"), unit_of_work():
        results.publish(round)
    assert get_published(round).version == 1


def test_what_is_out_is_not_published_twice(round: Round) -> None:
    with pytest.raises(Invalid, match="public already"), unit_of_work():
        results.publish(round)


def test_a_decision_within_a_correction_counts(round: Round) -> None:
    correct(round)
    with unit_of_work():
        results.lock(round, key=the_key())
        decisions.decide(round, "waived", ["T001"], reason="기권", key=the_key())
    newest = results.get_result(round)
    assert (newest.version, json.loads(newest.standings)["advance"]) == (3, ["T003", "T002"])
    assert get_published(round).version == 1


def test_teams_that_were_sent_on_stay_through_a_correction(round: Round) -> None:
    with unit_of_work():
        results.send_on(round)
    correct(round, points=15)
    republish(round)
    assert json.loads(get_published(round).standings)["advance"] == ["T001", "T003"]
    assert sorted(rounds.entries_by_code(get_round(round.event, "second"))) == ["T001", "T002"]


def test_a_result_sent_on_but_not_published_is_not_unlocked(app: Flask) -> None:
    with unit_of_work():
        round = fill_round(make_event(a_round(), a_round("second", source="first")))
        seal_all(round, CLEAR)
        results.lock(round, key=the_key())
        results.send_on(round)
    with pytest.raises(Invalid, match="already advanced"), unit_of_work():
        results.unlock(round, reason="x")


def test_the_log_tells_correction_and_publication(round: Round) -> None:
    correct(round)
    republish(round)
    acts = [entry.act for entry in db.session.query(AuditEntry).order_by(AuditEntry.id)]
    told = [act for act in acts if act in ("round.published", "correction.opened", "round.unlocked")]
    assert told == ["round.published", "correction.opened", "round.published"]


def test_unlocking_the_corrected_version_again_is_no_second_correction(round: Round) -> None:
    correct(round)
    with unit_of_work():
        results.lock(round, key=the_key())
        results.unlock(round, reason="noch ein Fehler")
    correction = find_correction(round)
    assert correction is not None
    assert correction.reason == "현장 가점이 빠졌음"
    published = find_published(round)
    assert published is not None
    assert published.version == 1
