"""At the door: a ticket is somebody's and nobody can make one, coming and going is written once, names stay with the staff."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from hackathon.database import unit_of_work
from hackathon.domain.base.errors import NotFound
from hackathon.domain.people import check_ins
from hackathon.domain.rounds.events import get_event
from hackathon.extensions import db
from hackathon.models import AuditEntry, CheckIn, Person, Round
from tests.factories import fill_round, make_event, make_person, the_entry, the_judge, the_secret
from tests.web.forms import fields
from tests.web.visitors import OURS, Visitor


@pytest.fixture
def round(sqlite_app: Flask) -> Round:
    with unit_of_work():
        found = fill_round(make_event())
        for role in ("organizer", "staff", "auditor"):
            make_person(found.event, role, role)
        return found


def named(name: str) -> Person:
    return db.session.scalars(select(Person).where(Person.name == name)).one()


@pytest.fixture
def staff(sqlite_app: Flask, round: Round) -> Visitor:
    return Visitor(sqlite_app, named("staff"))


def scan(visitor: Visitor, text: str, way: str = "in") -> TestResponse:
    token = re.search(r'data-token="([^"]+)"', visitor.read("/organizer/door"))
    assert token is not None
    headers = {**OURS, "X-CSRFToken": token[1]}
    answer = visitor.post("/organizer/door/scan", json={"text": text, "way": way}, headers=headers)
    db.session.rollback()
    return answer


def ways() -> list[str]:
    return [row.way for row in db.session.scalars(select(CheckIn).order_by(CheckIn.id))]


def test_a_ticket_is_read_as_an_address_and_as_it_stands(round: Round) -> None:
    person = named("captain-t001")
    ticket = check_ins.ticket_of(person, secret=the_secret())
    for text in (ticket, f"https://example.org/t/{ticket}", f"  {ticket}\n"):
        assert check_ins.read_ticket(get_event(), text, secret=the_secret()) is person


@pytest.mark.parametrize("forged", ["", "1", "1-00000000000000000000", "https://example.org/", "x" * 1000, "가"])
def test_nobody_else_can_make_a_ticket(round: Round, forged: str) -> None:
    with pytest.raises(NotFound):
        check_ins.read_ticket(get_event(), forged, secret=the_secret())


def test_a_ticket_says_nothing_of_another_person(round: Round) -> None:
    number, mark = check_ins.ticket_of(named("captain-t001"), secret=the_secret()).split("-")
    other = named("captain-t002").id
    assert str(other) != number
    with pytest.raises(NotFound):
        check_ins.read_ticket(get_event(), f"{other}-{mark}", secret=the_secret())


def test_scanning_twice_is_coming_once(staff: Visitor) -> None:
    ticket = check_ins.ticket_of(named("captain-t001"), secret=the_secret())
    told = [scan(staff, ticket, way).get_json() for way in ("in", "in", "out", "in")]
    assert [each["inside"] for each in told] == [1, 1, 0, 1]
    assert told[0]["name"] == "captain-t001"
    assert ways() == ["in", "out", "in"]


def test_what_is_no_ticket_is_one_sentence(staff: Visitor) -> None:
    answer = scan(staff, "https://example.org/menu")
    assert (answer.status_code, answer.get_json()["error"]["message"]) == (404, "이 행사의 입장권이 아닙니다.")
    assert (
        scan(staff, check_ins.ticket_of(named("captain-t001"), secret=the_secret()), way="sideways").status_code == 422
    )
    assert ways() == []


def test_somebody_without_a_ticket_is_found_by_name_or_team(staff: Visitor) -> None:
    for text in ("captain-t002", "T002", "팀 T002"):
        page = staff.read(f"/organizer/door?q={text}")
        assert re.findall(r"<b>(captain-[^<]+)</b>", page) == ["captain-t002"]
    form = {**fields(staff.read("/organizer/door?q=T002")), "way": "in"}
    assert staff.post("/organizer/door", data=form, headers=OURS).status_code == 303
    db.session.rollback()
    assert ways() == ["in"]
    assert "안에 있음" in staff.read("/organizer/door?q=T002")


def test_everybody_has_a_ticket_of_their_own(sqlite_app: Flask, round: Round) -> None:
    captain = named("captain-t001")
    page = Visitor(sqlite_app, captain).read("/ticket")
    assert check_ins.ticket_of(captain, secret=the_secret()) in page
    assert "<svg" in page


def test_the_door_is_for_those_who_stand_at_it(sqlite_app: Flask, round: Round) -> None:
    ticket = check_ins.ticket_of(named("captain-t002"), secret=the_secret())
    for person in (named("captain-t001"), the_judge("J02").person, named("auditor")):
        visitor = Visitor(sqlite_app, person)
        assert visitor.get("/organizer/door").status_code == 404
        assert visitor.get(f"/t/{ticket}").status_code == 404
    assert Visitor(sqlite_app).get("/ticket").status_code == 302


def test_who_is_here_is_counted_by_team(staff: Visitor, round: Round) -> None:
    scan(staff, check_ins.ticket_of(named("captain-t001"), secret=the_secret()))
    page = " ".join(re.sub(r"<[^>]+>", " ", staff.read("/organizer/rounds/first/presence")).split())
    assert "팀 T001 T001 – 1 /1" in page
    assert "팀 T002 T002 – 0 /1" in page


def test_an_organizer_gives_places_and_the_ticket_shows_them(sqlite_app: Flask, round: Round) -> None:
    desk = Visitor(sqlite_app, named("organizer"))
    page = "/organizer/rounds/first/presence"
    form = {**fields(desk.read(page)), "place-T001": " A-12 ", "place-T002": ""}
    assert desk.post(page, data=form, headers=OURS).status_code == 303
    db.session.rollback()
    assert the_entry(round, "T001").place == "A-12"
    assert "A-12" in Visitor(sqlite_app, named("captain-t001")).read("/ticket")
    refused = desk.post(page, data={**form, "place-T999": "B"}, headers=OURS)
    assert refused.status_code == 303
    assert "T999: 이 단계에 없는 팀입니다" in desk.read(page)


def test_the_list_as_a_file_is_logged_and_for_organizers(sqlite_app: Flask, staff: Visitor, round: Round) -> None:
    scan(staff, check_ins.ticket_of(named("captain-t001"), secret=the_secret()))
    path = "/organizer/rounds/first/presence.csv"
    text = Visitor(sqlite_app, named("organizer")).read(path)
    assert "captain-t001,T001" in text
    assert staff.get(path).status_code == 404
    db.session.rollback()
    log = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "presence.downloaded")).one()
    assert log.facts == {"people": 10}
