"""Letters to people: written here, sent by whoever can."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, cast

from sqlalchemy import CursorResult, select, update

from hackathon import clock
from hackathon.domain.base import audit
from hackathon.domain.base.errors import NotFound
from hackathon.domain.letters.texts import TEXTS
from hackathon.extensions import db
from hackathon.models import Event, Letter, Person
from scoring.text import Message, Sayable, in_languages, text

State = Literal["waiting", "sending", "failed", "sent"]
_SENDING = "sending"
"""Stands in `failure` while a letter is on its way: if the server stops right then, the organizer sees it."""


def write(event: Event, person: Person, kind: str, *, to: tuple[str, str] | None = None, **values: Sayable) -> Letter:
    """Write a letter in the person's language and leave it in the outbox; `to` is another name and address for it."""
    subject, body = (_filled(each, {"name": person.name or person.email or "", **values}) for each in TEXTS[kind])
    name = in_languages(event.name)
    letter = Letter(
        event_id=event.id,
        person_id=person.id,
        kind=kind,
        address=to[1] if to else None,
        addressee=to[0] if to else None,
        subject=one_line(f"[{name.say(person.language)}] {subject.say(person.language)}"),
        body=body.say(person.language),
        written_at=clock.now(),
    )
    db.session.add(letter)
    db.session.flush()
    return letter


def _filled(frame: Message, values: Mapping[str, Sayable]) -> Message:
    return replace(frame, values=tuple(values.items()))


def one_line(subject: str) -> str:
    """A subject as mail takes it: whatever stands in a name, it cannot begin another header."""
    return " ".join(subject.split())[:200]


@dataclass(frozen=True)
class Waiting:
    """A letter of the outbox with the person it is for."""

    letter: Letter
    person: Person

    @property
    def address(self) -> str | None:
        return self.letter.address or self.person.email

    @property
    def addressee(self) -> str | None:
        return self.letter.addressee or self.person.name

    @property
    def state(self) -> State:
        return delivery_of(self.letter)


def delivery_of(letter: Letter) -> State:
    if letter.sent_at is not None:
        return "sent"
    if letter.failure is None:
        return "waiting"
    return "sending" if letter.failure == _SENDING else "failed"


def outbox(event: Event) -> Sequence[Letter]:
    """Letters that nobody has sent yet, the oldest first."""
    return [waiting.letter for waiting in addressed(event)]


def addressed(event: Event) -> Sequence[Waiting]:
    """The outbox with whom each letter is for."""
    unsent = select(Letter, Person).join(Person, Person.id == Letter.person_id)
    unsent = unsent.where(Letter.event_id == event.id, Letter.sent_at.is_(None)).order_by(Letter.id)
    return [Waiting(letter=letter, person=person) for letter, person in db.session.execute(unsent)]


def get_letter(event: Event, number: int) -> Letter:
    letter = db.session.get(Letter, number)
    if letter is None or letter.event_id != event.id:
        raise NotFound(text("There is no such letter."))
    return letter


def claim(number: int) -> bool:
    """Take a letter that nobody has tried to send yet; whoever gets it sends it, and nobody else does."""
    untried = (Letter.id == number, Letter.sent_at.is_(None), Letter.failure.is_(None))
    taken = db.session.execute(
        update(Letter).where(*untried).values(failure=_SENDING).execution_options(synchronize_session=False)
    )
    return cast("CursorResult[Any]", taken).rowcount == 1


def delivered(letter: Letter) -> None:
    letter.sent_at, letter.failure = clock.now(), None
    db.session.flush()


def failed(letter: Letter, reason: str) -> None:
    """Say why a letter did not leave; it stays in the outbox until somebody decides."""
    letter.failure = reason.strip()[:500] or "?"
    db.session.flush()


def try_again(event: Event, *, actor: Person) -> int:
    """Put the letters that failed, or were on their way when the server stopped, back among the waiting ones."""
    stuck = [letter for letter in outbox(event) if letter.failure is not None]
    for letter in stuck:
        letter.failure = None
    if stuck:
        audit.record(event, "letters.tried-again", "outbox", actor=actor, letters=len(stuck))
    return len(stuck)


def mark_sent(event: Event, letter: Letter, *, actor: Person) -> None:
    """An organizer has sent this letter by other means."""
    if letter.sent_at is None:
        delivered(letter)
        audit.record(event, "letter.sent-by-hand", f"letter:{letter.id}", actor=actor)
