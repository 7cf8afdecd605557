"""Paper ballots: two people type each one, and only what they agree on becomes a ballot."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain.ballots import ballots, paper
from hackathon.domain.ballots.paper import Paper
from hackathon.domain.base.errors import Invalid, RoundLocked
from hackathon.domain.results import results
from hackathon.domain.rounds import rounds
from hackathon.extensions import db
from hackathon.models import AuditEntry, BallotText, PaperBallot, PaperText, Person, Revision, Round
from tests.factories import (
    HOUR,
    NOON,
    make_person,
    seal,
    seal_all,
    the_entry,
    the_judge,
    the_key,
)


@pytest.fixture
def people(round: Round) -> tuple[Person, Person, Person]:
    with unit_of_work():
        one, two, three = (make_person(round.event, name, "organizer") for name in ("one", "two", "three"))
    return one, two, three


def type_in(
    round: Round,
    who: Person,
    creativity: int,
    technical: int = 7,
    *,
    comment: str = "",
    at: float = 2,
    judge: str = "J02",
) -> str:
    marks = {"creativity": Decimal(creativity), "technical": Decimal(technical)}
    with clock.at(NOON + at * HOUR), unit_of_work():
        sheet = {the_entry(round, "T001"): (marks, comment)}
        return paper.type_in(round, the_judge(judge), sheet, key=the_key(), actor=who)["T001"]


def the_paper(round: Round, judge: str = "J02") -> Paper:
    return paper.papers_of(round)[the_judge(judge).id, the_entry(round, "T001").id]


def counted(round: Round) -> list[tuple[str, str, int]]:
    return [(row.entry, row.judge, json.loads(row.marks)["creativity"]) for row in ballots.counted(round)]


def test_what_one_person_typed_is_no_ballot(round: Round, people: tuple[Person, ...]) -> None:
    assert type_in(round, people[0], 8) == "once"
    assert type_in(round, people[0], 8) == "same"
    assert (counted(round), the_paper(round).state) == ([], "once")


def test_what_two_agree_on_is_saved_as_a_sealed_ballot_from_paper(round: Round, people: tuple[Person, ...]) -> None:
    type_in(round, people[0], 8)
    assert type_in(round, people[1], 8) == "accepted"
    revision = db.session.scalars(select(Revision)).one()
    assert (revision.device, revision.sealed, revision.status) == ("paper", True, "accepted")
    assert counted(round) == [("T001", "J02", 8)]
    assert (the_paper(round).state, the_paper(round).saved) == ("saved", revision.id)


def test_one_person_twice_is_not_two_people(round: Round, people: tuple[Person, ...]) -> None:
    type_in(round, people[0], 8)
    type_in(round, people[0], 9)
    type_in(round, people[0], 8)
    assert counted(round) == []


def test_where_they_differ_the_criterion_is_named_until_one_looks_again(
    round: Round, people: tuple[Person, ...]
) -> None:
    type_in(round, people[0], 8, 7)
    assert type_in(round, people[1], 8, 1) == "differs"
    assert (the_paper(round).state, the_paper(round).differs) == ("differs", ("technical",))
    assert type_in(round, people[1], 8, 7) == "accepted"
    assert counted(round) == [("T001", "J02", 8)]


def test_a_third_person_may_settle_it(round: Round, people: tuple[Person, ...]) -> None:
    type_in(round, people[0], 8)
    type_in(round, people[1], 3)
    assert type_in(round, people[2], 8) == "accepted"


def test_after_the_close_it_is_held_for_a_ruling(round: Round, people: tuple[Person, ...]) -> None:
    type_in(round, people[0], 8, at=7)
    assert type_in(round, people[1], 8, at=7) == "held"
    assert counted(round) == []


def test_a_ballot_from_a_tablet_is_not_overwritten(round: Round, people: tuple[Person, ...]) -> None:
    with unit_of_work():
        seal(round, "J02", "T001", 3, 3)
    type_in(round, people[0], 8)
    assert type_in(round, people[1], 8) == "conflict"
    assert counted(round) == [("T001", "J02", 3)]


def test_the_longer_comment_goes_with_it(round: Round, people: tuple[Person, ...]) -> None:
    type_in(round, people[0], 8, comment="시연이 좋았음. 다음에는 자료를 더.")
    type_in(round, people[1], 8, comment="시연이 좋았음")
    assert db.session.scalars(select(BallotText.comment)).one() == "시연이 좋았음. 다음에는 자료를 더."


def test_typed_anew_after_it_was_saved_both_must_type_it_again(round: Round, people: tuple[Person, ...]) -> None:
    type_in(round, people[0], 8)
    type_in(round, people[1], 8)
    assert type_in(round, people[0], 9) == "once"
    assert type_in(round, people[1], 9) == "conflict"


@pytest.mark.parametrize("marks", [{"creativity": Decimal(8)}, {"creativity": Decimal(11), "technical": Decimal(1)}])
def test_a_gap_or_a_mark_off_the_scale_keeps_the_whole_sheet_out(
    round: Round, people: tuple[Person, ...], marks: dict[str, Decimal]
) -> None:
    whole = {"creativity": Decimal(8), "technical": Decimal(7)}
    sheet = {the_entry(round, "T001"): (whole, ""), the_entry(round, "T002"): (marks, "")}
    with pytest.raises(Invalid), unit_of_work():
        paper.type_in(round, the_judge("J02"), sheet, key=the_key(), actor=people[0])
    assert db.session.scalars(select(PaperBallot)).all() == []


def test_a_recused_judges_paper_is_no_ballot(round: Round, people: tuple[Person, ...]) -> None:
    type_in(round, people[0], 8)
    with unit_of_work():
        rounds.recuse(round, the_judge("J02"), the_entry(round, "T001"), kind="self", reason="가족")
    with pytest.raises(Invalid, match="recused"):
        type_in(round, people[1], 8)
    assert counted(round) == []


def test_the_chair_types_others_papers_but_not_the_chairs_own(round: Round, people: tuple[Person, ...]) -> None:
    chair = the_judge("J01").person
    type_in(round, people[0], 8)
    assert type_in(round, chair, 8) == "accepted"
    with pytest.raises(Invalid, match="of their own"):
        type_in(round, chair, 8, judge="J01")


@pytest.mark.parametrize("role", ["staff", "auditor", "judge"])
def test_staff_auditors_and_other_judges_type_no_paper_ballot(round: Round, role: str) -> None:
    with unit_of_work():
        person = the_judge("J03").person if role == "judge" else make_person(round.event, role, role)
    with pytest.raises(Invalid):
        type_in(round, person, 8)


def test_a_locked_round_takes_no_paper(round: Round, people: tuple[Person, ...]) -> None:
    with unit_of_work():
        seal_all(round, {f"T00{n}": (5, 5) for n in range(1, 5)})
    with clock.at(NOON + 7 * HOUR), unit_of_work():
        results.lock(round, key=the_key())
    with pytest.raises(RoundLocked):
        type_in(round, people[0], 8, at=8)


def test_the_log_has_no_mark_and_comments_can_be_erased(round: Round, people: tuple[Person, ...]) -> None:
    type_in(round, people[0], 8, comment="의견")
    facts = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "paper.typed")).one().facts
    assert facts == {"judge": "J02", "outcomes": {"T001": "once"}}
    with unit_of_work():
        db.session.delete(db.session.scalars(select(PaperText)).one())
    assert the_paper(round).typings[0].comment == ""


def test_what_was_typed_is_never_changed(round: Round, people: tuple[Person, ...]) -> None:
    type_in(round, people[0], 8)
    with pytest.raises(DatabaseError, match="append-only"), unit_of_work():
        db.session.scalars(select(PaperBallot)).one().marks = "{}"
        db.session.flush()
