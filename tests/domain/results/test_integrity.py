"""What somebody changed, left out or wrote anew in the database behind the program's back is found, and stops lock and signature."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from flask import Flask

from hackathon.database import unit_of_work
from hackathon.domain.base import audit
from hackathon.domain.results import checkpoints, decisions, integrity, results, standings
from hackathon.domain.results.integrity import IntegrityBroken
from hackathon.domain.rounds import rounds
from hackathon.extensions import db
from hackathon.models import AuditEntry, Round
from scoring.bundle.acts import link_of, old_link_of
from tests.factories import fill_round, make_event, make_person, seal_all, the_entry, the_judge, the_key

MARKS = {"T001": (9, 9), "T002": (8, 8), "T003": (7, 7), "T004": (6, 6)}
Edit = Callable[..., None]


@pytest.fixture
def round(app: Flask) -> Round:
    """All ballots in, an adjustment, a recusal, nothing locked."""
    with unit_of_work():
        round = fill_round(make_event())
        seal_all(round, MARKS)
        standings.adjust(round, the_entry(round, "T004"), Decimal(-1), reason="late")
        rounds.recuse(round, the_judge("J03"), the_entry(round, "T004"), kind="self", reason="mentor")
    return round


@pytest.fixture
def edit() -> Edit:
    """Whoever has the disk: no trigger, then any statement."""

    def run(*statements: str) -> None:
        with unit_of_work():
            for statement in (*_guards(), *statements):
                db.session.execute(db.text(statement))
        db.session.expire_all()

    return run


def _guards() -> list[str]:
    if db.engine.dialect.name == "sqlite":
        names = db.session.scalars(db.text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
        return [f"DROP TRIGGER {name}" for name in names]
    tables = "SELECT DISTINCT event_object_table FROM information_schema.triggers"
    return [f"ALTER TABLE {table} DISABLE TRIGGER append_only" for table in db.session.scalars(db.text(tables))]


def broken(round: Round) -> list[str]:
    found = integrity.check_event(round.event, key=the_key())
    return [f"{each.name}: {each.broken}" for each in found if each.broken]


def lock(round: Round) -> None:
    with unit_of_work():
        results.lock(round, key=the_key())


def test_what_nobody_touched_holds(round: Round) -> None:
    lock(round)
    with unit_of_work():
        results.sign(results.get_result(round), the_judge("J01").person, capacity="chair", key=the_key())
    assert broken(round) == []
    assert len(list(integrity.check_event(round.event, key=the_key()))) == 5


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE ballot_revision SET marks = replace(marks, '9', '5') WHERE chain_position = 1", "number 1"),
        ("UPDATE ballot_revision SET received_at = '2025-12-02 01:00:00' WHERE chain_position = 3", "number 3"),
        (
            "UPDATE ballot_revision SET made_at = '2025-12-02 01:00:00' WHERE chain_position = 3",
            "not the one that the log",
        ),
        ("UPDATE ballot_revision SET status = 'held', revision = NULL WHERE chain_position = 4", "number 4"),
        ("UPDATE receipt SET signature = (SELECT max(signature) FROM receipt)", "receipt was changed"),
        ("DELETE FROM adjustment_text; DELETE FROM adjustment", "adjusted otherwise than in the log: T004"),
        ("UPDATE adjustment SET points = '-5'", "adjusted otherwise than in the log: T004"),
        ("DELETE FROM recusal", "recused otherwise than in the log: J03, T004"),
        ("UPDATE audit_entry SET subject = 'forged' WHERE position = 5", "breaks at line 5"),
        ("UPDATE audit_entry SET facts = '{}' WHERE act = 'entry.adjusted'", "breaks at line"),
    ],
)
def test_h11_an_edit_by_hand_is_found(round: Round, edit: Edit, statement: str, said: str) -> None:
    edit(*statement.split("; "))
    assert any(said in each for each in broken(round)), broken(round)


def test_h11_a_ballot_deleted_with_its_receipt_is_found(round: Round, edit: Edit) -> None:
    taken = "(SELECT id FROM ballot_revision WHERE chain_position = 5)"
    edit(f"DELETE FROM receipt WHERE revision_id IN {taken}", "DELETE FROM ballot_revision WHERE chain_position = 5")
    found = broken(round)
    assert any("number 5 is missing" in each for each in found)
    assert any("a ballot that the log names is missing" in each for each in found)


def test_h11_the_last_ballots_cut_off_are_found(round: Round, edit: Edit) -> None:
    taken = "(SELECT id FROM ballot_revision WHERE chain_position > 9)"
    edit(f"DELETE FROM receipt WHERE revision_id IN {taken}", "DELETE FROM ballot_revision WHERE chain_position > 9")
    assert [each for each in broken(round) if "missing" in each]


def test_h11_the_last_lines_of_the_log_cut_off_are_found(round: Round, edit: Edit) -> None:
    lock(round)
    edit("DELETE FROM audit_entry WHERE position > (SELECT max(position) - 2 FROM audit_entry)")
    assert audit.find_break(round.event) is None
    found = broken(round)
    assert any("the log was cut off or written anew" in each for each in found)
    assert any("results are not those of the log" in each for each in found)


def rewrite(round: Round, *, without: int) -> list[str]:
    """Statements that leave one line out and give all that follow new positions and links."""
    before, statements = "", [f"DELETE FROM audit_entry WHERE position = {without}"]
    entries = db.session.query(AuditEntry).order_by(AuditEntry.position)
    position = 0
    for entry in entries:
        if entry.position == without:
            continue
        position += 1
        before = link_of({**audit.content_of(entry), "position": position}, before=before)
        statements.append(f"UPDATE audit_entry SET position = {position}, chain = '{before}' WHERE id = {entry.id}")
    return statements


def test_h11_a_log_written_anew_with_links_that_fit_is_found(round: Round, edit: Edit) -> None:
    lock(round)
    edit(*rewrite(round, without=2))
    assert audit.find_break(round.event) is None
    assert any("written anew" in each for each in broken(round))


def test_h11_a_checkpoint_that_somebody_else_kept_finds_a_tail_cut_off_later(round: Round, edit: Edit) -> None:
    mark = checkpoints.now(round, key=the_key())
    assert integrity.check_checkpoint(round.event, mark, key=the_key()) is None
    edit("DELETE FROM recusal", "DELETE FROM audit_entry WHERE act = 'judge.recused'")
    assert broken(round) == []
    assert "cut off" in str(integrity.check_checkpoint(round.event, mark, key=the_key()))
    forged = {**mark, "log": {"position": 1, "chain": "0" * 64}}
    assert "not signed by this key" in str(integrity.check_checkpoint(round.event, forged, key=the_key()))


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE result SET standings = replace(standings, '90.00', '91.00')", "version 1 was changed"),
        ("UPDATE result SET digest = policy_digest", "version 1 was changed"),
        ("UPDATE signature SET capacity = 'organizer'", "a signature under version 1 was changed"),
        ("DELETE FROM signature", "signatures are not those of the log"),
        ("UPDATE checkpoint SET log_position = 1", "a checkpoint was changed"),
        ("UPDATE round SET published_at = '2025-12-03 01:00:00'", "the log does not say so"),
    ],
)
def test_h11_an_edited_result_is_found(round: Round, edit: Edit, statement: str, said: str) -> None:
    lock(round)
    with unit_of_work():
        results.sign(results.get_result(round), the_judge("J01").person, capacity="chair", key=the_key())
    edit(statement.replace("policy_digest", f"'{'0' * 64}'"))
    assert any(said in each for each in broken(round)), broken(round)


def test_h11_decisions_confirmed_and_taken_back_hold_and_edited_ones_do_not(round: Round, edit: Edit) -> None:
    lock(round)
    with unit_of_work():
        chair, organizer = the_judge("J01").person, make_person(round.event, "organizer", "organizer")
        lot = decisions.decide(round, "lot_seed", "3 5 2", key=the_key())
        order = decisions.decide(round, "order", ["T001", "T002"], reason="agreed", actor=chair, key=the_key())
        decisions.confirm(order, organizer, key=the_key())
        decisions.take_back(lot, reason="drawn twice", key=the_key())
    assert broken(round) == []
    with unit_of_work():
        results.sign(results.get_result(round), chair, capacity="chair", key=the_key())
    edit('UPDATE decision SET value = \'{"value": ["T002", "T001"]}\' WHERE kind = \'order\' AND confirms_id IS NULL')
    assert any("decided otherwise than in the log: order" in each for each in broken(round))


def test_h11_nothing_is_locked_on_a_ballot_that_was_changed(round: Round, edit: Edit) -> None:
    edit("UPDATE ballot_revision SET marks = replace(marks, '9', '5') WHERE chain_position = 1")
    with pytest.raises(IntegrityBroken, match="number 1"), unit_of_work():
        results.lock(round, key=the_key())
    db.session.expire_all()
    assert round.locked_at is None


def test_h11_nothing_is_signed_on_a_log_that_was_changed(round: Round, edit: Edit) -> None:
    lock(round)
    edit("UPDATE audit_entry SET act = 'nothing' WHERE position = 4")
    with pytest.raises(IntegrityBroken, match="line 4"), unit_of_work():
        results.sign(results.get_result(round), the_judge("J01").person, capacity="chair", key=the_key())
    assert results.signatures(results.get_result(round)) == []


def test_comments_that_were_erased_are_no_break(round: Round, edit: Edit) -> None:
    edit("DELETE FROM ballot_text", "DELETE FROM adjustment_text", "DELETE FROM audit_text")
    assert broken(round) == []


def test_a_comment_that_was_changed_is_one(round: Round, edit: Edit) -> None:
    words = "(id, revision_id, comment) SELECT 99, id, 'poor' FROM ballot_revision WHERE chain_position = 1"
    edit(f"INSERT INTO ballot_text {words}")
    assert any("number 1" in each for each in broken(round))


def test_a_log_that_began_before_form_2_goes_on(round: Round, edit: Edit) -> None:
    """Homes in use: old links below, new ones above, and old acts that name no revision."""
    before, statements = "", []
    half = db.session.query(AuditEntry).count() // 2
    for entry in db.session.query(AuditEntry).order_by(AuditEntry.position):
        facts = dict(entry.facts)
        if entry.position <= half:
            for name in ("ids", "digests", "revisions", "counted", "made"):
                facts.pop(name, None)
        content = {**audit.content_of(entry), "facts": facts}
        make = old_link_of if entry.position <= half else link_of
        before = make(content, before=before)
        statements.append((entry.id, facts, before))
    edit()
    with unit_of_work():
        for number, facts, chain in statements:
            db.session.execute(db.update(AuditEntry).where(AuditEntry.id == number).values(facts=facts, chain=chain))
    db.session.expire_all()
    assert broken(round) == []
    edit("UPDATE audit_entry SET actor_id = NULL, subject = 'round:else' WHERE position = 3")
    assert any("line 3" in each for each in broken(round))
