from __future__ import annotations

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from hackathon.extensions import Base
from hackathon.models.types import EventKey, Key, Moment, PersonKey


class CheckIn(Base):
    """Somebody came in or went out. Rows are never changed or removed; the newest says where a person is."""

    __tablename__ = "check_in"
    __table_args__ = (
        CheckConstraint("way IN ('in', 'out')", name="way"),
        Index("ix_check_in_event_id_person_id_id", "event_id", "person_id", "id"),
    )

    id: Mapped[Key]
    event_id: Mapped[EventKey]
    person_id: Mapped[PersonKey]
    way: Mapped[str] = mapped_column(String(3))
    at: Mapped[Moment]
    noted_by: Mapped[PersonKey | None]
