from __future__ import annotations

from datetime import datetime
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
    teams_close_at: Mapped[Moment | None]
    """From then on only an organizer changes who is in a team; none: when applications close."""
    starts_at: Mapped[Moment]
    ends_at: Mapped[Moment]
    team_min: Mapped[int] = mapped_column(default=1)
    team_max: Mapped[int] = mapped_column(default=5)
    result_level: Mapped[str] = mapped_column(String(16), default="awards")
    milestones: Mapped[list[Document]] = mapped_column(JSON, default=list)
    tracks: Mapped[list[Document]] = mapped_column(JSON, default=list)
    """What a team may choose to compete in, as {"key": …, "name": {…}}; none: all compete together."""
    application: Mapped[Document] = mapped_column(default=dict)
    """What applicants are asked and what they agree to; empty: what is usual (domain/application_form.py)."""
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[Moment]

    rounds: Mapped[list[Round]] = relationship(
        primaryjoin="and_(Event.id == Round.event_id, Round.counts)", order_by="Round.position", viewonly=True
    )
    """The rounds that lead to a result; drills count for nothing and stand apart."""

    @property
    def teams_closing_at(self) -> datetime:
        """The moment at which the teams stand."""
        return self.teams_close_at or self.applications_close_at

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)
