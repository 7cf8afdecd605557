"""Under which keys files named people and teams, what columns mean, and people made one.

Revision ID: 0007
Revises: 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "source_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(person_id IS NULL) <> (team_id IS NULL)", name="ck_source_key_one_subject"),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_source_key_event_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_source_key_person_id"),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name="fk_source_key_team_id"),
        sa.PrimaryKeyConstraint("id", name="pk_source_key"),
        sa.UniqueConstraint("event_id", "key", name="uq_source_key_event_id_key"),
    )
    for column in ("person_id", "team_id"):
        op.create_index(f"ix_source_key_{column}", "source_key", [column])
    op.create_table(
        "column_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("heading", sa.String(length=300), nullable=False),
        sa.Column("field", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_column_choice_event_id"),
        sa.PrimaryKeyConstraint("id", name="pk_column_choice"),
        sa.UniqueConstraint("event_id", "kind", "heading", name="uq_column_choice_event_id_kind_heading"),
    )
    op.create_table(
        "person_merge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("gone_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("merged_by", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_person_merge_event_id"),
        sa.ForeignKeyConstraint(["kept_id"], ["person.id"], name="fk_person_merge_kept_id"),
        sa.ForeignKeyConstraint(["gone_id"], ["person.id"], name="fk_person_merge_gone_id"),
        sa.ForeignKeyConstraint(["merged_by"], ["person.id"], name="fk_person_merge_merged_by"),
        sa.PrimaryKeyConstraint("id", name="pk_person_merge"),
    )
    for table, columns in {
        "source_key": ("event_id",),
        "column_choice": ("event_id",),
        "person_merge": ("event_id", "kept_id", "gone_id", "merged_by"),
    }.items():
        for column in columns:
            op.create_index(f"ix_{table}_{column}", table, [column])


def downgrade() -> None:
    for table in ("person_merge", "column_choice", "source_key"):
        op.drop_table(table)
