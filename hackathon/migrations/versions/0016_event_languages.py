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
    op.add_column("event", sa.Column("languages", sa.JSON(), server_default='["ko", "en"]', nullable=False))
    _set_length(2, 16)


def downgrade() -> None:
    _set_length(16, 2)
    op.drop_column("event", "languages")


def _set_length(old: int, new: int) -> None:
    # SQLite keeps no lengths, and could change a column only by making the table anew, which others refer to.
    if op.get_bind().dialect.name != "sqlite":
        op.alter_column(
            "person",
            "language",
            existing_type=sa.String(length=old),
            type_=sa.String(length=new),
            existing_nullable=False,
        )
