"""Every route says who may open it, and nobody else learns that it exists."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from hackathon.database import unit_of_work
from hackathon.extensions import db
from hackathon.models import Event, Person, Round
from hackathon.web.http import guard
from tests.factories import make_person, the_judge
from tests.web.visitors import Visitor

PAGES = {
    "/organizer": {"organizer", "auditor", "staff"},
    "/organizer/rounds/first/standings": {"organizer", "auditor", "chair"},
    "/organizer/rounds/first/export.csv": {"organizer", "auditor", "chair"},
    "/team": {"captain"},
}
ROLES = ("organizer", "auditor", "staff", "chair", "judge", "captain", "nobody")


def somebody(event: Event, role: str) -> Person:
    if role in ("chair", "judge"):
        return the_judge("J01" if role == "chair" else "J02").person
    if role == "captain":
        return event.rounds[0].entries[0].team.members[0].entrant.person
    with unit_of_work():
        return make_person(event, "somebody", *([role] if role != "nobody" else []))


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("role", ROLES)
def test_a_page_is_there_for_its_roles_and_for_nobody_else(
    sqlite_app: Flask, round: Round, path: str, role: str
) -> None:
    response = Visitor(sqlite_app, somebody(round.event, role)).get(path)
    if role not in PAGES[path]:
        assert response.status_code == 404
    else:
        assert response.status_code == 200  # the file too: before the first ballot it has no row yet


@pytest.mark.parametrize("path", [*PAGES, "/me"])
def test_a_stranger_is_asked_to_sign_in(sqlite_app: Flask, round: Round, path: str) -> None:
    response = Visitor(sqlite_app).get(path)
    assert (response.status_code, response.location) == (302, "/sign-in")


def test_a_stranger_cannot_tell_a_round_that_is_from_one_that_is_not(sqlite_app: Flask, round: Round) -> None:
    there, absent = (Visitor(sqlite_app).get(f"/organizer/rounds/{key}/standings") for key in ("first", "none"))
    assert (there.status_code, there.location) == (absent.status_code, absent.location)


def test_an_outsider_sees_the_same_page_for_absent_and_forbidden(sqlite_app: Flask, round: Round) -> None:
    visitor = Visitor(sqlite_app, the_judge("J02").person)
    texts = {visitor.get(f"/organizer/rounds/{key}/standings").get_data(as_text=True) for key in ("first", "none1")}
    signed = re.compile(r'name="csrf_token"[^>]*>')  # holds the second in which it was made
    assert len({signed.sub("", text.replace("none1", "first")) for text in texts}) == 1


def test_a_route_without_a_policy_keeps_the_app_from_starting(sqlite_app: Flask) -> None:
    bare = Flask("bare", static_folder=None)
    bare.add_url_rule("/open", "open", lambda: "")
    with pytest.raises(guard.Unguarded, match="open"):
        guard.check(bare)


def test_a_policy_names_roles_that_exist() -> None:
    with pytest.raises(ValueError, match="policy"):
        guard.policy("organiser")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "https://elsewhere.example"},
    ],
)
def test_an_unsafe_request_must_come_from_our_own_pages(
    sqlite_app: Flask, round: Round, headers: dict[str, str]
) -> None:
    sqlite_app.config["WTF_CSRF_ENABLED"] = False
    assert Visitor(sqlite_app).post("/sign-out", headers=headers).status_code == 400


@pytest.mark.parametrize("headers", [{"Origin": "http://localhost"}, {"Sec-Fetch-Site": "same-origin"}])
def test_our_own_pages_may_send_forms(sqlite_app: Flask, round: Round, headers: dict[str, str]) -> None:
    sqlite_app.config["WTF_CSRF_ENABLED"] = False
    assert Visitor(sqlite_app).post("/sign-out", headers=headers).status_code == 303


def test_a_form_without_its_token_is_refused_with_a_word(sqlite_app: Flask, round: Round) -> None:
    response = Visitor(sqlite_app).post("/sign-out", headers={"Origin": "http://localhost"})
    assert response.status_code == 400
    assert "새로 고친 다음" in response.get_data(as_text=True)


def test_an_ended_role_closes_its_pages_at_once(sqlite_app: Flask, round: Round) -> None:
    person = somebody(round.event, "organizer")
    visitor = Visitor(sqlite_app, person)
    assert visitor.get("/organizer").status_code == 200
    with unit_of_work():
        db.session.delete(person.roles[0])
    assert visitor.get("/organizer").status_code == 404
