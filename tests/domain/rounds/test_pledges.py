"""What a round asks its judges to promise: given once a version, kept for good, and needed for the lock alone."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain.base.errors import Invalid
from hackathon.domain.results import results
from hackathon.domain.results.blockers import blockers_to_lock
from hackathon.domain.rounds import pledges, rounds, settings
from hackathon.extensions import db
from hackathon.models import AuditEntry, Pledge, Round
from tests.factories import (
    HOUR,
    NOON,
    a_round,
    fill_round,
    make_event,
    make_person,
    seal,
    seal_all,
    the_entry,
    the_judge,
    the_key,
)

ASKED = {"ko": "공정하게 심사합니다.", "en": "I judge fairly."}


@pytest.fixture
def round(app: Flask) -> Round:
    with unit_of_work():
        return fill_round(make_event(a_round(pledge=ASKED)), teams=2)


def promise(round: Round, *judges: str) -> None:
    with clock.at(NOON), unit_of_work():
        for judge in judges:
            pledges.accept(round, the_judge(judge), version=1)


def test_a_pledge_given_twice_is_one_with_the_first_time(round: Round) -> None:
    promise(round, "J02")
    with clock.at(NOON + HOUR), unit_of_work():
        pledges.accept(round, the_judge("J02"), version=1)
    (row,) = db.session.query(Pledge).all()
    assert row.accepted_at == NOON
    assert db.session.query(AuditEntry).filter_by(act="judge.pledged").count() == 1


def test_ballots_without_a_pledge_are_taken_and_count_and_only_the_lock_waits(round: Round) -> None:
    with unit_of_work():
        assert seal(round, "J02", "T001", 9, 9).receipt["counted"]
        seal(round, "J01", "T001", 9, 9)
    promise(round, "J01")
    blockers = {each.code: each for each in blockers_to_lock(round)}
    assert blockers["pledge"].codes == ("J02", "J03")


def test_the_lock_opens_once_all_have_promised(round: Round) -> None:
    with unit_of_work():
        seal_all(round, {"T001": (9, 9), "T002": (8, 8)})
    promise(round, "J01", "J02", "J03")
    with clock.at(NOON + 7 * HOUR), unit_of_work():
        results.lock(round, key=the_key())


def test_a_judge_who_scores_nothing_owes_nothing(round: Round) -> None:
    with unit_of_work():
        for entry in ("T001", "T002"):
            rounds.recuse(round, the_judge("J03"), the_entry(round, entry), kind="self", reason="멘토")
    promise(round, "J01", "J02")
    assert "pledge" not in {each.code for each in blockers_to_lock(round)}


def test_other_words_are_a_new_version_that_everybody_reads_anew(round: Round) -> None:
    promise(round, "J01", "J02", "J03")
    with unit_of_work():
        settings.change_judging(round, {"pledge": {**ASKED, "ko": "더 공정하게 심사합니다."}}, reason="변호사 의견")
    assert pledges.owing(round, {"J01", "J02", "J03"}) == ["J01", "J02", "J03"]
    with unit_of_work(), pytest.raises(Invalid, match="words"):
        pledges.accept(round, the_judge("J01"), version=1)


def test_a_pledge_that_was_given_up_and_asked_for_again_is_not_the_old_one(round: Round) -> None:
    promise(round, "J01")
    with unit_of_work():
        settings.change_judging(round, {"pledge": None}, reason="받지 않음")
        assert pledges.owing(round, {"J01"}) == []
        settings.change_judging(round, {"pledge": {**ASKED, "en": "Others."}}, reason="다시 받음")
    assert round.pledge is not None
    assert round.pledge["version"] == 2


def test_the_same_words_again_change_nothing(round: Round) -> None:
    with unit_of_work():
        assert (
            settings.change_judging(round, {"pledge": {"ko": ASKED["ko"] + " \r\n", "en": ASKED["en"]}}, reason="")
            == []
        )


def test_both_languages_are_needed(round: Round) -> None:
    with unit_of_work(), pytest.raises(Invalid, match="English") as refused:
        settings.change_judging(round, {"pledge": {**ASKED, "en": " "}}, reason="고침")
    assert refused.value.field == "pledge_en"


def test_what_was_signed_on_paper_names_who_holds_it(round: Round) -> None:
    with unit_of_work():
        organizer = make_person(round.event, "organizer", "organizer")
        pledges.accept(round, the_judge("J03"), version=1, noted_by=organizer)
    assert pledges.accepted(round)["J03"].noted_by == organizer.id
    act = db.session.query(AuditEntry).filter_by(act="judge.pledged").one()
    assert (act.actor_id, act.facts["on_paper"]) == (organizer.id, True)


@pytest.mark.parametrize("change", ["UPDATE pledge SET version = 9", "DELETE FROM pledge"])
def test_what_was_promised_stays_written(round: Round, change: str) -> None:
    promise(round, "J01")
    with pytest.raises(DatabaseError, match="append-only"), unit_of_work():
        db.session.execute(text(change))
