"""Merging two records of one person, and undoing it: both originals are kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select, update

from hackathon import clock
from hackathon.domain.base import audit
from hackathon.domain.base.errors import Invalid, NotFound
from hackathon.domain.people import accounts
from hackathon.domain.people.imports import contact_key, email_key, remember_keys
from hackathon.extensions import db
from hackathon.models import Entrant, Event, Judge, Membership, Merge, Person, SourceKey
from scoring.text import text

_FILLED = ("email", "phone", "affiliation")


def merge(event: Event, kept: Person, gone: Person, *, actor: Person | None = None) -> Merge:
    """Let `kept` stand for both: what it lacks comes from `gone`, and so does a place in a team."""
    _refuse(event, kept, gone)
    old, other = _entrant(kept), _entrant(gone)
    places = {"kept": _place(old), "gone": _place(other)}
    _refuse_two_teams(places["kept"], places["gone"])
    before: dict[str, Any] = {
        "kept": {name: getattr(kept, name) for name in _FILLED},
        "gone": {name: getattr(gone, name) for name in _FILLED},
        "withdrawn": _stamp(other.withdrawn_at) if other else None,
    }
    before["keys"] = _move_keys(event, kept, gone)
    email, gone.email = gone.email, None
    db.session.flush()  # an address belongs to one person at every moment
    for name, value in (("email", email), ("phone", gone.phone), ("affiliation", gone.affiliation)):
        if value and not getattr(kept, name):
            setattr(kept, name, value)
    before["membership"] = _move_place(old, other, places["kept"], places["gone"])
    before["entrant"] = _move_application(kept, old, other)
    accounts.end_sessions(gone)
    row = Merge(
        event_id=event.id,
        kept_id=kept.id,
        gone_id=gone.id,
        before=before,
        merged_at=clock.now(),
        merged_by=actor.id if actor else None,
    )
    db.session.add(row)
    db.session.flush()
    audit.record(event, "people.merged", f"person:{kept.id}", actor=actor, gone=gone.id)
    return row


def _refuse(event: Event, kept: Person, gone: Person) -> None:
    if kept.id == gone.id:
        raise Invalid(text("This is the same record."), field="gone")
    if gone.role_names or db.session.scalar(select(Judge.id).where(Judge.person_id == gone.id)):
        raise Invalid(text("Somebody who holds a role has to stay. Merge the other way round."), field="gone")
    merged = set(db.session.scalars(merged_away(event)))
    if kept.id in merged or gone.id in merged:
        raise Invalid(text("One of them has been merged already."), field="gone")


def _refuse_two_teams(mine: Membership | None, theirs: Membership | None) -> None:
    if mine and theirs and mine.team_id != theirs.team_id:
        raise Invalid(text("They are in two teams. One has to leave its team first."), field="team")


def merged_away(event: Event) -> Any:
    """The keys of everybody who was merged into somebody else, as a query."""
    return select(Merge.gone_id).where(Merge.event_id == event.id, Merge.undone_at.is_(None))


def is_present(event: Event) -> ColumnElement[bool]:
    """The condition that a person stands for themselves."""
    return Person.id.not_in(merged_away(event))


def _entrant(person: Person) -> Entrant | None:
    return db.session.scalars(select(Entrant).where(Entrant.person_id == person.id)).first()


def _place(entrant: Entrant | None) -> Membership | None:
    if entrant is None:
        return None
    here = (Membership.entrant_id == entrant.id, Membership.left_at.is_(None))
    return db.session.scalars(select(Membership).where(*here)).first()


def _stamp(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _move_keys(event: Event, kept: Person, gone: Person) -> list[str]:
    """Files that named the one name the other from now on; returns the keys, so that it can be undone."""
    moved = list(db.session.scalars(select(SourceKey.key).where(SourceKey.person_id == gone.id)))
    db.session.execute(update(SourceKey).where(SourceKey.person_id == gone.id).values(person_id=kept.id))
    new = [email_key(gone.email)] if gone.email else []
    if gone.name and gone.phone:
        new.append(contact_key(gone.name, gone.phone))
    remember_keys(event, [{"key": key, "person_id": kept.id} for key in new])
    return [*moved, *new]


def _move_place(
    old: Entrant | None, other: Entrant | None, mine: Membership | None, theirs: Membership | None
) -> dict[str, Any] | None:
    if theirs is None:
        return None
    if mine is None and old is not None:
        theirs.entrant_id = old.id
        return {"id": theirs.id, "moved_from": other.id if other else None}
    if mine is None:
        return None  # the application itself moves, and the place with it
    theirs.left_at = clock.now()
    captain, theirs.captain = theirs.captain, False
    db.session.flush()
    mine.captain = mine.captain or captain
    return {"id": theirs.id, "left": True, "captain": captain, "mine": mine.id}


def _move_application(kept: Person, old: Entrant | None, other: Entrant | None) -> dict[str, Any] | None:
    if other is None:
        return None
    if old is None:
        other.person_id = kept.id
        db.session.flush()
        return {"id": other.id, "moved": True}
    other.withdrawn_at = other.withdrawn_at or clock.now()
    db.session.flush()
    return {"id": other.id, "moved": False}


def undo(event: Event, number: int, *, actor: Person | None = None) -> Merge:
    """Take two people apart again. What was changed by hand since then stays as it is."""
    row = db.session.get(Merge, number)
    if row is None or row.event_id != event.id:
        raise NotFound(text("There is no such merge."))
    if row.undone_at:
        raise Invalid(text("This has been undone already."), field="merge")
    kept, gone = db.session.get_one(Person, row.kept_id), db.session.get_one(Person, row.gone_id)
    if kept.erased_at or gone.erased_at:
        raise Invalid(text("Their personal data has been erased."), field="merge")
    _give_back_fields(event, row.before, kept, gone)
    _give_back_application(row.before, gone)
    _give_back_place(row.before)
    db.session.execute(
        update(SourceKey)
        .where(SourceKey.key.in_(row.before["keys"]), SourceKey.person_id == kept.id)
        .values(person_id=gone.id)
    )
    row.undone_at = clock.now()
    db.session.flush()
    audit.record(event, "merge.undone", f"person:{kept.id}", actor=actor, gone=gone.id)
    return row


def _give_back_fields(event: Event, before: dict[str, Any], kept: Person, gone: Person) -> None:
    for name in _FILLED:
        filled = not before["kept"][name] and before["gone"][name]
        if filled and getattr(kept, name) == before["gone"][name]:
            setattr(kept, name, None)
    db.session.flush()
    email = before["gone"]["email"]
    if email and db.session.scalar(select(Person.id).where(Person.event_id == event.id, Person.email == email)):
        raise Invalid(text("Somebody else has the address {email} now.", email=email), field="email")
    gone.email = email
    db.session.flush()


def _give_back_application(before: dict[str, Any], gone: Person) -> None:
    moved = before["entrant"]
    entrant = db.session.get(Entrant, moved["id"]) if moved else None
    if entrant is None:
        return
    if moved["moved"]:
        entrant.person_id = gone.id
    else:
        entrant.withdrawn_at = datetime.fromisoformat(before["withdrawn"]) if before["withdrawn"] else None
    db.session.flush()


def _give_back_place(before: dict[str, Any]) -> None:
    moved = before["membership"]
    place = db.session.get(Membership, moved["id"]) if moved else None
    if place is None:
        return
    if moved.get("left"):
        mine = db.session.get(Membership, moved["mine"])
        if mine and moved["captain"] and mine.captain and not mine.left_at:
            mine.captain = False
            db.session.flush()
            place.captain = True
        place.left_at = None
    elif not place.left_at:
        place.entrant_id = moved["moved_from"]
    db.session.flush()


def merges(event: Event) -> Sequence[Merge]:
    """What was merged, the newest first."""
    return db.session.scalars(select(Merge).where(Merge.event_id == event.id).order_by(Merge.id.desc())).all()
