"""Applications with their consents and guardians, invitations into teams, the board, tracks.

Revision ID: 0009
Revises: 0008
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

APPEND_ONLY = ("consent_notice", "consent")


def upgrade() -> None:
    op.create_table(
        "consent_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=32), nullable=False),
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_consent_notice_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_notice")),
        sa.UniqueConstraint("event_id", "purpose", "version", name=op.f("uq_consent_notice_event_id_purpose_version")),
    )
    op.create_index(op.f("ix_consent_notice_event_id"), "consent_notice", ["event_id"], unique=False)
    op.create_table(
        "application",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entrant_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["entrant_id"], ["entrant.id"], name=op.f("fk_application_entrant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
        sa.UniqueConstraint("token", name=op.f("uq_application_token")),
    )
    op.create_index("ix_application_entrant_digest", "application", ["entrant_id", "digest"], unique=False)
    op.create_index(op.f("ix_application_entrant_id"), "application", ["entrant_id"], unique=False)
    op.create_table(
        "approach",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("entrant_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(length=8), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("answer IS NULL OR answer IN ('yes', 'no')", name=op.f("ck_approach_answer")),
        sa.CheckConstraint("kind IN ('ask', 'invite')", name=op.f("ck_approach_kind")),
        sa.ForeignKeyConstraint(["entrant_id"], ["entrant.id"], name=op.f("fk_approach_entrant_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_approach_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approach")),
        sa.UniqueConstraint("team_id", "entrant_id", "kind", name=op.f("uq_approach_team_id_entrant_id_kind")),
    )
    op.create_index(op.f("ix_approach_entrant_id"), "approach", ["entrant_id"], unique=False)
    op.create_index(op.f("ix_approach_team_id"), "approach", ["team_id"], unique=False)
    op.create_table(
        "card",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("entrant_id", sa.Integer(), nullable=True),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("introduction", sa.Text(), nullable=False),
        sa.Column("wanted", sa.JSON(), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(entrant_id IS NULL) <> (team_id IS NULL)", name=op.f("ck_card_whose")),
        sa.ForeignKeyConstraint(["entrant_id"], ["entrant.id"], name=op.f("fk_card_entrant_id")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_card_event_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_card_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card")),
        sa.UniqueConstraint("entrant_id", name=op.f("uq_card_entrant_id")),
        sa.UniqueConstraint("team_id", name=op.f("uq_card_team_id")),
    )
    op.create_index(op.f("ix_card_event_id"), "card", ["event_id"], unique=False)
    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entrant_id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("given_by", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("given_by IN ('self', 'guardian', 'organizer')", name=op.f("ck_consent_given_by")),
        sa.ForeignKeyConstraint(["entrant_id"], ["entrant.id"], name=op.f("fk_consent_entrant_id")),
        sa.ForeignKeyConstraint(["notice_id"], ["consent_notice.id"], name=op.f("fk_consent_notice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index("ix_consent_entrant_id", "consent", ["entrant_id"], unique=False)
    op.create_index(op.f("ix_consent_notice_id"), "consent", ["notice_id"], unique=False)
    op.create_table(
        "guardian",
        sa.Column("entrant_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("token", sa.String(length=64), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["entrant_id"], ["entrant.id"], name=op.f("fk_guardian_entrant_id")),
        sa.PrimaryKeyConstraint("entrant_id", name=op.f("pk_guardian")),
        sa.UniqueConstraint("token", name=op.f("uq_guardian_token")),
    )
    op.add_column("entrant", sa.Column("confirmed", sa.Boolean(), server_default=sa.true(), nullable=False))
    op.add_column("entrant", sa.Column("under_14", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("entrant", sa.Column("disqualified_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("entrant", sa.Column("disqualified_for", sa.Text(), nullable=True))
    op.add_column("event", sa.Column("teams_close_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("event", sa.Column("tracks", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("event", sa.Column("application", sa.JSON(), server_default="{}", nullable=False))
    op.add_column("letter", sa.Column("address", sa.String(length=254), nullable=True))
    op.add_column("letter", sa.Column("addressee", sa.String(length=100), nullable=True))
    op.add_column("round", sa.Column("track", sa.String(length=64), nullable=True))
    op.add_column("team", sa.Column("disqualified_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("team", sa.Column("disqualified_for", sa.Text(), nullable=True))
    op.add_column("team", sa.Column("invite", sa.String(length=16), nullable=True))
    op.create_index("uq_team_invite", "team", ["invite"], unique=True)
    for table in APPEND_ONLY:
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
    op.drop_index("uq_team_invite", table_name="team")
    op.drop_column("team", "invite")
    op.drop_column("team", "disqualified_for")
    op.drop_column("team", "disqualified_at")
    op.drop_column("round", "track")
    op.drop_column("letter", "addressee")
    op.drop_column("letter", "address")
    op.drop_column("event", "application")
    op.drop_column("event", "tracks")
    op.drop_column("event", "teams_close_at")
    op.drop_column("entrant", "disqualified_for")
    op.drop_column("entrant", "disqualified_at")
    op.drop_column("entrant", "under_14")
    op.drop_column("entrant", "confirmed")
    op.drop_table("guardian")
    op.drop_index(op.f("ix_consent_notice_id"), table_name="consent")
    op.drop_index("ix_consent_entrant_id", table_name="consent")
    op.drop_table("consent")
    op.drop_index(op.f("ix_card_event_id"), table_name="card")
    op.drop_table("card")
    op.drop_index(op.f("ix_approach_team_id"), table_name="approach")
    op.drop_index(op.f("ix_approach_entrant_id"), table_name="approach")
    op.drop_table("approach")
    op.drop_index(op.f("ix_application_entrant_id"), table_name="application")
    op.drop_index("ix_application_entrant_digest", table_name="application")
    op.drop_table("application")
    op.drop_index(op.f("ix_consent_notice_event_id"), table_name="consent_notice")
    op.drop_table("consent_notice")
