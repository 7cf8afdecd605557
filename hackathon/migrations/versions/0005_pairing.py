"""Codes that pair a judge's tablet, what is known of a device, and the entry on the stage.

Revision ID: 0005
Revises: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

WHO = (("sign_in_link", "made_by"), ("sign_in", "made_by"), ("signature", "let_in_by"))
"""Columns that name a person. Written as SQL: Alembic would copy the tables on SQLite, and lose their triggers."""


def upgrade() -> None:
    for table, column in WHO:
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN {column} INTEGER CONSTRAINT fk_{table}_{column} REFERENCES person (id)"
        )
    op.add_column("sign_in", sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("sign_in", sa.Column("label", sa.String(length=60), nullable=True))
    op.add_column("sign_in", sa.Column("began", sa.String(length=16), server_default="unknown", nullable=False))
    op.create_table(
        "pairing_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("batch", sa.String(length=36), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sign_in_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_pairing_code_person_id"),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name="fk_pairing_code_made_by"),
        sa.ForeignKeyConstraint(["sign_in_id"], ["sign_in.id"], name="fk_pairing_code_sign_in_id"),
        sa.PrimaryKeyConstraint("id", name="pk_pairing_code"),
        sa.UniqueConstraint("sign_in_id", name="uq_pairing_code_sign_in_id"),
        sa.UniqueConstraint("token", name="uq_pairing_code_token"),
    )
    op.create_index("ix_pairing_code_batch", "pairing_code", ["batch"])
    op.create_index("ix_pairing_code_person_id", "pairing_code", ["person_id"])
    op.create_table(
        "presenting",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name="fk_presenting_round_id"),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name="fk_presenting_entry_id"),
        sa.PrimaryKeyConstraint("round_id", name="pk_presenting"),
    )
    op.create_index("ix_presenting_entry_id", "presenting", ["entry_id"])


def downgrade() -> None:
    op.drop_table("presenting")
    op.drop_table("pairing_code")
    for column in ("began", "label", "seen_at"):
        op.drop_column("sign_in", column)
    for table, column in WHO:
        op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
