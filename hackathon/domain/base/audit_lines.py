"""Lines of the log of acts for people to read: narrowed down, a page at a time, with who acted and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from hackathon.extensions import db
from hackathon.models import AuditEntry, AuditText, Event, Person

Line = tuple[AuditEntry, str | None, str | None]
"""The act, the name of who did it, and the reason that was given."""


@dataclass(frozen=True)
class Filter:
    """What the lines are narrowed to; an empty text narrows nothing. `person` is a person's number."""

    subject: str = ""
    act: str = ""
    person: str = ""

    def where(self, event: Event) -> list[ColumnElement[bool]]:
        found: list[ColumnElement[bool]] = [AuditEntry.event_id == event.id]
        if self.subject:
            found.append(AuditEntry.subject == self.subject)
        if self.act:
            found.append(AuditEntry.act == self.act)
        if self.person.isdigit():
            found.append(AuditEntry.actor_id == int(self.person))
        return found


def count(event: Event, wanted: Filter) -> int:
    return db.session.scalar(select(func.count()).select_from(AuditEntry).where(*wanted.where(event))) or 0


def lines(event: Event, wanted: Filter, *, limit: int, offset: int = 0) -> list[Line]:
    """The newest first."""
    query = (
        select(AuditEntry, Person.name, AuditText.reason)
        .where(*wanted.where(event))
        .outerjoin(Person, Person.id == AuditEntry.actor_id)
        .outerjoin(AuditText, AuditText.audit_id == AuditEntry.id)
        .order_by(AuditEntry.position.desc())
    )
    return [(entry, name, reason) for entry, name, reason in db.session.execute(query.limit(limit).offset(offset))]


def acts(event: Event) -> Sequence[str]:
    """Every kind of act that the log of the event holds."""
    return sorted(db.session.scalars(select(AuditEntry.act).where(AuditEntry.event_id == event.id).distinct()))


def actors(event: Event) -> list[tuple[int, str | None]]:
    """Number and name of everybody who has done something."""
    query = (
        select(Person.id, Person.name)
        .join(AuditEntry, AuditEntry.actor_id == Person.id)
        .where(AuditEntry.event_id == event.id)
        .distinct()
        .order_by(Person.id)
    )
    return [(key, name) for key, name in db.session.execute(query)]
