"""Languages of an event, the first of which is shown where a text lacks the reader's; longer names of languages.

Revision ID: 0016
Revises: 0015
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("event") as table:
        table.add_column(sa.Column("languages", sa.JSON(), nullable=False, server_default='["ko", "en"]'))
    with op.batch_alter_table("event") as table:
        table.alter_column("languages", existing_type=sa.JSON(), server_default=None)
    with op.batch_alter_table("person") as table:
        table.alter_column(
            "language", existing_type=sa.String(length=2), type_=sa.String(length=16), existing_nullable=False
        )


def downgrade() -> None:
    with op.batch_alter_table("person") as table:
        table.alter_column(
            "language", existing_type=sa.String(length=16), type_=sa.String(length=2), existing_nullable=False
        )
    with op.batch_alter_table("event") as table:
        table.drop_column("languages")
