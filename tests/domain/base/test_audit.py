from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from hackathon.database import unit_of_work
from hackathon.domain.base import audit
from hackathon.extensions import db
from hackathon.models import AuditEntry, AuditText
from tests.factories import make_event


def test_audit_entries_form_one_unbroken_chain(app: Flask) -> None:
    with unit_of_work():
        event = make_event()
        audit.record(event, "test.done", "thing:1", number=3)
    assert [entry.position for entry in db.session.scalars(select(AuditEntry).order_by(AuditEntry.position))] == [1, 2]
    assert audit.find_break(event) is None


def test_a_changed_entry_breaks_the_chain_where_it_stands(app: Flask) -> None:
    with unit_of_work():
        event = make_event()
        for number in range(3):
            audit.record(event, "test.done", "thing", number=number)
    with unit_of_work():
        db.session.execute(db.text(_DISABLE[db.engine.dialect.name]))
        db.session.execute(db.text("UPDATE audit_entry SET subject = 'forged' WHERE position = 3"))
    db.session.expire_all()
    assert audit.find_break(event) == 3


_DISABLE = {
    "sqlite": "DROP TRIGGER audit_entry_no_update",
    "postgresql": "ALTER TABLE audit_entry DISABLE TRIGGER append_only",
}


def test_a_reason_stands_apart_and_can_be_erased(app: Flask) -> None:
    with unit_of_work():
        event = make_event()
        audit.record(event, "test.done", "thing", reason="개인 사정")
    with unit_of_work():
        db.session.execute(db.delete(AuditText))
    assert audit.find_break(event) is None


def test_the_log_cannot_be_rewritten(app: Flask) -> None:
    with unit_of_work():
        make_event()
    with pytest.raises(Exception, match="append-only"), unit_of_work():
        db.session.execute(db.text("DELETE FROM audit_entry"))
