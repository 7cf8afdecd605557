"""Every page on every database: what SQLite forgives, PostgreSQL does not, and the other way round."""

from __future__ import annotations

import pytest
from flask import Flask

from hackathon.database import unit_of_work
from hackathon.domain.results import results
from hackathon.domain.rounds import rounds
from hackathon.models import Round
from tests.factories import HOUR, a_round, fill_round, make_event, make_person, seal_all, the_judge
from tests.web.visitors import CLOSED, OURS, Visitor, lock, publish

PAGES = ("/", "/sign-in", "/organizer", "/organizer/rounds/first/standings", "/organizer/rounds/first/export.json")
MARKS = {"T001": (9, 8), "T002": (7, 8), "T003": (6, 5), "T004": (4, 4)}


@pytest.fixture
def round(app: Flask) -> Round:
    final = a_round("final", source="first", opens_at=CLOSED, closes_at=CLOSED + HOUR)
    with unit_of_work():
        round = fill_round(make_event(a_round(), final))
        seal_all(round, MARKS)
    lock(round)
    publish(round)
    with unit_of_work():
        rounds.advance(round, results.advancing(round), order=["T002", "T001"])
    return round


def test_an_organizer_can_open_every_page(app: Flask, round: Round) -> None:
    with unit_of_work():
        organizer = make_person(round.event, "organizer", "organizer")
    visitor = Visitor(app, organizer, at=CLOSED)
    found = [visitor.get(path).status_code for path in PAGES]
    assert found == [200, 303, 200, 200, 200]


def test_a_judge_and_a_captain_can_open_theirs(app: Flask, round: Round) -> None:
    captain = round.entries[0].team.members[0].entrant.person
    judge = Visitor(app, the_judge("J02").person, at=CLOSED)
    assert (judge.get("/api/v1/rounds/first/packet").json or {})["ballots"]
    assert "90.00" not in Visitor(app, captain, at=CLOSED).read("/team")


def test_signing_out_is_written(app: Flask, round: Round) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    visitor = Visitor(app, the_judge("J02").person)
    visitor.post("/sign-out", headers=OURS)
    assert visitor.get("/me").status_code == 302
