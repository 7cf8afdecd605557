"""Votes of the audience and of the teams.

Revision ID: 0011
Revises: 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "poll",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind IN ('audience', 'peer')", name="ck_poll_kind"),
        sa.CheckConstraint("opens_at < closes_at", name="ck_poll_window"),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name="fk_poll_made_by"),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name="fk_poll_round_id"),
        sa.PrimaryKeyConstraint("id", name="pk_poll"),
        sa.UniqueConstraint("round_id", "source", name="uq_poll_round_id_source"),
    )
    op.create_table(
        "voter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("batch", sa.String(length=64), nullable=False),
        sa.Column("barred_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["barred_id"], ["entry.id"], name="fk_voter_barred_id"),
        sa.ForeignKeyConstraint(["poll_id"], ["poll.id"], name="fk_voter_poll_id"),
        sa.PrimaryKeyConstraint("id", name="pk_voter"),
        sa.UniqueConstraint("poll_id", "number", name="uq_voter_poll_id_number"),
        sa.UniqueConstraint("token", name="uq_voter_token"),
    )
    op.create_table(
        "vote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("voter_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("cast_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name="fk_vote_entry_id"),
        sa.ForeignKeyConstraint(["voter_id"], ["voter.id"], name="fk_vote_voter_id"),
        sa.PrimaryKeyConstraint("id", name="pk_vote"),
        sa.UniqueConstraint("voter_id", name="uq_vote_voter_id"),
    )
    for table, column in _INDEXES:
        op.create_index(f"ix_{table}_{column}", table, [column])
    for statement in _guards("vote"):
        op.execute(statement)


_INDEXES = (
    ("poll", "made_by"),
    ("poll", "round_id"),
    ("vote", "entry_id"),
    ("voter", "barred_id"),
    ("voter", "batch"),
    ("voter", "poll_id"),
)


def _guards(table: str) -> list[str]:
    """As in 0003: a vote that was cast stands."""
    if op.get_bind().dialect.name == "postgresql":
        moment = "BEFORE UPDATE OR DELETE OR TRUNCATE"
        return [f"CREATE TRIGGER append_only {moment} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"]
    return [
        f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for act in ("UPDATE", "DELETE")
    ]


def downgrade() -> None:
    for table in ("vote", "voter", "poll"):
        op.drop_table(table)
