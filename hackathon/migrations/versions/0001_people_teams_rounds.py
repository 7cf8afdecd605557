"""People, teams and rounds.

Revision ID: 0001
Revises: nothing
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("theme", sa.JSON(), nullable=False),
        sa.Column("venue", sa.JSON(), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("applications_open_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applications_close_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("team_min", sa.Integer(), nullable=False),
        sa.Column("team_max", sa.Integer(), nullable=False),
        sa.Column("result_level", sa.String(length=16), nullable=False),
        sa.Column("milestones", sa.JSON(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("result_level IN ('awards', 'ranks', 'scores')", name=op.f("ck_event_result_level")),
        sa.CheckConstraint("applications_open_at < applications_close_at", name=op.f("ck_event_applications")),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_event_dates")),
        sa.CheckConstraint("team_min >= 1 AND team_min <= team_max", name=op.f("ck_event_team_size")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("key", name=op.f("uq_event_key")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("phone", sa.String(length=32), nullable=True),
        sa.Column("affiliation", sa.String(length=200), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_person_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("event_id", "email", name=op.f("uq_person_event_id_email")),
    )
    op.create_index(op.f("ix_person_event_id"), "person", ["event_id"], unique=False)
    op.create_table(
        "round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("carry_id", sa.Integer(), nullable=True),
        sa.Column("submissions_close_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("publishes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("panel_size", sa.Integer(), nullable=False),
        sa.Column("ballots_per_entry", sa.Integer(), nullable=True),
        sa.Column("policy", sa.Text(), nullable=False),
        sa.Column("guide", sa.JSON(), nullable=False),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "ballots_per_entry IS NULL OR ballots_per_entry > 0", name=op.f("ck_round_ballots_per_entry")
        ),
        sa.CheckConstraint("opens_at < closes_at", name=op.f("ck_round_window")),
        sa.CheckConstraint("panel_size > 0", name=op.f("ck_round_panel_size")),
        sa.ForeignKeyConstraint(["carry_id"], ["round.id"], name=op.f("fk_round_carry_id")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_round_event_id")),
        sa.ForeignKeyConstraint(["source_id"], ["round.id"], name=op.f("fk_round_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round")),
        sa.UniqueConstraint("event_id", "key", name=op.f("uq_round_event_id_key")),
        sa.UniqueConstraint("event_id", "position", name=op.f("uq_round_event_id_position")),
    )
    op.create_index(op.f("ix_round_event_id"), "round", ["event_id"], unique=False)
    op.create_table(
        "team",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("name_key", sa.String(length=200), nullable=False),
        sa.Column("track", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_team_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
        sa.UniqueConstraint("event_id", "code", name=op.f("uq_team_event_id_code")),
        sa.UniqueConstraint("event_id", "name_key", name=op.f("uq_team_event_id_name_key")),
    )
    op.create_index(op.f("ix_team_event_id"), "team", ["event_id"], unique=False)
    op.create_table(
        "entrant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_entrant_event_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_entrant_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entrant")),
    )
    op.create_index("ix_entrant_event_applied", "entrant", ["event_id", "applied_at"], unique=False)
    op.create_index(op.f("ix_entrant_event_id"), "entrant", ["event_id"], unique=False)
    op.create_index(op.f("ix_entrant_person_id"), "entrant", ["person_id"], unique=True)
    op.create_table(
        "entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_entry_round_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_entry_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
        sa.UniqueConstraint("round_id", "position", name=op.f("uq_entry_round_id_position")),
        sa.UniqueConstraint("round_id", "team_id", name=op.f("uq_entry_round_id_team_id")),
    )
    op.create_index(op.f("ix_entry_round_id"), "entry", ["round_id"], unique=False)
    op.create_index(op.f("ix_entry_team_id"), "entry", ["team_id"], unique=False)
    op.create_table(
        "judge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_judge_event_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_judge_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judge")),
        sa.UniqueConstraint("event_id", "code", name=op.f("uq_judge_event_id_code")),
        sa.UniqueConstraint("event_id", "person_id", name=op.f("uq_judge_event_id_person_id")),
    )
    op.create_index(op.f("ix_judge_event_id"), "judge", ["event_id"], unique=False)
    op.create_index(op.f("ix_judge_person_id"), "judge", ["person_id"], unique=False)
    op.create_table(
        "role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=16), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("name IN ('organizer', 'staff', 'auditor', 'judge', 'chair')", name=op.f("ck_role_name")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_role_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role")),
        sa.UniqueConstraint("person_id", "name", name=op.f("uq_role_person_id_name")),
    )
    op.create_index(op.f("ix_role_person_id"), "role", ["person_id"], unique=False)
    op.create_table(
        "submission_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("links", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_by", sa.Integer(), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_submission_version_round_id")),
        sa.ForeignKeyConstraint(["submitted_by"], ["person.id"], name=op.f("fk_submission_version_submitted_by")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_submission_version_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission_version")),
        sa.UniqueConstraint(
            "round_id", "team_id", "version", name=op.f("uq_submission_version_round_id_team_id_version")
        ),
    )
    op.create_index(op.f("ix_submission_version_round_id"), "submission_version", ["round_id"], unique=False)
    op.create_index(op.f("ix_submission_version_submitted_by"), "submission_version", ["submitted_by"], unique=False)
    op.create_index(op.f("ix_submission_version_team_id"), "submission_version", ["team_id"], unique=False)
    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("judge_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_assignment_entry_id")),
        sa.ForeignKeyConstraint(["judge_id"], ["judge.id"], name=op.f("fk_assignment_judge_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_assignment_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
        sa.UniqueConstraint("judge_id", "entry_id", name=op.f("uq_assignment_judge_id_entry_id")),
    )
    op.create_index(op.f("ix_assignment_entry_id"), "assignment", ["entry_id"], unique=False)
    op.create_index(op.f("ix_assignment_judge_id"), "assignment", ["judge_id"], unique=False)
    op.create_index(op.f("ix_assignment_round_id"), "assignment", ["round_id"], unique=False)
    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("entrant_id", sa.Integer(), nullable=False),
        sa.Column("captain", sa.Boolean(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["entrant_id"], ["entrant.id"], name=op.f("fk_membership_entrant_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_membership_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )
    op.create_index(op.f("ix_membership_entrant_id"), "membership", ["entrant_id"], unique=False)
    op.create_index(op.f("ix_membership_team_id"), "membership", ["team_id"], unique=False)
    op.create_index(
        "uq_membership_captain",
        "membership",
        ["team_id"],
        unique=True,
        sqlite_where=sa.text("captain AND left_at IS NULL"),
        postgresql_where=sa.text("captain AND left_at IS NULL"),
    )
    op.create_index(
        "uq_membership_entrant_present",
        "membership",
        ["entrant_id"],
        unique=True,
        sqlite_where=sa.text("left_at IS NULL"),
        postgresql_where=sa.text("left_at IS NULL"),
    )
    op.create_table(
        "recusal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("judge_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("declared_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind IN ('statutory', 'challenge', 'self')", name=op.f("ck_recusal_kind")),
        sa.ForeignKeyConstraint(["declared_by"], ["person.id"], name=op.f("fk_recusal_declared_by")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_recusal_entry_id")),
        sa.ForeignKeyConstraint(["judge_id"], ["judge.id"], name=op.f("fk_recusal_judge_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_recusal_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recusal")),
        sa.UniqueConstraint("judge_id", "entry_id", name=op.f("uq_recusal_judge_id_entry_id")),
    )
    op.create_index(op.f("ix_recusal_declared_by"), "recusal", ["declared_by"], unique=False)
    op.create_index(op.f("ix_recusal_entry_id"), "recusal", ["entry_id"], unique=False)
    op.create_index(op.f("ix_recusal_judge_id"), "recusal", ["judge_id"], unique=False)
    op.create_index(op.f("ix_recusal_round_id"), "recusal", ["round_id"], unique=False)
    op.create_table(
        "seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("judge_id", sa.Integer(), nullable=False),
        sa.Column("chair", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["judge_id"], ["judge.id"], name=op.f("fk_seat_judge_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_seat_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat")),
        sa.UniqueConstraint("round_id", "judge_id", name=op.f("uq_seat_round_id_judge_id")),
    )
    op.create_index(op.f("ix_seat_judge_id"), "seat", ["judge_id"], unique=False)
    op.create_index(op.f("ix_seat_round_id"), "seat", ["round_id"], unique=False)


def downgrade() -> None:
    op.drop_table("seat")
    op.drop_table("recusal")
    op.drop_table("membership")
    op.drop_table("assignment")
    op.drop_table("submission_version")
    op.drop_table("role")
    op.drop_table("judge")
    op.drop_table("entry")
    op.drop_table("entrant")
    op.drop_table("team")
    op.drop_table("round")
    op.drop_table("person")
    op.drop_table("event")
