"""A judge's tablet."""

from __future__ import annotations

import pytest
from flask import Flask

from hackathon.models import Round
from tests.web.tablets import Tablet


@pytest.fixture
def tablet(sqlite_app: Flask, round: Round) -> Tablet:
    return Tablet(sqlite_app)
