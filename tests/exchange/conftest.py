"""An event, and a round that is ready to be judged: what comes in and goes out does not depend on the database."""

from __future__ import annotations

import pytest
from flask import Flask

from hackathon.database import unit_of_work
from hackathon.models import Event, Round
from tests.factories import make_event, usual_round


@pytest.fixture
def event(sqlite_app: Flask) -> Event:
    with unit_of_work():
        return make_event()


@pytest.fixture
def round(sqlite_app: Flask) -> Round:
    return usual_round()
