"""People who apply, with the mailbox that their letters reach."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from flask import Flask
from sqlalchemy import select

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.extensions import db
from hackathon.models import Entrant, Event, Letter, Person
from tests.factories import HOUR, NOON, a_round, make_event
from tests.web.forms import fill_in
from tests.web.visitors import Visitor

OPENS = NOON - 60 * 24 * HOUR
CLOSES = NOON - 20 * 24 * HOUR
IN_TIME = CLOSES - 24 * HOUR
FORM = "/apply"


def make_open_event(**changes: Any) -> Event:
    with unit_of_work():
        return make_event(a_round(submissions_close_at=CLOSES), **{"team_min": 2, "team_max": 3, **changes})


def typed(email: str, **more: Any) -> dict[str, Any]:
    """What somebody writes into the form; a key of None leaves a field out."""
    return {
        "name": "홍길동",
        "email": email,
        "phone": "010-1234-5678",
        "age": "14-or-older",
        "q__skills": "기획, 파이썬",
        "q__motivation": "함께 만들고 싶어요",
        "consents": ["participation"],
        **more,
    }


def newest_letter(email: str, kind: str | None = None) -> Letter | None:
    db.session.rollback()
    query = select(Letter).join(Person, Person.id == Letter.person_id).order_by(Letter.id.desc())
    query = query.where((Letter.address == email) | (Letter.address.is_(None) & (Person.email == email)))
    return db.session.scalars(query.where(Letter.kind == kind) if kind else query).first()


def link_in(letter: Letter | None) -> str:
    """The path of the link that a letter carries."""
    assert letter is not None
    found = re.search(r"https?://[^/\s]+(/\S+)", letter.body)
    assert found, letter.body
    return found[1]


def apply(app: Flask, email: str, *, at: datetime = IN_TIME, **more: Any) -> Visitor:
    """Somebody fills in the form and sends it; nothing is confirmed yet."""
    visitor = Visitor(app, at=at)
    response = fill_in(visitor, FORM, **typed(email, **more))
    assert response.status_code == 303, response.get_data(as_text=True)
    return visitor


def confirm(visitor: Visitor, email: str) -> Visitor:
    """The owner of the mailbox opens the newest letter and presses the button: now they are signed in."""
    path = link_in(newest_letter(email))
    assert fill_in(visitor, path).status_code == 303
    return visitor


def applicant(app: Flask, email: str, **more: Any) -> Visitor:
    return confirm(apply(app, email, **more), email)


def entrant_of(email: str) -> Entrant:
    db.session.rollback()
    return db.session.scalars(select(Entrant).join(Person).where(Person.email == email)).one()


def team_of(visitor: Visitor) -> str:
    """The text of the team's page."""
    return visitor.read("/team")


def found_team(visitor: Visitor, name: str) -> str:
    """Found a team; returns its code for inviting."""
    assert fill_in(visitor, "/team/new", name=name).status_code == 303
    found = re.search(r'class="invite"[^>]*>([A-Z0-9]{10})<', team_of(visitor))
    assert found
    return found[1]


def join_team(visitor: Visitor, code: str) -> int:
    page = visitor.read(f"/team/join?code={code}")
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    data = {"csrf_token": token[1], "code": code, "sure": "1"}
    return visitor.post("/team/join", data=data, headers={"Origin": "http://localhost"}).status_code


def at(moment: datetime) -> Any:
    return clock.at(moment)
