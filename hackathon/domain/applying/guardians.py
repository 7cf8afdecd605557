"""Guardians of entrants under fourteen: named in the application, asked by a letter, and heard before anything goes on."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import select

from hackathon import clock
from hackathon.domain.applying import consents
from hackathon.domain.base import audit
from hackathon.domain.base.errors import LinkUnusable
from hackathon.domain.letters import letters
from hackathon.extensions import db
from hackathon.models import Entrant, Event, Guardian
from scoring.text import text

LINK_LIFE = timedelta(days=30)
_AGAIN = timedelta(hours=1)


def find(entrant: Entrant) -> Guardian | None:
    return db.session.get(Guardian, entrant.id)


def is_awaited(entrant: Entrant) -> bool:
    """Is an entrant under fourteen without a guardian's consent?"""
    if not entrant.under_14:
        return False
    guardian = find(entrant)
    return guardian is None or guardian.agreed_at is None


def name(event: Event, entrant: Entrant, *, name: str, email: str, base: str) -> None:
    """Keep who the guardian is, and ask. Somebody who has agreed is not asked again."""
    row = find(entrant)
    if row is not None and (row.name, row.email) == (name, email) and row.agreed_at:
        return
    if row is None:
        row = Guardian(entrant_id=entrant.id)
        db.session.add(row)
    row.name, row.email, row.agreed_at, row.refused_at = name, email, None, None
    ask(event, entrant, base=base)


def ask(event: Event, entrant: Entrant, *, base: str) -> None:
    """Write to the guardian; an earlier link stops working."""
    row = find(entrant)
    if row is None or not row.email:
        return
    secret = secrets.token_urlsafe(24)
    row.token, row.asked_at = _hash(secret), clock.now()
    link = f"{base}/apply/guardian/{secret}"
    letters.write(
        event, entrant.person, "guardian", to=(row.name or "", row.email), child=entrant.person.name or "", link=link
    )
    db.session.flush()


def may_ask_again(entrant: Entrant) -> bool:
    row = find(entrant)
    return is_awaited(entrant) and row is not None and (row.asked_at is None or clock.now() >= row.asked_at + _AGAIN)


def get_asked(event: Event, secret: str) -> Guardian:
    """The question that a guardian's link leads to. Raises LinkUnusable once it is over."""
    row = db.session.scalars(select(Guardian).where(Guardian.token == _hash(secret))).first()
    usable = row is not None and row.asked_at is not None and clock.now() < row.asked_at + LINK_LIFE
    if row is None or not usable or row.entrant.event_id != event.id or row.entrant.withdrawn_at:
        raise LinkUnusable(text("This link cannot be used or has expired."))
    return row


def answer(event: Event, secret: str, *, agrees: bool) -> Guardian:
    """Agree or refuse; the last word counts, and each is kept."""
    row = get_asked(event, secret)
    row.agreed_at, row.refused_at = (clock.now(), None) if agrees else (None, clock.now())
    if agrees:
        given = [purpose for purpose, each in consents.standing(row.entrant).items() if each.given]
        consents.record(event, row.entrant, given, given_by="guardian")
    act = "guardian.agreed" if agrees else "guardian.refused"
    audit.record(event, act, f"entrant:{row.entrant_id}")
    db.session.flush()
    return row


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
