"""Ballots: revisions with their receipts, what was typed off paper, and rulings on what was only kept."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hackathon.extensions import Base
from hackathon.models.types import (
    EntryKey,
    Hash,
    JudgeKey,
    Key,
    Moment,
    PersonKey,
    RoundKey,
)


class Revision(Base):
    """One judge's marks for one entry as they were sent once. Rows are never changed or removed.

    `revision` grows by one for accepted revisions and is null for those that are only kept (conflict, held): the
    unique constraint on it is the compare-and-set. `marks` holds all marks in one value, as canonical JSON.
    """

    __tablename__ = "ballot_revision"
    __table_args__ = (
        UniqueConstraint("entry_id", "judge_id", "revision"),
        UniqueConstraint("round_id", "chain_position"),
        CheckConstraint("status IN ('accepted', 'conflict', 'held')", name="status"),
        CheckConstraint("(status = 'accepted') = (revision IS NOT NULL)", name="numbered"),
        Index("ix_ballot_revision_sealed", "round_id", "sealed", "status"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    round_id: Mapped[RoundKey]
    entry_id: Mapped[EntryKey]
    judge_id: Mapped[JudgeKey]
    revision: Mapped[int | None]
    base: Mapped[int | None]
    status: Mapped[str] = mapped_column(String(16))
    sealed: Mapped[bool]
    marks: Mapped[str] = mapped_column(Text)
    body: Mapped[Hash]
    """Salted digest of everything the judge sent under this id: the same id with another body is refused."""
    made_at: Mapped[Moment]
    received_at: Mapped[Moment]
    device: Mapped[str | None] = mapped_column(String(64))
    chain_position: Mapped[int]


class Receipt(Base):
    """What the server answered for a revision, as it was signed. Rows are never changed or removed."""

    __tablename__ = "receipt"

    revision_id: Mapped[str] = mapped_column(ForeignKey("ballot_revision.id"), primary_key=True)
    digest: Mapped[Hash]
    chain: Mapped[Hash]
    counted: Mapped[bool]
    key_id: Mapped[str] = mapped_column(String(16))
    signature: Mapped[str] = mapped_column(String(128))


class BallotText(Base):
    """A revision's free text, kept apart so that it can be erased."""

    __tablename__ = "ballot_text"

    id: Mapped[Key]
    revision_id: Mapped[str] = mapped_column(ForeignKey("ballot_revision.id"), unique=True)
    comment: Mapped[str | None] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)


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
