"""Drafts that survive, and submitted files served so that they do no harm and only to whom they are meant for."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain.rounds import rounds
from hackathon.extensions import db
from hackathon.models import Person, Round, SubmissionDraft, SubmissionFile
from tests.factories import make_judge, make_person, the_entry, the_judge
from tests.web.forms import fields
from tests.web.tablets import Tablet
from tests.web.team.sending import (
    EARLY,
    FORM,
    PDF,
    a_round_that_asks,
    captain_of,
    hand_in,
    send_all,
)
from tests.web.visitors import OURS, Visitor


@pytest.fixture
def round(sqlite_app: Flask) -> Round:
    return a_round_that_asks()


# --- drafts -------------------------------------------------------------------------------------------------------


def keep(visitor: Visitor, title: str, save: int) -> TestResponse:
    form = {**fields(visitor.read(FORM)), "title": title, "save": str(save)}
    return visitor.post("/team/rounds/first/draft", data=form, headers=OURS)


def test_a_draft_is_there_again_after_the_window_was_closed(captain: Visitor) -> None:
    assert keep(captain, "쓰다 만 제목", 0).get_json()["save"] == 1
    assert 'value="쓰다 만 제목"' in captain.read(FORM)
    assert "쓰다 만 제목" not in captain.read("/team")


def test_a_second_window_does_not_overwrite_a_draft(captain: Visitor) -> None:
    keep(captain, "첫째 창", 0)
    refused = keep(captain, "둘째 창", 0)
    assert (refused.status_code, "다른 창에서" in refused.get_json()["error"]["message"]) == (409, True)
    assert 'value="첫째 창"' in captain.read(FORM)


def test_a_draft_is_gone_once_it_is_handed_in(captain: Visitor) -> None:
    keep(captain, "제목", 0)
    hand_in(captain)
    db.session.rollback()
    assert db.session.query(SubmissionDraft).count() == 0


# --- served -------------------------------------------------------------------------------------------------------


@pytest.fixture
def address(captain: Visitor, round: Round) -> str:
    hand_in(captain, **{"file-slides": send_all(captain)["id"]})
    db.session.rollback()
    return f"/files/{db.session.query(SubmissionFile).one().id}"


def test_a_file_is_saved_and_never_shown(captain: Visitor, address: str) -> None:
    answer = captain.get(address)
    assert answer.get_data() == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_judge_gets_it_under_the_teams_code(sqlite_app: Flask, round: Round, address: str) -> None:
    answer = Visitor(sqlite_app, the_judge("J02").person).get(address)
    assert re.search(r"filename=T001-slides-v1\.pdf", answer.headers["Content-Disposition"])


def test_nobody_else_finds_it(sqlite_app: Flask, round: Round, address: str) -> None:
    with unit_of_work():
        make_judge(round.event, "J09")
        rounds.recuse(round, the_judge("J03"), the_entry(round, "T001"), kind="self", reason="아는 사람")
        make_person(round.event, "staff", "staff")
        make_person(round.event, "organizer", "organizer")
    people = {
        "rival": captain_of(round, "T002"),
        "stranger": the_judge("J09").person,
        "recused": the_judge("J03").person,
        "staff": db.session.query(Person).filter_by(name="staff").one(),
        "organizer": db.session.query(Person).filter_by(name="organizer").one(),
    }
    found = {name: Visitor(sqlite_app, person).get(address).status_code for name, person in people.items()}
    assert found == {"rival": 404, "stranger": 404, "recused": 404, "staff": 404, "organizer": 200}
    assert Visitor(sqlite_app).get(address).status_code == 302


def test_a_member_who_left_finds_it_no_more(sqlite_app: Flask, captain: Visitor, round: Round, address: str) -> None:
    with unit_of_work(), clock.at(EARLY):
        the_entry(round, "T001").team.members[0].left_at = clock.now()
    assert captain.get(address).status_code == 404


def test_a_judges_packet_leads_to_it(sqlite_app: Flask, address: str) -> None:
    entry = next(each for each in Tablet(sqlite_app).packet()["entries"] if each["entry"] == "T001")
    assert entry["links"] == [{"name": "발표 자료", "url": address}]
