"""Letters to people: written here, sent by whoever can."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from hackathon import clock
from hackathon.extensions import db
from hackathon.models import Event, Letter, Person

_TEXTS = {
    "password": {
        "ko": (
            "비밀번호를 정해 주세요",
            (
                "{name} 님,\n\n아래 링크로 들어와 새 비밀번호를 정해 주세요. 한 시간 동안, 한 번만 쓸 수 있습니다.\n\n{link}\n\n"
                "요청하지 않으셨다면 이 편지를 지우시면 됩니다. 비밀번호는 바뀌지 않습니다."
            ),
        ),
        "en": (
            "Set your password",
            (
                "Hello {name},\n\nopen this link to set a new password. It works once, within an hour.\n\n{link}\n\n"
                "If you did not ask for it, delete this letter: nothing has changed."
            ),
        ),
    },
}


def write(event: Event, person: Person, kind: str, **values: str) -> Letter:
    """Write a letter in the person's language and leave it in the outbox."""
    subject, body = _TEXTS[kind]["ko" if person.language == "ko" else "en"]
    name = event.name.get(person.language, event.name["ko"])
    letter = Letter(
        event_id=event.id,
        person_id=person.id,
        kind=kind,
        subject=f"[{name}] {subject}",
        body=body.format(name=person.name or person.email, **values),
        written_at=clock.now(),
    )
    db.session.add(letter)
    db.session.flush()
    return letter


def outbox(event: Event) -> Sequence[Letter]:
    """Letters that nobody has sent yet, the oldest first."""
    waiting = select(Letter).where(Letter.event_id == event.id, Letter.sent_at.is_(None)).order_by(Letter.id)
    return db.session.scalars(waiting).all()
