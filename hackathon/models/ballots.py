from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hackathon.extensions import Base
from hackathon.models.types import EntryKey, Hash, JudgeKey, Key, Moment, RoundKey


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
