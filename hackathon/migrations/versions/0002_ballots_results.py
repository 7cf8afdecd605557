"""Ballots, results, the log and sign-ins.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("act", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=128), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("chain", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_audit_entry_actor_id")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_audit_entry_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
        sa.UniqueConstraint("event_id", "position", name=op.f("uq_audit_entry_event_id_position")),
    )
    op.create_index(op.f("ix_audit_entry_actor_id"), "audit_entry", ["actor_id"], unique=False)
    op.create_index(op.f("ix_audit_entry_event_id"), "audit_entry", ["event_id"], unique=False)
    op.create_table(
        "credential",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("password", sa.String(length=256), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_credential_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_credential")),
    )
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind IN ('lot_seed', 'order', 'waived', 'rejudge')", name=op.f("ck_decision_kind")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_decision_decided_by")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_decision_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    op.create_index(op.f("ix_decision_decided_by"), "decision", ["decided_by"], unique=False)
    op.create_index(op.f("ix_decision_round_id"), "decision", ["round_id"], unique=False)
    op.create_index("ix_decision_round_kind", "decision", ["round_id", "kind"], unique=False)
    op.create_table(
        "result",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("standings", sa.Text(), nullable=False),
        sa.Column("policy", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key_id", sa.String(length=16), nullable=False),
        sa.Column("signature", sa.String(length=128), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_result_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result")),
        sa.UniqueConstraint("round_id", "version", name=op.f("uq_result_round_id_version")),
    )
    op.create_index(op.f("ix_result_round_id"), "result", ["round_id"], unique=False)
    op.create_table(
        "sign_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("device", sa.String(length=200), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sign_in_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
        sa.UniqueConstraint("token", name=op.f("uq_sign_in_token")),
    )
    op.create_index(op.f("ix_sign_in_person_id"), "sign_in", ["person_id"], unique=False)
    op.create_table(
        "sign_in_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("reusable", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sign_in_link_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_link")),
        sa.UniqueConstraint("token", name=op.f("uq_sign_in_link_token")),
    )
    op.create_index(op.f("ix_sign_in_link_person_id"), "sign_in_link", ["person_id"], unique=False)
    op.create_table(
        "adjustment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("points", sa.String(length=32), nullable=False),
        sa.Column("withdraws_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_adjustment_entry_id")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_adjustment_made_by")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_adjustment_round_id")),
        sa.ForeignKeyConstraint(["withdraws_id"], ["adjustment.id"], name=op.f("fk_adjustment_withdraws_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adjustment")),
        sa.UniqueConstraint("withdraws_id", name=op.f("uq_adjustment_withdraws_id")),
    )
    op.create_index(op.f("ix_adjustment_entry_id"), "adjustment", ["entry_id"], unique=False)
    op.create_index(op.f("ix_adjustment_made_by"), "adjustment", ["made_by"], unique=False)
    op.create_index(op.f("ix_adjustment_round_id"), "adjustment", ["round_id"], unique=False)
    op.create_table(
        "audit_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["audit_id"], ["audit_entry.id"], name=op.f("fk_audit_text_audit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_text")),
        sa.UniqueConstraint("audit_id", name=op.f("uq_audit_text_audit_id")),
    )
    op.create_table(
        "ballot_revision",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("judge_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.Column("base", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("sealed", sa.Boolean(), nullable=False),
        sa.Column("marks", sa.Text(), nullable=False),
        sa.Column("body", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("device", sa.String(length=64), nullable=True),
        sa.Column("chain_position", sa.Integer(), nullable=False),
        sa.CheckConstraint("(status = 'accepted') = (revision IS NOT NULL)", name=op.f("ck_ballot_revision_numbered")),
        sa.CheckConstraint("status IN ('accepted', 'conflict', 'held')", name=op.f("ck_ballot_revision_status")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_ballot_revision_entry_id")),
        sa.ForeignKeyConstraint(["judge_id"], ["judge.id"], name=op.f("fk_ballot_revision_judge_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_ballot_revision_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballot_revision")),
        sa.UniqueConstraint(
            "entry_id", "judge_id", "revision", name=op.f("uq_ballot_revision_entry_id_judge_id_revision")
        ),
        sa.UniqueConstraint("round_id", "chain_position", name=op.f("uq_ballot_revision_round_id_chain_position")),
    )
    op.create_index(op.f("ix_ballot_revision_entry_id"), "ballot_revision", ["entry_id"], unique=False)
    op.create_index(op.f("ix_ballot_revision_judge_id"), "ballot_revision", ["judge_id"], unique=False)
    op.create_index(op.f("ix_ballot_revision_round_id"), "ballot_revision", ["round_id"], unique=False)
    op.create_index("ix_ballot_revision_sealed", "ballot_revision", ["round_id", "sealed", "status"], unique=False)
    op.create_table(
        "signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("result_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.String(length=16), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("key_id", sa.String(length=16), nullable=False),
        sa.Column("signature", sa.String(length=128), nullable=False),
        sa.CheckConstraint("capacity IN ('chair', 'organizer')", name=op.f("ck_signature_capacity")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_signature_person_id")),
        sa.ForeignKeyConstraint(["result_id"], ["result.id"], name=op.f("fk_signature_result_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature")),
        sa.UniqueConstraint("result_id", "capacity", name=op.f("uq_signature_result_id_capacity")),
        sa.UniqueConstraint("result_id", "person_id", name=op.f("uq_signature_result_id_person_id")),
    )
    op.create_index(op.f("ix_signature_person_id"), "signature", ["person_id"], unique=False)
    op.create_index(op.f("ix_signature_result_id"), "signature", ["result_id"], unique=False)
    op.create_table(
        "adjustment_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("adjustment_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["adjustment_id"], ["adjustment.id"], name=op.f("fk_adjustment_text_adjustment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adjustment_text")),
        sa.UniqueConstraint("adjustment_id", name=op.f("uq_adjustment_text_adjustment_id")),
    )
    op.create_table(
        "ballot_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.String(length=36), nullable=False),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["revision_id"], ["ballot_revision.id"], name=op.f("fk_ballot_text_revision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballot_text")),
        sa.UniqueConstraint("revision_id", name=op.f("uq_ballot_text_revision_id")),
    )
    op.create_table(
        "receipt",
        sa.Column("revision_id", sa.String(length=36), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("chain", sa.String(length=64), nullable=False),
        sa.Column("counted", sa.Boolean(), nullable=False),
        sa.Column("key_id", sa.String(length=16), nullable=False),
        sa.Column("signature", sa.String(length=128), nullable=False),
        sa.ForeignKeyConstraint(["revision_id"], ["ballot_revision.id"], name=op.f("fk_receipt_revision_id")),
        sa.PrimaryKeyConstraint("revision_id", name=op.f("pk_receipt")),
    )


def downgrade() -> None:
    op.drop_table("receipt")
    op.drop_table("ballot_text")
    op.drop_table("adjustment_text")
    op.drop_table("signature")
    op.drop_table("ballot_revision")
    op.drop_table("audit_text")
    op.drop_table("adjustment")
    op.drop_table("sign_in_link")
    op.drop_table("sign_in")
    op.drop_table("result")
    op.drop_table("decision")
    op.drop_table("credential")
    op.drop_table("audit_entry")
