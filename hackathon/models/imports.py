from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hackathon.extensions import Base
from hackathon.models.types import Document, EventKey, Hash, Key, Moment, PersonKey, Words


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


class ImportJob(Base):
    """A file that an organizer uploaded, until it is imported or thrown away. Any host may show it, one works on it.

    `arriving`: not all its bytes are here yet. `reading` and `applying` are work, and `worker` is whoever claimed it;
    a worker that is silent for long has lost its claim. The row goes with everything that it holds: it is personal data.
    """

    __tablename__ = "import_job"
    __table_args__ = (
        UniqueConstraint("token"),
        CheckConstraint(
            "state IN ('arriving', 'reading', 'columns', 'ready', 'applying', 'done', 'failed')", name="state"
        ),
        CheckConstraint("worker IS NULL OR state IN ('reading', 'applying')", name="worker"),
    )

    id: Mapped[Key]
    event_id: Mapped[EventKey]
    token: Mapped[str] = mapped_column(String(16))
    """What its address names it by."""
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(16))
    round_id: Mapped[int | None] = mapped_column(ForeignKey("round.id"), index=True)
    person_id: Mapped[PersonKey | None]
    """Who uploaded it, or pressed the button last."""
    state: Mapped[str] = mapped_column(String(16))
    worker: Mapped[str | None] = mapped_column(String(32))
    touched_at: Mapped[Moment]
    """When somebody or the worker last moved it."""
    size: Mapped[int]
    rows: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    overtaken: Mapped[bool] = mapped_column(default=False)
    """The event changed after the preview, so that it was made again instead of being carried out."""
    outcome: Mapped[str] = mapped_column(String(20), default="")
    mapping: Mapped[dict[str, str | None]] = mapped_column(JSON, default=dict)
    chosen: Mapped[list[int]] = mapped_column(JSON, default=list)
    """The rows that hold where several say different things of one thing."""
    columns: Mapped[dict[str, str | None]] = mapped_column(JSON, default=dict)
    examples: Mapped[dict[str, list[str]]] = mapped_column(JSON, default=dict)
    report: Mapped[dict[str, dict[str, Any]]] = mapped_column(JSON, default=dict)
    """By language."""
    samples: Mapped[list[list[str]]] = mapped_column(JSON, default=list)
    trouble: Mapped[Words] = mapped_column(JSON, default=dict)
    refusals: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    """The workbook of the refused rows."""


class ImportPiece(Base):
    """A piece of an uploaded file, so that no single write takes long."""

    __tablename__ = "import_piece"

    job_id: Mapped[int] = mapped_column(ForeignKey("import_job.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
