"""Likely conflicts at the organizer's desk: one click each, a warning before judges are assigned, and nobody else sees them."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import delete

from hackathon.database import unit_of_work
from hackathon.extensions import db
from hackathon.models import Assignment, Overlooked, Recusal, Round
from tests.factories import NOON, the_entry, the_judge
from tests.web.desk import FIRST, press, sit_down, text_of, told

PAGE, SETTLE = f"{FIRST}/recusals", f"{FIRST}/recusals/suggested"


@pytest.fixture
def round(round: Round) -> Round:
    with unit_of_work():
        for code in ("J01", "J02"):
            the_judge(code).person.affiliation = "(주)새벽반도체"
        the_entry(round, "T001").team.members[0].entrant.person.affiliation = "새벽반도체"
    return round


def test_one_click_records_it_and_one_click_lets_it_be(sqlite_app: Flask, round: Round) -> None:
    organizer = sit_down(sqlite_app, round, at=NOON)
    page = text_of(organizer.read(PAGE))
    assert "이해충돌로 보이는 짝 2건" in page
    assert "(주)새벽반도체 captain-t001" in page
    said = told(organizer, press(organizer, PAGE, to=SETTLE, judge="J01", entry="T001", step="recuse"))
    assert "J01 – T001: 제척으로 기록했습니다" in said
    assert "이해충돌로 보이는 짝 1건" in said
    said = told(organizer, press(organizer, PAGE, to=SETTLE, judge="J02", entry="T001", step="overlook"))
    assert "이해충돌로 보이는" not in said
    assert (db.session.query(Recusal).count(), db.session.query(Overlooked).count()) == (1, 1)


def test_a_second_click_and_a_pair_that_is_none_change_nothing(sqlite_app: Flask, round: Round) -> None:
    organizer = sit_down(sqlite_app, round, at=NOON)
    for entry in ("T001", "T001", "T002"):
        press(organizer, PAGE, to=SETTLE, judge="J01", entry=entry, step="recuse")
    assert db.session.query(Recusal).count() == 1
    assert press(organizer, PAGE, to=SETTLE, judge="J01", entry="T099", step="recuse").status_code == 404


def test_filling_the_assignments_warns_of_what_nobody_has_settled(sqlite_app: Flask, round: Round) -> None:
    with unit_of_work():
        db.session.execute(delete(Assignment))
    organizer = sit_down(sqlite_app, round, at=NOON)
    assert "아직 정하지 않은 짝이 2건" in text_of(organizer.read(f"{FIRST}/assignments/fill"))
    for judge in ("J01", "J02"):
        press(organizer, PAGE, to=SETTLE, judge=judge, entry="T001", step="overlook")
    assert "아직 정하지 않은" not in text_of(organizer.read(f"{FIRST}/assignments/fill"))


@pytest.mark.parametrize("role", ["chair", "judge", "staff", "captain"])
def test_nobody_else_sees_them(sqlite_app: Flask, round: Round, role: str) -> None:
    visitor = sit_down(sqlite_app, round, role, at=NOON)
    assert visitor.get(PAGE).status_code == 404
    assert press(visitor, PAGE, page="", to=SETTLE, judge="J01", entry="T001", step="recuse").status_code in (400, 404)
    assert db.session.query(Recusal).count() == 0
