"""Who is in the building, and where a team sits.

Revision ID: 0013
Revises: 0012
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("entry", sa.Column("place", sa.String(length=40), nullable=True))
    op.create_table(
        "check_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(length=3), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("way IN ('in', 'out')", name="ck_check_in_way"),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_check_in_event_id"),
        sa.ForeignKeyConstraint(["noted_by"], ["person.id"], name="fk_check_in_noted_by"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_check_in_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_check_in"),
    )
    for column in ("event_id", "noted_by", "person_id"):
        op.create_index(f"ix_check_in_{column}", "check_in", [column])
    op.create_index("ix_check_in_event_id_person_id_id", "check_in", ["event_id", "person_id", "id"])
    for statement in _guards("check_in"):
        op.execute(statement)


def _guards(table: str) -> list[str]:
    """As in 0003: who was in the building in the night stays written."""
    if op.get_bind().dialect.name == "postgresql":
        moment = "BEFORE UPDATE OR DELETE OR TRUNCATE"
        return [f"CREATE TRIGGER append_only {moment} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"]
    return [
        f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for act in ("UPDATE", "DELETE")
    ]


def downgrade() -> None:
    op.drop_table("check_in")
    op.drop_column("entry", "place")
