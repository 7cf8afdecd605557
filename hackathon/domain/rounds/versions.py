"""Versions of a round: counters that grow with it, cheap enough to be asked every second."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from hackathon.extensions import db
from hackathon.models import AuditEntry, Presenting, Revision, Round


@dataclass(frozen=True)
class Version:
    """How many acts and revisions there are, and since when somebody presents. Codes and marks it does not hold."""

    acts: int = 0
    ballots: int = 0
    stage: str = ""

    def __str__(self) -> str:
        return f"{self.acts}.{self.ballots}.{self.stage}"


def version_of(round: Round) -> Version:
    return look(db.session.connection(), event_id=round.event_id, round_id=round.id)


def look(connection: Connection, *, event_id: int, round_id: int) -> Version:
    """One small query by three indexes."""
    acts = select(func.max(AuditEntry.position)).where(AuditEntry.event_id == event_id)
    ballots = select(func.max(Revision.chain_position)).where(Revision.round_id == round_id)
    since = select(Presenting.since).where(Presenting.round_id == round_id)
    query = select(acts.scalar_subquery(), ballots.scalar_subquery(), since.scalar_subquery())
    found = connection.execute(query.where(Round.id == round_id)).one_or_none()
    if found is None:
        return Version()
    acts_now, ballots_now, since_now = found
    return Version(acts_now or 0, ballots_now or 0, f"{since_now.timestamp():.3f}" if since_now else "")


def read_version(text: str | None) -> Version | None:
    """What a stream was told last; None for anything else."""
    parts = (text or "").split(".", 2)
    if len(parts) != 3 or not (parts[0].isascii() and parts[0].isdigit() and parts[1].isascii() and parts[1].isdigit()):
        return None
    return Version(int(parts[0][:18]), int(parts[1][:18]), parts[2])
