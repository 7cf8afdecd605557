"""Imports on their way as rows, with the uploaded file: every host can show them, one works on each.

Jobs of before were folders of one host and are not taken over: nothing of them has been imported.

Revision ID: 0015
Revises: 0014
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_STATES = "'arriving', 'reading', 'columns', 'ready', 'applying', 'done', 'failed'"


def upgrade() -> None:
    op.create_table(
        "import_job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("worker", sa.String(length=32), nullable=True),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("overtaken", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        *(
            sa.Column(name, sa.JSON(), nullable=False)
            for name in ("mapping", "columns", "examples", "report", "samples", "trouble")
        ),
        sa.Column("refusals", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(f"state IN ({_STATES})", name="ck_import_job_state"),
        sa.CheckConstraint("worker IS NULL OR state IN ('reading', 'applying')", name="ck_import_job_worker"),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_import_job_event_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_import_job_person_id"),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name="fk_import_job_round_id"),
        sa.PrimaryKeyConstraint("id", name="pk_import_job"),
        sa.UniqueConstraint("token", name="uq_import_job_token"),
    )
    for column in ("event_id", "round_id", "person_id"):
        op.create_index(f"ix_import_job_{column}", "import_job", [column])
    op.create_table(
        "import_piece",
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["import_job.id"], name="fk_import_piece_job_id"),
        sa.PrimaryKeyConstraint("job_id", "number", name="pk_import_piece"),
    )


def downgrade() -> None:
    op.drop_table("import_piece")
    op.drop_table("import_job")
