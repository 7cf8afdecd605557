"""Typing in paper ballots: by two people, neither of whom sees what the other typed before both have."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from hackathon.database import unit_of_work
from hackathon.domain.rounds import rounds
from hackathon.extensions import db
from hackathon.models import PaperBallot, Revision, Round
from tests.factories import HOUR, NOON, make_person, the_entry, the_judge
from tests.web.desk import FIRST, press, sit_down, text_of, told
from tests.web.visitors import Visitor

PAGE = f"{FIRST}/paper"
SHEET = f"{PAGE}/J02"
OPEN = NOON + 2 * HOUR


@pytest.fixture
def one(sqlite_app: Flask, round: Round) -> Visitor:
    return sit_down(sqlite_app, round, at=OPEN)


@pytest.fixture
def two(sqlite_app: Flask, round: Round) -> Visitor:
    with unit_of_work():
        person = make_person(round.event, "second", "organizer")
    visitor = Visitor(sqlite_app, person)
    visitor.at = OPEN
    return visitor


def type_in(visitor: Visitor, **typed: str) -> str:
    return told(visitor, press(visitor, SHEET, **{name.replace("_", "-"): text for name, text in typed.items()}))


def test_what_two_people_typed_alike_becomes_a_ballot(one: Visitor, two: Visitor) -> None:
    assert "한 번 입력 1건" in type_in(one, T001_creativity="8", T001_technical="7", T001_comment="좋음")
    assert "두 사람이 같아 집계 1건" in type_in(two, T001_creativity="8", T001_technical="7")
    revision = db.session.scalars(select(Revision)).one()
    assert (revision.device, revision.sealed) == ("paper", True)


def test_the_second_person_sees_nothing_of_the_first(one: Visitor, two: Visitor) -> None:
    type_in(one, T001_creativity="8", T001_technical="7", T001_comment="첫 사람의 의견")
    page = two.read(SHEET)
    assert 'value="8"' not in page
    assert "첫 사람의 의견" not in page
    assert 'value="8"' in one.read(SHEET)


def test_a_difference_is_listed_with_both_readings_and_settled_by_a_correction(one: Visitor, two: Visitor) -> None:
    type_in(one, T001_creativity="8", T001_technical="7")
    assert "앞사람과 다름 1건" in type_in(two, T001_creativity="8", T001_technical="1")
    listed = text_of(one.read(PAGE))
    assert "다르게 읽은 심사표 1장" in listed
    assert "기술 구현력: organizer 7 · second 1" in listed
    assert "다름: 기술 구현력" in text_of(one.read(SHEET))
    assert "집계 1건" in type_in(two, T001_creativity="8", T001_technical="7")
    assert "다르게 읽은" not in text_of(one.read(PAGE))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"T002_creativity": "8"}, "기술 구현력: 점수가 비어 있습니다."),
        ({"T002_creativity": "11", "T002_technical": "7"}, "창의성: 쓸 수 없는 점수 11"),
        ({"T002_creativity": "여덟", "T002_technical": "7"}, "‘여덟’은(는) 점수가 아닙니다."),
        ({"T002_creativity": "1e9", "T002_technical": "7"}, "‘1e9’은(는) 점수가 아닙니다."),
        ({"T002_comment": "점수 없이"}, "점수가 비어 있습니다."),
    ],
)
def test_a_wrong_row_keeps_the_whole_sheet_out_and_everything_typed_stays(
    one: Visitor, typed: dict[str, str], said: str
) -> None:
    sent = {"T001_creativity": "8", "T001_technical": "7", **typed}
    response = press(one, SHEET, **{name.replace("_", "-"): text for name, text in sent.items()})
    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert said in text_of(page)
    assert 'name="T001-creativity" value="8"' in page
    assert db.session.scalars(select(PaperBallot)).all() == []


def test_a_recused_team_is_not_on_the_sheet(one: Visitor, round: Round) -> None:
    with unit_of_work():
        rounds.recuse(round, the_judge("J02"), the_entry(round, "T003"), kind="self", reason="가족")
    page = one.read(SHEET)
    assert "T002-creativity" in page
    assert "T003-creativity" not in page


def test_a_saved_paper_can_be_opened_again(one: Visitor, two: Visitor) -> None:
    for visitor in (one, two):
        type_in(visitor, T001_creativity="8", T001_technical="7")
    assert "T001-creativity" not in one.read(SHEET)
    assert "T001-creativity" in one.read(f"{SHEET}?again=T001")


def test_the_chair_types_but_not_the_chairs_own(sqlite_app: Flask, round: Round) -> None:
    chair = sit_down(sqlite_app, round, "chair", at=OPEN)
    assert chair.get(SHEET).status_code == 200
    assert chair.get(f"{PAGE}/J01").status_code == 404
    assert f'href="{PAGE}/J01"' not in chair.read(PAGE)


@pytest.mark.parametrize("role", ["staff", "judge", "captain", "auditor"])
def test_only_organizers_open_a_sheet_and_auditors_the_list(sqlite_app: Flask, round: Round, role: str) -> None:
    visitor = sit_down(sqlite_app, round, role, at=OPEN)
    assert visitor.get(SHEET).status_code == 404
    assert visitor.get(PAGE).status_code == (200 if role == "auditor" else 404)


def test_the_way_there_is_on_the_control_room(one: Visitor) -> None:
    page = one.read(FIRST)
    for address in (PAGE, f"{FIRST}/unsent", f"{FIRST}/score-sheets.pdf"):
        assert f'href="{address}"' in page
