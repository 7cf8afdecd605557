"""Tablets for tests: a judge's device that speaks the protocol, at a time the test chooses."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from hackathon.extensions import db
from hackathon.models import Person
from tests.factories import HOUR, NOON, the_judge
from tests.web.visitors import OURS, Visitor

SENDS = {**OURS, "X-Hackathon-Client": "1"}
OPEN = NOON + HOUR
FIRST = "/api/v1/rounds/first"
MARKS = {"creativity": 8, "technical": 7}


class Tablet:
    """One device with a session of its own."""

    def __init__(self, app: Flask, who: str | Person = "J02", *, at: datetime = OPEN) -> None:
        self.visitor = Visitor(app, the_judge(who).person if isinstance(who, str) else who)
        self.visitor.at = at

    def get(self, path: str, **options: Any) -> TestResponse:
        return self.visitor.get(path, **options)

    def packet(self, round: str = "first") -> dict[str, Any]:
        answer = self.get(f"/api/v1/rounds/{round}/packet")
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return answer.get_json()

    def post(self, path: str, **options: Any) -> TestResponse:
        answer = self.visitor.post(path, **{"headers": SENDS, **options})
        db.session.rollback()  # what the test has read before is an old snapshot now
        return answer

    def send(self, *revisions: Any, round: str = "first") -> list[dict[str, Any]]:
        """Send a batch; what became of each."""
        answer = self.post(f"/api/v1/rounds/{round}/ballots", json={"revisions": list(revisions)})
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return answer.get_json()["results"]

    def save(self, **changes: Any) -> dict[str, Any]:
        """Send one revision; what became of it."""
        (result,) = self.send(a_revision(**changes))
        return result


def a_revision(**changes: Any) -> dict[str, Any]:
    plain = {
        "id": str(uuid.uuid4()),
        "entry": "T001",
        "base": None,
        "marks": dict(MARKS),
        "comment": None,
        "note": None,
        "sealed": True,
        "made_at": "2025-12-02T12:30:00Z",
        "device": "tablet-1",
    }
    return {**plain, **changes}
