"""The event's teams come into their first round: by one button, once, and later ones after them."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain.rounds import rounds
from hackathon.extensions import db
from hackathon.models import AuditEntry, Person, Round
from tests.factories import NOON, a_round, make_event, make_person, make_team
from tests.web.forms import fields
from tests.web.visitors import OURS, Visitor

PAGE = "/organizer/rounds/first/entries"


@pytest.fixture
def round(sqlite_app: Flask) -> Round:
    with unit_of_work():
        event = make_event(a_round(), a_round("next", source="first"))
        for code in ("T001", "T002", "T003"):
            make_team(event, code)
        make_person(event, "organizer", "organizer")
        return event.rounds[0]


@pytest.fixture
def desk(sqlite_app: Flask, round: Round) -> Visitor:
    return Visitor(sqlite_app, db.session.scalars(select(Person).where(Person.name == "organizer")).one())


def press(desk: Visitor) -> int:
    form = fields(desk.read(f"{PAGE}/enter"))
    status = desk.post(f"{PAGE}/enter", data=form, headers=OURS).status_code
    db.session.rollback()
    return status


def test_all_teams_come_in_once_in_the_order_of_their_codes(desk: Visitor, round: Round) -> None:
    assert "3팀이 아직 심사 대상이 아닙니다" in desk.read(PAGE)
    assert "제출물이 없는 팀 3팀도 들어갑니다" in desk.read(f"{PAGE}/enter")
    assert press(desk) == 303
    assert [(entry.team.code, entry.position) for entry in round.entries] == [("T001", 1), ("T002", 2), ("T003", 3)]
    assert desk.get(f"{PAGE}/enter").status_code == 303
    assert db.session.scalars(select(AuditEntry).where(AuditEntry.act == "round.entered")).one().facts == {
        "entries": ["T001", "T002", "T003"]
    }


def test_a_team_that_comes_later_stands_after_them_and_one_that_left_stays_out(desk: Visitor, round: Round) -> None:
    press(desk)
    with unit_of_work(), clock.at(NOON):
        make_team(round.event, "T004")
        make_team(round.event, "T005").withdrawn_at = NOON
    assert press(desk) == 303
    assert [entry.team.code for entry in round.entries] == ["T001", "T002", "T003", "T004"]


def test_a_round_that_others_choose_for_takes_nobody_by_itself(desk: Visitor, round: Round) -> None:
    assert rounds.outstanding(round.event.rounds[1]) == []
    assert desk.get("/organizer/rounds/next/entries/enter").status_code == 303
