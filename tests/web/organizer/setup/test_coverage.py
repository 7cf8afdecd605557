"""Who is there, as pages: an absence is noted, what it leaves short is shown, and handing on is previewed."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from hackathon.database import unit_of_work
from hackathon.domain.ballots import coverage
from hackathon.extensions import db
from hackathon.models import Absence, Assignment, Judge, Person, Round
from tests.factories import HOUR, NOON, seal, the_judge
from tests.web.desk import CLEAR, FIRST, make_round, press, sit_down, text_of, told
from tests.web.visitors import Visitor, lock

PAGE = f"{FIRST}/coverage"
OPEN = NOON + 2 * HOUR


@pytest.fixture
def round(sqlite_app: Flask) -> Round:
    return make_round(ballots_per_entry=2)


@pytest.fixture
def organizer(sqlite_app: Flask, round: Round) -> Visitor:
    return sit_down(sqlite_app, round, at=OPEN)


def owed(judge: str) -> int:
    return db.session.scalar(select(func.count()).where(Assignment.judge_id == the_judge(judge).id)) or 0


def test_an_absence_is_noted_with_its_reason_and_changes_no_assignment(organizer: Visitor) -> None:
    said = told(organizer, press(organizer, PAGE, judge="J02", reason="기차를 놓침"))
    assert "J02 불참을 기록했습니다" in said
    assert "기차를 놓침" in said
    assert owed("J02") == 4


def test_handing_on_is_previewed_and_then_done(organizer: Visitor, round: Round) -> None:
    with unit_of_work():
        seal(round, "J02", "T001", 5, 5)
    press(organizer, PAGE, judge="J02", reason="독감")
    preview = text_of(organizer.read(f"{PAGE}/hand-on"))
    assert "불참한 심사위원의 배정 3건을 뺍니다." in preview
    assert "T002, T003, T004" in preview
    assert owed("J02") == 4
    assert "배정을 다시 나눴습니다" in told(organizer, press(organizer, f"{PAGE}/hand-on"))
    assert owed("J02") == 1


def test_a_preview_that_is_no_longer_true_does_nothing(organizer: Visitor, round: Round) -> None:
    press(organizer, PAGE, judge="J02", reason="독감")
    open_page = organizer.read(f"{PAGE}/hand-on")
    with unit_of_work():
        coverage.mark_absent(round, the_judge("J03"), reason="그도")
    assert press(organizer, f"{PAGE}/hand-on", page=open_page).status_code == 409
    assert owed("J02") == 4


def test_what_falls_short_is_named(organizer: Visitor) -> None:
    for judge in ("J02", "J03"):
        press(organizer, PAGE, judge=judge, reason="독감")
    page = text_of(organizer.read(PAGE))
    assert "채점표가 모자란 4팀" in page
    assert "1장 모자람" in page


def test_who_came_after_all_is_taken_off_the_list(organizer: Visitor) -> None:
    press(organizer, PAGE, judge="J02", reason="독감")
    said = told(organizer, press(organizer, PAGE, to=f"{PAGE}/J02/present"))
    assert "왔다고 기록했습니다" in said
    assert db.session.scalars(select(Absence)).all() == []


def test_a_walk_in_is_previewed_and_then_seated_with_what_is_lacking(organizer: Visitor) -> None:
    for judge in ("J02", "J03"):
        press(organizer, PAGE, judge=judge, reason="독감")
    path = f"{FIRST}/walk-in"
    page = press(organizer, path, name="현장 위원", email="", step="preview").get_data(as_text=True)
    assert "번호 J04" in text_of(page)
    assert "4팀을 배정합니다" in text_of(page)
    assert db.session.scalars(select(Person).where(Person.name == "현장 위원")).all() == []
    response = press(organizer, path, page=page, name="현장 위원", email="", step="confirm")
    assert "이제 카드를 만들어" in told(organizer, response)
    assert db.session.scalars(select(Judge).where(Judge.code == "J04")).one().person.name == "현장 위원"
    assert owed("J04") == 4


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": "", "email": ""}, "빈칸을 채워 주세요"),
        ({"name": "위원", "email": "no address"}, ""),
        ({"name": "위원", "email": "j02@example.org"}, "이미 위원입니다"),
    ],
)
def test_a_walk_in_that_cannot_be_is_refused_in_a_sentence(
    organizer: Visitor, typed: dict[str, str], said: str
) -> None:
    response = press(organizer, f"{FIRST}/walk-in", step="confirm", **typed)
    assert response.status_code in (200, 422)
    assert said in text_of(response.get_data(as_text=True))
    assert db.session.scalars(select(Judge).where(Judge.code == "J04")).all() == []


def test_a_locked_round_offers_nothing(sqlite_app: Flask) -> None:
    round = make_round(CLEAR)
    lock(round)
    page = sit_down(sqlite_app, round).read(PAGE)
    assert "불참 적기" not in text_of(page)
    assert "hand-on" not in page


@pytest.mark.parametrize("role", ["staff", "chair", "judge", "captain"])
def test_others_do_not_find_it(sqlite_app: Flask, round: Round, role: str) -> None:
    visitor = sit_down(sqlite_app, round, role)
    assert [visitor.get(path).status_code for path in (PAGE, f"{PAGE}/hand-on", f"{FIRST}/walk-in")] == [404] * 3


def test_an_auditor_reads_but_finds_no_button(sqlite_app: Flask, round: Round) -> None:
    page = sit_down(sqlite_app, round, "auditor").read(PAGE)
    assert "불참 적기" not in text_of(page)
