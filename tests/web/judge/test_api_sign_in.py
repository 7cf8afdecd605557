"""Signing in from inside the app: POST /api/v1/sign-in with the code of a card."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain.base.typed_codes import shown
from hackathon.domain.people import pairing
from hackathon.models import Round
from tests.factories import HOUR, NOON, the_judge, the_secret
from tests.web.visitors import OURS, Visitor

HEADERS = {**OURS, "X-Hackathon-Client": "1"}
WRONG = "22222-22222"


def card(round: Round, judge: str = "J02") -> str:
    with clock.at(NOON), unit_of_work():
        return pairing.make_card(round.event, the_judge(judge), until=NOON + 12 * HOUR, batch="b", secret=the_secret())


def send(visitor: Visitor, body: Any, *, to: str = "sign-in", **options: Any) -> TestResponse:
    return visitor.post(f"/api/v1/{to}", **{"json": body, "headers": HEADERS, **options})


def judge_of(visitor: Visitor) -> str | None:
    answer = visitor.get("/api/v1/me")
    return answer.get_json()["person"]["judge"] if answer.status_code == 200 else None


def test_a_code_signs_in_and_the_cookie_stays(sqlite_app: Flask, round: Round) -> None:
    visitor = Visitor(sqlite_app)
    answer = send(visitor, {"code": shown(card(round)).lower()})
    assert (answer.status_code, answer.get_json()["judge"]) == (200, "J02")
    assert "session=" in answer.headers["Set-Cookie"]
    assert judge_of(visitor) == "J02"


def test_a_second_device_is_told_why(sqlite_app: Flask, round: Round) -> None:
    code = card(round)
    send(Visitor(sqlite_app), {"code": code})
    other = Visitor(sqlite_app)
    answer = send(other, {"code": code})
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (401, "code-used")
    assert judge_of(other) is None


def test_a_device_that_asks_again_is_the_same_device(sqlite_app: Flask, round: Round) -> None:
    code, visitor = card(round), Visitor(sqlite_app)
    assert [send(visitor, {"code": code}).status_code for _ in range(2)] == [200, 200]


def test_another_judge_takes_the_tablet_over(sqlite_app: Flask, round: Round) -> None:
    visitor = Visitor(sqlite_app)
    for judge in ("J02", "J03"):
        send(visitor, {"code": card(round, judge)})
        assert judge_of(visitor) == judge


def test_a_wrong_code_leaves_who_is_signed_in(sqlite_app: Flask, round: Round) -> None:
    visitor = Visitor(sqlite_app)
    send(visitor, {"code": card(round)})
    answer = send(visitor, {"code": WRONG})
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (401, "code-unknown")
    assert judge_of(visitor) == "J02"


def test_an_expired_code_is_told_so(sqlite_app: Flask, round: Round) -> None:
    answer = send(Visitor(sqlite_app, at=NOON + 12 * HOUR), {"code": card(round)})
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (401, "code-expired")


@pytest.mark.parametrize(
    "body", [{}, {"code": None}, {"code": 7}, {"code": ""}, {"code": ["K"]}, [], "K7Q4M9TX3R", {"code": "2" * 201}]
)
def test_what_is_no_code_is_refused_by_its_shape(sqlite_app: Flask, round: Round, body: Any) -> None:
    assert send(Visitor(sqlite_app), body).status_code == 422


def test_what_is_no_json_is_refused(sqlite_app: Flask, round: Round) -> None:
    answer = send(Visitor(sqlite_app), None, json=None, data="{", content_type="application/json")
    assert answer.status_code == 400


@pytest.mark.parametrize("headers", [OURS, {"X-Hackathon-Client": "1", "Origin": "https://evil.example"}])
def test_another_site_cannot_sign_a_device_in(sqlite_app: Flask, round: Round, headers: dict[str, str]) -> None:
    code = card(round)
    assert send(Visitor(sqlite_app), {"code": code}, headers=headers).status_code == 400
    assert send(Visitor(sqlite_app), {"code": code}).status_code == 200


def test_who_guesses_is_stopped_and_a_judge_beside_them_is_not(sqlite_app: Flask, round: Round) -> None:
    visitor, code = Visitor(sqlite_app), card(round)
    answers = [send(visitor, {"code": WRONG}) for _ in range(pairing.ADDRESS_LIMIT + 1)]
    assert {answer.status_code for answer in answers[:-1]} == {401}
    assert (answers[-1].status_code, answers[-1].headers["Retry-After"]) == (429, "900")
    assert send(Visitor(sqlite_app), {"code": code}).status_code == 200


def test_signing_out_ends_the_session(sqlite_app: Flask, round: Round) -> None:
    visitor = Visitor(sqlite_app)
    send(visitor, {"code": card(round)})
    assert [send(visitor, {}, to="sign-out").status_code for _ in range(2)] == [200, 200]
    assert judge_of(visitor) is None
