"""What became of revisions that were only kept.

Revision ID: 0006
Revises: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ruling",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.String(length=36), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("admitted_id", sa.String(length=36), nullable=True),
        sa.Column("ruled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ruled_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("verdict IN ('admitted', 'declined')", name="ck_ruling_verdict"),
        sa.CheckConstraint("(verdict = 'admitted') = (admitted_id IS NOT NULL)", name="ck_ruling_admitted"),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name="fk_ruling_round_id"),
        sa.ForeignKeyConstraint(["revision_id"], ["ballot_revision.id"], name="fk_ruling_revision_id"),
        sa.ForeignKeyConstraint(["admitted_id"], ["ballot_revision.id"], name="fk_ruling_admitted_id"),
        sa.ForeignKeyConstraint(["ruled_by"], ["person.id"], name="fk_ruling_ruled_by"),
        sa.PrimaryKeyConstraint("id", name="pk_ruling"),
        sa.UniqueConstraint("revision_id", name="uq_ruling_revision_id"),
        sa.UniqueConstraint("admitted_id", name="uq_ruling_admitted_id"),
    )
    op.create_index("ix_ruling_round_id", "ruling", ["round_id"])
    op.create_index("ix_ruling_ruled_by", "ruling", ["ruled_by"])
    op.create_table(
        "ruling_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ruling_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["ruling_id"], ["ruling.id"], name="fk_ruling_text_ruling_id"),
        sa.PrimaryKeyConstraint("id", name="pk_ruling_text"),
        sa.UniqueConstraint("ruling_id", name="uq_ruling_text_ruling_id"),
    )
    for statement in _guards("ruling"):
        op.execute(statement)


def _guards(table: str) -> list[str]:
    """As in 0003: what was ruled is never changed."""
    if op.get_bind().dialect.name == "postgresql":
        moment = "BEFORE UPDATE OR DELETE OR TRUNCATE"
        return [f"CREATE TRIGGER append_only {moment} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"]
    return [
        f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for act in ("UPDATE", "DELETE")
    ]


def downgrade() -> None:
    op.drop_table("ruling_text")
    op.drop_table("ruling")
