"""A captain's browser that sends files: shared by the tests of sending and of serving."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from hackathon.models import Person, Round
from tests.exchange.uploads.test_file_kinds import TAKEN
from tests.factories import HOUR, NOON, a_round, fill_round, make_event, remembered, the_entry
from tests.web.forms import fields, fill_in
from tests.web.visitors import OURS, Visitor

FORM = "/team/rounds/first/submission"
EARLY = NOON - 2 * HOUR
ASKED = [
    {"key": "slides", "kind": "file", "name": {"ko": "발표 자료", "en": "Slides"}, "types": ["pdf"], "megabytes": 8}
]
PDF = TAKEN["pdf"] + bytes(3_000_000)


def a_round_that_asks() -> Round:
    """A round that asks for slides, before its judging."""
    return remembered("asks", lambda: fill_round(make_event(a_round(fields=ASKED), a_round("next", source="first"))))


def captain_of(round: Round, code: str) -> Person:
    return the_entry(round, code).team.members[0].entrant.person


def token(visitor: Visitor) -> dict[str, str]:
    return {**OURS, "X-CSRFToken": fields(visitor.read(FORM))["csrf_token"]}


def begin(visitor: Visitor, content: bytes = PDF, **more: Any) -> dict[str, Any]:
    asked = {"field": "slides", "name": "발표.pdf", "size": len(content), **more}
    answer = visitor.post("/team/rounds/first/uploads", json=asked, headers=token(visitor))
    assert answer.status_code == 201, answer.get_data(as_text=True)
    found: dict[str, Any] = answer.get_json()
    return found


def send(visitor: Visitor, state: dict[str, Any], piece: bytes, *, offset: int) -> TestResponse:
    address = f"/team/uploads/{state['id']}?offset={offset}"
    return visitor._open(address, method="PUT", data=piece, headers=token(visitor))


def send_all(visitor: Visitor, content: bytes = PDF, **more: Any) -> dict[str, Any]:
    state = begin(visitor, content, **more)
    for at in range(0, len(content), state["chunk"]):
        answer = send(visitor, state, content[at : at + state["chunk"]], offset=at)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        state = {**state, **answer.get_json()}
    return state


def hand_in(visitor: Visitor, **more: str) -> TestResponse:
    return fill_in(visitor, FORM, title="제목", summary="요약", **more)


def folder(app: Flask) -> Path:
    found: Path = app.config["SETTINGS"].uploads
    return found
