"""An event, a round that is ready to be judged, and people who look at it with browsers."""

from __future__ import annotations

import pytest
from flask import Flask

from hackathon.database import unit_of_work
from hackathon.models import Event, Person, Round
from tests.factories import make_event, make_person, usual_round
from tests.web.team.sending import EARLY, captain_of
from tests.web.visitors import Visitor


@pytest.fixture
def event(sqlite_app: Flask) -> Event:
    with unit_of_work():
        return make_event()


@pytest.fixture
def round(sqlite_app: Flask) -> Round:
    return usual_round()


@pytest.fixture
def organizer(round: Round) -> Person:
    with unit_of_work():
        return make_person(round.event, "organizer", "organizer")


@pytest.fixture
def captain(sqlite_app: Flask, round: Round) -> Visitor:
    """T001's captain while submissions are taken."""
    return Visitor(sqlite_app, captain_of(round, "T001"), at=EARLY)


@pytest.fixture
def without_csrf(sqlite_app: Flask) -> None:
    """Forms are taken without the token of their page: for tests that send what no page would."""
    sqlite_app.config["WTF_CSRF_ENABLED"] = False
