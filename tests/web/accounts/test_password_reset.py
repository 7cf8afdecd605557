"""Setting a password by a link from a letter: nobody learns who is known, and the link leads nowhere else."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain.letters import letters
from hackathon.domain.people import accounts, passwords
from hackathon.extensions import db
from hackathon.models import Attempt, Event, Letter, Person
from tests.exchange.mail_server import mail_server
from tests.factories import NOON, make_person
from tests.web.visitors import OURS, Visitor

pytestmark = pytest.mark.usefixtures("without_csrf")

NEW = "a new password 1"


@pytest.fixture
def judge(event: Event) -> Person:
    with unit_of_work():
        return make_person(event, "judge", "judge")


def ask(app: Flask, email: str = "judge@example.org", **options: object) -> TestResponse:
    options.setdefault("headers", OURS)
    return Visitor(app).post("/forgot", data={"email": email}, **options)


def configure(app: Flask, **settings: object) -> None:
    app.config["SETTINGS"] = app.config["SETTINGS"].model_copy(update=settings)


def link_in(letter: Letter) -> str:
    found = re.search(r"http\S+", letter.body)
    assert found
    return found[0]


def the_letter() -> Letter:
    return db.session.scalars(select(Letter)).one()


def test_the_same_answer_for_every_address(sqlite_app: Flask, judge: Person) -> None:
    answers = [ask(sqlite_app, email) for email in ("judge@example.org", "stranger@example.org")]
    assert len({(answer.status_code, answer.location, answer.get_data()) for answer in answers}) == 1
    assert the_letter().person_id == judge.id


def test_the_answer_says_what_happens_without_saying_whether(sqlite_app: Flask, judge: Person) -> None:
    visitor = Visitor(sqlite_app)
    visitor.post("/forgot", data={"email": "stranger@example.org"}, headers=OURS)
    assert "등록된 주소라면" in visitor.read("/sign-in")


def test_what_is_no_address_is_said_so(sqlite_app: Flask, judge: Person) -> None:
    response = ask(sqlite_app, "no address")
    assert response.status_code == 422
    assert "이메일 주소로 보이지 않습니다" in response.get_data(as_text=True)


def test_the_link_leads_to_the_new_password_and_on(sqlite_app: Flask, judge: Person) -> None:
    ask(sqlite_app)
    visitor = Visitor(sqlite_app)
    assert visitor.get(link_in(the_letter())).location == "/me/password"
    form = {"password": NEW, "again": NEW}
    assert visitor.post("/me/password", data=form, headers=OURS).location == "/me/account"
    assert visitor.get("/me/account").status_code == 200
    assert passwords.sign_in(judge_event(), "judge@example.org", NEW, address="192.0.2.1").id == judge.id


def judge_event() -> Event:
    db.session.rollback()  # what the pages have written since
    return db.session.scalars(select(Event)).one()


def test_the_link_works_once_and_for_an_hour(sqlite_app: Flask, judge: Person) -> None:
    ask(sqlite_app)
    link = link_in(the_letter())
    assert Visitor(sqlite_app, at=NOON + passwords.RESET_LIFE).get(link).status_code == 410
    assert [Visitor(sqlite_app).get(link).status_code for _ in range(2)] == [303, 410]


@pytest.mark.parametrize(
    "to", ["https://evil.example", "//evil.example", "accounts.sign_out", "/organizer", "Password"]
)
def test_a_link_leads_to_nothing_but_what_is_listed(sqlite_app: Flask, judge: Person, to: str) -> None:
    with clock.at(NOON), unit_of_work():
        secret = accounts.make_link(judge_event(), judge)
    assert Visitor(sqlite_app).get(f"/s/{secret}", query_string={"to": to}).location == "/me"


def test_the_public_address_stands_in_the_letter(sqlite_app: Flask, judge: Person) -> None:
    configure(sqlite_app, public_url="https://hack.example/")
    ask(sqlite_app)
    assert link_in(the_letter()).startswith("https://hack.example/s/")


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "203.0.113.7", "localhost.evil.example", "[2001:db8::1]"]
)
def test_a_strangers_host_never_gets_into_a_letter(sqlite_app: Flask, judge: Person, host: str) -> None:
    headers = {"Host": host, "Sec-Fetch-Site": "same-origin", "X-Forwarded-Host": host}
    assert ask(sqlite_app, headers=headers).status_code == 303
    assert link_in(the_letter()).startswith("http://localhost:80/s/")


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1:8000"])
def test_without_a_public_address_this_machine_is_believed(sqlite_app: Flask, judge: Person, host: str) -> None:
    ask(sqlite_app, headers={"Host": host, "Origin": f"http://{host}"})
    assert link_in(the_letter()).startswith(f"http://{host}/s/")


def test_a_person_gets_three_letters_an_hour(sqlite_app: Flask, judge: Person) -> None:
    for _ in range(5):
        assert ask(sqlite_app).status_code == 303
    assert len(db.session.scalars(select(Letter)).all()) == passwords.RESETS_PER_ACCOUNT


def test_a_letter_leaves_by_itself_where_a_mail_server_is_set(sqlite_app: Flask, judge: Person) -> None:
    with mail_server() as server:
        configure(sqlite_app, smtp_url=server.url, mail_from="team@hack.example")
        ask(sqlite_app)
        mail = server.next_letter()
    assert mail["To"].addresses[0].addr_spec == "judge@example.org"
    assert "/s/" in mail.get_content()


def test_without_a_mail_server_it_waits_for_an_organizer(sqlite_app: Flask, judge: Person) -> None:
    ask(sqlite_app)
    assert letters.delivery_of(the_letter()) == "waiting"
    assert "운영자가 직접 보냅니다" in Visitor(sqlite_app).read("/forgot")


def test_the_letter_is_in_the_persons_language(sqlite_app: Flask, judge: Person) -> None:
    with unit_of_work():
        judge.language = "en"
    ask(sqlite_app)
    assert the_letter().subject == "[Test event] Set your password"


def test_a_proxy_that_nobody_trusts_cannot_name_the_client(sqlite_app: Flask, judge: Person) -> None:
    codes = [_guess(sqlite_app, {**OURS, "X-Forwarded-For": f"198.51.100.{n}"}) for n in range(6)]
    assert codes == [422] * 5 + [429]


def _guess(app: Flask, headers: dict[str, str]) -> int:
    form = {"email": "judge@example.org", "password": "wrong"}
    return Visitor(app).post("/sign-in", data=form, headers=headers).status_code


def test_old_attempts_are_forgotten(sqlite_app: Flask, judge: Person) -> None:
    with clock.at(NOON - timedelta(days=2)), unit_of_work():
        passwords.note_failure("judge@example.org", address="192.0.2.1")
    ask(sqlite_app)
    assert [row.kind for row in db.session.scalars(select(Attempt))] == ["reset"]
