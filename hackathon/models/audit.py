from __future__ import annotations

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hackathon.extensions import Base
from hackathon.models.types import Document, EventKey, Hash, Key, Moment, PersonKey, RoundKey


class AuditEntry(Base):
    """Who did what to what, when: codes and numbers only, in a chain. Rows are never changed or removed."""

    __tablename__ = "audit_entry"
    __table_args__ = (UniqueConstraint("event_id", "position"),)

    id: Mapped[Key]
    event_id: Mapped[EventKey]
    position: Mapped[int]
    at: Mapped[Moment]
    actor_id: Mapped[PersonKey | None]
    act: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(String(128))
    facts: Mapped[Document]
    chain: Mapped[Hash]


class AuditText(Base):
    """The reason somebody gave for an act, kept apart so that it can be erased."""

    __tablename__ = "audit_text"

    id: Mapped[Key]
    audit_id: Mapped[int] = mapped_column(ForeignKey("audit_entry.id"), unique=True)
    reason: Mapped[str] = mapped_column(Text)


class Checkpoint(Base):
    """Where the event's log and a round's chain of receipts ended, signed. Rows are never changed or removed.

    Whoever cuts off the end of a chain, or writes it anew with links that fit, no longer has what was signed.
    """

    __tablename__ = "checkpoint"

    id: Mapped[Key]
    round_id: Mapped[RoundKey]
    made_at: Mapped[Moment]
    log_position: Mapped[int]
    log_chain: Mapped[Hash]
    ballots_position: Mapped[int]
    ballots_chain: Mapped[Hash]
    key_id: Mapped[str] = mapped_column(String(16))
    signature: Mapped[str] = mapped_column(String(128))
