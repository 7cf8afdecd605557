"""People with browsers: every request runs in a context of its own, at a time the test chooses."""

from __future__ import annotations

from contextvars import Context
from datetime import datetime
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain.people import accounts
from hackathon.domain.results import results
from hackathon.domain.rounds.events import get_event
from hackathon.models import Person, Round
from tests.factories import HOUR, NOON, make_person, the_judge, the_key

OURS = {"Origin": "http://localhost"}
CLOSED = NOON + 7 * HOUR


class Visitor:
    """A browser with its cookies. Somebody who is signed in stays so between requests."""

    def __init__(self, app: Flask, person: Person | None = None, *, at: datetime = NOON) -> None:
        self.client = app.test_client()
        self.at = at
        if person is not None:
            assert self.get(f"/s/{link_for(person)}").status_code == 303

    def get(self, path: str, **options: Any) -> TestResponse:
        return self._open(path, method="GET", **options)

    def post(self, path: str, **options: Any) -> TestResponse:
        return self._open(path, method="POST", **options)

    def read(self, path: str, **options: Any) -> str:
        """The text of a page that must be there."""
        response = self.get(path, **options)
        assert response.status_code == 200, f"{path}: {response.status}"
        return response.get_data(as_text=True)

    def _open(self, path: str, **options: Any) -> TestResponse:
        def at_its_time() -> TestResponse:
            with clock.at(self.at):
                return self.client.open(path, buffered=True, **options)

        return Context().run(at_its_time)  # without the test's own app context, as on a server


def link_for(person: Person) -> str:
    with clock.at(NOON), unit_of_work():
        return accounts.make_link(get_event(), person)


def lock(round: Round) -> None:
    with clock.at(CLOSED), unit_of_work():
        results.lock(round, key=the_key())


def publish(round: Round) -> None:
    """Sign by the chair and by an organizer, and let the result out."""
    with clock.at(CLOSED), unit_of_work():
        result = results.get_result(round)
        organizer = make_person(round.event, f"signer-{round.key}", "organizer")
        results.sign(result, the_judge("J01").person, capacity="chair", key=the_key())
        results.sign(result, organizer, capacity="organizer", key=the_key())
        results.publish(round, actor=organizer)
