"""Form and sentences of a result, signed checkpoints of both chains, and whether the public may have the results file.

Revision ID: 0017
Revises: 0016
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("result", sa.Column("form", sa.Integer(), server_default="1", nullable=False))
    op.add_column("result", sa.Column("sentences", sa.JSON(), nullable=True))
    op.add_column("round", sa.Column("bundle_public", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        "checkpoint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("log_position", sa.Integer(), nullable=False),
        sa.Column("log_chain", sa.String(length=64), nullable=False),
        sa.Column("ballots_position", sa.Integer(), nullable=False),
        sa.Column("ballots_chain", sa.String(length=64), nullable=False),
        sa.Column("key_id", sa.String(length=16), nullable=False),
        sa.Column("signature", sa.String(length=128), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name="fk_checkpoint_round_id"),
        sa.PrimaryKeyConstraint("id", name="pk_checkpoint"),
    )
    op.create_index("ix_checkpoint_round_id", "checkpoint", ["round_id"])
    for statement in _guards("checkpoint"):
        op.execute(statement)


def _guards(table: str) -> list[str]:
    """The function `refuse_change` of PostgreSQL is there since 0003."""
    if op.get_bind().dialect.name == "postgresql":
        moment = "BEFORE UPDATE OR DELETE OR TRUNCATE"
        return [f"CREATE TRIGGER append_only {moment} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"]
    return [
        f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for act in ("UPDATE", "DELETE")
    ]


def downgrade() -> None:
    op.drop_table("checkpoint")
    op.drop_column("round", "bundle_public")
    op.drop_column("result", "sentences")
    op.drop_column("result", "form")
