"""Paper ballots as two people type them, and judges who did not come.

Revision ID: 0012
Revises: 0011
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "paper_ballot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("judge_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("marks", sa.Text(), nullable=False),
        sa.Column("typed_by", sa.Integer(), nullable=False),
        sa.Column("typed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision_id", sa.String(length=36), nullable=True),
        *_belongs("paper_ballot", round="round", judge="judge", entry="entry"),
        sa.ForeignKeyConstraint(["typed_by"], ["person.id"], name="fk_paper_ballot_typed_by"),
        sa.ForeignKeyConstraint(["revision_id"], ["ballot_revision.id"], name="fk_paper_ballot_revision_id"),
        sa.PrimaryKeyConstraint("id", name="pk_paper_ballot"),
        sa.UniqueConstraint("revision_id", name="uq_paper_ballot_revision_id"),
    )
    for column in ("round_id", "judge_id", "entry_id", "typed_by"):
        op.create_index(f"ix_paper_ballot_{column}", "paper_ballot", [column])
    op.create_index("ix_paper_ballot_pair", "paper_ballot", ["judge_id", "entry_id"])
    op.create_table(
        "paper_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["paper_ballot.id"], name="fk_paper_text_paper_id"),
        sa.PrimaryKeyConstraint("id", name="pk_paper_text"),
        sa.UniqueConstraint("paper_id", name="uq_paper_text_paper_id"),
    )
    op.create_table(
        "absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("judge_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("declared_by", sa.Integer(), nullable=True),
        *_belongs("absence", round="round", judge="judge"),
        sa.ForeignKeyConstraint(["declared_by"], ["person.id"], name="fk_absence_declared_by"),
        sa.PrimaryKeyConstraint("id", name="pk_absence"),
        sa.UniqueConstraint("round_id", "judge_id", name="uq_absence_round_id_judge_id"),
    )
    for column in ("round_id", "judge_id", "declared_by"):
        op.create_index(f"ix_absence_{column}", "absence", [column])
    for statement in _guards("paper_ballot"):
        op.execute(statement)


def _belongs(table: str, **tables: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([f"{name}_id"], [f"{other}.id"], name=f"fk_{table}_{name}_id")
        for name, other in tables.items()
    ]


def _guards(table: str) -> list[str]:
    """As in 0003: what was typed is never changed."""
    if op.get_bind().dialect.name == "postgresql":
        moment = "BEFORE UPDATE OR DELETE OR TRUNCATE"
        return [f"CREATE TRIGGER append_only {moment} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"]
    return [
        f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for act in ("UPDATE", "DELETE")
    ]


def downgrade() -> None:
    op.drop_table("absence")
    op.drop_table("paper_text")
    op.drop_table("paper_ballot")
