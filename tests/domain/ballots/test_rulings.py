"""The chair's desk: what was only kept is admitted or declined once, with a reason, and nothing of it is lost."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DatabaseError

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain.ballots import ballots, receipts, rulings
from hackathon.domain.ballots.progress import progress_of, waiting_of
from hackathon.domain.ballots.rulings import AlreadyRuled, Kept
from hackathon.domain.base.errors import Invalid, RoundLocked
from hackathon.domain.results import results
from hackathon.domain.rounds import rounds
from hackathon.extensions import db
from hackathon.models import AuditEntry, BallotText, Person, Revision, Round, Ruling, RulingText
from tests.factories import (
    HOUR,
    NOON,
    a_draft,
    make_person,
    seal,
    the_entry,
    the_judge,
    the_key,
)

AFTER = NOON + 7 * HOUR


def keep(round: Round, code: str = "J02", *, at: float = 7, sealed: bool = True, creativity: int = 9) -> str:
    """A revision that comes when the window is over, or on a head that has moved on."""
    draft = a_draft(
        {"creativity": creativity, "technical": 5}, sealed=sealed, comment="좋아요", note="비밀", device="tab-2"
    )
    with clock.at(NOON + at * HOUR), unit_of_work():
        saved = ballots.save(round, the_judge(code), the_entry(round, "T001"), draft, key=the_key())
    assert saved.status in ("held", "conflict")
    return saved.id


def rule(round: Round, kept: str, verdict: str = "admitted", *, actor: Person | None = None) -> Ruling:
    with clock.at(AFTER), unit_of_work():
        return rulings.rule(round, kept, verdict, reason="태블릿이 끊겼음", key=the_key(), actor=actor)


def the_kept(round: Round, revision: str) -> Kept:
    found = rulings.find_kept(round, revision)
    assert found is not None
    return found


def counted(round: Round) -> dict[tuple[str, str], int]:
    return {(row.entry, row.judge): json.loads(row.marks)["creativity"] for row in ballots.counted(round)}


def state(round: Round, judge: str = "J02") -> str:
    return progress_of(round).cells[judge, "T001"].state


def test_an_admitted_revision_counts_though_the_round_is_closed(round: Round, organizer: Person) -> None:
    with unit_of_work():
        seal(round, "J02", "T001", 3, 3)
    kept = keep(round)
    ruling = rule(round, kept, actor=organizer)
    new = db.session.get_one(Revision, ruling.admitted_id)
    old = db.session.get_one(Revision, kept)
    assert counted(round) == {("T001", "J02"): 9}
    assert (new.status, new.revision, new.marks, new.sealed, new.made_at) == (
        "accepted",
        2,
        old.marks,
        old.sealed,
        old.made_at,
    )
    assert (old.status, old.revision) == ("held", None)


def test_the_texts_go_with_it(round: Round) -> None:
    ruling = rule(round, keep(round))
    texts = db.session.scalars(select(BallotText).where(BallotText.revision_id == ruling.admitted_id)).one()
    assert (texts.comment, texts.note) == ("좋아요", "비밀")


def test_its_receipt_says_that_it_counts(round: Round) -> None:
    ruling = rule(round, keep(round))
    assert ruling.admitted_id is not None
    assert receipts.get_receipt(ruling.admitted_id)["counted"] is True


def test_an_admitted_draft_stays_a_draft(round: Round) -> None:
    with unit_of_work():
        seal(round, "J02", "T001", 3, 3)
    rule(round, keep(round, sealed=False))
    assert counted(round) == {("T001", "J02"): 3}
    assert state(round) == "draft"


def test_a_declined_revision_changes_nothing_and_stays(round: Round) -> None:
    with unit_of_work():
        seal(round, "J02", "T001", 3, 3)
    kept = keep(round, at=2)
    assert state(round) == "conflict"
    ruling = rule(round, kept, "declined")
    assert ruling.admitted_id is None
    assert state(round) == "sealed"
    assert counted(round) == {("T001", "J02"): 3}
    assert db.session.get_one(Revision, kept).status == "conflict"


@pytest.mark.parametrize("verdict", ["admitted", "declined"])
def test_what_is_ruled_on_waits_no_more(round: Round, verdict: str) -> None:
    kept = keep(round)
    assert waiting_of(round) == {"held": 1}
    rule(round, kept, verdict)
    assert waiting_of(round) == {}
    assert the_kept(round, kept).outcome == verdict


def test_a_ballot_that_is_ruled_on_takes_no_second_ruling(round: Round, organizer: Person) -> None:
    kept = keep(round)
    rule(round, kept, "declined", actor=organizer)
    with pytest.raises(AlreadyRuled):
        rule(round, kept, "admitted", actor=the_judge("J01").person)
    assert db.session.scalar(select(func.count()).select_from(Ruling)) == 1


def test_the_database_itself_refuses_a_second_ruling(round: Round) -> None:
    kept = keep(round)
    rule(round, kept, "declined")
    with pytest.raises(DatabaseError), unit_of_work():
        db.session.add(Ruling(round_id=round.id, revision_id=kept, verdict="declined", ruled_at=AFTER))


def test_a_revision_that_a_newer_one_followed_is_passed_over(round: Round) -> None:
    with unit_of_work():
        seal(round, "J02", "T001", 3, 3)
    kept = keep(round, at=2)
    with clock.at(NOON + 3 * HOUR), unit_of_work():
        ballots.save(round, the_judge("J02"), the_entry(round, "T001"), a_draft(base=1), key=the_key())
    assert the_kept(round, kept).outcome == "passed-over"
    with pytest.raises(AlreadyRuled):
        rule(round, kept)


def test_of_two_devices_only_what_was_not_chosen_is_passed_over(round: Round) -> None:
    with unit_of_work():
        seal(round, "J02", "T001", 3, 3)
    first, second = keep(round, at=2, creativity=4), keep(round, at=3, creativity=5)
    assert [kept.version.id for kept in rulings.beside(the_kept(round, first))] == [second]
    rule(round, first)
    assert counted(round) == {("T001", "J02"): 4}
    assert the_kept(round, second).outcome == "passed-over"


def test_nothing_is_admitted_into_a_locked_round(round: Round) -> None:
    with unit_of_work():
        for judge in ("J01", "J02", "J03"):
            for entry in ("T001", "T002", "T003", "T004"):
                seal(round, judge, entry, 3, 3)
    with clock.at(AFTER), unit_of_work():
        results.lock(round, key=the_key())
    kept = keep(round, at=8)
    with pytest.raises(RoundLocked):
        rule(round, kept)
    assert the_kept(round, kept).outcome == "waiting"
    rule(round, kept, "declined")


def test_a_recused_judges_revision_is_never_admitted(round: Round) -> None:
    kept = keep(round)
    with unit_of_work():
        rounds.recuse(round, the_judge("J02"), the_entry(round, "T001"), kind="self", reason="가족")
    with pytest.raises(Invalid, match="recused"):
        rule(round, kept)
    rule(round, kept, "declined")


def test_the_chair_rules_on_others_but_not_on_a_ballot_of_the_chairs_own(round: Round, organizer: Person) -> None:
    own, other = keep(round, "J01"), keep(round, "J02")
    chair = the_judge("J01").person
    rule(round, other, actor=chair)
    with pytest.raises(Invalid, match="ballot of their own"):
        rule(round, own, actor=chair)
    rule(round, own, actor=organizer)


@pytest.mark.parametrize("who", ["judge", "staff", "auditor"])
def test_nobody_else_may_rule(round: Round, who: str) -> None:
    with unit_of_work():
        person = the_judge("J03").person if who == "judge" else make_person(round.event, who, who)
    assert not rulings.may_rule(person, round=round, judge=the_judge("J02"))


@pytest.mark.parametrize("reason", ["", "   ", "가" * 2001])
def test_a_ruling_has_a_reason(round: Round, reason: str) -> None:
    kept = keep(round)
    with pytest.raises(Invalid, match="reason"), unit_of_work():
        rulings.rule(round, kept, "declined", reason=reason, key=the_key())


def test_the_reason_is_in_no_log_and_can_be_erased(round: Round) -> None:
    rule(round, keep(round), "declined")
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "revision.declined")).one()
    assert "태블릿" not in json.dumps(entry.facts, ensure_ascii=False)
    with unit_of_work():
        db.session.delete(db.session.scalars(select(RulingText)).one())
    assert db.session.scalars(select(Ruling)).one().verdict == "declined"


def test_a_ruling_is_never_changed(round: Round) -> None:
    ruling = rule(round, keep(round), "declined")
    with pytest.raises(DatabaseError, match="append-only"), unit_of_work():
        ruling.verdict = "admitted"
        db.session.flush()


def test_what_stands_is_the_sealed_one_and_a_newer_draft(round: Round) -> None:
    with unit_of_work():
        seal(round, "J02", "T001", 3, 3)
    with clock.at(NOON + 2 * HOUR), unit_of_work():
        draft = a_draft({"creativity": 6}, sealed=False, base=1)
        ballots.save(round, the_judge("J02"), the_entry(round, "T001"), draft, key=the_key())
    kept = the_kept(round, keep(round))
    assert [(version.revision, version.sealed) for version in rulings.standing_of(kept)] == [(1, True), (2, False)]
