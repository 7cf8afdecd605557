"""Links that sign in once, sessions that end, and the way to one's own page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from hackathon import clock
from hackathon.config import Settings
from hackathon.database import unit_of_work
from hackathon.domain.people import accounts
from hackathon.extensions import db
from hackathon.models import Person, Round, SignIn
from tests.factories import NOON, fill_round, make_event, make_person, the_judge
from tests.web.visitors import OURS, Visitor, link_for


@pytest.fixture
def round(sqlite_app: Flask) -> Round:
    with unit_of_work():
        return fill_round(make_event(is_demo=True))


def test_a_link_signs_in_and_leads_home(sqlite_app: Flask, organizer: Person) -> None:
    visitor = Visitor(sqlite_app)
    response = visitor.get(f"/s/{link_for(organizer)}")
    assert (response.status_code, response.location) == (303, "/me")
    assert visitor.get("/me").location == "/organizer"


def test_a_link_works_once(sqlite_app: Flask, organizer: Person) -> None:
    link = link_for(organizer)
    Visitor(sqlite_app).get(f"/s/{link}")
    second = Visitor(sqlite_app).get(f"/s/{link}")
    assert second.status_code == 410
    assert "운영자에게 새 링크를 받으세요" in second.get_data(as_text=True)


def test_a_demos_link_works_again(sqlite_app: Flask, round: Round, organizer: Person) -> None:
    with clock.at(NOON), unit_of_work():
        link = accounts.make_link(round.event, organizer, reusable=True)
    assert [Visitor(sqlite_app).get(f"/s/{link}").status_code for _ in range(2)] == [303, 303]


def test_a_sign_in_link_expires_after_its_life(sqlite_app: Flask, organizer: Person) -> None:
    link = link_for(organizer)
    assert Visitor(sqlite_app, at=NOON + accounts.LINK_LIFE).get(f"/s/{link}").status_code == 410


def test_a_link_that_never_was_is_told_the_same_way(sqlite_app: Flask, round: Round) -> None:
    assert Visitor(sqlite_app).get("/s/guessed").status_code == 410


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Purpose": "prefetch"},
        {"Sec-Purpose": "prefetch;prerender"},
        {"Purpose": "prefetch"},
        {"User-Agent": "facebookexternalhit/1.1; kakaotalk-scrap/1.0"},
        {"User-Agent": "Slackbot-LinkExpanding 1.0"},
    ],
)
def test_a_link_is_not_used_up_by_somebody_who_only_looks(
    sqlite_app: Flask, organizer: Person, headers: dict[str, str]
) -> None:
    link = link_for(organizer)
    assert Visitor(sqlite_app).get(f"/s/{link}", headers=headers).status_code == 204
    assert Visitor(sqlite_app).get(f"/s/{link}").status_code == 303


def test_asking_for_the_headers_alone_does_not_use_a_link_up(sqlite_app: Flask, organizer: Person) -> None:
    link = link_for(organizer)
    visitor = Visitor(sqlite_app)
    visitor.client.head(f"/s/{link}")
    assert visitor.get(f"/s/{link}").status_code == 303


def test_a_phone_whose_maker_sounds_like_a_robot_may_sign_in(sqlite_app: Flask, organizer: Person) -> None:
    headers = {"User-Agent": "Mozilla/5.0 (Linux; Android 11; CUBOT NOTE 20) Chrome/120 Mobile"}
    assert Visitor(sqlite_app).get(f"/s/{link_for(organizer)}", headers=headers).status_code == 303


@pytest.mark.parametrize("secret", ["used", None])
def test_no_cache_and_no_other_site_learns_the_link(sqlite_app: Flask, organizer: Person, secret: str | None) -> None:
    response = Visitor(sqlite_app).get(f"/s/{secret or link_for(organizer)}")
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["Cache-Control"] == "no-store"


def test_the_cookie_holds_only_the_sessions_secret(sqlite_app: Flask, organizer: Person) -> None:
    visitor = Visitor(sqlite_app, organizer)
    with visitor.client.session_transaction() as session:
        assert set(session) == {"sign_in", "_permanent"}
        secret = session["sign_in"]
    assert db.session.scalars(select(SignIn.token)).one() != secret


def test_signing_out_ends_the_session_everywhere(sqlite_app: Flask, organizer: Person) -> None:
    sqlite_app.config["WTF_CSRF_ENABLED"] = False
    visitor = Visitor(sqlite_app, organizer)
    cookie = visitor.client.get_cookie("session")
    assert cookie
    visitor.post("/sign-out", headers=OURS)
    visitor.client.set_cookie("session", cookie.value)  # somebody kept a copy
    assert visitor.get("/organizer").location == "/sign-in"


def test_a_session_expires(sqlite_app: Flask, organizer: Person) -> None:
    visitor = Visitor(sqlite_app, organizer)
    visitor.at = NOON + accounts.SESSION_LIFE - timedelta(seconds=1)
    assert visitor.get("/organizer").status_code == 200
    visitor.at = NOON + accounts.SESSION_LIFE
    assert visitor.get("/organizer").status_code == 302


def test_whoever_signs_in_next_replaces_who_was_there(sqlite_app: Flask, organizer: Person) -> None:
    visitor = Visitor(sqlite_app, organizer)
    visitor.get(f"/s/{link_for(the_judge('J02').person)}")
    assert visitor.get("/me").location == "/judge"
    ended = db.session.scalars(select(SignIn).where(SignIn.person_id == organizer.id)).one()
    assert ended.ended_at is not None


def test_everybody_is_led_to_the_home_of_their_role(sqlite_app: Flask, round: Round) -> None:
    captain = round.entries[0].team.members[0].entrant.person
    with unit_of_work():
        homes = {
            "/organizer": [make_person(round.event, role, role) for role in ("auditor", "staff")],
            "/judge": [the_judge("J01").person, the_judge("J02").person],
            "/team": [captain],
        }
    for home, people in homes.items():
        assert {Visitor(sqlite_app, person).get("/me").location for person in people} == {home}


def test_somebody_without_role_and_team_is_told_so(sqlite_app: Flask, round: Round) -> None:
    with unit_of_work():
        guest = make_person(round.event, "guest")
    assert "아직 역할도 팀도 없습니다" in Visitor(sqlite_app, guest).read("/me")


def test_the_sign_in_page_tells_of_links(sqlite_app: Flask, round: Round) -> None:
    page = Visitor(sqlite_app).read("/sign-in")
    assert "로그인 링크를 받았다면" in page
    assert "링크는 한 번만 쓸 수 있습니다" in page


def test_the_cookie_is_secure_over_tls_only(sqlite_app: Flask, organizer: Person) -> None:
    plain = Visitor(sqlite_app).get(f"/s/{link_for(organizer)}")
    secure = Visitor(sqlite_app).get(f"/s/{link_for(organizer)}", base_url="https://localhost")
    assert "Secure" not in plain.headers["Set-Cookie"]
    assert "Secure" in secure.headers["Set-Cookie"]


def test_behind_a_proxy_with_tls_the_public_address_decides(sqlite_app: Flask, organizer: Person) -> None:
    settings: Settings = sqlite_app.config["SETTINGS"]
    sqlite_app.config["SETTINGS"] = settings.model_copy(update={"public_url": "https://hack.example"})
    through = Visitor(sqlite_app).get(f"/s/{link_for(organizer)}", headers={"Host": "hack.example"})
    direct = Visitor(sqlite_app).get(f"/s/{link_for(organizer)}", headers={"Host": "10.0.0.5:8000"})
    assert "Secure" in through.headers["Set-Cookie"]
    assert "Secure" not in direct.headers["Set-Cookie"]
