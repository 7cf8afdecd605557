"""Delivery of letters by mail: after the commit that wrote them, outside any transaction, one after the other.

A letter is claimed in a unit of work of its own, sent, and marked in another one: two that send at once never send it
twice, and one that was on its way when the server stopped is shown to the organizer, who decides.
"""

from __future__ import annotations

import smtplib
import threading
from typing import NamedTuple

from flask import Flask, current_app

from hackathon.config import Settings
from hackathon.database import unit_of_work
from hackathon.domain.letters import letters
from hackathon.domain.rounds import events
from hackathon.exchange import mail
from hackathon.extensions import db
from hackathon.models import Letter, Person


class Delivery(NamedTuple):
    """How many letters left, and how many could not."""

    sent: int = 0
    failed: int = 0


def is_set_up() -> bool:
    """Whether letters leave by themselves; otherwise an organizer sends them from the outbox."""
    return _server() is not None


def _server() -> mail.Server | None:
    settings: Settings = current_app.config["SETTINGS"]
    try:
        return mail.server_from(settings.smtp_url, settings.mail_from)
    except ValueError:
        return None  # `hackathon check` says what is wrong with it


def send_soon() -> threading.Thread | None:
    """Send what waits without letting the visitor wait: how long it takes would tell which addresses are known."""
    if not is_set_up():
        return None
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    thread = threading.Thread(target=_in_the_background, args=(app,), name="letter-delivery", daemon=True)
    thread.start()
    return thread


def _in_the_background(app: Flask) -> None:
    with app.app_context():
        try:
            send_waiting()
        except Exception:
            app.logger.exception("the delivery of letters stopped")  # the letters are still in the outbox


def send_waiting() -> Delivery:
    """Send every letter that nobody has tried to send yet."""
    server, event = _server(), events.find_event()
    if server is None or event is None:
        return Delivery()
    numbers = [letter.id for letter in letters.outbox(event) if letter.failure is None]
    db.session.rollback()  # no transaction stays open while the mail server takes its time
    if not numbers:
        return Delivery()
    try:
        with mail.connected(server) as smtp:
            return _send_all(smtp, numbers, sender=server.sender)
    except mail.REFUSALS as error:
        return Delivery(failed=sum(_give_up(number, error) for number in numbers))


def _send_all(smtp: smtplib.SMTP, numbers: list[int], *, sender: str) -> Delivery:
    outcomes = [_send_one(smtp, number, sender=sender) for number in numbers]
    return Delivery(sent=outcomes.count("sent"), failed=outcomes.count("failed"))


def _send_one(smtp: smtplib.SMTP, number: int, *, sender: str) -> str:
    if not _claim(number):
        return "elsewhere"
    letter = _letter(number)
    person = db.session.get_one(Person, letter.person_id)
    try:
        message = mail.compose(letter, person, sender=sender)
        db.session.rollback()
        smtp.send_message(message)
    except mail.REFUSALS as error:
        _fail(number, error)
        return "failed"
    with unit_of_work():
        letters.delivered(_letter(number))
    return "sent"


def _claim(number: int) -> bool:
    with unit_of_work():
        return letters.claim(number)


def _fail(number: int, error: Exception) -> None:
    with unit_of_work():
        letters.failed(_letter(number), mail.reason_of(error))


def _give_up(number: int, error: Exception) -> bool:
    """No connection: every letter that was still waiting learns why it did not leave."""
    if not _claim(number):
        return False
    _fail(number, error)
    return True


def _letter(number: int) -> Letter:
    return letters.get_letter(events.get_event(), number)
