"""Messages to many, and which of them a letter belongs to.

Revision ID: 0010
Revises: 0009
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("token", sa.String(length=36), nullable=False),
        sa.Column("audience", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.JSON(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=True),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.Column("unreached", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_message_event_id"),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name="fk_message_round_id"),
        sa.ForeignKeyConstraint(["written_by"], ["person.id"], name="fk_message_written_by"),
        sa.PrimaryKeyConstraint("id", name="pk_message"),
        sa.UniqueConstraint("token", name="uq_message_token"),
    )
    for column in ("event_id", "round_id", "written_by"):
        op.create_index(f"ix_message_{column}", "message", [column])
    op.execute(
        "ALTER TABLE letter ADD COLUMN message_id INTEGER CONSTRAINT fk_letter_message_id REFERENCES message (id)"
    )
    op.create_index("ix_letter_message_id", "letter", ["message_id"])


def downgrade() -> None:
    op.drop_index("ix_letter_message_id", "letter")
    with op.batch_alter_table("letter") as batch_op:
        batch_op.drop_column("message_id")
    op.drop_table("message")
