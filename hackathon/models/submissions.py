from __future__ import annotations

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hackathon.extensions import Base
from hackathon.models.events import Round
from hackathon.models.types import Document, Hash, Key, Moment, PersonKey, RoundKey, TeamKey


class SubmissionVersion(Base):
    """What a team handed in for a round; every save is a new version and the newest one counts."""

    __tablename__ = "submission_version"
    __table_args__ = (UniqueConstraint("round_id", "team_id", "version"),)

    id: Mapped[Key]
    round_id: Mapped[RoundKey]
    team_id: Mapped[TeamKey]
    version: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(Text)
    links: Mapped[list[Document]] = mapped_column(JSON, default=list)
    answers: Mapped[Document] = mapped_column(JSON, default=dict)
    """What was written into the round's own fields, by their keys."""
    digest: Mapped[Hash]
    submitted_at: Mapped[Moment]
    submitted_by: Mapped[PersonKey | None]
    late: Mapped[bool] = mapped_column(default=False)

    round: Mapped[Round] = relationship()
    files: Mapped[list[SubmissionFile]] = relationship(back_populates="version", order_by="SubmissionFile.id")


class SubmissionDraft(Base):
    """What a captain is writing and has not handed in: one a team and round, replaced at every save."""

    __tablename__ = "submission_draft"
    __table_args__ = (UniqueConstraint("round_id", "team_id"),)

    id: Mapped[Key]
    round_id: Mapped[RoundKey]
    team_id: Mapped[TeamKey]
    save: Mapped[int]
    """Grows by one with every save: who saves on top of an older one is told instead."""
    content: Mapped[Document]
    saved_at: Mapped[Moment]
    saved_by: Mapped[PersonKey | None]


class Upload(Base):
    """A file on its way. Its bytes lie in the home folder; here is how many of them have arrived.

    `promised` is the SHA-256 that the team gave before the bytes: with it a file may be handed in that still arrives.
    """

    __tablename__ = "upload"
    __table_args__ = (
        CheckConstraint("size > 0", name="size"),
        CheckConstraint("received >= 0 AND received <= size", name="received"),
        CheckConstraint("arrived_at IS NULL OR digest IS NOT NULL", name="arrived"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    round_id: Mapped[RoundKey]
    team_id: Mapped[TeamKey]
    field: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(200))
    size: Mapped[int] = mapped_column(BigInteger)
    promised: Mapped[Hash | None]
    received: Mapped[int] = mapped_column(BigInteger, default=0)
    digest: Mapped[Hash | None]
    kind: Mapped[str | None] = mapped_column(String(16))
    fault: Mapped[str | None] = mapped_column(String(32))
    """Why a file that came whole was not taken."""
    began_at: Mapped[Moment]
    began_by: Mapped[PersonKey | None]
    arrived_at: Mapped[Moment | None]


class SubmissionFile(Base):
    """A file that belongs to a version; its bytes may still arrive."""

    __tablename__ = "submission_file"
    __table_args__ = (UniqueConstraint("version_id", "field"),)

    id: Mapped[Key]
    version_id: Mapped[int] = mapped_column(ForeignKey("submission_version.id"), index=True)
    upload_id: Mapped[str] = mapped_column(ForeignKey("upload.id"), index=True)
    field: Mapped[str] = mapped_column(String(64))

    version: Mapped[SubmissionVersion] = relationship(back_populates="files")
    upload: Mapped[Upload] = relationship()


class LateOpinion(Base):
    """What one person says about a late version; two who say the same decide. Rows are never changed or removed."""

    __tablename__ = "late_opinion"
    __table_args__ = (UniqueConstraint("version_id", "person_id"),)

    id: Mapped[Key]
    version_id: Mapped[int] = mapped_column(ForeignKey("submission_version.id"), index=True)
    person_id: Mapped[PersonKey]
    admit: Mapped[bool]
    said_at: Mapped[Moment]
