"""Panels: judges, their seats on panels, assignments, and who must not or cannot score."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hackathon.extensions import Base
from hackathon.models.people import Person
from hackathon.models.types import (
    Code,
    EntryKey,
    EventKey,
    Hash,
    JudgeKey,
    Key,
    Moment,
    PersonKey,
    RoundKey,
)


class Judge(Base):
    """A person as a judge of the event, known in files by the code alone."""

    __tablename__ = "judge"
    __table_args__ = (UniqueConstraint("event_id", "code"), UniqueConstraint("event_id", "person_id"))

    id: Mapped[Key]
    event_id: Mapped[EventKey]
    person_id: Mapped[PersonKey]
    code: Mapped[Code]

    person: Mapped[Person] = relationship()


class Seat(Base):
    """A judge's seat on the panel of a round; the chair scores too."""

    __tablename__ = "seat"
    __table_args__ = (UniqueConstraint("round_id", "judge_id"),)

    id: Mapped[Key]
    round_id: Mapped[RoundKey]
    judge_id: Mapped[JudgeKey]
    chair: Mapped[bool] = mapped_column(default=False)

    judge: Mapped[Judge] = relationship()


class Assignment(Base):
    """This judge is to score this entry."""

    __tablename__ = "assignment"
    __table_args__ = (UniqueConstraint("judge_id", "entry_id"),)

    id: Mapped[Key]
    round_id: Mapped[RoundKey]
    judge_id: Mapped[JudgeKey]
    entry_id: Mapped[EntryKey]


class Recusal(Base):
    """This judge must not score this entry. The reason is free text and can be erased."""

    __tablename__ = "recusal"
    __table_args__ = (
        UniqueConstraint("judge_id", "entry_id"),
        CheckConstraint("kind IN ('statutory', 'challenge', 'self')", name="kind"),
    )

    id: Mapped[Key]
    round_id: Mapped[RoundKey]
    judge_id: Mapped[JudgeKey]
    entry_id: Mapped[EntryKey]
    kind: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str | None] = mapped_column(Text)
    declared_at: Mapped[Moment]
    declared_by: Mapped[PersonKey | None]


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


class Overlooked(Base):
    """A likely conflict of interest that an organizer looked at and found to be none."""

    __tablename__ = "overlooked_conflict"
    __table_args__ = (UniqueConstraint("judge_id", "entry_id"),)

    id: Mapped[Key]
    round_id: Mapped[RoundKey]
    judge_id: Mapped[JudgeKey]
    entry_id: Mapped[EntryKey]
    decided_at: Mapped[Moment]
    decided_by: Mapped[PersonKey | None]


class Pledge(Base):
    """A judge has promised what the round asks for, in the version that was read. Rows are never changed or removed."""

    __tablename__ = "pledge"
    __table_args__ = (UniqueConstraint("round_id", "judge_id", "version"),)

    id: Mapped[Key]
    round_id: Mapped[RoundKey]
    judge_id: Mapped[JudgeKey]
    version: Mapped[int]
    digest: Mapped[Hash]
    """Of the text in both languages: which words they were can be proved later."""
    accepted_at: Mapped[Moment]
    noted_by: Mapped[PersonKey | None]
    """The organizer who has the judge's signature on paper; none: the judge did it on a device."""
