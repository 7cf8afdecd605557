from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hackathon.extensions import Base
from hackathon.models.types import EntryKey, JudgeKey, Key, Moment, PersonKey, RoundKey


class PaperBallot(Base):
    """What one person typed off one paper ballot. Typing it again is another row; rows are never changed or removed.

    When two people's newest rows agree, the later of them names the revision that was saved by it.
    """

    __tablename__ = "paper_ballot"
    __table_args__ = (Index("ix_paper_ballot_pair", "judge_id", "entry_id"),)

    id: Mapped[Key]
    round_id: Mapped[RoundKey]
    judge_id: Mapped[JudgeKey]
    entry_id: Mapped[EntryKey]
    marks: Mapped[str] = mapped_column(Text)
    typed_by: Mapped[PersonKey]
    typed_at: Mapped[Moment]
    revision_id: Mapped[str | None] = mapped_column(String(36), ForeignKey("ballot_revision.id"), unique=True)


class PaperText(Base):
    """The comment on a paper ballot, kept apart so that it can be erased."""

    __tablename__ = "paper_text"

    id: Mapped[Key]
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper_ballot.id"), unique=True)
    comment: Mapped[str] = mapped_column(Text)


class Absence(Base):
    """A judge who did not come to a round. The reason is free text and can be erased."""

    __tablename__ = "absence"
    __table_args__ = (UniqueConstraint("round_id", "judge_id"),)

    id: Mapped[Key]
    round_id: Mapped[RoundKey]
    judge_id: Mapped[JudgeKey]
    reason: Mapped[str | None] = mapped_column(Text)
    declared_at: Mapped[Moment]
    declared_by: Mapped[PersonKey | None]
