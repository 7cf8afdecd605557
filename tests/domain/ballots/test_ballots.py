"""What is saved stays; what counts is the newest sealed accepted revision."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DatabaseError

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain.ballots import ballots, revisions
from hackathon.domain.base.errors import Invalid
from hackathon.domain.base.keys import is_signed
from hackathon.domain.rounds import rounds
from hackathon.extensions import db
from hackathon.models import BallotText, Revision, Round
from scoring.reading.canonical import digest
from tests.factories import HOUR, NOON, a_draft, seal, the_entry, the_judge, the_key


def save(
    round: Round, draft: revisions.RevisionDraft, *, at: float = 1.0, judge: str = "J01", entry: str = "T001"
) -> revisions.Saved:
    with clock.at(NOON + at * HOUR), unit_of_work():
        return ballots.save(round, the_judge(judge), the_entry(round, entry), draft, key=the_key())


def counted(round: Round) -> list[tuple[str, str, str]]:
    return [(row.entry, row.judge, row.marks) for row in ballots.counted(round)]


def test_a_sealed_revision_counts(round: Round) -> None:
    assert save(round, a_draft()).status == "accepted"
    assert counted(round) == [("T001", "J01", '{"creativity":8,"technical":7}')]


def test_a_draft_does_not_count_and_may_have_gaps(round: Round) -> None:
    saved = save(round, a_draft({"creativity": 8}, sealed=False))
    assert (saved.status, saved.receipt["counted"], counted(round)) == ("accepted", False, [])


def test_the_newest_sealed_revision_counts_while_a_newer_one_is_being_written(round: Round) -> None:
    save(round, a_draft({"creativity": 1, "technical": 1}))
    save(round, a_draft({"creativity": 2, "technical": 2}, base=1))
    save(round, a_draft({"creativity": 3}, base=2, sealed=False))
    assert counted(round) == [("T001", "J01", '{"creativity":2,"technical":2}')]


def test_the_same_revision_again_repeats_its_receipt(round: Round) -> None:
    draft = a_draft()
    first, again = save(round, draft), save(round, draft, at=2)
    assert (again.status, again.revision, again.receipt) == ("duplicate", 1, first.receipt)
    assert db.session.scalar(select(func.count()).select_from(Revision)) == 1


def test_the_same_id_with_other_marks_is_refused(round: Round) -> None:
    draft = a_draft()
    save(round, draft)
    with pytest.raises(Invalid, match="already used"):
        save(round, a_draft({"creativity": 1, "technical": 1}, id=draft.id))


def test_a_revision_based_on_an_old_head_is_kept_and_does_not_count(round: Round) -> None:
    save(round, a_draft({"creativity": 1, "technical": 1}))
    other = save(round, a_draft({"creativity": 9, "technical": 9}, base=None))
    assert (other.status, other.revision, other.receipt["counted"]) == ("conflict", None, False)
    assert counted(round) == [("T001", "J01", '{"creativity":1,"technical":1}')]
    assert db.session.scalar(select(func.count()).select_from(Revision)) == 2


@pytest.mark.parametrize(("at", "status"), [(-0.001, "held"), (0, "accepted"), (5.999, "accepted"), (6, "held")])
def test_the_window_is_half_open(round: Round, at: float, status: str) -> None:
    assert save(round, a_draft(), at=at).status == status


def test_a_recused_judges_ballot_stops_counting_and_stays_stored(round: Round) -> None:
    save(round, a_draft())
    with unit_of_work():
        rounds.recuse(round, the_judge("J01"), the_entry(round, "T001"), kind="self", reason="멘토링")
    assert counted(round) == []
    assert db.session.scalar(select(func.count()).select_from(Revision)) == 1


def test_a_recused_judge_cannot_score(round: Round) -> None:
    with unit_of_work():
        rounds.recuse(round, the_judge("J01"), the_entry(round, "T001"), kind="statutory", reason="가족")
    with pytest.raises(Invalid, match="recused"):
        save(round, a_draft())


@pytest.mark.parametrize(
    ("marks", "field"),
    [
        ({"creativity": 8}, "technical"),
        ({"creativity": 11, "technical": 1}, "creativity"),
        ({"creativity": -1, "technical": 1}, "creativity"),
        ({"creativity": Decimal("7.5"), "technical": 1}, "creativity"),
        ({"creativity": Decimal("NaN"), "technical": 1}, "creativity"),
        ({"creativity": True, "technical": 1}, "creativity"),
        ({"creativity": None, "technical": 1}, "creativity"),
        ({"creativity": "8", "technical": 1}, "creativity"),
        ({"creativity": 8, "technical": 1, "charm": 3}, "charm"),
    ],
)
def test_marks_that_can_never_be_valid_are_refused_by_field(round: Round, marks: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        save(round, a_draft(marks))
    assert refusal.value.field == field
    assert db.session.scalar(select(func.count()).select_from(Revision)) == 0


def test_a_receipt_is_signed_over_everything_it_says(round: Round) -> None:
    receipt = dict(save(round, a_draft()).receipt)
    signature = receipt.pop("signature")
    assert is_signed(receipt, signature=signature, public=the_key().public)
    assert not is_signed({**receipt, "counted": False}, signature=signature, public=the_key().public)


def test_receipts_form_one_chain_in_the_round(round: Round) -> None:
    first = save(round, a_draft(), judge="J01")
    second = save(round, a_draft(), judge="J02", entry="T002")
    expected = digest({"before": first.receipt["chain"], "id": second.id, "digest": second.receipt["digest"]})
    assert second.receipt["chain"] == expected


def test_free_text_stands_apart_from_the_marks(round: Round) -> None:
    saved = save(round, a_draft(comment="좋았습니다", note="다시 볼 것"))
    text = db.session.scalars(select(BallotText)).one()
    assert (text.revision_id, text.comment, text.note) == (saved.id, "좋았습니다", "다시 볼 것")


@pytest.mark.parametrize("statement", ["UPDATE ballot_revision SET marks = '{}'", "DELETE FROM ballot_revision"])
def test_the_database_itself_refuses_to_change_a_ballot(round: Round, statement: str) -> None:
    seal_one(round)
    with pytest.raises(Exception, match="append-only"), unit_of_work():
        db.session.execute(db.text(statement))
    assert len(counted(round)) == 1


def test_a_replacing_insert_cannot_go_behind_the_triggers(round: Round) -> None:
    seal_one(round)
    columns = "id, round_id, entry_id, judge_id, revision, base, status, sealed, body, made_at, received_at, device"
    rows = f"SELECT {columns}, chain_position, '{{}}' FROM ballot_revision"
    target = f"INTO ballot_revision ({columns}, chain_position, marks)"
    statement = {
        "sqlite": f"INSERT OR REPLACE {target} {rows}",
        "postgresql": f"INSERT {target} {rows} ON CONFLICT (id) DO UPDATE SET marks = excluded.marks",
    }[db.engine.dialect.name]
    with pytest.raises(DatabaseError, match="append-only"), unit_of_work():
        db.session.execute(db.text(statement))


def seal_one(round: Round) -> None:
    with unit_of_work():
        seal(round, "J01", "T001", 8, 7)
