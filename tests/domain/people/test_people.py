"""People and roles: one address is one person, and the desk is never left empty."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hackathon.database import unit_of_work
from hackathon.domain.base.errors import Invalid, NotFound
from hackathon.domain.people import people
from hackathon.extensions import db
from hackathon.models import AuditEntry, Event, Judge
from tests.factories import NOON, make_person


def test_one_address_is_one_person_however_it_is_written(event: Event) -> None:
    with unit_of_work():
        person = make_person(event, "judge")
        assert people.find_person(event, " ＪUDGE@Example.org ") is person
        with pytest.raises(Invalid):
            people.add_person(event, name="another", email="JUDGE@example.org")


def test_an_invited_person_is_added_once(event: Event) -> None:
    with unit_of_work():
        first = people.invite(event, name="새 사람", email="new@example.org", role="staff")
        again = people.invite(event, name="다른 이름", email="new@example.org", role="judge")
    assert first is again
    assert (first.name, first.role_names) == ("새 사람", {"staff", "judge"})


def test_a_judge_gets_the_next_code(event: Event) -> None:
    with unit_of_work():
        for name in ("a", "b"):
            people.invite(event, name=name, email=f"{name}@example.org", role="judge")
    assert sorted(db.session.scalars(select(Judge.code))) == ["J01", "J02"]


def test_giving_a_role_again_changes_nothing(event: Event) -> None:
    with unit_of_work():
        person = make_person(event, "staff", "staff")
        before = len(db.session.scalars(select(AuditEntry)).all())
        people.grant(event, person, "staff")
        assert len(db.session.scalars(select(AuditEntry)).all()) == before


def test_a_role_that_is_none_is_refused(event: Event) -> None:
    with unit_of_work(), pytest.raises(Invalid):
        people.grant(event, make_person(event, "x"), "captain")


def test_the_last_organizer_stays(event: Event) -> None:
    with unit_of_work():
        first, second = (make_person(event, name, "organizer") for name in ("first", "second"))
        people.revoke(event, first, "organizer")
        assert first.role_names == frozenset()
        with pytest.raises(Invalid):
            people.revoke(event, second, "organizer")


def test_the_erased_and_the_absent_are_not_found(event: Event) -> None:
    with unit_of_work():
        person = make_person(event, "gone")
        person.erased_at = NOON
    for number in (person.id, 10**6):
        with pytest.raises(NotFound):
            people.get_by_number(event, number)


def test_a_language_is_one_of_two(event: Event) -> None:
    with unit_of_work():
        person = make_person(event, "reader")
        people.choose_language(person, "en")
        with pytest.raises(Invalid):
            people.choose_language(person, "fr")
    assert person.language == "en"
