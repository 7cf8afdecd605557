from __future__ import annotations

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from hackathon.extensions import Base
from hackathon.models.types import EventKey, Key, Moment, PersonKey


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
