"""Nobody gives both signatures by signing in as the other."""

from __future__ import annotations

import pytest
from flask import Flask

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain.base.errors import OneHand
from hackathon.domain.people import accounts, pairing
from hackathon.domain.results import results
from hackathon.models import Person, Round, SignIn
from tests.factories import HOUR, NOON, fill_round, make_event, make_person, seal_all, the_judge, the_key, the_secret

AFTER = NOON + 7 * HOUR
MARKS = {"T001": (9, 9), "T002": (8, 8), "T003": (7, 7), "T004": (6, 6)}


@pytest.fixture
def locked(sqlite_app: Flask) -> Round:
    with unit_of_work():
        round = fill_round(make_event())
        seal_all(round, MARKS)
    with clock.at(AFTER), unit_of_work():
        results.lock(round, key=the_key())
    return round


def organizer(round: Round, name: str) -> Person:
    with unit_of_work():
        return make_person(round.event, name, "organizer")


def chair() -> Person:
    return the_judge("J01").person


def by_link(round: Round, person: Person, maker: Person | None) -> SignIn:
    with clock.at(AFTER), unit_of_work():
        return session(accounts.redeem(accounts.make_link(round.event, person, actor=maker))[1])


def by_card(round: Round, maker: Person) -> SignIn:
    with clock.at(AFTER), unit_of_work():
        code = pairing.make_card(
            round.event, the_judge("J01"), until=AFTER + HOUR, batch="b", actor=maker, secret=the_secret()
        )
        card = pairing.find_card(code, secret=the_secret())
        assert card is not None
        return session(pairing.redeem(round.event, card)[1])


def by_password(person: Person) -> SignIn:
    with clock.at(AFTER), unit_of_work():
        return session(accounts.open_session(person, began="password"))


def session(secret: str) -> SignIn:
    row = accounts.find_session(secret)
    assert row is not None
    return row


def sign(round: Round, person: Person, capacity: str, here: SignIn) -> None:
    with clock.at(AFTER), unit_of_work():
        results.sign(results.get_result(round), person, capacity=capacity, key=the_key(), here=here)


def test_who_let_the_chair_in_does_not_sign_after_the_chair(locked: Round) -> None:
    one, _other = organizer(locked, "one"), organizer(locked, "other")
    sign(locked, chair(), "chair", by_link(locked, chair(), one))
    with pytest.raises(OneHand):
        sign(locked, one, "organizer", by_password(one))


def test_nor_does_the_chair_sign_after_them(locked: Round) -> None:
    one, _other = organizer(locked, "one"), organizer(locked, "other")
    sign(locked, one, "organizer", by_password(one))
    for here in (by_link(locked, chair(), one), by_card(locked, one)):
        with pytest.raises(OneHand):
            sign(locked, chair(), "chair", here)


def test_another_organizer_may_sign(locked: Round) -> None:
    one, other = organizer(locked, "one"), organizer(locked, "other")
    sign(locked, chair(), "chair", by_card(locked, one))
    sign(locked, other, "organizer", by_password(other))
    assert len(results.signatures(results.get_result(locked))) == 2


def test_a_password_of_ones_own_is_the_way_out(locked: Round) -> None:
    one = organizer(locked, "one")
    sign(locked, one, "organizer", by_password(one))
    sign(locked, chair(), "chair", by_password(chair()))
    assert len(results.signatures(results.get_result(locked))) == 2


def test_a_chair_who_would_leave_nobody_to_sign_is_told_before(locked: Round) -> None:
    one = organizer(locked, "one")
    with pytest.raises(OneHand):
        sign(locked, chair(), "chair", by_card(locked, one))
    assert results.signatures(results.get_result(locked)) == []


def test_links_that_no_organizer_made_do_not_matter(locked: Round) -> None:
    """A demo's links, and those of the command line."""
    one = organizer(locked, "one")
    sign(locked, chair(), "chair", by_link(locked, chair(), None))
    sign(locked, one, "organizer", by_link(locked, one, None))
    assert len(results.signatures(results.get_result(locked))) == 2


def test_a_link_that_one_makes_for_oneself_does_not_matter(locked: Round) -> None:
    one = organizer(locked, "one")
    sign(locked, one, "organizer", by_link(locked, one, one))
    sign(locked, chair(), "chair", by_password(chair()))
    assert len(results.signatures(results.get_result(locked))) == 2
