"""What the protocol answers to who may not write, to what is no ballot, and at the very moment of the close."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain.people import accounts
from hackathon.extensions import db
from hackathon.models import AuditEntry, Revision, Round
from tests.factories import HOUR, NOON, make_judge, make_person, the_judge
from tests.web.tablets import FIRST, OPEN, SENDS, Tablet, a_revision
from tests.web.visitors import OURS

CLOSES = NOON + 6 * HOUR
BALLOTS = f"{FIRST}/ballots"


def a_body() -> dict[str, Any]:
    return {"revisions": [a_revision()]}


def refusal(answer: Any) -> tuple[int, str]:
    error = answer.get_json()["error"]
    assert set(error) == {"code", "message"}
    assert error["message"]
    return answer.status_code, error["code"]


def stored() -> int:
    return db.session.scalar(select(func.count()).select_from(Revision)) or 0


@pytest.mark.parametrize(
    ("options", "status", "code"),
    [
        ({"data": "{", "content_type": "application/json"}, 400, "bad-request"),
        ({"data": b"\xff\xfe", "content_type": "application/json"}, 400, "bad-request"),
        ({"data": "[" * 100_000, "content_type": "application/json"}, 400, "bad-request"),
        ({"data": "revisions=1", "content_type": "application/x-www-form-urlencoded"}, 400, "bad-request"),
        ({"json": []}, 422, "invalid"),
        ({"data": "null", "content_type": "application/json"}, 422, "invalid"),
        ({"json": {}}, 422, "invalid"),
        ({"json": {"revisions": []}}, 422, "invalid"),
        ({"json": {"revisions": {"id": 1}}}, 422, "invalid"),
        ({"json": {"revisions": [1] * 1001}}, 413, "too-large"),
        ({"data": b" " * (2 * 1024 * 1024 + 1), "content_type": "application/json"}, 413, "too-large"),
    ],
    ids=["cut", "no UTF-8", "deep", "form", "list", "null", "empty", "none", "object", "many", "big"],
)
def test_what_is_no_batch_is_refused_as_a_whole(
    tablet: Tablet, options: dict[str, Any], status: int, code: str
) -> None:
    assert refusal(tablet.post(BALLOTS, **options)) == (status, code)
    assert stored() == 0


@pytest.mark.parametrize(
    "headers",
    [
        OURS,
        {"X-Hackathon-Client": "1"},
        {"X-Hackathon-Client": "0", **OURS},
        {"X-Hackathon-Client": "1", "Origin": "https://elsewhere.example"},
        {"X-Hackathon-Client": "1", "Sec-Fetch-Site": "cross-site"},
    ],
    ids=["no header", "no origin", "wrong header", "other origin", "other site"],
)
def test_a_write_needs_our_header_and_our_own_origin(tablet: Tablet, headers: dict[str, str]) -> None:
    for path, body in ((BALLOTS, a_body()), (f"{FIRST}/recusals", {"entry": "T001", "reason": "사유"})):
        assert refusal(tablet.post(path, json=body, headers=headers)) == (400, "bad-request")
    assert stored() == 0


def test_a_write_needs_no_token(tablet: Tablet) -> None:
    assert tablet.post(BALLOTS, json=a_body(), headers={**SENDS, "Sec-Fetch-Site": "same-origin"}).status_code == 200


@pytest.mark.parametrize("path", ["/api/v1/me", f"{FIRST}/packet"])
def test_without_a_session_it_is_401(sqlite_app: Flask, round: Round, path: str) -> None:
    tablet = Tablet(sqlite_app)
    with clock.at(OPEN), unit_of_work():
        accounts.end_sessions(the_judge("J02").person)
    assert refusal(tablet.get(path)) == (401, "sign-in-needed")
    assert refusal(tablet.post(BALLOTS, json=a_body())) == (401, "sign-in-needed")
    assert refusal(tablet.post(BALLOTS, data="{", content_type="application/json")) == (401, "sign-in-needed")
    assert stored() == 0


def test_an_expired_session_saves_nothing(tablet: Tablet) -> None:
    tablet.visitor.at = NOON + accounts.SESSION_LIFE
    assert refusal(tablet.post(BALLOTS, json=a_body())) == (401, "sign-in-needed")
    assert stored() == 0


def test_a_round_without_a_seat_of_ones_own_does_not_exist(sqlite_app: Flask, round: Round) -> None:
    with unit_of_work():
        make_judge(round.event, "J09")
    stranger, seated = Tablet(sqlite_app, "J09"), Tablet(sqlite_app)
    there, absent = (stranger.post(f"/api/v1/rounds/{key}/ballots", json=a_body()) for key in ("first", "none"))
    assert there.get_data() == absent.get_data()
    assert refusal(there) == refusal(seated.post("/api/v1/rounds/none/ballots", json=a_body())) == (404, "not-found")
    assert stored() == 0


def test_a_seat_without_the_role_is_no_seat(sqlite_app: Flask, round: Round) -> None:
    tablet = Tablet(sqlite_app)
    with unit_of_work():
        for role in the_judge("J02").person.roles:
            db.session.delete(role)
    assert refusal(tablet.post(BALLOTS, json=a_body())) == (404, "not-found")


@pytest.mark.parametrize("role", ["organizer", "auditor", "staff"])
def test_nobody_but_a_judge_saves_ballots(sqlite_app: Flask, round: Round, role: str) -> None:
    with unit_of_work():
        person = make_person(round.event, role, role)
    assert refusal(Tablet(sqlite_app, person).post(BALLOTS, json=a_body())) == (404, "not-found")


def test_ballots_of_another_judge_are_not_taken_from_this_tablet(tablet: Tablet) -> None:
    answer = tablet.post(BALLOTS, json=a_body(), headers={**SENDS, "X-Hackathon-Judge": "J03"})
    assert (refusal(answer), stored()) == ((401, "sign-in-needed"), 0)
    assert tablet.post(BALLOTS, json=a_body(), headers={**SENDS, "X-Hackathon-Judge": "J02"}).status_code == 200


@pytest.mark.parametrize(("after", "status"), [(-1, "accepted"), (0, "held"), (1, "held")])
def test_the_window_ends_at_its_very_moment(tablet: Tablet, after: int, status: str) -> None:
    tablet.visitor.at = CLOSES + timedelta(milliseconds=after)
    assert tablet.save()["status"] == status


def test_refusals_come_in_the_judges_language(tablet: Tablet) -> None:
    tablet.visitor.client.set_cookie("lang", "en")
    assert tablet.save(entry="T999")["error"]["message"] == "This team is not in this round."
    assert tablet.post(BALLOTS, json={}).get_json()["error"]["message"] == "revisions: not in the right form."


def test_saving_is_never_throttled(tablet: Tablet) -> None:
    revisions = [a_revision(base=number or None) for number in range(60)]
    assert {tablet.send(each)[0]["status"] for each in revisions} == {"accepted"}


def test_what_was_received_stands_in_the_log_and_ties_it_to_the_ballots_chain(tablet: Tablet) -> None:
    first, second, rejected = tablet.send(a_revision(), a_revision(entry="T002"), a_revision(entry="T999"))
    assert rejected["status"] == "rejected"
    tablet.send(rejected)
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "ballots.saved")).one()
    receipts = [first["receipt"], second["receipt"]]
    named = {f"{name}s": [receipt[name] for receipt in receipts] for name in ("id", "digest", "revision")}
    assert {name: value for name, value in entry.facts.items() if name != "made"} == {
        "judge": "J02",
        "entries": ["T001", "T002"],
        "statuses": ["accepted", "accepted"],
        "counted": [True, True],
        "end": second["receipt"]["chain"],
        **named,
    }
    assert entry.actor_id == the_judge("J02").person_id
    assert first["receipt"]["chain"] != second["receipt"]["chain"]
