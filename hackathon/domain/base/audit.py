"""The log of acts: append-only, chained, without personal data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from hackathon import clock
from hackathon.domain.base.inserts import insert_rows
from hackathon.extensions import db
from hackathon.models import AuditEntry, AuditText, Event, Person
from scoring.bundle.acts import link_of, old_link_of

_TURN = select(Event.id).where(Event.id == bindparam("event")).with_for_update(key_share=True)
_LAST = (
    select(AuditEntry.position, AuditEntry.chain)
    .where(AuditEntry.event_id == bindparam("event"))
    .order_by(AuditEntry.position.desc())
    .limit(1)
)


def record(
    event: Event, act: str, subject: str, *, actor: Person | None = None, reason: str = "", **facts: Any
) -> AuditEntry:
    """Write one act: `subject` and `facts` name things by code or key, never a person by name."""
    db.session.flush()  # what is said of rows follows the rows
    position, before = _end(event.id)
    entry = AuditEntry(
        event_id=event.id,
        position=position + 1,
        at=clock.now(),
        actor_id=actor.id if actor else None,
        act=act,
        subject=subject,
        facts=facts,
        chain="",
    )
    entry.chain = link(entry, before=before)
    db.session.add(entry)
    db.session.flush()
    if reason:
        db.session.add(AuditText(audit_id=entry.id, reason=reason))
    return entry


@dataclass(frozen=True)
class Act:
    """An act of which many are recorded at once."""

    event_id: int
    act: str
    subject: str
    actor_id: int | None
    facts: dict[str, Any]


def record_all(acts: Sequence[Act]) -> None:
    """Record many acts of one event, as they came, without an object for each."""
    if not acts:
        return
    (event_id,) = {act.event_id for act in acts}
    position, before = _end(event_id)
    rows = []
    for number, act in enumerate(acts, start=position + 1):
        row = {**vars(act), "position": number, "at": clock.now()}
        before = link_of(_content(row), before=before)
        rows.append({**row, "chain": before})
    insert_rows(AuditEntry, rows)


def _end(event_id: int) -> tuple[int, str]:
    """Where the log ends: position and link.

    On PostgreSQL two who write at once take turns here (key_share: rows that refer to the event go on).
    """
    connection = db.session.connection()
    connection.execute(_TURN, {"event": event_id})
    found = connection.execute(_LAST, {"event": event_id}).first()
    return (found.position, found.chain) if found else (0, "")


def end_of(event: Event) -> tuple[int, str]:
    """Where the log ends now: position and link. Nobody's turn is taken."""
    found = db.session.connection().execute(_LAST, {"event": event.id}).first()
    return (found.position, found.chain) if found else (0, "")


def link(entry: AuditEntry, *, before: str) -> str:
    """The link that ties an entry to the one before it."""
    return link_of(content_of(entry), before=before)


def content_of(entry: AuditEntry) -> dict[str, Any]:
    """What the chain digests of an entry, and what a results bundle shows of it."""
    names = ("position", "at", "actor_id", "act", "subject", "facts")
    return _content({name: getattr(entry, name) for name in names})


def _content(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "position": row["position"],
        "at": row["at"].isoformat(),
        "actor": row["actor_id"],
        "act": row["act"],
        "subject": row["subject"],
        "facts": row["facts"],
    }


@dataclass(frozen=True)
class Linked:
    """An entry with the link before it. `is_old`: it is linked as entries were before form 2 of results."""

    entry: AuditEntry
    before: str
    is_old: bool


def linked(event: Event) -> Iterator[Linked | None]:
    """The log in its order; None, and then nothing more, where an entry does not follow from the one before it.

    An old link below a new one is no link: whoever rewrites the log cannot go back to them.
    """
    before, is_old = "", True
    entries = select(AuditEntry).where(AuditEntry.event_id == event.id).order_by(AuditEntry.position)
    for expected, entry in enumerate(db.session.scalars(entries), start=1):
        is_old = is_old and entry.chain == old_link_of(content_of(entry), before=before)
        if entry.position != expected or not (is_old or entry.chain == link(entry, before=before)):
            yield None
            return
        yield Linked(entry, before, is_old)
        before = entry.chain


def find_break(event: Event) -> int | None:
    """The position of the first entry whose chain does not follow from its content; none if all do."""
    return next((position for position, each in enumerate(linked(event), start=1) if each is None), None)
