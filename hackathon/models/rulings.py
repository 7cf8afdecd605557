from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from hackathon.extensions import Base
from hackathon.models.types import Key, Moment, PersonKey, RoundKey


class Ruling(Base):
    """What became of a revision that was only kept: admitted as the ballot's newest, or declined. Never changed.

    The unique constraint on the kept revision is what keeps two people from ruling twice.
    """

    __tablename__ = "ruling"
    __table_args__ = (
        CheckConstraint("verdict IN ('admitted', 'declined')", name="verdict"),
        CheckConstraint("(verdict = 'admitted') = (admitted_id IS NOT NULL)", name="admitted"),
    )

    id: Mapped[Key]
    round_id: Mapped[RoundKey]
    revision_id: Mapped[str] = mapped_column(ForeignKey("ballot_revision.id"), unique=True)
    verdict: Mapped[str] = mapped_column(String(16))
    admitted_id: Mapped[str | None] = mapped_column(ForeignKey("ballot_revision.id"), unique=True)
    """The accepted revision that was written with the same content."""
    ruled_at: Mapped[Moment]
    ruled_by: Mapped[PersonKey | None]


class RulingText(Base):
    """The reason of a ruling, kept apart so that it can be erased."""

    __tablename__ = "ruling_text"

    id: Mapped[Key]
    ruling_id: Mapped[int] = mapped_column(ForeignKey("ruling.id"), unique=True)
    reason: Mapped[str] = mapped_column(Text)
