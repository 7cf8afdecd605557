"""Applying: the window, the form, the letter that confirms it, and what a stranger must not find out."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain.applying import applications
from hackathon.domain.applying.consents import history
from hackathon.extensions import db
from hackathon.models import Application, Entrant, Letter, Person
from tests.factories import HOUR, make_person
from tests.web.applying.applicants import (
    CLOSES,
    FORM,
    IN_TIME,
    OPENS,
    applicant,
    apply,
    confirm,
    entrant_of,
    link_in,
    make_open_event,
    newest_letter,
    typed,
)
from tests.web.desk import text_of
from tests.web.forms import fields, fill_in, send
from tests.web.visitors import Visitor

MS = timedelta(milliseconds=1)


def count(model: Any) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (OPENS - MS, "아직 신청을 받지 않습니다"),
        (OPENS, "신청 보내기"),
        (OPENS + MS, "신청 보내기"),
        (CLOSES - MS, "신청 보내기"),
        (CLOSES, "신청이 끝났습니다"),
        (CLOSES + MS, "신청이 끝났습니다"),
    ],
)
def test_the_window_is_half_open_and_says_so(sqlite_app: Flask, at: datetime, said: str) -> None:
    make_open_event()
    assert said in Visitor(sqlite_app, at=at).read(FORM)


@pytest.mark.parametrize(("at", "taken"), [(CLOSES - MS, 1), (CLOSES, 0)])
def test_a_form_that_was_opened_in_time_is_taken_only_in_time(sqlite_app: Flask, at: datetime, taken: int) -> None:
    make_open_event()
    visitor = Visitor(sqlite_app, at=IN_TIME)
    form = fields(visitor.read(FORM))
    visitor.at = at
    response = send(visitor, FORM, form, **typed("late@example.org"))
    assert response.status_code == (303 if taken else 409)
    assert count(Entrant) == taken
    if not taken:
        assert "함께 만들고 싶어요" in response.get_data(as_text=True)


def test_an_application_is_complete_once_its_letter_is_answered(sqlite_app: Flask) -> None:
    make_open_event()
    visitor = apply(sqlite_app, "a@example.org")
    assert not entrant_of("a@example.org").confirmed
    assert "a@example.org" in visitor.read("/apply/sent")
    assert visitor.get("/apply/mine").status_code == 302
    confirm(visitor, "a@example.org")
    entrant = entrant_of("a@example.org")
    assert (entrant.confirmed, entrant.person.phone, entrant.answers["skills"]) == (
        True,
        "+821012345678",
        ["기획", "파이썬"],
    )
    assert "신청됨" in visitor.read("/apply/mine")


def test_looking_at_the_link_confirms_nothing_and_it_works_once(sqlite_app: Flask) -> None:
    make_open_event()
    visitor = apply(sqlite_app, "a@example.org")
    link = link_in(newest_letter("a@example.org"))
    for _ in range(3):
        visitor.read(link)
    assert not entrant_of("a@example.org").confirmed
    form = fields(visitor.read(link))
    assert send(visitor, link, form).status_code == 303
    assert send(Visitor(sqlite_app, at=IN_TIME), link, form).status_code in (400, 410)
    assert Visitor(sqlite_app, at=IN_TIME).get(link).status_code == 410


def test_a_link_is_over_after_its_time(sqlite_app: Flask) -> None:
    make_open_event()
    visitor = apply(sqlite_app, "a@example.org")
    link = link_in(newest_letter("a@example.org"))
    visitor.at = IN_TIME + applications.LINK_LIFE - MS
    assert visitor.get(link).status_code == 200
    visitor.at = IN_TIME + applications.LINK_LIFE
    assert visitor.get(link).status_code == 410


def test_every_fault_is_named_at_its_field_and_everything_typed_stays(sqlite_app: Flask) -> None:
    make_open_event()
    visitor = Visitor(sqlite_app, at=IN_TIME)
    wrong = typed("no address", name=" ", phone="12", age=None, q__motivation="", consents=["news"])
    response = fill_in(visitor, FORM, **wrong)
    page = response.get_data(as_text=True)
    assert response.status_code == 422
    for field in ("name", "email", "phone", "age", "q-motivation", "consent-participation"):
        assert f'id="{field}-error"' in page, field
    kept = fields(page)
    assert (kept["email"], kept["phone"], kept["q-skills"]) == ("no address", "12", "기획, 파이썬")
    assert count(Person) == 0


def test_pressing_twice_is_one_application_and_one_letter(sqlite_app: Flask) -> None:
    make_open_event()
    visitor = Visitor(sqlite_app, at=IN_TIME)
    form = fields(visitor.read(FORM))
    for _ in range(3):
        assert send(visitor, FORM, form, **typed("a@example.org")).status_code == 303
    assert (count(Entrant), count(Application), count(Letter)) == (1, 1, 1)


def test_a_lost_letter_is_written_again_but_nobody_fills_a_mailbox(sqlite_app: Flask) -> None:
    make_open_event()
    for minutes in range(0, 50, 5):
        apply(sqlite_app, "a@example.org", at=IN_TIME + timedelta(minutes=minutes))
    assert (count(Application), count(Letter)) == (1, applications.LETTERS_PER_ACCOUNT)


def test_a_stranger_gets_the_same_answer_for_a_known_and_an_unknown_address(sqlite_app: Flask) -> None:
    event = make_open_event()
    applicant(sqlite_app, "known@example.org")
    with unit_of_work():
        make_person(event, "judge", "judge")
    answers = set()
    for email in ("known@example.org", "unknown@example.org", "judge@example.org"):
        visitor = Visitor(sqlite_app, at=IN_TIME + HOUR)
        response = fill_in(visitor, FORM, **typed(email, name="낯선 사람"))
        page = visitor.read(response.location)
        answers.add((response.status_code, response.location, text_of(page).replace(email, "…")))
    assert len(answers) == 1


def test_a_stranger_changes_nothing_of_an_application_that_stands(sqlite_app: Flask) -> None:
    make_open_event()
    applicant(sqlite_app, "a@example.org")
    apply(sqlite_app, "a@example.org", at=IN_TIME + HOUR, name="낯선 사람", q__motivation="엉뚱한 말")
    entrant = entrant_of("a@example.org")
    assert (entrant.person.name, entrant.answers["motivation"]) == ("홍길동", "함께 만들고 싶어요")
    letter = newest_letter("a@example.org")
    assert letter
    assert (letter.kind, "낯선" in letter.body + letter.subject) == ("apply-again", False)


def test_the_owner_of_the_mailbox_may_take_the_new_one(sqlite_app: Flask) -> None:
    make_open_event()
    applicant(sqlite_app, "a@example.org")
    visitor = apply(sqlite_app, "a@example.org", at=IN_TIME + HOUR, q__motivation="새로 쓴 말")
    page = visitor.read(link_in(newest_letter("a@example.org")))
    assert "새로 쓴 말" in page
    assert "함께 만들고 싶어요" in page
    confirm(visitor, "a@example.org")
    assert entrant_of("a@example.org").answers["motivation"] == "새로 쓴 말"


def test_somebody_elses_application_before_mine_does_not_stand_in_my_way(sqlite_app: Flask) -> None:
    """A stranger applies with my address first; I apply, and what I confirm is mine."""
    make_open_event()
    apply(sqlite_app, "a@example.org", name="낯선 사람", q__motivation="엉뚱한 말")
    mine = apply(sqlite_app, "a@example.org", at=IN_TIME + HOUR)
    confirm(mine, "a@example.org")
    assert entrant_of("a@example.org").person.name == "홍길동"


@pytest.mark.parametrize("name", ["http://evil.example", "go to www.evil.example", "a@evil.example", "<b>x</b>"])
def test_a_name_is_no_message_to_a_strangers_mailbox(sqlite_app: Flask, name: str) -> None:
    make_open_event()
    assert fill_in(Visitor(sqlite_app, at=IN_TIME), FORM, **typed("a@example.org", name=name)).status_code == 422
    assert count(Letter) == 0


def test_nine_hundred_people_behind_one_address_apply_within_an_hour(sqlite_app: Flask) -> None:
    event = make_open_event()
    with clock.at(IN_TIME), unit_of_work():
        given = {name.replace("__", "-"): value for name, value in typed("x").items()}
        for number in range(900):
            sent = {**given, "email": f"p{number}@example.org"}
            applications.send(event, sent, language="ko", address="10.0.0.1", base="http://localhost")
    assert count(Letter) == 900


def test_what_was_agreed_to_is_kept_with_its_wording_and_time(sqlite_app: Flask) -> None:
    make_open_event()
    applicant(sqlite_app, "a@example.org", consents=["participation", "news"])
    rows = history(entrant_of("a@example.org"))
    assert [(row.notice.purpose, row.given, row.given_by, row.at) for row in rows] == [
        ("participation", True, "self", IN_TIME),
        ("news", True, "self", IN_TIME),
    ]
    assert set(rows[0].notice.text) == {"title", "purpose", "items", "retention", "refusal"}


def test_an_optional_consent_can_be_taken_back_and_a_required_one_cannot(sqlite_app: Flask) -> None:
    make_open_event()
    visitor = applicant(sqlite_app, "a@example.org", consents=["participation", "news"])
    token = fields(visitor.read("/apply/mine"))["csrf_token"]
    sent = {"csrf_token": token[0] if isinstance(token, list) else token}
    assert send(visitor, "/apply/mine/consents/news", sent, given="0").status_code == 303
    assert send(visitor, "/apply/mine/consents/participation", sent, given="0").status_code == 422
    assert send(visitor, "/apply/mine/consents/nothing", sent, given="0").status_code == 404
    rows = [(row.notice.purpose, row.given) for row in history(entrant_of("a@example.org"))]
    assert rows == [("participation", True), ("news", True), ("news", False)]


def founds_a_team(visitor: Visitor) -> int:
    """With a token of another page: this one has no form for somebody who may not."""
    token = fields(visitor.read("/apply/mine"))["csrf_token"]
    sent = {"csrf_token": token[0] if isinstance(token, list) else token, "name": "새 팀"}
    return send(visitor, "/team/new", sent).status_code


def test_a_child_waits_for_a_guardian(sqlite_app: Flask) -> None:
    make_open_event()
    visitor = Visitor(sqlite_app, at=IN_TIME)
    child = {"age": "under-14", "guardian_name": "홍판서", "guardian_email": "parent@example.org"}
    assert fill_in(visitor, FORM, **typed("kid@example.org", age="under-14")).status_code == 422
    same = typed("kid@example.org", **{**child, "guardian_email": "KID@example.org"})
    assert fill_in(visitor, FORM, **same).status_code == 422
    kid = applicant(sqlite_app, "kid@example.org", **child)
    assert "보호자의 동의를 기다립니다" in kid.read("/apply/mine")
    assert founds_a_team(kid) == 422
    letter = newest_letter("parent@example.org", "guardian")
    assert letter
    assert letter.addressee == "홍판서"
    parent = Visitor(sqlite_app, at=IN_TIME + HOUR)
    link = link_in(letter)
    assert "보유 기간" in parent.read(link)
    assert fill_in(parent, link, answer="agree").status_code == 303
    assert "신청됨" in kid.read("/apply/mine")
    by = [(row.notice.purpose, row.given_by) for row in history(entrant_of("kid@example.org"))]
    assert by == [("participation", "self"), ("participation", "guardian")]


def test_a_guardian_who_refuses_stops_the_application(sqlite_app: Flask) -> None:
    make_open_event()
    child = {"age": "under-14", "guardian_name": "홍판서", "guardian_email": "parent@example.org"}
    kid = applicant(sqlite_app, "kid@example.org", **child)
    parent = Visitor(sqlite_app, at=IN_TIME + HOUR)
    fill_in(parent, link_in(newest_letter("parent@example.org")), answer="refuse")
    assert "보호자가 거절했습니다." in kid.read("/apply/mine")
    assert founds_a_team(kid) == 422


def test_a_stale_page_keeps_what_was_typed(sqlite_app: Flask) -> None:
    make_open_event()
    visitor = Visitor(sqlite_app, at=IN_TIME)
    form = fields(visitor.read(FORM))
    response = send(visitor, FORM, {**form, "csrf_token": "old"}, **typed("a@example.org"))
    assert response.status_code == 400
    again = fields(response.get_data(as_text=True))
    assert again["q-motivation"] == "함께 만들고 싶어요"
    assert count(Entrant) == 0
