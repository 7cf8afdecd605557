"""The desk's round, which another one follows, and an organizer who sits there before it opens."""

from __future__ import annotations

import pytest
from flask import Flask

from hackathon.models import Round
from tests.factories import NOON
from tests.web.desk import make_round, sit_down
from tests.web.visitors import Visitor


@pytest.fixture
def round(sqlite_app: Flask) -> Round:
    return make_round()


@pytest.fixture
def desk(sqlite_app: Flask, round: Round) -> Visitor:
    return sit_down(sqlite_app, round, at=NOON)
