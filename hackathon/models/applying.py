from __future__ import annotations

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hackathon.extensions import Base
from hackathon.models.people import Entrant
from hackathon.models.teams import Team
from hackathon.models.types import Document, EventKey, Hash, Key, Moment, TeamKey


class Application(Base):
    """An application as it was sent once: personal, so it can be erased. The newest confirmed one is what counts."""

    __tablename__ = "application"
    __table_args__ = (Index("ix_application_entrant_digest", "entrant_id", "digest"),)

    id: Mapped[Key]
    entrant_id: Mapped[int] = mapped_column(ForeignKey("entrant.id"), index=True)
    content: Mapped[Document]
    digest: Mapped[Hash]
    token: Mapped[str | None] = mapped_column(String(64), unique=True)
    """SHA-256 of the secret in the link that confirms it; none for what a signed-in applicant wrote."""
    sent_at: Mapped[Moment]
    confirmed_at: Mapped[Moment | None]

    entrant: Mapped[Entrant] = relationship()


class ConsentNotice(Base):
    """What somebody is asked to agree to: one version of one purpose with its four facts. Rows are never changed."""

    __tablename__ = "consent_notice"
    __table_args__ = (UniqueConstraint("event_id", "purpose", "version"),)

    id: Mapped[Key]
    event_id: Mapped[EventKey]
    purpose: Mapped[str] = mapped_column(String(32))
    version: Mapped[str] = mapped_column(String(32))
    required: Mapped[bool]
    text: Mapped[Document]
    digest: Mapped[Hash]
    made_at: Mapped[Moment]


class Consent(Base):
    """Somebody agreed to a notice, or took that back; the newest row of a purpose counts. Rows are never changed."""

    __tablename__ = "consent"
    __table_args__ = (
        CheckConstraint("given_by IN ('self', 'guardian', 'organizer')", name="given_by"),
        Index("ix_consent_entrant_id", "entrant_id"),
    )

    id: Mapped[Key]
    entrant_id: Mapped[int] = mapped_column(ForeignKey("entrant.id"))
    notice_id: Mapped[int] = mapped_column(ForeignKey("consent_notice.id"), index=True)
    given: Mapped[bool]
    given_by: Mapped[str] = mapped_column(String(16))
    at: Mapped[Moment]

    notice: Mapped[ConsentNotice] = relationship()


class Guardian(Base):
    """Who must agree for an entrant under fourteen. Until then the application waits."""

    __tablename__ = "guardian"

    entrant_id: Mapped[int] = mapped_column(ForeignKey("entrant.id"), primary_key=True)
    name: Mapped[str | None] = mapped_column(String(100))
    email: Mapped[str | None] = mapped_column(String(254))
    token: Mapped[str | None] = mapped_column(String(64), unique=True)
    asked_at: Mapped[Moment | None]
    agreed_at: Mapped[Moment | None]
    refused_at: Mapped[Moment | None]

    entrant: Mapped[Entrant] = relationship()


class Card(Base):
    """What an entrant without a team, or a team with room, shows on the board to the other applicants."""

    __tablename__ = "card"
    __table_args__ = (
        CheckConstraint("(entrant_id IS NULL) <> (team_id IS NULL)", name="whose"),
        UniqueConstraint("entrant_id"),
        UniqueConstraint("team_id"),
    )

    id: Mapped[Key]
    event_id: Mapped[EventKey]
    entrant_id: Mapped[int | None] = mapped_column(ForeignKey("entrant.id"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    introduction: Mapped[str] = mapped_column(Text)
    wanted: Mapped[list[str]] = mapped_column(JSON)
    shown: Mapped[bool] = mapped_column(default=True)
    changed_at: Mapped[Moment]

    entrant: Mapped[Entrant | None] = relationship()
    team: Mapped[Team | None] = relationship()


class Approach(Base):
    """An entrant asks to join a team, or a team invites an entrant, until one of them answers."""

    __tablename__ = "approach"
    __table_args__ = (
        UniqueConstraint("team_id", "entrant_id", "kind"),
        CheckConstraint("kind IN ('ask', 'invite')", name="kind"),
        CheckConstraint("answer IS NULL OR answer IN ('yes', 'no')", name="answer"),
    )

    id: Mapped[Key]
    team_id: Mapped[TeamKey]
    entrant_id: Mapped[int] = mapped_column(ForeignKey("entrant.id"), index=True)
    kind: Mapped[str] = mapped_column(String(8))
    message: Mapped[str] = mapped_column(Text)
    made_at: Mapped[Moment]
    answer: Mapped[str | None] = mapped_column(String(8))
    answered_at: Mapped[Moment | None]

    team: Mapped[Team] = relationship()
    entrant: Mapped[Entrant] = relationship()
