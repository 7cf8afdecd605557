"""The organizer's desk for tests: a round with people around it, and buttons that are pressed as a browser does."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from hackathon.database import unit_of_work
from hackathon.extensions import db
from hackathon.models import Person, Round
from tests.factories import NOON, a_round, fill_round, make_event, make_person, remembered, seal_all, the_judge
from tests.web.visitors import CLOSED, OURS, Visitor, lock, publish

FIRST = "/organizer/rounds/first"
CLEAR = {"T001": (9, 9), "T002": (8, 8), "T003": (7, 7), "T004": (6, 6)}
TIED = {"T001": (9, 9), "T002": (7, 7), "T003": (7, 7), "T004": (6, 6)}
NEXT = a_round(
    "next",
    name={"ko": "본선", "en": "Final"},
    source="first",
    opens_at=CLOSED.replace(day=5),
    closes_at=CLOSED.replace(day=6),
)


def make_round(marks: dict[str, tuple[int, int]] | None = None, **changes: Any) -> Round:
    round = remembered(f"desk {changes}", lambda: fill_round(make_event(a_round(**changes), NEXT)))
    if marks:
        with unit_of_work():
            seal_all(round, marks)
    return round


def make_locked(marks: dict[str, tuple[int, int]]) -> Round:
    round = make_round(marks)
    lock(round)
    return round


def make_published(marks: dict[str, tuple[int, int]]) -> Round:
    round = make_locked(marks)
    publish(round)
    return round


def somebody(round: Round, role: str) -> Person:
    if role in ("chair", "judge"):
        return the_judge("J01" if role == "chair" else "J02").person
    if role == "captain":
        return round.entries[0].team.members[0].entrant.person
    with unit_of_work():
        return make_person(round.event, role, *([role] if role != "nobody" else []))


def sit_down(app: Flask, round: Round, role: str = "organizer", *, at: datetime = CLOSED) -> Visitor:
    visitor = Visitor(app, somebody(round, role), at=NOON)
    visitor.at = at
    return visitor


def hidden(page: str) -> dict[str, str]:
    """The fields that a browser sends without being asked, of the last form on the page."""
    fields = re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", page)
    found = [(re.search(r'name="([^"]+)"', each), re.search(r'value="([^"]*)"', each)) for each in fields]
    return {name[1]: value[1] for name, value in found if name and value}


def press(visitor: Visitor, path: str, *, page: str | None = None, to: str | None = None, **typed: Any) -> TestResponse:
    """Open a page (unless it lies open), type, and press its button."""
    sent = hidden(page if page is not None else visitor.read(path))
    response = visitor.post(to or path, data={**sent, **typed}, headers=OURS)
    db.session.rollback()  # what the test has read before is an old snapshot now
    return response


def told(visitor: Visitor, response: TestResponse) -> str:
    """What the page says to which an act leads."""
    assert response.status_code == 303, text_of(response.get_data(as_text=True))
    return text_of(visitor.read(response.location))


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())
