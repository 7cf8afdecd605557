"""A hundred thousand entries with a ballot each, written as rows: what a lookup must not get lost in."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import func, insert, select

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.extensions import db
from hackathon.models import Assignment, Entry, Judge, Receipt, Revision, Round, Team
from scoring.reading.canonical import digest

_BASE = 10_000_000
"""Where the ids of the crowd begin, out of the way of all others."""


def enter(count: int) -> None:
    """Teams of the one round that there is, each assigned to the first judge, who has sealed a ballot for each."""
    if not count:
        return
    with unit_of_work():
        round, judge = db.session.scalars(select(Round)).one(), db.session.scalars(select(Judge)).first()
        assert judge
        last = db.session.scalar(select(func.max(Revision.chain_position))) or 0
        ids = range(_BASE, _BASE + count)
        now = clock.now()
        owner = {"round_id": round.id, "judge_id": judge.id}
        _write(
            Team,
            (
                {
                    "id": at,
                    "event_id": round.event_id,
                    "code": f"X{at}",
                    "name": f"X{at}",
                    "name_key": f"x{at}",
                    "created_at": now,
                }
                for at in ids
            ),
        )
        _write(Entry, ({"id": at, "round_id": round.id, "team_id": at, "position": at} for at in ids))
        _write(Assignment, ({**owner, "entry_id": at} for at in ids))
        revisions = [
            {**owner, **_revision(at, last + 1 + at - _BASE), "received_at": now, "made_at": now} for at in ids
        ]
        _write(Revision, revisions)
        _write(Receipt, (_receipt(each["id"]) for each in revisions))
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect() as connection:
            connection.exec_driver_sql("ANALYZE")


def _write(table: type[Any], rows: Any) -> None:
    db.session.execute(insert(table.__table__), list(rows))


def _revision(entry: int, position: int) -> dict[str, Any]:
    name = str(uuid.uuid5(uuid.NAMESPACE_OID, str(entry)))
    return {
        "id": name,
        "entry_id": entry,
        "revision": 1,
        "status": "accepted",
        "sealed": True,
        "marks": '{"creativity":5,"technical":5}',
        "body": digest(name),
        "chain_position": position,
    }


def _receipt(revision: str) -> dict[str, Any]:
    made = digest(revision)
    return {
        "revision_id": revision,
        "digest": made,
        "chain": made,
        "counted": True,
        "key_id": made[:16],
        "signature": made,
    }
