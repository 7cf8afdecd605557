"""What was agreed to can be proved: the wording, its version, the time; nothing of it is ever changed."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import delete, update
from sqlalchemy.exc import DatabaseError

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain.applying import consents
from hackathon.domain.applying.consent_texts import usual_purposes
from hackathon.domain.rounds.events import get_event
from hackathon.extensions import db
from hackathon.models import Consent, ConsentNotice, Entrant
from tests.domain.teams.test_forming import IN_TIME, make_entrant
from tests.factories import make_event


def agreed() -> Entrant:
    event = make_event()
    entrant = make_entrant(event, "a")
    with clock.at(IN_TIME):
        consents.record(event, entrant, ["participation"])
    return entrant


@pytest.mark.parametrize("table", [Consent, ConsentNotice])
@pytest.mark.parametrize("change", ["update", "delete"])
def test_no_row_is_changed_or_removed(app: Flask, table: type, change: str) -> None:
    with unit_of_work():
        agreed()
    statement = delete(table) if change == "delete" else update(table).values(id=99)
    with pytest.raises(DatabaseError, match="append-only"), unit_of_work():
        db.session.execute(statement)


def test_another_wording_under_the_same_version_does_not_pass_for_the_old_one(sqlite_app: Flask) -> None:
    with unit_of_work():
        entrant = agreed()
        event = get_event()
        usual = usual_purposes(event.languages)
        reworded = [{**usual[0], "purpose": {"ko": "다른 목적", "en": "Another purpose"}}, *usual[1:]]
        event.application = {"consent": {"purposes": reworded}}
        later = consents.notices(event)["participation"]
        old = consents.standing(entrant)["participation"].notice
    assert (old.version, later.version.startswith("1+"), old.digest != later.digest) == ("1", True, True)
    assert old.text["purpose"]["ko"] == usual[0]["purpose"]["ko"]
    with unit_of_work():
        assert consents.notices(event)["participation"].id == later.id


def test_agreeing_again_adds_nothing(sqlite_app: Flask) -> None:
    with unit_of_work():
        entrant = agreed()
        consents.record(get_event(), entrant, ["participation"])
    assert len(consents.history(entrant)) == 1
