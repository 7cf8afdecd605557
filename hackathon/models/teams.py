from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hackathon.extensions import Base
from hackathon.models.people import Entrant
from hackathon.models.types import Code, EventKey, Key, Moment, TeamKey


class Team(Base):
    """Entrants competing together. The code stays the same in every round."""

    __tablename__ = "team"
    __table_args__ = (
        UniqueConstraint("event_id", "code"),
        UniqueConstraint("event_id", "name_key"),
        Index("uq_team_invite", "invite", unique=True),
    )

    id: Mapped[Key]
    event_id: Mapped[EventKey]
    code: Mapped[Code]
    name: Mapped[str] = mapped_column(String(100))
    name_key: Mapped[str] = mapped_column(String(200))
    track: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[Moment]
    withdrawn_at: Mapped[Moment | None]
    disqualified_at: Mapped[Moment | None]
    """A team that is disqualified is withdrawn too: whatever leaves withdrawn teams out leaves it out."""
    disqualified_for: Mapped[str | None] = mapped_column(Text)
    invite: Mapped[str | None] = mapped_column(String(16))
    """Whoever knows this code may join; the captain can renew it."""
    sample: Mapped[bool] = mapped_column(default=False)
    """Made up, for a drill: no team of the event. It is withdrawn too, as a team that is disqualified is."""

    members: Mapped[list[Membership]] = relationship(back_populates="team", order_by="Membership.id")


class Membership(Base):
    """A member's time in a team. An entrant is in one team at a time, and a team has one captain."""

    __tablename__ = "membership"
    __table_args__ = (
        Index(
            "uq_membership_entrant_present",
            "entrant_id",
            unique=True,
            sqlite_where=text("left_at IS NULL"),
            postgresql_where=text("left_at IS NULL"),
        ),
        Index(
            "uq_membership_captain",
            "team_id",
            unique=True,
            sqlite_where=text("captain AND left_at IS NULL"),
            postgresql_where=text("captain AND left_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    team_id: Mapped[TeamKey]
    entrant_id: Mapped[int] = mapped_column(ForeignKey("entrant.id"), index=True)
    captain: Mapped[bool] = mapped_column(default=False)
    joined_at: Mapped[Moment]
    left_at: Mapped[Moment | None]

    team: Mapped[Team] = relationship(back_populates="members")
    entrant: Mapped[Entrant] = relationship()
