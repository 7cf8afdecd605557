"""What was acknowledged is never changed: triggers refuse UPDATE and DELETE.

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = ("ballot_revision", "receipt", "decision", "adjustment", "result", "signature", "audit_entry")


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
        )
    for table in TABLES:
        for statement in _guards(table):
            op.execute(statement)


def _guards(table: str) -> list[str]:
    if op.get_bind().dialect.name == "postgresql":
        moment = "BEFORE UPDATE OR DELETE OR TRUNCATE"
        return [f"CREATE TRIGGER append_only {moment} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"]
    return [
        f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for act in ("UPDATE", "DELETE")
    ]


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change() CASCADE")
        return
    for table in TABLES:
        for act in ("update", "delete"):
            op.execute(f"DROP TRIGGER {table}_no_{act}")
