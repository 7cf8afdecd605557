"""The log of acts: append-only, chained, without personal data."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from hackathon import clock
from hackathon.domain.canonical import digest
from hackathon.extensions import db
from hackathon.models import AuditEntry, AuditText, Event, Person


def record(
    event: Event, act: str, subject: str, *, actor: Person | None = None, reason: str = "", **facts: Any
) -> AuditEntry:
    """Write one act: `subject` and `facts` name things by code or key, never a person by name."""
    # The chain has one end: on PostgreSQL two who write at once take turns (key_share: rows that refer to the event go on).
    db.session.execute(select(Event.id).where(Event.id == event.id).with_for_update(key_share=True))
    last = db.session.scalars(
        select(AuditEntry).where(AuditEntry.event_id == event.id).order_by(AuditEntry.position.desc()).limit(1)
    ).first()
    entry = AuditEntry(
        event_id=event.id,
        position=last.position + 1 if last else 1,
        at=clock.now(),
        actor_id=actor.id if actor else None,
        act=act,
        subject=subject,
        facts=facts,
        chain="",
    )
    entry.chain = link(entry, before=last.chain if last else "")
    db.session.add(entry)
    db.session.flush()
    if reason:
        db.session.add(AuditText(audit_id=entry.id, reason=reason))
    return entry


def link(entry: AuditEntry, *, before: str) -> str:
    """The digest that ties an entry to the one before it."""
    return digest(content_of(entry, before=before))


def content_of(entry: AuditEntry, *, before: str) -> dict[str, Any]:
    """What the chain digests of an entry, and what a results bundle shows of it."""
    return {
        "before": before,
        "position": entry.position,
        "at": entry.at.isoformat(),
        "actor": entry.actor_id,
        "act": entry.act,
        "subject": entry.subject,
        "facts": entry.facts,
    }


def find_break(event: Event) -> int | None:
    """The position of the first entry whose chain does not follow from its content; none if all do."""
    before = ""
    entries = select(AuditEntry).where(AuditEntry.event_id == event.id).order_by(AuditEntry.position)
    for expected, entry in enumerate(db.session.scalars(entries), start=1):
        if entry.position != expected or entry.chain != link(entry, before=before):
            return expected
        before = entry.chain
    return None
