"""Two devices, a session that ended, a judge who must not judge: nothing is lost and nothing is merged silently."""

from __future__ import annotations

import html

import pytest
from flask import Flask
from sqlalchemy import func, select

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.extensions import db
from hackathon.models import Recusal, Revision, Round, SignIn
from tests.factories import HOUR, NOON, fill_round, make_event, seal, the_judge
from tests.web.forms import fields, fill_in, send
from tests.web.test_judge_scoring import PAGE, body, counting, marked, stored, text_of
from tests.web.visitors import CLOSED, OURS, Visitor, link_for, lock


@pytest.fixture
def round(sqlite_app: Flask) -> Round:
    with unit_of_work():
        return fill_round(make_event())


@pytest.fixture
def judge(sqlite_app: Flask, round: Round) -> Visitor:
    return Visitor(sqlite_app, the_judge("J02").person, at=NOON + HOUR)


@pytest.fixture
def torn(sqlite_app: Flask, judge: Visitor) -> Visitor:
    """The same judge on two tablets: both opened the empty form, one after the other was saved."""
    other = Visitor(sqlite_app, the_judge("J02").person, at=NOON + HOUR)
    first, second = fields(judge.read(PAGE)), fields(other.read(PAGE))
    send(judge, PAGE, first, **marked(9, 7, comment="첫째 의견", action="confirm"))
    answer = send(other, PAGE, second, **marked(4, 7, comment="둘째 의견", action="confirm"))
    assert answer.headers["Location"] == f"{PAGE}/conflict"
    return judge


def test_both_versions_stand_side_by_side(torn: Visitor, round: Round) -> None:
    text = text_of(torn.read(f"{PAGE}/conflict"))
    assert "창의성 9 4" in text
    assert "총점 82 52" in text
    assert "첫째 의견 둘째 의견" in text
    assert counting(round) == ['{"creativity":9,"technical":7}']


def test_only_what_both_agree_on_is_chosen_beforehand(torn: Visitor) -> None:
    form = fields(torn.read(f"{PAGE}/conflict"))
    assert form["mark-technical"] == "7"
    assert "mark-creativity" not in form
    assert "comment" not in form


def test_the_judge_picks_and_a_new_revision_follows_on_the_newest(torn: Visitor, round: Round) -> None:
    chosen = fields(torn.read(f"{PAGE}/conflict"))
    read_back = send(torn, PAGE, chosen, mark__creativity="4", comment="둘째 의견", action="seal")
    send(torn, PAGE, fields(body(read_back)), action="confirm")
    assert [status for status, _sealed, _marks in stored()] == ["accepted", "conflict", "accepted"]
    assert counting(round) == ['{"creativity":4,"technical":7}']
    assert "엇갈린" not in torn.read(PAGE)
    assert torn.get(f"{PAGE}/conflict").status_code == 303


def test_the_team_page_points_to_the_choice(torn: Visitor) -> None:
    assert f'href="{PAGE}/conflict"' in torn.read(PAGE)
    assert f'href="{PAGE}/conflict"' in torn.read("/judge")


def test_what_was_typed_comes_back_when_the_session_has_ended(judge: Visitor, round: Round) -> None:
    form = fields(judge.read(PAGE))
    _end_sessions()
    refused = send(judge, PAGE, form, **marked(9, 7, comment='"길게"\n쓴 <의견>', action="confirm"))
    assert refused.status_code == 401
    assert stored() == []
    kept = fields(body(refused))
    judge.get(f"/s/{link_for(the_judge('J02').person)}")
    opened = send(judge, PAGE, kept, action="edit")
    again = fields(body(opened))
    assert (again["mark-creativity"], again["comment"]) == ("9", '"길게"\n쓴 <의견>')
    send(judge, PAGE, again, action="confirm")
    assert stored() == [("accepted", True, {"creativity": 9, "technical": 7})]


def _end_sessions() -> None:
    with clock.at(NOON), unit_of_work():
        for row in db.session.scalars(select(SignIn)):
            row.ended_at = clock.now()


def test_a_form_from_before_another_sign_in_is_shown_again_with_everything(judge: Visitor) -> None:
    form = fields(judge.read(PAGE))
    judge.get(f"/s/{link_for(the_judge('J02').person)}")  # the protection of the old page ends with its session
    refused = send(judge, PAGE, form, **marked(9, 7, comment="남은 글", action="save"))
    assert refused.status_code == 400
    assert stored() == []
    assert "아직 저장되지 않았습니다" in body(refused)
    send(judge, PAGE, fields(body(refused)), action="save")
    assert stored() == [("accepted", False, {"creativity": 9, "technical": 7})]


def test_another_site_cannot_send_a_ballot(judge: Visitor) -> None:
    form = {**fields(judge.read(PAGE)), "mark-creativity": "1", "mark-technical": "1", "action": "confirm"}
    answer = judge.post(PAGE, data=form, headers={**OURS, "Origin": "https://evil.example"})
    assert answer.status_code == 400
    assert stored() == []


def test_a_judge_recuses_with_a_reason_and_the_ballot_stops_counting(judge: Visitor, round: Round) -> None:
    with unit_of_work():
        seal(round, "J02", "T002", 9, 9)
    assert "회피할까요" in judge.read(f"{PAGE}/recuse")
    assert fill_in(judge, f"{PAGE}/recuse", reason="멘토였습니다").status_code == 303
    row = db.session.scalars(select(Recusal)).one()
    assert (row.kind, row.reason, row.declared_by) == ("self", "멘토였습니다", the_judge("J02").person_id)
    assert counting(round) == []
    assert "제척·기피·회피" in text_of(judge.read("/judge"))


def test_recusing_twice_is_recusing_once(judge: Visitor) -> None:
    form = fields(judge.read(f"{PAGE}/recuse"))
    answers = [send(judge, f"{PAGE}/recuse", form, reason="가족").status_code for _ in range(2)]
    assert answers == [303, 303]
    assert db.session.scalar(select(func.count()).select_from(Recusal)) == 1


@pytest.mark.parametrize("reason", ["", "   ", "긴" * 501])
def test_a_recusal_needs_a_reason_of_some_length(judge: Visitor, reason: str) -> None:
    answer = fill_in(judge, f"{PAGE}/recuse", reason=reason)
    assert answer.status_code == 422
    assert 'id="reason-error"' in body(answer)
    assert db.session.scalar(select(func.count()).select_from(Recusal)) == 0


def test_nobody_recuses_after_the_lock(judge: Visitor, round: Round) -> None:
    with unit_of_work():
        for number in (1, 2, 3):
            for code in ("T001", "T002", "T003", "T004"):
                seal(round, f"J{number:02}", code, number, number)
    form = fields(judge.read(f"{PAGE}/recuse"))
    lock(round)
    judge.at = CLOSED
    assert send(judge, f"{PAGE}/recuse", form, reason="늦게").status_code == 409
    assert "회피할 수 없습니다" in html.unescape(judge.read(f"{PAGE}/recuse"))
    assert db.session.scalar(select(func.count()).select_from(Recusal)) == 0
    assert db.session.scalar(select(func.count()).select_from(Revision)) == 12
