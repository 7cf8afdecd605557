from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from hackathon.extensions import Base
from hackathon.models.types import Bilingual, EventKey, Key, Moment, PersonKey


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
