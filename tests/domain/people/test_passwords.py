"""Passwords: how they are kept, what is refused, and what is counted against whom."""

from __future__ import annotations

import pytest
from argon2 import extract_parameters
from sqlalchemy import select

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain.base.errors import Invalid
from hackathon.domain.people import accounts, passwords
from hackathon.extensions import db
from hackathon.models import Attempt, AuditEntry, Credential, Event, Letter, Person
from tests.factories import HOUR, NOON, make_person

PASSWORD = "a long enough password"
HERE, THERE = "192.0.2.1", "192.0.2.2"


@pytest.fixture
def person(event: Event) -> Person:
    with clock.at(NOON), unit_of_work():
        person = make_person(event, "judge", "judge")
        passwords.set_password(event, person, PASSWORD)
    return person


def wrong(event: Event, times: int, *, at: str = HERE, email: str = "judge@example.org") -> None:
    with clock.at(NOON), unit_of_work():
        for _ in range(times):
            passwords.note_failure(email, address=at)


def sign_in(event: Event, password: str = PASSWORD, *, at: str = HERE) -> Person:
    with clock.at(NOON):
        return passwords.sign_in(event, "judge@example.org", password, address=at)


def test_a_password_is_kept_as_argon2id_at_owasps_minimum_or_dearer(event: Event, person: Person) -> None:
    kept = extract_parameters(db.session.get_one(Credential, person.id).password)
    assert kept.type.name == "ID"
    assert (kept.time_cost, kept.memory_cost) >= (2, 19 * 1024)


def test_whose_password_it_is_signs_in(event: Event, person: Person) -> None:
    assert sign_in(event).id == person.id


def test_somebody_without_a_password_cannot_sign_in_with_an_empty_one(event: Event, person: Person) -> None:
    with unit_of_work():
        make_person(event, "guest")
    with pytest.raises(passwords.SignInRefused):
        passwords.sign_in(event, "guest@example.org", "", address=HERE)


@pytest.mark.parametrize("password", ["short", "가나다라마바사아자", "x" * 201, "abababababab", "judge@example.org"])
def test_a_password_that_is_too_easy_is_refused(event: Event, person: Person, password: str) -> None:
    with pytest.raises(Invalid), unit_of_work():
        passwords.set_password(event, person, password)


def test_an_endless_password_costs_no_time(event: Event, person: Person) -> None:
    with pytest.raises(passwords.SignInRefused):
        sign_in(event, "x" * 10**6)


def test_setting_one_ends_every_session_and_is_logged_without_it(event: Event, person: Person) -> None:
    with clock.at(NOON), unit_of_work():
        secret = accounts.open_session(person)
        passwords.set_password(event, person, "another long password")
    with clock.at(NOON):
        assert accounts.find_session(secret) is None
    last = db.session.scalars(select(AuditEntry).order_by(AuditEntry.position.desc())).first()
    assert last is not None
    assert (last.act, last.facts) == ("password.changed", {})


@pytest.mark.parametrize(("times", "stopped"), [(passwords.PAIR_LIMIT - 1, False), (passwords.PAIR_LIMIT, True)])
def test_five_wrong_guesses_from_one_address_stop_the_sixth(
    event: Event, person: Person, times: int, stopped: bool
) -> None:
    wrong(event, times)
    if stopped:
        with pytest.raises(passwords.TooManyAttempts):
            sign_in(event)
    else:
        assert sign_in(event).id == person.id


def test_they_stop_nobody_elsewhere(event: Event, person: Person) -> None:
    wrong(event, passwords.PAIR_LIMIT, at=THERE)
    assert sign_in(event, at=HERE).id == person.id


def test_they_are_forgotten_after_a_quarter_of_an_hour(event: Event, person: Person) -> None:
    wrong(event, passwords.PAIR_LIMIT)
    with clock.at(NOON + passwords.WINDOW):
        assert passwords.sign_in(event, "judge@example.org", PASSWORD, address=HERE).id == person.id


def test_what_is_remembered_names_nobody(event: Event, person: Person) -> None:
    wrong(event, 1)
    kept = db.session.scalars(select(Attempt)).one()
    assert "judge" not in kept.account
    assert HERE not in kept.address


def test_a_reset_is_a_letter_with_a_link_of_an_hour(event: Event, person: Person) -> None:
    with clock.at(NOON), unit_of_work():
        passwords.ask_for_reset(event, " JUDGE@example.org", address=HERE, base="https://hack.example")
    (letter,) = db.session.scalars(select(Letter)).all()
    secret = letter.body.split("/s/")[1].split("?")[0]
    assert f"https://hack.example/s/{secret}?to=password" in letter.body
    with clock.at(NOON + HOUR), pytest.raises(Exception, match="expired"), unit_of_work():
        accounts.redeem(secret)


def test_an_unknown_address_gets_no_letter(event: Event, person: Person) -> None:
    with unit_of_work():
        passwords.ask_for_reset(event, "stranger@example.org", address=HERE, base="https://hack.example")
    assert db.session.scalars(select(Letter)).all() == []
