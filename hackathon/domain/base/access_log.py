"""The access log: everybody who looks at personal data leaves a line, the people themselves excepted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from hackathon import clock
from hackathon.domain.base import audit
from hackathon.extensions import db
from hackathon.models import AuditEntry, Event, Person

ONE_LOOK = timedelta(minutes=10)
"""Turning pages and coming back is one look."""


def is_noted(event: Event, act: str, subject: str, *, actor: Person) -> bool:
    """Does the log know of this look already?"""
    newest = (
        select(AuditEntry.at)
        .where(AuditEntry.event_id == event.id, AuditEntry.act == act)
        .where(AuditEntry.subject == subject, AuditEntry.actor_id == actor.id)
        .order_by(AuditEntry.position.desc())
        .limit(1)
    )
    last = db.session.scalar(newest)
    return last is not None and clock.now() - last < ONE_LOOK


def note(event: Event, act: str, subject: str, *, actor: Person, reason: str = "", **facts: Any) -> None:
    """Write that somebody looked; `facts` say at how much, never at whom by name."""
    audit.record(event, act, subject, actor=actor, reason=reason, **facts)
