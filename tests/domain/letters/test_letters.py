"""Letters: in the person's language, claimed by one sender, never lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

import scoring.text
from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain.base.errors import Invalid, NotFound
from hackathon.domain.letters import letters
from hackathon.domain.letters.texts import TEXTS
from hackathon.domain.people import people
from hackathon.extensions import db
from hackathon.models import AuditEntry, Event, Letter, Person
from tests.factories import NOON, make_person
from tests.running import pseudo


@pytest.fixture
def person(event: Event) -> Person:
    with unit_of_work():
        return make_person(event, "judge", "organizer")


def write(event: Event, person: Person) -> Letter:
    with clock.at(NOON), unit_of_work():
        return letters.write(event, person, "password", link="https://hack.example/s/x")


@pytest.mark.parametrize(("language", "subject"), [("ko", "[시험 행사] 비밀번호를"), ("en", "[Test event] Set your")])
def test_a_letter_is_in_the_persons_language(event: Event, person: Person, language: str, subject: str) -> None:
    with unit_of_work():
        person.language = language
    letter = write(event, person)
    assert letter.subject.startswith(subject)
    assert "https://hack.example/s/x" in letter.body


def test_a_letter_in_a_language_dropped_in(
    event: Event, person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scoring.text._places", [*scoring.text._places])
    pseudo.drop_in(tmp_path)
    scoring.text.add_catalogues(tmp_path, "hackathon")
    with unit_of_work():
        people.choose_language(person, pseudo.LANGUAGE)
    letter = write(event, person)
    assert letter.subject == f"[시험 행사] {pseudo.sentence('Set your password')}"
    assert pseudo.outside(letter.body).strip() == ""
    with pytest.raises(Invalid, match="no language 'tlh'"):
        people.choose_language(person, "tlh")


def test_one_sender_gets_a_letter(event: Event, person: Person) -> None:
    letter = write(event, person)
    with unit_of_work():
        assert [letters.claim(letter.id) for _ in range(2)] == [True, False]


def test_a_letter_on_its_way_is_still_in_the_outbox(event: Event, person: Person) -> None:
    letter = write(event, person)
    with unit_of_work():
        letters.claim(letter.id)
    db.session.expire_all()
    (waiting,) = letters.addressed(event)
    assert (waiting.state, waiting.person) == ("sending", person)


def test_a_failure_says_why_and_stays(event: Event, person: Person) -> None:
    letter = write(event, person)
    with unit_of_work():
        letters.failed(letter, "550 no such mailbox\n")
    assert [(each.state, each.letter.failure) for each in letters.addressed(event)] == [
        ("failed", "550 no such mailbox")
    ]


def test_a_failed_letter_waits_again(event: Event, person: Person) -> None:
    letter = write(event, person)
    with unit_of_work():
        letters.failed(letter, "no connection")
        assert letters.try_again(event, actor=person) == 1
    assert letters.delivery_of(letter) == "waiting"


def test_a_letter_that_left_is_out_of_the_outbox(event: Event, person: Person) -> None:
    letter = write(event, person)
    with clock.at(NOON), unit_of_work():
        letters.claim(letter.id)
        letters.delivered(letter)
    assert letters.outbox(event) == []
    assert letter.sent_at == NOON


def test_marking_twice_is_one_act(event: Event, person: Person) -> None:
    letter = write(event, person)
    with unit_of_work():
        for _ in range(2):
            letters.mark_sent(event, letter, actor=person)
    found = [act for act in db.session.scalars(select(AuditEntry.act)) if act == "letter.sent-by-hand"]
    assert len(found) == 1


def test_a_letter_that_is_none_is_not_found(event: Event) -> None:
    with pytest.raises(NotFound):
        letters.get_letter(event, 77)


def test_every_paragraph_of_a_letter_is_a_sentence_in_english() -> None:
    for _subject, body in TEXTS.values():
        assert [part for part in str(body).split("\n\n") if part[:1].islower()] == []
