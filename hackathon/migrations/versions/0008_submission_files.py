"""What a round asks a submission for, drafts, files on their way, and opinions on late versions.

Revision ID: 0008
Revises: 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_NEW = (("round", "fields", "[]"), ("submission_version", "answers", "{}"))


def upgrade() -> None:
    for table, column, empty in _NEW:
        op.add_column(table, sa.Column(column, sa.JSON(), server_default=empty, nullable=False))
    _drafts()
    _uploads()
    _files()
    _opinions()
    for statement in _guards("late_opinion"):
        op.execute(statement)


def _drafts() -> None:
    op.create_table(
        "submission_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("save", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name="fk_submission_draft_round_id"),
        sa.ForeignKeyConstraint(["saved_by"], ["person.id"], name="fk_submission_draft_saved_by"),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name="fk_submission_draft_team_id"),
        sa.PrimaryKeyConstraint("id", name="pk_submission_draft"),
        sa.UniqueConstraint("round_id", "team_id", name="uq_submission_draft_round_id_team_id"),
    )
    for column in ("round_id", "saved_by", "team_id"):
        op.create_index(f"ix_submission_draft_{column}", "submission_draft", [column])


def _uploads() -> None:
    op.create_table(
        "upload",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("promised", sa.String(length=64), nullable=True),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=True),
        sa.Column("fault", sa.String(length=32), nullable=True),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("began_by", sa.Integer(), nullable=True),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("arrived_at IS NULL OR digest IS NOT NULL", name="ck_upload_arrived"),
        sa.CheckConstraint("received >= 0 AND received <= size", name="ck_upload_received"),
        sa.CheckConstraint("size > 0", name="ck_upload_size"),
        sa.ForeignKeyConstraint(["began_by"], ["person.id"], name="fk_upload_began_by"),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name="fk_upload_round_id"),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name="fk_upload_team_id"),
        sa.PrimaryKeyConstraint("id", name="pk_upload"),
    )
    for column in ("began_by", "round_id", "team_id"):
        op.create_index(f"ix_upload_{column}", "upload", [column])


def _files() -> None:
    op.create_table(
        "submission_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("upload_id", sa.String(length=36), nullable=False),
        sa.Column("field", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["upload_id"], ["upload.id"], name="fk_submission_file_upload_id"),
        sa.ForeignKeyConstraint(["version_id"], ["submission_version.id"], name="fk_submission_file_version_id"),
        sa.PrimaryKeyConstraint("id", name="pk_submission_file"),
        sa.UniqueConstraint("version_id", "field", name="uq_submission_file_version_id_field"),
    )
    for column in ("upload_id", "version_id"):
        op.create_index(f"ix_submission_file_{column}", "submission_file", [column])


def _opinions() -> None:
    op.create_table(
        "late_opinion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("admit", sa.Boolean(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_late_opinion_person_id"),
        sa.ForeignKeyConstraint(["version_id"], ["submission_version.id"], name="fk_late_opinion_version_id"),
        sa.PrimaryKeyConstraint("id", name="pk_late_opinion"),
        sa.UniqueConstraint("version_id", "person_id", name="uq_late_opinion_version_id_person_id"),
    )
    for column in ("person_id", "version_id"):
        op.create_index(f"ix_late_opinion_{column}", "late_opinion", [column])


def _guards(table: str) -> list[str]:
    """As in the migration that guards the other tables of what was acknowledged."""
    if op.get_bind().dialect.name == "postgresql":
        moment = "BEFORE UPDATE OR DELETE OR TRUNCATE"
        return [f"CREATE TRIGGER append_only {moment} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"]
    return [
        f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for act in ("UPDATE", "DELETE")
    ]


def downgrade() -> None:
    for table in ("late_opinion", "submission_file", "upload", "submission_draft"):
        op.drop_table(table)
    for table, column, _empty in _NEW:
        op.drop_column(table, column)
