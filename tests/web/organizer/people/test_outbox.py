"""Letters that wait: nothing is lost, nothing is sent twice, and their secret links are the organizers' alone."""

from __future__ import annotations

import csv
import io
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from sqlalchemy import select

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain.letters import letters
from hackathon.domain.people import passwords
from hackathon.extensions import db
from hackathon.models import AuditEntry, Event, Letter, Person
from hackathon.web.http import letter_delivery
from tests.exchange.mail_server import MailServer, mail_server
from tests.factories import NOON, make_person
from tests.web.visitors import OURS, Visitor

pytestmark = pytest.mark.usefixtures("without_csrf")


@pytest.fixture
def desk(sqlite_app: Flask, event: Event) -> Visitor:
    with unit_of_work():
        organizer = make_person(event, "organizer", "organizer")
    return Visitor(sqlite_app, organizer)


def write(event: Event, name: str = "judge") -> Letter:
    with clock.at(NOON), unit_of_work():
        person = make_person(event, name)
        passwords.ask_for_reset(event, person.email or "", address="192.0.2.1", base="https://hack.example")
    return db.session.scalars(select(Letter).where(Letter.person_id == person.id)).one()


def use(app: Flask, server: MailServer) -> None:
    settings = {"smtp_url": server.url, "mail_from": "team@hack.example"}
    app.config["SETTINGS"] = app.config["SETTINGS"].model_copy(update=settings)


def states() -> list[str]:
    db.session.rollback()
    return [letters.delivery_of(letter) for letter in db.session.scalars(select(Letter).order_by(Letter.id))]


def test_an_organizer_reads_what_waits(desk: Visitor, event: Event) -> None:
    letter = write(event)
    page = desk.read("/organizer/outbox")
    for said in ("judge@example.org", letter.subject, "https://hack.example/s/", "메일 서버가 정해지지 않아"):
        assert said in page


def test_an_auditor_sees_the_letter_and_not_its_link(sqlite_app: Flask, event: Event) -> None:
    write(event)
    with unit_of_work():
        auditor = make_person(event, "auditor", "auditor")
    page = Visitor(sqlite_app, auditor).read("/organizer/outbox")
    assert "judge@example.org" in page
    assert "/s/" not in page
    assert "mailto:" not in page


def test_a_mail_program_gets_the_whole_letter(desk: Visitor, event: Event) -> None:
    letter = write(event)
    found = re.search(r'href="(mailto:[^"]+)"', desk.read("/organizer/outbox"))
    assert found
    parts = urlsplit(found[1].replace("&amp;", "&"))
    asked = parse_qs(parts.query)
    assert parts.path == "judge@example.org"
    assert asked["subject"] == [letter.subject]
    assert asked["body"][0].replace("\r\n", "\n") == letter.body


def test_a_letter_sent_by_hand_leaves_the_outbox(desk: Visitor, event: Event) -> None:
    letter = write(event)
    desk.post(f"/organizer/outbox/{letter.id}/sent", headers=OURS)
    assert states() == ["sent"]
    assert "보낼 편지가 없습니다" in desk.read("/organizer/outbox")
    assert db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id.desc())).first() == "letter.sent-by-hand"


def test_a_letter_that_is_none_is_not_there(desk: Visitor) -> None:
    assert desk.post("/organizer/outbox/77/sent", headers=OURS).status_code == 404


def test_the_file_runs_no_formula(desk: Visitor, event: Event) -> None:
    letter = write(event)
    with unit_of_work():
        db.session.get_one(Person, letter.person_id).name = "=HYPERLINK(1)"
        letter.subject = "@SUM(1)"
    response = desk.get("/organizer/outbox.csv")
    (row,) = list(csv.DictReader(io.StringIO(response.get_data(as_text=True).removeprefix("\ufeff"))))
    assert (row["name"], row["subject"]) == ("'=HYPERLINK(1)", "'@SUM(1)")
    assert row["email"] == "judge@example.org"
    assert response.headers["Cache-Control"] == "no-store"
    assert "attachment" in response.headers["Content-Disposition"]


def test_a_mail_server_takes_what_waits(sqlite_app: Flask, event: Event) -> None:
    write(event)
    with mail_server() as server:
        use(sqlite_app, server)
        assert letter_delivery.send_waiting() == (1, 0)
        assert "https://hack.example/s/" in server.next_letter().get_content()
    assert states() == ["sent"]


def test_nothing_is_sent_twice(sqlite_app: Flask, event: Event) -> None:
    write(event)
    with mail_server() as server:
        use(sqlite_app, server)
        assert [letter_delivery.send_waiting() for _ in range(2)] == [(1, 0), (0, 0)]
        assert server.taken.qsize() == 1


def test_a_letter_that_somebody_else_is_sending_is_left_alone(sqlite_app: Flask, event: Event) -> None:
    letter = write(event)
    with unit_of_work():
        assert letters.claim(letter.id)
    with mail_server() as server:
        use(sqlite_app, server)
        assert letter_delivery.send_waiting() == (0, 0)
        assert server.taken.empty()
    assert states() == ["sending"]


def test_one_refusal_holds_no_other_letter_up(sqlite_app: Flask, desk: Visitor, event: Event) -> None:
    write(event, "nobody")
    write(event, "judge")
    with mail_server() as server:
        use(sqlite_app, server)
        assert letter_delivery.send_waiting() == (1, 1)
    assert states() == ["failed", "sent"]
    assert "550 nobody lives here" in desk.read("/organizer/outbox")


def test_without_a_connection_the_letters_stay_and_say_why(sqlite_app: Flask, desk: Visitor, event: Event) -> None:
    write(event)
    with mail_server() as server:
        use(sqlite_app, server)
    assert letter_delivery.send_waiting() == (0, 1)
    assert states() == ["failed"]
    assert "ConnectionRefusedError" in desk.read("/organizer/outbox")


def test_the_organizer_tries_again(sqlite_app: Flask, desk: Visitor, event: Event) -> None:
    letter = write(event)
    with unit_of_work():
        letters.failed(letter, "no connection")
    with mail_server() as server:
        use(sqlite_app, server)
        desk.post("/organizer/outbox/send", headers=OURS)
        assert server.taken.qsize() == 1
    assert states() == ["sent"]


def test_a_person_without_an_address_gets_no_mail_and_no_error_page(sqlite_app: Flask, event: Event) -> None:
    letter = write(event)
    with unit_of_work():
        db.session.get_one(Person, letter.person_id).email = None
    with mail_server() as server:
        use(sqlite_app, server)
        assert letter_delivery.send_waiting() == (0, 1)
    assert states() == ["failed"]


def test_no_transaction_is_open_while_the_mail_server_works(sqlite_app: Flask, event: Event) -> None:
    write(event)
    could_write: list[bool] = []
    with mail_server() as server:
        use(sqlite_app, server)
        server.meanwhile = lambda: could_write.append(_can_write(sqlite_app))
        letter_delivery.send_waiting()
    assert could_write == [True]


def _can_write(app: Flask) -> bool:
    """From the mail server's thread, while our letter is being handed in."""
    with app.app_context(), unit_of_work():
        return db.session.scalar(select(Letter.failure)) == "sending"
