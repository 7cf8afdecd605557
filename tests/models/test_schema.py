"""The tables that the migrations make are the tables that the models describe, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, select
from sqlalchemy.exc import IntegrityError

from hackathon import database
from hackathon.database import unit_of_work
from hackathon.extensions import Base, db
from hackathon.models import Event, Person
from tests.factories import make_event, make_person

APPEND_ONLY = {
    "adjustment",
    "audit_entry",
    "check_in",
    "checkpoint",
    "ballot_revision",
    "consent",
    "consent_notice",
    "decision",
    "late_opinion",
    "paper_ballot",
    "pledge",
    "publication",
    "receipt",
    "result",
    "ruling",
    "signature",
    "vote",
    "vote_import",
}


def test_migrations_and_models_agree(app: Flask) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    assert database.is_current()


def test_append_only_tables_are_guarded_even_when_empty_of_rows(app: Flask) -> None:
    with unit_of_work():
        make_event()
    if db.engine.dialect.name == "sqlite":
        query = "SELECT DISTINCT tbl_name FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = "SELECT DISTINCT event_object_table FROM information_schema.triggers"
    assert set(db.session.scalars(db.text(query))) == APPEND_ONLY


def test_moments_come_back_as_utc(app: Flask) -> None:
    with unit_of_work():
        make_event()
    db.session.expire_all()
    created = db.session.scalars(select(Event.created_at)).one()
    assert created.tzinfo is UTC


def test_a_moment_without_a_zone_is_refused(app: Flask) -> None:
    with pytest.raises(Exception, match="time zone"), unit_of_work():
        event = make_event()
        event.created_at = datetime(2025, 12, 2)  # noqa: DTZ001 (that is the point)


def test_an_address_belongs_to_one_person(app: Flask) -> None:
    with unit_of_work():
        event = make_event()
        make_person(event, "one")
    with pytest.raises(IntegrityError), unit_of_work():
        db.session.add(Person(event_id=event.id, email="one@example.org", created_at=event.created_at))


def test_everything_can_be_dropped_and_made_again(app: Flask) -> None:
    with unit_of_work():
        make_event()
    db.session.remove()
    database.drop_everything()
    assert inspect(db.engine).get_table_names() == []
    database.upgrade()
    assert database.is_current()


def test_the_newest_migration_takes_a_database_that_is_in_use(app: Flask) -> None:
    """A table that others refer to cannot be made anew."""
    with unit_of_work():
        make_person(make_event(), "owner", "organizer")
    db.session.remove()
    downgrade(revision="-1")
    upgrade()
    assert database.is_current()
    assert db.session.scalars(select(Event.languages)).one() == ["ko", "en"]
    assert db.session.scalars(select(Person.language)).one() == "ko"
