"""Imported rows: what an import writes, in statements that hold the write lock for as short as can be.

The plan is made outside; these verbs take finished rows, send them in bulk and leave one entry in the log.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlalchemy import text as sql

from hackathon import clock
from hackathon.domain.base import audit
from hackathon.domain.base.errors import DomainError
from hackathon.domain.base.inserts import Batch
from hackathon.extensions import db
from hackathon.models import (
    ColumnChoice,
    Entrant,
    Event,
    Judge,
    Membership,
    Person,
    Recusal,
    Revision,
    Round,
    Seat,
    SourceKey,
    Team,
)
from scoring.reading.canonical import digest
from scoring.text import text

Row = dict[str, Any]


class PlanOutdated(DomainError):
    """Somebody changed what the plan rests on; it has to be made again."""

    def __init__(self) -> None:
        super().__init__(text("Something changed since the preview, so nothing was imported. Please look again."))


def fingerprint_of(event: Event) -> str:
    """A short name for who and what there is, and whether judging has begun: another one calls for another plan.

    Ballots go on coming while a plan is made, so neither they nor the log are part of it; what changes in a row that
    stays is caught where the row is written.
    """
    counted = [
        db.session.execute(select(func.count(), func.max(table.id)).select_from(table)).one()
        for table in (Person, Entrant, Team, Membership, Judge, Seat, Recusal, SourceKey)
    ]
    left = db.session.scalar(select(func.count()).where(Membership.left_at.is_not(None)))
    return digest([*([count, last] for count, last in counted), left, has_ballots(event)])


def has_ballots(event: Event) -> bool:
    """Whether the first ballot has come; from then on an import overwrites nothing."""
    first = (
        select(Revision.id).join(Round, Round.id == Revision.round_id).where(Round.event_id == event.id, Round.counts)
    )
    return db.session.scalar(first.limit(1)) is not None


def require_fingerprint(event: Event, seen: str) -> None:
    """Raise PlanOutdated unless the event stands as it did when the plan was made."""
    if fingerprint_of(event) != seen:
        raise PlanOutdated


def people_batch(event: Event, rows: Sequence[Row]) -> Batch:
    """New people, ready to be written."""
    now = clock.now()
    return Batch(Person, [{**row, "event_id": event.id, "created_at": now} for row in rows])


def entrants_batch(event: Event, rows: Sequence[Row]) -> Batch:
    """Applications, ready to be written once their people have keys; a row without `applied_at` applied now."""
    now = clock.now()
    full = [{**row, "event_id": event.id, "applied_at": row.get("applied_at") or now} for row in rows]
    return Batch(Entrant, full)


def add_teams(event: Event, rows: Sequence[Row]) -> list[int]:
    now = clock.now()
    return Batch(Team, [{"event_id": event.id, "created_at": now, **row} for row in rows]).insert()


def add_memberships(rows: Sequence[Row]) -> None:
    now = clock.now()
    Batch(Membership, [{"joined_at": now, **row} for row in rows]).insert()


def change(table: type[Person | Entrant | Team], changes: Mapping[int, Mapping[str, tuple[Any, Any]]]) -> None:
    """Change fields from what the plan saw to what the file says: id → field → (old, new).

    Raises PlanOutdated where a field is no longer what it was.
    """
    for key, fields in changes.items():
        statement = update(table).where(table.id == bindparam("key"))
        values: Row = {"key": key}
        for name, (old, new) in fields.items():
            if name != "answers":
                statement = statement.where(getattr(table, name).is_not_distinct_from(old))
            values[f"new_{name}"] = new
        statement = statement.values({name: bindparam(f"new_{name}") for name in fields})
        if db.session.connection().execute(statement, values).rowcount != 1:
            raise PlanOutdated
    db.session.expire_all()


def source_key(*parts: str) -> str:
    """The digest under which a row is known: what it goes by must not stand in the table in plain words."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def email_key(email: str) -> str:
    return source_key("email", email)


def contact_key(name: str, phone: str) -> str:
    """Of a person by name and phone, whatever the width, case and spaces of the name."""
    plain = "".join(unicodedata.normalize("NFKC", name).casefold().split())
    return source_key("contact", f"{plain}\x1f{phone}")


def remember_keys(event: Event, rows: Iterable[Row]) -> None:
    """Note under which key a row named whom; a key that is known already keeps its subject."""
    wanted = {row["key"]: {"person_id": None, "team_id": None, **row, "event_id": event.id} for row in rows}
    known = set(db.session.scalars(select(SourceKey.key).where(SourceKey.event_id == event.id)))
    Batch(SourceKey, [row for key, row in wanted.items() if key not in known]).insert()


def choices_of(event: Event, kind: str) -> dict[str, str | None]:
    """What was chosen for headings before: heading → field."""
    found = db.session.execute(
        select(ColumnChoice.heading, ColumnChoice.field).where(
            ColumnChoice.event_id == event.id, ColumnChoice.kind == kind
        )
    )
    return dict(found.all())


def remember_choices(event: Event, kind: str, chosen: Mapping[str, str | None]) -> None:
    """Remember what each heading feeds, for the next file of this kind."""
    own = (ColumnChoice.event_id == event.id, ColumnChoice.kind == kind)
    known = {row.heading: row for row in db.session.scalars(select(ColumnChoice).where(*own))}
    for heading, field in chosen.items():
        if heading in known:
            known[heading].field = field
        elif len(heading) <= 300:
            db.session.add(ColumnChoice(event_id=event.id, kind=kind, heading=heading, field=field))
    db.session.flush()


def record(event: Event, kind: str, *, actor: Person | None, **facts: Any) -> None:
    """Leave the import in the log, and let the database count its rows again so that it plans queries well."""
    audit.record(event, "file.imported", f"import:{kind}", actor=actor, **facts)
    if facts.get("added", 0) > 1000:
        db.session.execute(sql("ANALYZE"))
