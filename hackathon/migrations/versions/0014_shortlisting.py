"""Pledges of judges, blind rounds, likely conflicts that were looked at, drills.

Revision ID: 0014
Revises: 0013
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("round", sa.Column("blind", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("round", sa.Column("blind_links", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("round", sa.Column("pledge", sa.JSON(), nullable=True))
    op.add_column("round", sa.Column("counts", sa.Boolean(), server_default=sa.true(), nullable=False))
    op.add_column("team", sa.Column("sample", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        "pledge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("judge_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name="fk_pledge_round_id"),
        sa.ForeignKeyConstraint(["judge_id"], ["judge.id"], name="fk_pledge_judge_id"),
        sa.ForeignKeyConstraint(["noted_by"], ["person.id"], name="fk_pledge_noted_by"),
        sa.PrimaryKeyConstraint("id", name="pk_pledge"),
        sa.UniqueConstraint("round_id", "judge_id", "version", name="uq_pledge_round_id_judge_id_version"),
    )
    for column in ("round_id", "judge_id", "noted_by"):
        op.create_index(f"ix_pledge_{column}", "pledge", [column])
    op.create_table(
        "overlooked_conflict",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("judge_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name="fk_overlooked_conflict_round_id"),
        sa.ForeignKeyConstraint(["judge_id"], ["judge.id"], name="fk_overlooked_conflict_judge_id"),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name="fk_overlooked_conflict_entry_id"),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name="fk_overlooked_conflict_decided_by"),
        sa.PrimaryKeyConstraint("id", name="pk_overlooked_conflict"),
        sa.UniqueConstraint("judge_id", "entry_id", name="uq_overlooked_conflict_judge_id_entry_id"),
    )
    for column in ("round_id", "judge_id", "entry_id", "decided_by"):
        op.create_index(f"ix_overlooked_conflict_{column}", "overlooked_conflict", [column])
    op.create_table(
        "drill",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("of_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name="fk_drill_round_id"),
        sa.ForeignKeyConstraint(["of_id"], ["round.id"], name="fk_drill_of_id"),
        sa.PrimaryKeyConstraint("round_id", name="pk_drill"),
    )
    op.create_index("ix_drill_of_id", "drill", ["of_id"])
    for statement in _guards("pledge"):
        op.execute(statement)


def _guards(table: str) -> list[str]:
    """As in 0003: what a judge has promised stays written."""
    if op.get_bind().dialect.name == "postgresql":
        moment = "BEFORE UPDATE OR DELETE OR TRUNCATE"
        return [f"CREATE TRIGGER append_only {moment} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"]
    return [
        f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for act in ("UPDATE", "DELETE")
    ]


def downgrade() -> None:
    for table in ("drill", "overlooked_conflict", "pledge"):
        op.drop_table(table)
    op.drop_column("team", "sample")
    for column in ("counts", "pledge", "blind_links", "blind"):
        op.drop_column("round", column)
