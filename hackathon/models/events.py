from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import JSON, CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hackathon.extensions import Base
from hackathon.models.types import Bilingual, Document, Key, Moment

if TYPE_CHECKING:
    from hackathon.models.rounds import Round


class Event(Base):
    """One hackathon with its dates, theme, venue and time zone."""

    __tablename__ = "event"
    __table_args__ = (
        CheckConstraint("applications_open_at < applications_close_at", name="applications"),
        CheckConstraint("starts_at < ends_at", name="dates"),
        CheckConstraint("team_min >= 1 AND team_min <= team_max", name="team_size"),
        CheckConstraint("result_level IN ('awards', 'ranks', 'scores')", name="result_level"),
    )

    id: Mapped[Key]
    key: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[Bilingual]
    theme: Mapped[Bilingual]
    venue: Mapped[Bilingual]
    time_zone: Mapped[str] = mapped_column(String(64))
    applications_open_at: Mapped[Moment]
    applications_close_at: Mapped[Moment]
    starts_at: Mapped[Moment]
    ends_at: Mapped[Moment]
    team_min: Mapped[int] = mapped_column(default=1)
    team_max: Mapped[int] = mapped_column(default=5)
    result_level: Mapped[str] = mapped_column(String(16), default="awards")
    milestones: Mapped[list[Document]] = mapped_column(JSON, default=list)
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[Moment]

    rounds: Mapped[list[Round]] = relationship(back_populates="event", order_by="Round.position")

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)
