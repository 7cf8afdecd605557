"""A judge scores a team: drafts, the seal with its read-back, opening again, two devices, and after the close."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from hackathon.database import unit_of_work
from hackathon.domain import ballots, rounds
from hackathon.extensions import db
from hackathon.models import BallotText, Revision, Round
from tests.factories import HOUR, NOON, a_round, fill_round, make_event, seal, the_entry, the_judge
from tests.web.forms import fields, fill_in, send
from tests.web.visitors import CLOSED, Visitor, lock

PAGE = "/judge/rounds/first/entries/T002"
GUIDE = {
    "creativity": {
        "question": {"ko": "새로운가", "en": "Is it new?"},
        "levels": [
            {"from": 0, "to": 4, "name": {"ko": "흔함", "en": "Common"}},
            {"from": 5, "to": 10, "name": {"ko": "남다름", "en": "Its own"}},
        ],
    }
}


@pytest.fixture
def round(sqlite_app: Flask) -> Round:
    with unit_of_work():
        return fill_round(make_event(a_round(guide=GUIDE)))


@pytest.fixture
def judge(sqlite_app: Flask, round: Round) -> Visitor:
    return Visitor(sqlite_app, the_judge("J02").person, at=NOON + HOUR)


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page[page.index("<main") :]).split())


def body(response: TestResponse) -> str:
    return response.get_data(as_text=True)


def marked(creativity: object, technical: object, **more: Any) -> dict[str, Any]:
    return {"mark__creativity": creativity, "mark__technical": technical, **more}


def stored() -> list[tuple[str, bool, dict[str, Any]]]:
    db.session.rollback()
    rows = db.session.scalars(select(Revision).order_by(Revision.chain_position))
    return [(row.status, row.sealed, json.loads(row.marks)) for row in rows]


def counting(round: Round) -> list[str]:
    db.session.rollback()  # a reader sees the moment at which it began
    return [row.marks for row in ballots.counted(round)]


def seal_in_page(judge: Visitor, creativity: int, technical: int, **more: Any) -> TestResponse:
    return send(judge, PAGE, fields(judge.read(PAGE)), **marked(creativity, technical, action="confirm", **more))


def test_the_form_shows_the_team_and_what_is_scored(judge: Visitor) -> None:
    text = text_of(judge.read(PAGE))
    for words in ("팀 T002", "창의성 60점 새로운가", "기술 구현력 40점", "0–4 흔함", "5–10 남다름", "2 / 4"):
        assert words in text


def test_a_draft_may_have_gaps_and_does_not_count(judge: Visitor, round: Round) -> None:
    response = fill_in(judge, PAGE, mark__creativity="8", comment="좋아요", note="나만", action="save")
    assert response.status_code == 303
    assert stored() == [("accepted", False, {"creativity": 8})]
    assert counting(round) == []
    kept = fields(judge.read(PAGE))
    assert (kept["mark-creativity"], kept["comment"], kept["note"], kept["base"]) == ("8", "좋아요", "나만", "1")


def test_sealing_reads_every_mark_back_before_anything_is_written(judge: Visitor) -> None:
    response = fill_in(judge, PAGE, **marked(9, 7, comment="의견", action="seal"))
    assert "창의성 9 54 / 60점 기술 구현력 7 28 / 40점 총점 82 100점 만점" in text_of(body(response))
    assert stored() == []
    sealed = send(judge, PAGE, fields(body(response)), action="confirm")
    assert sealed.status_code == 303
    assert stored() == [("accepted", True, {"creativity": 9, "technical": 7})]


def test_one_can_go_back_from_the_read_back_with_everything(judge: Visitor) -> None:
    response = fill_in(judge, PAGE, **marked(9, 7, comment="첫 줄\r\n둘째 줄", action="seal"))
    form = fields(body(send(judge, PAGE, fields(body(response)), action="edit")))
    assert (form["mark-creativity"], form["mark-technical"], form["comment"]) == ("9", "7", "첫 줄\n둘째 줄")


def test_the_receipt_says_when_and_that_it_counts(judge: Visitor, round: Round) -> None:
    seal_in_page(judge, 9, 7)
    page = text_of(judge.read(PAGE))
    digest = ballots.get_receipt(db.session.scalars(select(Revision.id)).one())["digest"]
    assert "접수증 봉인 판 1 서버 확인 12월 2일(화) 22:00 KST" in page
    assert f"{digest[:4]} {digest[4:8]} {digest[8:12]} 집계 집계됨" in page


def test_pressing_twice_saves_once(judge: Visitor) -> None:
    form = fields(judge.read(PAGE))
    answers = [send(judge, PAGE, form, **marked(9, 7, action="confirm")) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert len(stored()) == 1
    assert "채점표를 봉인했습니다" in judge.read(PAGE)


def test_a_sealed_ballot_opens_again_and_the_old_one_counts_meanwhile(judge: Visitor, round: Round) -> None:
    seal_in_page(judge, 9, 7)
    fill_in(judge, PAGE, mark__creativity="5", action="save")
    assert counting(round) == ['{"creativity":9,"technical":7}']
    assert "1번째 판이 그대로 집계됩니다" in judge.read(PAGE)
    seal_in_page(judge, 5, 7)
    assert counting(round) == ['{"creativity":5,"technical":7}']


def test_a_gap_is_named_at_its_field_and_nothing_typed_is_lost(judge: Visitor) -> None:
    response = fill_in(judge, PAGE, mark__creativity="8", comment="길게 쓴 의견", action="seal")
    assert response.status_code == 422
    assert 'id="mark-technical-error"' in body(response)
    assert "기술 구현력 점수를 매겨야 봉인할 수 있습니다." in body(response)
    kept = fields(body(response))
    assert (kept["mark-creativity"], kept["comment"]) == ("8", "길게 쓴 의견")


@pytest.mark.parametrize(
    "mark", ["11", "-1", "7.5", "true", "NaN", "Infinity", "1e1", "８", "0x1", "null", "9" * 400, "<b>", "7,5"]
)
@pytest.mark.parametrize("action", ["save", "seal", "confirm"])
def test_a_mark_that_nobody_can_give_is_refused(judge: Visitor, mark: str, action: str) -> None:
    response = fill_in(judge, PAGE, **marked(mark, 7, comment="남을 글", action=action))
    assert response.status_code == 422
    assert "창의성: 0–10 점수를 고르세요." in body(response)
    assert fields(body(response))["comment"] == "남을 글"
    assert stored() == []


def test_an_unknown_criterion_is_no_part_of_the_form(judge: Visitor) -> None:
    fill_in(judge, PAGE, **marked(8, 7, mark__charm="10", action="confirm"))
    assert stored() == [("accepted", True, {"creativity": 8, "technical": 7})]


@pytest.mark.parametrize("name", ["comment", "note"])
def test_a_text_that_is_too_long_is_refused_with_its_length_and_stays(judge: Visitor, name: str) -> None:
    text = "글" * (ballots.LONGEST_TEXT + 1)
    response = fill_in(judge, PAGE, **marked(8, 7, action="save", **{name: text}))
    assert response.status_code == 422
    assert "2000자까지 쓸 수 있습니다. 지금 2001자입니다." in body(response)
    assert fields(body(response))[name] == text


def test_a_text_of_the_longest_length_is_kept_whatever_the_line_ends(judge: Visitor) -> None:
    fill_in(judge, PAGE, comment="\r\n".join(["가"] * 1000) + "나", action="save")
    db.session.rollback()
    assert len(db.session.scalars(select(BallotText.comment)).one() or "") == 2000


def test_what_somebody_writes_is_shown_and_never_run(judge: Visitor) -> None:
    fill_in(judge, PAGE, comment="</textarea><script>alert(1)</script>", action="save")
    page = judge.read(PAGE)
    assert "<script>alert" not in page
    assert "&lt;/textarea&gt;&lt;script&gt;" in page


def test_going_back_in_the_browser_and_sending_other_marks_overwrites_nothing(judge: Visitor) -> None:
    form = fields(judge.read(PAGE))
    send(judge, PAGE, form, **marked(9, 9, action="confirm"))
    again = [send(judge, PAGE, form, **marked(1, 1, action="confirm")) for _ in range(2)]
    assert {answer.headers["Location"] for answer in again} == {f"{PAGE}/conflict"}
    assert [status for status, _sealed, _marks in stored()] == ["accepted", "conflict"]


def test_after_the_close_it_is_kept_for_the_chair_and_said_so(judge: Visitor, round: Round) -> None:
    form = fields(judge.read(PAGE))
    judge.at = CLOSED
    assert send(judge, PAGE, form, **marked(9, 9, action="confirm")).status_code == 303
    assert [status for status, _sealed, _marks in stored()] == ["held"]
    page = judge.read(PAGE)
    assert "집계되지 않으며, 심사위원장이 확인합니다" in page
    assert "채점표 1건을 보관하고 있습니다" in page
    assert counting(round) == []


def test_after_the_lock_the_page_only_shows_and_a_late_save_is_held(judge: Visitor, sqlite_app: Flask) -> None:
    round = db.session.scalars(select(Round)).one()
    with unit_of_work():
        for number in (1, 2, 3):
            for code in ("T001", "T002", "T003", "T004"):
                seal(round, f"J{number:02}", code, 6 if number == 2 else 8, 7)
    form = fields(judge.read(PAGE))
    lock(round)
    judge.at = CLOSED
    assert 'name="action"' not in judge.read(PAGE)
    send(judge, PAGE, form, **marked(10, 10, action="confirm"))
    assert stored()[-1][0] == "held"
    assert '{"creativity":10,"technical":10}' not in counting(round)


def test_before_the_opening_there_is_no_form(judge: Visitor) -> None:
    judge.at = NOON - HOUR
    page = judge.read(PAGE)
    assert "그때부터 채점할 수 있습니다" in page
    assert 'name="action"' not in page


def test_a_recused_team_cannot_be_scored(judge: Visitor, round: Round) -> None:
    form = fields(judge.read(PAGE))
    with unit_of_work():
        rounds.recuse(round, the_judge("J02"), the_entry(round, "T002"), kind="challenge", reason="신청")
    assert send(judge, PAGE, form, **marked(9, 9, action="confirm")).status_code == 422
    assert db.session.scalar(select(func.count()).select_from(Revision)) == 0
    assert 'name="action"' not in judge.read(PAGE)
