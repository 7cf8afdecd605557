"""The judge's card in a browser: scanned or typed, once, and never used up by a robot."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain.base.typed_codes import shown
from hackathon.domain.people import pairing
from hackathon.extensions import db
from hackathon.models import Round, SignIn
from tests.factories import HOUR, NOON, the_judge, the_secret
from tests.web.desk import press
from tests.web.visitors import Visitor

WRONG = "22222-22222"


def card(round: Round, judge: str = "J02") -> str:
    with clock.at(NOON), unit_of_work():
        return pairing.make_card(round.event, the_judge(judge), until=NOON + 12 * HOUR, batch="b", secret=the_secret())


def signed_in(visitor: Visitor) -> bool:
    return visitor.get("/me").status_code == 303 and visitor.get("/judge").status_code == 200


def test_a_scanned_card_leads_to_judging(sqlite_app: Flask, round: Round) -> None:
    visitor = Visitor(sqlite_app)
    response = visitor.get(f"/j/{card(round)}")
    assert (response.status_code, response.location) == (303, "/judge")
    assert signed_in(visitor)


def test_a_typed_card_leads_to_judging(sqlite_app: Flask, round: Round) -> None:
    visitor = Visitor(sqlite_app)
    response = press(visitor, "/j", code=f" {shown(card(round)).lower()} ")
    assert (response.status_code, response.location) == (303, "/judge")
    assert signed_in(visitor)


def test_a_second_device_is_refused_and_told_what_to_do(sqlite_app: Flask, round: Round) -> None:
    code = card(round)
    Visitor(sqlite_app).get(f"/j/{code}")
    other = Visitor(sqlite_app)
    response = other.get(f"/j/{code}")
    assert response.status_code == 410
    assert "운영자에게 새 카드를 받으세요" in response.get_data(as_text=True)
    assert not signed_in(other)


def test_the_same_device_may_scan_its_card_again(sqlite_app: Flask, round: Round) -> None:
    code, visitor = card(round), Visitor(sqlite_app)
    assert [visitor.get(f"/j/{code}").status_code for _ in range(2)] == [303, 303]
    assert len(db.session.scalars(select(SignIn)).all()) == 1


def test_a_revoked_device_does_not_come_back_with_its_card(sqlite_app: Flask, round: Round) -> None:
    code, visitor = card(round), Visitor(sqlite_app)
    visitor.get(f"/j/{code}")
    with clock.at(NOON), unit_of_work():
        pairing.revoke_device(round.event, the_judge("J02"), db.session.scalars(select(SignIn.id)).one())
    assert visitor.get("/judge").status_code != 200 or "/sign-in" in str(visitor.get("/me").location)
    assert visitor.get(f"/j/{code}").status_code == 410


@pytest.mark.parametrize("headers", [{"Sec-Purpose": "prefetch"}, {"User-Agent": "kakaotalk-scrap/1.0"}])
def test_a_robot_does_not_use_a_card_up(sqlite_app: Flask, round: Round, headers: dict[str, str]) -> None:
    code = card(round)
    assert Visitor(sqlite_app).get(f"/j/{code}", headers=headers).status_code == 204
    assert Visitor(sqlite_app).client.head(f"/j/{code}").status_code == 204
    assert Visitor(sqlite_app).get(f"/j/{code}").status_code == 303


@pytest.mark.parametrize("code", [WRONG, "x", "' OR 1=1 --", "한글", "%00", "2" * 5000])
def test_a_wrong_card_is_one_sentence_and_a_field_to_try_again(sqlite_app: Flask, round: Round, code: str) -> None:
    response = Visitor(sqlite_app).get(f"/j/{code}")
    page = response.get_data(as_text=True)
    assert response.status_code == 410
    assert "그런 번호의 카드가 없습니다" in page
    assert 'name="code"' in page


def test_who_guesses_is_stopped_and_whoever_has_a_card_is_not(sqlite_app: Flask, round: Round) -> None:
    """Both sit behind one address, as at every venue."""
    guesser, code = Visitor(sqlite_app), card(round)
    answers = [guesser.get(f"/j/{WRONG}") for _ in range(pairing.ADDRESS_LIMIT + 1)]
    assert [each.status_code for each in answers] == [410] * pairing.ADDRESS_LIMIT + [429]
    assert answers[-1].headers["Retry-After"] == "900"
    assert guesser.get(f"/j/{code}").status_code == 303


def test_no_cache_and_no_other_site_learns_the_code(sqlite_app: Flask, round: Round) -> None:
    for code, referrer in ((card(round), "no-referrer"), (WRONG, "same-origin")):
        response = Visitor(sqlite_app).get(f"/j/{code}")
        assert response.headers["Referrer-Policy"] == referrer
        assert response.headers["Cache-Control"] == "no-store"


def test_a_page_with_a_form_lets_the_browser_say_whose_form_it_is(sqlite_app: Flask, round: Round) -> None:
    """Under no-referrer a browser sends `Origin: null`, which is refused like another site's."""
    assert Visitor(sqlite_app).get("/j").headers["Referrer-Policy"] == "same-origin"


def test_it_is_known_when_a_device_was_last_heard_of(sqlite_app: Flask, round: Round) -> None:
    visitor = Visitor(sqlite_app)
    visitor.get(f"/j/{card(round)}")
    seen = []
    for visitor.at in (NOON, NOON + HOUR / 60, NOON + HOUR):
        visitor.get("/me")
        db.session.rollback()
        seen.append(db.session.scalars(select(SignIn.seen_at)).one())
    assert seen == [NOON, NOON, NOON + HOUR]
