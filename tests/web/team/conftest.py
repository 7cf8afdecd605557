"""A round that asks its teams for a file."""

from __future__ import annotations

import pytest
from flask import Flask

from hackathon.models import Round
from tests.web.team.sending import a_round_that_asks


@pytest.fixture
def round(sqlite_app: Flask) -> Round:
    return a_round_that_asks()
