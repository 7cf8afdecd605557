"""Accounts: links that sign in, and sessions as rows."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select, update

from hackathon import clock
from hackathon.domain.base import audit
from hackathon.domain.base.errors import LinkUnusable, NotFound
from hackathon.extensions import db
from hackathon.models import Event, PairingCode, Person, Role, SignIn, SignInLink
from scoring.text import text

LINK_LIFE = timedelta(days=2)
SESSION_LIFE = timedelta(days=14)
SEEN_EVERY = timedelta(minutes=3)
"""How exactly it is known when a device was last heard of: a write for every request would be too many."""


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def make_link(
    event: Event, person: Person, *, reusable: bool = False, life: timedelta = LINK_LIFE, actor: Person | None = None
) -> str:
    """Write a sign-in link and return its secret, which is stored nowhere. Only a demo's links are reusable."""
    if reusable and not event.is_demo:
        raise ValueError("only a demo has links that work any number of times")
    secret = secrets.token_urlsafe(24)
    now = clock.now()
    db.session.add(
        SignInLink(
            person_id=person.id,
            token=_hash(secret),
            reusable=reusable,
            created_at=now,
            expires_at=now + life,
            made_by=actor.id if actor else None,
        )
    )
    audit.record(event, "link.made", f"person:{person.id}", actor=actor)
    return secret


def is_link_of(secret: str, person: Person) -> bool:
    """Does this link sign this person in?"""
    return (
        db.session.scalar(
            select(SignInLink.id).where(SignInLink.token == _hash(secret), SignInLink.person_id == person.id)
        )
        is not None
    )


def redeem(secret: str, *, device: str | None = None) -> tuple[Person, str]:
    """Sign the link's person in: the person and the session's secret."""
    link = db.session.scalars(select(SignInLink).where(SignInLink.token == _hash(secret)).with_for_update()).first()
    if link is None or clock.now() >= link.expires_at or (link.used_at and not link.reusable):
        raise LinkUnusable(text("This sign-in link was used already or has expired. Ask the organizer for a new one."))
    link.used_at = clock.now()
    return link.person, open_session(link.person, device=device, began="link", made_by=link.made_by)


def open_session(
    person: Person,
    *,
    device: str | None = None,
    began: str = "unknown",
    made_by: int | None = None,
    until: datetime | None = None,
) -> str:
    """Write a session row and return its secret for the cookie. It lasts two weeks, or until a later moment."""
    secret = secrets.token_urlsafe(32)
    now = clock.now()
    row = SignIn(
        person_id=person.id,
        token=_hash(secret),
        device=(device or "")[:200] or None,
        created_at=now,
        expires_at=max(now + SESSION_LIFE, until or now),
        seen_at=now,
        began=began,
        made_by=made_by if made_by != person.id else None,
    )
    db.session.add(row)
    db.session.flush()
    return secret


@dataclass(frozen=True)
class Identity:
    """Whose session a request came in, without an object for any of it: every request asks for this."""

    session_id: int
    person_id: int
    roles: frozenset[str]
    seen_at: datetime | None
    began: str
    made_by: int | None


_IDENTITY = (
    select(
        *(SignIn.id, SignIn.person_id, SignIn.expires_at, SignIn.ended_at, SignIn.seen_at),
        *(SignIn.began, SignIn.made_by, Role.name),
    )
    .outerjoin(Role, Role.person_id == SignIn.person_id)
    .where(SignIn.token == bindparam("token"))
)


def find_identity(secret: str) -> Identity | None:
    """Whose session a cookie's is, if it has neither ended nor expired."""
    rows = db.session.connection().execute(_IDENTITY, {"token": _hash(secret)}).all()
    if not rows or rows[0].ended_at is not None or clock.now() >= rows[0].expires_at:
        return None
    row, roles = rows[0], frozenset(each.name for each in rows if each.name)
    return Identity(row.id, row.person_id, roles, row.seen_at, row.began, row.made_by)


def find_session(secret: str) -> SignIn | None:
    """The session of a cookie, if it has neither ended nor expired."""
    row = db.session.scalars(select(SignIn).where(SignIn.token == _hash(secret))).first()
    return row if row and row.ended_at is None and clock.now() < row.expires_at else None


def end_session(secret: str) -> None:
    row = find_session(secret)
    if row:
        row.ended_at = clock.now()
        db.session.flush()


def sessions(person: Person) -> Sequence[SignIn]:
    """Where a person is signed in now, the newest first."""
    open_now = (SignIn.person_id == person.id, SignIn.ended_at.is_(None), SignIn.expires_at > clock.now())
    return db.session.scalars(select(SignIn).where(*open_now).order_by(SignIn.id.desc())).all()


def sessions_of(people: Collection[int]) -> dict[int, list[SignIn]]:
    """Where several people are signed in now, in one query: person id → sessions, the newest first."""
    open_now = (SignIn.person_id.in_(people), SignIn.ended_at.is_(None), SignIn.expires_at > clock.now())
    found: dict[int, list[SignIn]] = {}
    for row in db.session.scalars(select(SignIn).where(*open_now).order_by(SignIn.id.desc())):
        found.setdefault(row.person_id, []).append(row)
    return found


def token_of(secret: str) -> str:
    """Under which a session's row is found."""
    return _hash(secret)


def is_stale(seen_at: datetime | None) -> bool:
    """Whether it is time to write down again that a device was heard of."""
    return seen_at is None or clock.now() - seen_at >= SEEN_EVERY


def note_seen(session_ids: Collection[int]) -> None:
    """Remember that these devices were just heard of."""
    if session_ids:
        db.session.execute(update(SignIn).where(SignIn.id.in_(session_ids)).values(seen_at=clock.now()))


def end_sessions(person: Person, *, but: str | None = None) -> int:
    """Sign a person out everywhere, except in the session with the secret `but`; returns how many ended."""
    kept = _hash(but) if but else None
    ended = [row for row in sessions(person) if row.token != kept]
    for row in ended:
        row.ended_at = clock.now()
    db.session.flush()
    return len(ended)


def end_one(person: Person, session_id: int) -> None:
    """Sign one of a person's devices out."""
    row = db.session.get(SignIn, session_id)
    if row is None or row.person_id != person.id:
        raise NotFound(text("There is no such device."))
    row.ended_at = row.ended_at or clock.now()
    db.session.flush()


def sign_out_everywhere(event: Event, person: Person, *, actor: Person) -> int:
    """An organizer signs somebody out on every device; links and cards that nobody has used yet end with the sessions."""
    now = clock.now()
    waiting = (PairingCode.person_id == person.id, PairingCode.used_at.is_(None), PairingCode.revoked_at.is_(None))
    db.session.execute(update(PairingCode).where(*waiting).values(revoked_at=now))
    unused = (SignInLink.person_id == person.id, SignInLink.used_at.is_(None), SignInLink.reusable.is_(False))
    db.session.execute(update(SignInLink).where(*unused, SignInLink.expires_at > now).values(expires_at=now))
    ended = end_sessions(person)
    audit.record(event, "sessions.ended", f"person:{person.id}", actor=actor, ended=ended)
    return ended
