"""The rows that somebody chose in an import where several say different things of one thing.

Revision ID: 0019
Revises: 0018
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("import_job", sa.Column("chosen", sa.JSON(), server_default="[]", nullable=False))


def downgrade() -> None:
    op.drop_column("import_job", "chosen")
