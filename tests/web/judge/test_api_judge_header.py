"""A tablet that changes hands: ballots are never saved under another judge's name."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Flask
from sqlalchemy import select

from hackathon.extensions import db
from hackathon.models import Revision, Round
from tests.factories import HOUR, NOON, the_judge
from tests.web.visitors import OURS, Visitor

HEADERS = {**OURS, "X-Hackathon-Client": "1"}


def save(visitor: Visitor, **headers: str) -> int:
    revision: dict[str, Any] = {"id": str(uuid.uuid4()), "entry": "T001", "base": None, "sealed": True}
    revision |= {"marks": {"creativity": 8, "technical": 7}, "made_at": "2025-12-02T13:00:00Z"}
    body = {"revisions": [revision]}
    return visitor.post("/api/v1/rounds/first/ballots", json=body, headers={**HEADERS, **headers}).status_code


def test_a_ballot_for_another_judge_than_the_one_who_is_signed_in_is_not_saved(sqlite_app: Flask, round: Round) -> None:
    visitor = Visitor(sqlite_app, the_judge("J02").person, at=NOON + HOUR)
    assert save(visitor, **{"X-Hackathon-Judge": "J03"}) == 401
    assert db.session.scalars(select(Revision)).all() == []
    db.session.rollback()
    assert save(visitor, **{"X-Hackathon-Judge": "J02"}) == 200
    assert [row.judge_id for row in db.session.scalars(select(Revision))] == [the_judge("J02").id]
