"""Decisions and imported votes are taken back by a row against them; publications and corrections of results.

Revision ID: 0020
Revises: 0019
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_KINDS = ("lot_seed", "order", "waived", "rejudge")
_MORE = (*_KINDS, "awards", "states")
_INDEXES = {"round_id": ["round_id"], "decided_by": ["decided_by"], "round_kind": ["round_id", "kind"]}
_LINKS = {"confirms_id": "decision", "withdraws_id": "decision", "let_in_by": "person"}


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _make_anew(sa.CheckConstraint(_check(_MORE), name=op.f("ck_decision_kind")), *_links())
    else:
        _alter(_MORE)
    _text("decision_text", "decision_id", "decision")
    _publications()
    _vote_imports()


def _check(kinds: tuple[str, ...]) -> str:
    return "kind IN ({})".format(", ".join(f"'{kind}'" for kind in kinds))


def _alter(kinds: tuple[str, ...]) -> None:
    op.drop_constraint(op.f("ck_decision_kind"), "decision", type_="check")
    op.create_check_constraint(op.f("ck_decision_kind"), "decision", _check(kinds))
    op.add_column("decision", sa.Column("needs_second", sa.Boolean(), server_default=sa.false(), nullable=False))
    for name, table in _LINKS.items():
        op.add_column("decision", sa.Column(name, sa.Integer(), nullable=True))
        op.create_foreign_key(f"fk_decision_{name}", "decision", table, [name], ["id"])
    for name in ("confirms_id", "withdraws_id"):
        op.create_unique_constraint(f"uq_decision_{name}", "decision", [name])


def _make_anew(*more: sa.schema.SchemaItem, where: str = "true") -> None:
    """SQLite changes a constraint only by another table; no other one refers to this."""
    for name in _INDEXES:
        op.drop_index(f"ix_decision_{name}", "decision")
    op.rename_table("decision", "decision_before")
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name="fk_decision_round_id"),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name="fk_decision_decided_by"),
        sa.PrimaryKeyConstraint("id", name="pk_decision"),
        *more,
    )
    kept = "id, round_id, kind, value, decided_at, decided_by"
    op.execute(f"INSERT INTO decision ({kept}) SELECT {kept} FROM decision_before WHERE {where}")  # nosec B608 (text of our own)
    op.drop_table("decision_before")
    for name, columns in _INDEXES.items():
        op.create_index(f"ix_decision_{name}", "decision", columns)
    _guard("decision")


def _links() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("needs_second", sa.Boolean(), server_default=sa.false(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in _LINKS),
        *(
            sa.ForeignKeyConstraint([name], [f"{table}.id"], name=f"fk_decision_{name}")
            for name, table in _LINKS.items()
        ),
        sa.UniqueConstraint("confirms_id", name="uq_decision_confirms_id"),
        sa.UniqueConstraint("withdraws_id", name="uq_decision_withdraws_id"),
    ]


def _publications() -> None:
    op.create_table(
        "publication",
        *_of_result("publication"),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["published_by"], ["person.id"], name="fk_publication_published_by"),
        sa.UniqueConstraint("result_id", name="uq_publication_result_id"),
    )
    op.create_table(
        "correction",
        *_of_result("correction"),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["opened_by"], ["person.id"], name="fk_correction_opened_by"),
    )
    op.create_index("ix_publication_round_id", "publication", ["round_id"])
    op.create_index("ix_publication_published_by", "publication", ["published_by"])
    for column in ("round_id", "result_id", "opened_by"):
        op.create_index(f"ix_correction_{column}", "correction", [column])
    # A published round could not change until now: what is out is its newest result.
    op.execute(
        "INSERT INTO publication (round_id, result_id, published_at) SELECT result.round_id, max(result.id), "
        "max(round.published_at) FROM result JOIN round ON round.id = result.round_id "
        "WHERE round.published_at IS NOT NULL GROUP BY result.round_id"
    )
    _guard("publication")


def _of_result(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("result_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=f"fk_{table}_round_id"),
        sa.ForeignKeyConstraint(["result_id"], ["result.id"], name=f"fk_{table}_result_id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    ]


def _vote_imports() -> None:
    op.create_table(
        "vote_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("batch", sa.String(length=64), nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.Column("withdraws_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["poll_id"], ["poll.id"], name="fk_vote_import_poll_id"),
        sa.ForeignKeyConstraint(["withdraws_id"], ["vote_import.id"], name="fk_vote_import_withdraws_id"),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name="fk_vote_import_made_by"),
        sa.PrimaryKeyConstraint("id", name="pk_vote_import"),
        sa.UniqueConstraint("withdraws_id", name="uq_vote_import_withdraws_id"),
    )
    op.create_index("ix_vote_import_poll_id", "vote_import", ["poll_id"])
    op.create_index("ix_vote_import_made_by", "vote_import", ["made_by"])
    # Imported voters are known by the digest of their file; whoever made codes to hand out left a UUID there.
    op.execute(
        "INSERT INTO vote_import (poll_id, batch, votes, made_at) SELECT poll_id, batch, count(*), max(made_at) "
        "FROM voter WHERE length(batch) = 64 GROUP BY poll_id, batch"
    )
    _text("vote_import_text", "import_id", "vote_import")
    _guard("vote_import")


def _text(table: str, column: str, of: str) -> None:
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(column, sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint([column], [f"{of}.id"], name=f"fk_{table}_{column}"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint(column, name=f"uq_{table}_{column}"),
    )


def _guard(table: str) -> None:
    """As in 0003: what was acknowledged is never changed."""
    if op.get_bind().dialect.name == "postgresql":
        moment = "BEFORE UPDATE OR DELETE OR TRUNCATE"
        op.execute(
            f"CREATE TRIGGER append_only {moment} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        return
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )


def downgrade() -> None:
    """What was confirmed, taken back or decided in the new ways is gone with it."""
    for table in ("vote_import_text", "vote_import", "correction", "publication", "decision_text"):
        op.drop_table(table)
    known = f"confirms_id IS NULL AND withdraws_id IS NULL AND NOT needs_second AND {_check(_KINDS)}"
    if op.get_bind().dialect.name == "sqlite":
        _make_anew(sa.CheckConstraint(_check(_KINDS), name=op.f("ck_decision_kind")), where=known)
        return
    op.execute("ALTER TABLE decision DISABLE TRIGGER append_only")
    op.execute(f"DELETE FROM decision WHERE NOT ({known})")  # nosec B608 (text of our own)
    op.execute("ALTER TABLE decision ENABLE TRIGGER append_only")
    for name in ("needs_second", *_LINKS):
        op.drop_column("decision", name)
    op.drop_constraint(op.f("ck_decision_kind"), "decision", type_="check")
    op.create_check_constraint(op.f("ck_decision_kind"), "decision", _check(_KINDS))
