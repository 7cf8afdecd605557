"""Letters to one person, and the messages to many that they belong to."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from hackathon.extensions import Base
from hackathon.models.types import (
    Bilingual,
    EventKey,
    Key,
    Moment,
    PersonKey,
)


class Message(Base):
    """One text that an organizer sent to many people; each of them has a letter of their own."""

    __tablename__ = "message"

    id: Mapped[Key]
    event_id: Mapped[EventKey]
    round_id: Mapped[int | None] = mapped_column(ForeignKey("round.id"), index=True)
    token: Mapped[str] = mapped_column(String(36), unique=True)
    """Of the form it was sent from: pressing twice sends once."""
    audience: Mapped[str] = mapped_column(String(32))
    subject: Mapped[Bilingual]
    body: Mapped[Bilingual]
    written_at: Mapped[Moment]
    written_by: Mapped[PersonKey | None]
    letters: Mapped[int]
    unreached: Mapped[int]
    """How many people it was meant for who have no address."""


class Letter(Base):
    """One mail to one person. Without a mail server it stays here until an organizer has sent it."""

    __tablename__ = "letter"

    id: Mapped[Key]
    event_id: Mapped[EventKey]
    person_id: Mapped[PersonKey]
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"), index=True)
    """The message to many that it is one letter of."""
    kind: Mapped[str] = mapped_column(String(32))
    address: Mapped[str | None] = mapped_column(String(254))
    """Where it goes if not to the person's own address: a guardian is nobody else of the event."""
    addressee: Mapped[str | None] = mapped_column(String(100))
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    written_at: Mapped[Moment]
    sent_at: Mapped[Moment | None]
    failure: Mapped[str | None] = mapped_column(Text)
