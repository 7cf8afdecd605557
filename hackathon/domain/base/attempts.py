"""Attempts of strangers, counted and kept as digests, so that nobody can guess for long or fill somebody's mailbox."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from sqlalchemy import delete, func, select

from hackathon import clock
from hackathon.extensions import db
from hackathon.models import Attempt

_KEPT = timedelta(days=1)


def count(kind: str, *, within: timedelta, account: str | None = None, address: str | None = None) -> int:
    """How often this was tried, for an account, from an address, or both."""
    where = [Attempt.kind == kind, Attempt.at > clock.now() - within]
    where += [Attempt.account == _digest(account)] if account is not None else []
    where += [Attempt.address == _digest(address)] if address is not None else []
    return db.session.scalar(select(func.count()).select_from(Attempt).where(*where)) or 0


def note(kind: str, *, account: str, address: str) -> None:
    """Remember one more, and forget those that no longer count."""
    db.session.execute(delete(Attempt).where(Attempt.at < clock.now() - _KEPT))
    db.session.add(Attempt(kind=kind, account=_digest(account), address=_digest(address), at=clock.now()))
    db.session.flush()


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
