from __future__ import annotations

from sqlalchemy import CheckConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hackathon.extensions import Base
from hackathon.models.types import Document, EventKey, Key, Moment, PersonKey

ROLES = ("organizer", "staff", "auditor", "judge", "chair")


class Person(Base):
    """A human known to the event. Everything personal stands here or in `entrant`, and can be erased."""

    __tablename__ = "person"
    __table_args__ = (UniqueConstraint("event_id", "email"),)

    id: Mapped[Key]
    event_id: Mapped[EventKey]
    name: Mapped[str | None] = mapped_column(String(100))
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(32))
    affiliation: Mapped[str | None] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(16).with_variant(String(2), "sqlite"), default="ko")
    """Of letters. SQLite keeps no lengths, so its column is as it was made."""
    created_at: Mapped[Moment]
    erased_at: Mapped[Moment | None]

    roles: Mapped[list[Role]] = relationship(back_populates="person")

    @property
    def role_names(self) -> frozenset[str]:
        return frozenset(role.name for role in self.roles)


class Role(Base):
    """What a person may be in the event. Captain and member are not roles: they follow from a team."""

    __tablename__ = "role"
    __table_args__ = (
        UniqueConstraint("person_id", "name"),
        CheckConstraint("name IN ('organizer', 'staff', 'auditor', 'judge', 'chair')", name="name"),
    )

    id: Mapped[Key]
    person_id: Mapped[PersonKey]
    name: Mapped[str] = mapped_column(String(16))
    granted_at: Mapped[Moment]

    person: Mapped[Person] = relationship(back_populates="roles")


class Entrant(Base):
    """A person who applied. `answers` keeps the form as it was sent."""

    __tablename__ = "entrant"
    __table_args__ = (Index("ix_entrant_event_applied", "event_id", "applied_at"),)

    id: Mapped[Key]
    event_id: Mapped[EventKey]
    person_id: Mapped[PersonKey] = mapped_column(unique=True)
    applied_at: Mapped[Moment]
    consented_at: Mapped[Moment | None]
    withdrawn_at: Mapped[Moment | None]
    confirmed: Mapped[bool] = mapped_column(default=True)
    """False while an application by the web waits for the link in its letter."""
    under_14: Mapped[bool] = mapped_column(default=False)
    disqualified_at: Mapped[Moment | None]
    disqualified_for: Mapped[str | None] = mapped_column(Text)
    answers: Mapped[Document]
    note: Mapped[str | None] = mapped_column(Text)

    person: Mapped[Person] = relationship()
