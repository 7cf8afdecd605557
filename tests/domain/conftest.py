"""An event, and a round that is ready to be judged, on either database."""

from __future__ import annotations

import pytest
from flask import Flask

from hackathon.database import unit_of_work
from hackathon.models import Event, Person, Round
from tests.factories import make_event, make_person, usual_round


@pytest.fixture
def event(app: Flask) -> Event:
    with unit_of_work():
        return make_event()


@pytest.fixture
def round(app: Flask) -> Round:
    return usual_round()


@pytest.fixture
def organizer(round: Round) -> Person:
    with unit_of_work():
        return make_person(round.event, "organizer", "organizer")
