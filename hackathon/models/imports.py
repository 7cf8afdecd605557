from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hackathon.extensions import Base
from hackathon.models.types import Document, EventKey, Hash, Key, Moment, PersonKey


class SourceKey(Base):
    """Under which key a row of some file named a person or a team, so that the same file finds them again.

    `key` is a digest. It is needed where the table itself does not hold what the row went by: a person without an
    address, a person who was merged into another, a project that is known by its address elsewhere.
    """

    __tablename__ = "source_key"
    __table_args__ = (
        UniqueConstraint("event_id", "key"),
        CheckConstraint("(person_id IS NULL) <> (team_id IS NULL)", name="one_subject"),
    )

    id: Mapped[Key]
    event_id: Mapped[EventKey]
    key: Mapped[Hash]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"), index=True)


class ColumnChoice(Base):
    """What an organizer chose for a heading in a kind of file; no field: the column is left out."""

    __tablename__ = "column_choice"
    __table_args__ = (UniqueConstraint("event_id", "kind", "heading"),)

    id: Mapped[Key]
    event_id: Mapped[EventKey]
    kind: Mapped[str] = mapped_column(String(16))
    heading: Mapped[str] = mapped_column(String(300))
    field: Mapped[str | None] = mapped_column(String(64))


class Merge(Base):
    """Two records of one person made into one. `before` holds what both were, so that it can be undone."""

    __tablename__ = "person_merge"

    id: Mapped[Key]
    event_id: Mapped[EventKey]
    kept_id: Mapped[PersonKey]
    gone_id: Mapped[PersonKey]
    before: Mapped[Document]
    merged_at: Mapped[Moment]
    merged_by: Mapped[PersonKey | None]
    undone_at: Mapped[Moment | None]
