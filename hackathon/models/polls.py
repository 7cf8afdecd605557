from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hackathon.extensions import Base
from hackathon.models.events import Round
from hackathon.models.types import EntryKey, Hash, Key, Moment, PersonKey, RoundKey


class Poll(Base):
    """A vote beside the panel: it fills one source of the round's rules."""

    __tablename__ = "poll"
    __table_args__ = (
        UniqueConstraint("round_id", "source"),
        CheckConstraint("kind IN ('audience', 'peer')", name="kind"),
        CheckConstraint("opens_at < closes_at", name="window"),
    )

    id: Mapped[Key]
    round_id: Mapped[RoundKey]
    source: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(16))
    opens_at: Mapped[Moment]
    closes_at: Mapped[Moment]
    made_at: Mapped[Moment]
    made_by: Mapped[PersonKey | None]

    round: Mapped[Round] = relationship()


class Voter(Base):
    """One vote that may be cast, by whoever holds the code. Only a digest of the code is kept."""

    __tablename__ = "voter"
    __table_args__ = (UniqueConstraint("poll_id", "number"),)

    id: Mapped[Key]
    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.id"), index=True)
    number: Mapped[int]
    token: Mapped[Hash] = mapped_column(unique=True)
    batch: Mapped[str] = mapped_column(String(64), index=True)
    """Of the press of a button that made it, or of the file it was imported from."""
    barred_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id"), index=True)
    """A team's own entry, which it cannot vote for."""
    made_at: Mapped[Moment]

    poll: Mapped[Poll] = relationship()


class VoteImport(Base):
    """Votes that were brought in together. Taking them back is another row's `withdraws_id`."""

    __tablename__ = "vote_import"

    id: Mapped[Key]
    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.id"), index=True)
    batch: Mapped[str] = mapped_column(String(64))
    """Of its voters."""
    votes: Mapped[int]
    withdraws_id: Mapped[int | None] = mapped_column(ForeignKey("vote_import.id"), unique=True)
    made_at: Mapped[Moment]
    made_by: Mapped[PersonKey | None]

    poll: Mapped[Poll] = relationship()


class VoteImportText(Base):
    """The reason why votes were taken back, kept apart so that it can be erased."""

    __tablename__ = "vote_import_text"

    id: Mapped[Key]
    import_id: Mapped[int] = mapped_column(ForeignKey("vote_import.id"), unique=True)
    reason: Mapped[str] = mapped_column(Text)


class Vote(Base):
    """A vote that was cast. Rows are never changed or removed."""

    __tablename__ = "vote"

    id: Mapped[Key]
    voter_id: Mapped[int] = mapped_column(ForeignKey("voter.id"), unique=True)
    entry_id: Mapped[EntryKey]
    cast_at: Mapped[Moment]
