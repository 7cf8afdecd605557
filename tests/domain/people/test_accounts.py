"""Links that sign in once, sessions as rows, and ending them."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain.base.errors import LinkUnusable, NotFound
from hackathon.domain.people import accounts
from hackathon.extensions import db
from hackathon.models import Event, Person, SignIn, SignInLink
from tests.factories import NOON, make_person


@pytest.fixture
def person(event: Event) -> Person:
    with unit_of_work():
        return make_person(event, "judge", "judge")


def test_no_secret_is_kept(event: Event, person: Person) -> None:
    with clock.at(NOON), unit_of_work():
        secret = accounts.make_link(event, person)
        _person, session = accounts.redeem(secret)
    assert {secret, session}.isdisjoint(
        {*db.session.scalars(select(SignInLink.token)), *db.session.scalars(select(SignIn.token))}
    )


def test_a_link_works_once(event: Event, person: Person) -> None:
    with clock.at(NOON), unit_of_work():
        secret = accounts.make_link(event, person)
        accounts.redeem(secret)
        with pytest.raises(LinkUnusable):
            accounts.redeem(secret)


def test_only_a_demos_links_work_again(event: Event, person: Person) -> None:
    with pytest.raises(ValueError, match="demo"), unit_of_work():
        accounts.make_link(event, person, reusable=True)


def test_every_session_but_one_can_be_ended(event: Event, person: Person) -> None:
    with clock.at(NOON), unit_of_work():
        kept, *others = [accounts.open_session(person) for _ in range(3)]
        assert accounts.end_sessions(person, but=kept) == 2
        assert accounts.find_session(kept) is not None
        assert [accounts.find_session(other) for other in others] == [None, None]


def test_a_device_of_somebody_else_is_not_there(event: Event, person: Person) -> None:
    with clock.at(NOON), unit_of_work():
        accounts.open_session(person)
        (row,) = accounts.sessions(person)
        with pytest.raises(NotFound):
            accounts.end_one(make_person(event, "other"), row.id)


def test_signing_out_everywhere_leaves_used_links_as_they_were(event: Event, person: Person) -> None:
    with clock.at(NOON), unit_of_work():
        used, unused = accounts.make_link(event, person), accounts.make_link(event, person)
        accounts.redeem(used)
        before = {link.id: link.expires_at for link in db.session.scalars(select(SignInLink))}
        assert accounts.sign_out_everywhere(event, person, actor=person) == 1
        with pytest.raises(LinkUnusable):
            accounts.redeem(unused)
    after = {link.id: link.expires_at for link in db.session.scalars(select(SignInLink))}
    assert [after[number] == before[number] for number in sorted(after)] == [True, False]
