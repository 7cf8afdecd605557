"""E-mail and password: one refusal for whatever is wrong, slow to guess, and no way off our own pages."""

from __future__ import annotations

import unicodedata
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain.people import accounts, passwords
from hackathon.extensions import db
from hackathon.models import Attempt, Event, Person, SignIn
from tests.factories import NOON, make_person
from tests.web.visitors import OURS, Visitor

pytestmark = pytest.mark.usefixtures("without_csrf")

RIGHT, WRONG = "가나다라 마바사 아자차카", "a wrong password"
HOME, AWAY = "192.0.2.1", "192.0.2.99"


@pytest.fixture
def judge(event: Event) -> Person:
    with clock.at(NOON), unit_of_work():
        person = make_person(event, "judge", "judge")
        passwords.set_password(event, person, RIGHT)
    return person


def sign_in(
    visitor: Visitor, password: str, *, email: str = "judge@example.org", at: str = HOME, to: str = "/sign-in"
) -> TestResponse:
    form = {"email": email, "password": password}
    return visitor.post(to, data=form, headers=OURS, environ_overrides={"REMOTE_ADDR": at})


def guess(app: Flask, times: int, *, at: str = AWAY) -> list[int]:
    return [sign_in(Visitor(app), WRONG, at=at).status_code for _ in range(times)]


def note(times: int, *, email: str = "judge@example.org", address: str) -> None:
    """Failures as the pages write them, without the seconds that checking passwords takes."""
    with clock.at(NOON), unit_of_work():
        for _ in range(times):
            passwords.note_failure(email, address=address)


def test_the_right_password_opens_a_session(sqlite_app: Flask, judge: Person) -> None:
    visitor = Visitor(sqlite_app)
    response = sign_in(visitor, RIGHT)
    assert (response.status_code, response.location) == (303, "/me")
    assert visitor.get("/me").location == "/judge"


def test_capitals_and_blanks_around_an_address_do_not_matter(sqlite_app: Flask, judge: Person) -> None:
    assert sign_in(Visitor(sqlite_app), RIGHT, email=" Judge@Example.ORG ").status_code == 303


def test_a_password_typed_on_a_mac_is_the_same_password(sqlite_app: Flask, judge: Person) -> None:
    assert sign_in(Visitor(sqlite_app), unicodedata.normalize("NFD", RIGHT)).status_code == 303


def test_unknown_address_and_wrong_password_are_refused_alike(sqlite_app: Flask, judge: Person) -> None:
    wrong = sign_in(Visitor(sqlite_app), WRONG)
    unknown = sign_in(Visitor(sqlite_app), WRONG, email="other@example.org")
    assert wrong.status_code == unknown.status_code == 422
    pages = [page.get_data(as_text=True).replace("other@", "judge@") for page in (wrong, unknown)]
    assert pages[0] == pages[1]
    assert "이메일이나 비밀번호가 맞지 않습니다" in pages[0]


def test_the_refusal_is_said_in_english_too(sqlite_app: Flask, judge: Person) -> None:
    visitor = Visitor(sqlite_app)
    visitor.get("/sign-in?lang=en")
    assert "The e-mail address or the password is wrong." in sign_in(visitor, WRONG).get_data(as_text=True)


def test_a_refused_password_is_not_written_back(sqlite_app: Flask, judge: Person) -> None:
    assert WRONG not in sign_in(Visitor(sqlite_app), WRONG).get_data(as_text=True)


def test_nothing_is_guessed_with_empty_fields(sqlite_app: Flask, judge: Person) -> None:
    assert sign_in(Visitor(sqlite_app), "").status_code == 422
    assert db.session.scalar(select(func.count()).select_from(Attempt)) == 0


def test_a_refusal_is_remembered_although_it_is_refused(sqlite_app: Flask, judge: Person) -> None:
    guess(sqlite_app, 1)
    assert db.session.scalar(select(func.count()).select_from(Attempt)) == 1


def test_the_sixth_guess_from_one_address_is_stopped(sqlite_app: Flask, judge: Person) -> None:
    assert guess(sqlite_app, 6) == [422] * 5 + [429]
    assert sign_in(Visitor(sqlite_app), RIGHT, at=AWAY).headers["Retry-After"] == "900"


def test_a_strangers_guesses_do_not_lock_the_judge_out(sqlite_app: Flask, judge: Person) -> None:
    guess(sqlite_app, 8)
    assert sign_in(Visitor(sqlite_app), RIGHT).status_code == 303


def test_guessing_on_from_one_address_never_closes_the_account(sqlite_app: Flask, judge: Person) -> None:
    guess(sqlite_app, passwords.ACCOUNT_LIMIT + 10)
    assert sign_in(Visitor(sqlite_app), RIGHT).status_code == 303


def test_guesses_from_many_addresses_close_the_account_for_a_while(sqlite_app: Flask, judge: Person) -> None:
    for number in range(passwords.ACCOUNT_LIMIT):
        note(1, address=f"198.51.100.{number}")
    visitor = Visitor(sqlite_app)
    assert sign_in(visitor, RIGHT).status_code == 429
    visitor.at = NOON + passwords.WINDOW
    assert sign_in(visitor, RIGHT).status_code == 303


def test_one_address_that_tries_every_account_is_stopped(sqlite_app: Flask, judge: Person) -> None:
    for number in range(passwords.ADDRESS_LIMIT):
        note(1, email=f"p{number}@example.org", address=AWAY)
    assert sign_in(Visitor(sqlite_app), RIGHT, at=AWAY).status_code == 429
    assert sign_in(Visitor(sqlite_app), RIGHT).status_code == 303


def test_a_crowd_behind_one_address_is_never_throttled(sqlite_app: Flask, judge: Person) -> None:
    with clock.at(NOON), unit_of_work():
        for _ in range(900):
            accounts.open_session(judge)
    found = [sign_in(Visitor(sqlite_app), RIGHT).status_code for _ in range(passwords.PAIR_LIMIT * 3)]
    assert set(found) == {303}
    assert db.session.scalar(select(func.count()).select_from(Attempt)) == 0  # whoever is right leaves nothing to count


def test_signing_in_always_makes_a_new_session(sqlite_app: Flask, judge: Person) -> None:
    visitor = Visitor(sqlite_app)
    sign_in(visitor, RIGHT)
    first = secret_of(visitor)
    sign_in(visitor, RIGHT)
    assert secret_of(visitor) != first
    assert [row.ended_at is None for row in db.session.scalars(select(SignIn).order_by(SignIn.id))] == [False, True]


def test_a_session_that_somebody_else_chose_is_not_taken_over(sqlite_app: Flask, judge: Person) -> None:
    visitor = Visitor(sqlite_app)
    with visitor.client.session_transaction() as session:
        session["sign_in"] = "chosen by somebody else"
    sign_in(visitor, RIGHT)
    assert secret_of(visitor) != "chosen by somebody else"


def secret_of(visitor: Visitor) -> str:
    with visitor.client.session_transaction() as session:
        return str(session["sign_in"])


def test_after_signing_in_one_goes_on_where_one_wanted(sqlite_app: Flask, judge: Person) -> None:
    visitor = Visitor(sqlite_app)
    assert visitor.get("/me/account?lost=1").location == "/sign-in"
    assert sign_in(visitor, RIGHT).location == "/me/account?lost=1"


def test_not_to_a_page_that_is_not_there_for_them(sqlite_app: Flask, judge: Person) -> None:
    visitor = Visitor(sqlite_app)
    visitor.get("/organizer/people")
    assert sign_in(visitor, RIGHT).location == "/me"


@pytest.mark.parametrize("address", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:x"])
@pytest.mark.parametrize("key", ["next", "to", "url", "return"])
def test_no_address_leads_to_another_site(sqlite_app: Flask, judge: Person, key: str, address: str) -> None:
    visitor = Visitor(sqlite_app)
    visitor.get("/sign-in", query_string={key: address})
    form = {"email": "judge@example.org", "password": RIGHT, key: address}
    response = visitor.post("/sign-in", data=form, query_string={key: address}, headers=OURS)
    assert response.location == "/me"


@pytest.mark.parametrize(
    "way", ["https://evil.example/judge", "//evil.example/judge", "/\\evil.example", "judge", "/x"]
)
def test_a_way_that_is_none_of_our_pages_leads_home(sqlite_app: Flask, judge: Person, way: str) -> None:
    visitor = Visitor(sqlite_app)
    with visitor.client.session_transaction() as session:
        session["way"] = way
    assert sign_in(visitor, RIGHT).location == "/me"


def test_the_form_needs_its_token(sqlite_app: Flask, judge: Person) -> None:
    sqlite_app.config["WTF_CSRF_ENABLED"] = True
    assert sign_in(Visitor(sqlite_app), RIGHT).status_code == 400


def test_another_site_cannot_sign_anybody_in(sqlite_app: Flask, judge: Person) -> None:
    form = {"email": "judge@example.org", "password": RIGHT}
    response = Visitor(sqlite_app).post("/sign-in", data=form, headers={"Origin": "https://evil.example"})
    assert response.status_code == 400


@pytest.mark.parametrize("path", ["/sign-in", "/forgot"])
@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_forms_stand_in_both_languages(sqlite_app: Flask, event: Event, path: str, language: str) -> None:
    visitor = Visitor(sqlite_app)
    visitor.get(f"{path}?lang={language}")
    page = visitor.read(path)
    assert ("E-mail" in page) == (language == "en")
    assert ("이메일" in page) == (language == "ko")


def test_a_session_ends_on_time_however_it_began(sqlite_app: Flask, judge: Person) -> None:
    visitor = Visitor(sqlite_app)
    sign_in(visitor, RIGHT)
    visitor.at = NOON + timedelta(days=14)
    assert visitor.get("/me").status_code == 302
