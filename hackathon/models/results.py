from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from hackathon.extensions import Base
from hackathon.models.types import Document, EntryKey, Hash, Key, Moment, PersonKey, RoundKey


class Adjustment(Base):
    """Bonus or penalty points, as the decimal that was written. Taking one back is another row's `withdraws_id`."""

    __tablename__ = "adjustment"

    id: Mapped[Key]
    round_id: Mapped[RoundKey]
    entry_id: Mapped[EntryKey]
    points: Mapped[str] = mapped_column(String(32))
    withdraws_id: Mapped[int | None] = mapped_column(ForeignKey("adjustment.id"), unique=True)
    made_at: Mapped[Moment]
    made_by: Mapped[PersonKey | None]


class AdjustmentText(Base):
    """The reason of an adjustment, kept apart so that it can be erased."""

    __tablename__ = "adjustment_text"

    id: Mapped[Key]
    adjustment_id: Mapped[int] = mapped_column(ForeignKey("adjustment.id"), unique=True)
    reason: Mapped[str] = mapped_column(Text)


class Decision(Base):
    """An act made after scoring that the rules read: a lot drawn, an order decided, a place waived, an award given.

    Rows are never changed: confirming one is another row's `confirms_id`, taking one back another row's `withdraws_id`.
    """

    __tablename__ = "decision"
    __table_args__ = (
        CheckConstraint("kind IN ('lot_seed', 'order', 'waived', 'rejudge', 'awards', 'states')", name="kind"),
        Index("ix_decision_round_kind", "round_id", "kind"),
    )

    id: Mapped[Key]
    round_id: Mapped[RoundKey]
    kind: Mapped[str] = mapped_column(String(16))
    value: Mapped[Document]
    needs_second: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether it goes beyond the declared rules, and counts only when a second person has confirmed it."""
    confirms_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"), unique=True)
    withdraws_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"), unique=True)
    decided_at: Mapped[Moment]
    decided_by: Mapped[PersonKey | None]
    let_in_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Who made the link or code that they had come in with, as under a signature."""


class DecisionText(Base):
    """The reason of a decision, or of its taking back, kept apart so that it can be erased."""

    __tablename__ = "decision_text"

    id: Mapped[Key]
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), unique=True)
    reason: Mapped[str] = mapped_column(Text)


class Result(Base):
    """A locked, signed, immutable snapshot of a round's standings. Whatever changes it makes another version."""

    __tablename__ = "result"
    __table_args__ = (UniqueConstraint("round_id", "version"),)

    id: Mapped[Key]
    round_id: Mapped[RoundKey]
    version: Mapped[int]
    standings: Mapped[str] = mapped_column(Text)
    policy: Mapped[str] = mapped_column(Text)
    digest: Mapped[Hash]
    inputs: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """What the rules read beside the ballots: columns of the entries by code, scores carried over; none if they read none."""
    form: Mapped[int]
    """Which promises it was made under (`scoring/standings/forms.py`): in this form it is recomputed and exported for ever."""
    sentences: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON(none_as_null=True))
    """Key and values of the sentences in the standings, from form 2 on: their words may be put better one day."""
    made_at: Mapped[Moment]
    key_id: Mapped[str] = mapped_column(String(16))
    signature: Mapped[str] = mapped_column(String(128))


class Publication(Base):
    """A result that was let out. Rows are never changed or removed: what was corrected stays readable."""

    __tablename__ = "publication"

    id: Mapped[Key]
    round_id: Mapped[RoundKey]
    result_id: Mapped[int] = mapped_column(ForeignKey("result.id"), unique=True)
    published_at: Mapped[Moment]
    published_by: Mapped[PersonKey | None]


class Correction(Base):
    """A published result that was opened again. The reason is free text, shown with the result, and can be erased."""

    __tablename__ = "correction"

    id: Mapped[Key]
    round_id: Mapped[RoundKey]
    result_id: Mapped[int] = mapped_column(ForeignKey("result.id"), index=True)
    """The published result that is corrected."""
    reason: Mapped[str | None] = mapped_column(Text)
    opened_at: Mapped[Moment]
    opened_by: Mapped[PersonKey | None]


class Signature(Base):
    """One person's signature under one result; the chair and an organizer sign."""

    __tablename__ = "signature"
    __table_args__ = (
        UniqueConstraint("result_id", "person_id"),
        UniqueConstraint("result_id", "capacity"),
        CheckConstraint("capacity IN ('chair', 'organizer')", name="capacity"),
    )

    id: Mapped[Key]
    result_id: Mapped[int] = mapped_column(ForeignKey("result.id"), index=True)
    person_id: Mapped[PersonKey]
    capacity: Mapped[str] = mapped_column(String(16))
    let_in_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Who made the link or code that the signer had come in with: two signatures must not be one hand's."""
    signed_at: Mapped[Moment]
    digest: Mapped[Hash]
    key_id: Mapped[str] = mapped_column(String(16))
    signature: Mapped[str] = mapped_column(String(128))
