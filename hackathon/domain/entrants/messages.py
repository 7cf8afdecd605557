"""Messages to many: looked at before they are sent, a letter for each, and nobody learns who else got one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, insert, select

from hackathon import clock
from hackathon.domain.base import audit
from hackathon.domain.base.errors import Invalid
from hackathon.domain.base.languages import LanguageName
from hackathon.domain.entrants.audiences import AUDIENCES, Reader, readers_of
from hackathon.domain.letters.letters import one_line
from hackathon.extensions import db
from hackathon.models import Event, Letter, Message, Person, Round
from scoring.text import text

SUBJECT, BODY = 150, 5000
WORDS = ("name", "team", "event", "round", "deadline", "address")
"""What may stand in braces: it is filled in for each reader."""
_WORD = re.compile(r"\{([^{}\n]{0,40})\}")


@dataclass(frozen=True)
class Written:
    """A message before it is sent, by language. Whoever reads one that it is not written in gets the first."""

    audience: str
    subject: Mapping[str, str]
    body: Mapping[str, str]
    round: Round | None = None

    def in_language(self, language: str) -> str:
        return language if self.subject.get(language) and self.body.get(language) else next(iter(self.subject))


@dataclass(frozen=True)
class Preview:
    """How a letter will read for one of its readers."""

    reader: Reader
    subject: str
    body: str


def check(written: Written) -> None:
    """Raises Invalid naming audience, round, subject-ko, body-en …"""
    if written.audience not in AUDIENCES:
        raise Invalid(text("Choose who it is for."), field="audience")
    if AUDIENCES[written.audience].needs_round and written.round is None:
        raise Invalid(text("Choose a round."), field="round")
    for place, language in enumerate(written.subject):
        _check_language(written, language, needed=place == 0)


def _check_language(written: Written, language: str, *, needed: bool) -> None:
    subject, body = written.subject[language], written.body[language]
    _check_words(subject, f"subject-{language}", most=SUBJECT, needed=needed)
    _check_words(body, f"body-{language}", most=BODY, needed=needed)
    if bool(subject.strip()) != bool(body.strip()):
        field = f"subject-{language}" if body.strip() else f"body-{language}"
        raise Invalid(text("In {language}, both or neither.", language=LanguageName(language)), field=field)


def _check_words(words: str, field: str, *, most: int, needed: bool) -> None:
    if needed and not words.strip():
        raise Invalid(text("This is empty."), field=field)
    if len(words) > most:
        raise Invalid(text("At most {most} characters are taken.", most=most), field=field)
    unknown = [word for word in _WORD.findall(words) if word not in WORDS]
    if unknown:
        known = ", ".join(f"{{{word}}}" for word in WORDS)
        raise Invalid(
            text("{word} cannot be filled in. Known are {known}.", word=f"{{{unknown[0]}}}", known=known),
            field=field,
        )


def preview(event: Event, written: Written, *, values: Mapping[str, Mapping[str, str]]) -> list[Preview]:
    """Every letter as it would be written. `values` fills event, round, deadline and address, by language."""
    check(written)
    return [_fill(written, reader, values) for reader in readers_of(event, written.audience, written.round)]


def _fill(written: Written, reader: Reader, values: Mapping[str, Mapping[str, str]]) -> Preview:
    language = written.in_language(reader.person.language)
    known = {**values[language], "name": reader.person.name or reader.person.email or "", "team": reader.team}

    def fill(words: str) -> str:
        return _WORD.sub(lambda found: known[found[1]], words)

    return Preview(reader, one_line(fill(written.subject[language])), fill(written.body[language]).strip())


def send(
    event: Event,
    written: Written,
    *,
    token: str,
    values: Mapping[str, Mapping[str, str]],
    actor: Person | None = None,
) -> Message:
    """Write the letters. The same token again is the message that was sent."""
    before = db.session.scalars(select(Message).where(Message.token == token)).first()
    if before is not None:
        return before
    found = preview(event, written, values=values)
    reached = [each for each in found if each.reader.person.email]
    if not reached:
        raise Invalid(text("Nobody would get it."), field="audience")
    message = _add(event, written, token=token, letters=len(reached), unreached=len(found) - len(reached), actor=actor)
    db.session.execute(insert(Letter), [_letter(event, message, each) for each in reached])
    audit.record(
        event,
        "message.sent",
        f"message:{message.id}",
        actor=actor,
        audience=written.audience,
        round=written.round.key if written.round else None,
        letters=len(reached),
    )
    return message


def _add(event: Event, written: Written, *, token: str, letters: int, unreached: int, actor: Person | None) -> Message:
    message = Message(
        event_id=event.id,
        round_id=written.round.id if written.round else None,
        token=token,
        audience=written.audience,
        subject=dict(written.subject),
        body=dict(written.body),
        written_at=clock.now(),
        written_by=actor.id if actor else None,
        letters=letters,
        unreached=unreached,
    )
    db.session.add(message)
    db.session.flush()
    return message


def _letter(event: Event, message: Message, each: Preview) -> dict[str, object]:
    return {
        "event_id": event.id,
        "person_id": each.reader.person.id,
        "message_id": message.id,
        "kind": "message",
        "subject": each.subject,
        "body": each.body,
        "written_at": message.written_at,
    }


def sent(event: Event) -> Sequence[Message]:
    """What was sent, the newest first."""
    return db.session.scalars(select(Message).where(Message.event_id == event.id).order_by(Message.id.desc())).all()


def gone(event: Event) -> dict[int, int]:
    """How many letters of each message have left."""
    found = (
        select(Letter.message_id, func.count())
        .where(Letter.event_id == event.id, Letter.message_id.is_not(None), Letter.sent_at.is_not(None))
        .group_by(Letter.message_id)
    )
    return {message: count for message, count in db.session.execute(found) if message is not None}
