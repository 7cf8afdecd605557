"""Judges who do not come and judges who walk in: what falls short is seen, and handed on without touching what is sealed."""

from __future__ import annotations

from collections import Counter

import pytest
from flask import Flask
from sqlalchemy import delete, select

from hackathon.database import unit_of_work
from hackathon.domain.ballots import coverage
from hackathon.domain.ballots.coverage import Handover
from hackathon.domain.base.errors import Invalid
from hackathon.domain.rounds import assignments, panels, rounds
from hackathon.extensions import db
from hackathon.models import Absence, Assignment, AuditEntry, Judge, Round, Seat
from tests.factories import POLICY, a_round, fill_round, make_event, make_person, seal, the_entry, the_judge

TRIMMED = POLICY.replace('method = "mean"', 'method = "trimmed-mean"')


@pytest.fixture
def round(app: Flask) -> Round:
    """Eight entries, five judges, three judges an entry."""
    with unit_of_work():
        round = fill_round(make_event(a_round(ballots_per_entry=3, policy=TRIMMED)), teams=8, judges=5)
        db.session.execute(delete(Assignment))
        assignments.fill(round)
    return round


def pairs(round: Round) -> set[tuple[str, str]]:
    rows = db.session.execute(select(Assignment.judge_id, Assignment.entry_id).where(Assignment.round_id == round.id))
    judges = {judge.id: judge.code for judge in db.session.scalars(select(Judge))}
    entries = {entry.id: code for code, entry in rounds.entries_by_code(round).items()}
    return {(judges[judge], entries[entry]) for judge, entry in rows}


def absent(round: Round, *codes: str) -> None:
    with unit_of_work():
        for code in codes:
            coverage.mark_absent(round, the_judge(code), reason="기차를 놓침")


def hand_on(round: Round) -> Handover:
    with unit_of_work():
        return coverage.hand_on(round)


def first_of(round: Round, judge: str) -> str:
    return min(entry for of, entry in pairs(round) if of == judge)


def test_a_full_round_lacks_nothing(round: Round) -> None:
    assert {(cover.possible, cover.wanted, cover.lacking) for cover in coverage.coverage_of(round)} == {(3, 3, 0)}


def test_who_did_not_come_leaves_gaps_that_are_seen(round: Round) -> None:
    absent(round, "J02")
    short = {cover.entry.team.code for cover in coverage.coverage_of(round) if cover.lacking}
    assert short == {entry for judge, entry in pairs(round) if judge == "J02"}
    assert all(cover.unscorable for cover in coverage.coverage_of(round) if cover.lacking)


def test_handing_on_closes_the_gaps_and_moves_nothing_else(round: Round) -> None:
    before = pairs(round)
    absent(round, "J02")
    change = hand_on(round)
    assert set(change.removed) == {pair for pair in before if pair[0] == "J02"}
    assert before - pairs(round) == set(change.removed)
    assert {cover.lacking for cover in coverage.coverage_of(round)} == {0}
    assert len(change.added) == len(change.removed)
    loads = Counter(judge for judge, _entry in pairs(round))
    assert max(loads.values()) - min(loads.values()) <= 1


def test_what_the_absent_judge_sealed_stays_and_counts(round: Round) -> None:
    entry = first_of(round, "J02")
    with unit_of_work():
        seal(round, "J02", entry, 8, 8)
    absent(round, "J02")
    hand_on(round)
    assert {pair for pair in pairs(round) if pair[0] == "J02"} == {("J02", entry)}
    assert Counter(of for _judge, of in pairs(round))[entry] == 3


def test_nobody_gets_an_entry_from_which_they_are_recused(round: Round) -> None:
    absent(round, "J02")
    with unit_of_work():
        for code in ("J01", "J03"):
            for entry in sorted({entry for judge, entry in pairs(round) if judge == "J02"}):
                if (code, entry) not in pairs(round):
                    rounds.recuse(round, the_judge(code), the_entry(round, entry), kind="self", reason="멘토")
    change = hand_on(round)
    assert {judge for judge, _entry in change.added} <= {"J04", "J05"}


def test_where_too_few_are_left_everybody_who_may_scores_and_the_rest_is_shown(round: Round) -> None:
    absent(round, "J02", "J03", "J04")
    hand_on(round)
    assert {cover.possible for cover in coverage.coverage_of(round)} == {2}
    assert {cover.lacking for cover in coverage.coverage_of(round)} == {1}
    assert {judge for judge, _entry in pairs(round)} == {"J01", "J05"}


def test_a_preview_and_the_act_are_the_same(round: Round) -> None:
    absent(round, "J02")
    with unit_of_work(keep=False):
        preview = coverage.hand_on(round)
    assert hand_on(round) == preview
    assert preview.seed == "test/first"


def test_handing_on_twice_changes_nothing_more(round: Round) -> None:
    absent(round, "J02")
    hand_on(round)
    assert hand_on(round) == Handover((), (), "test/first")


def test_filling_does_not_give_an_absent_judge_anything(round: Round) -> None:
    absent(round, "J02")
    hand_on(round)
    with unit_of_work():
        assert assignments.fill(round) == 0


def test_who_comes_after_all_is_there_again(round: Round) -> None:
    absent(round, "J02")
    with unit_of_work():
        coverage.mark_present(round, the_judge("J02"))
    assert {cover.lacking for cover in coverage.coverage_of(round)} == {0}
    acts = list(
        db.session.scalars(select(AuditEntry.act).where(AuditEntry.act.startswith("judge.")).order_by(AuditEntry.id))
    )
    assert acts[-2:] == ["judge.absent", "judge.present"]


def test_an_absence_has_a_reason_and_a_seat(round: Round) -> None:
    with pytest.raises(Invalid), unit_of_work():
        coverage.mark_absent(round, the_judge("J02"), reason=" ")
    absent(round, "J02", "J02")
    assert len(db.session.scalars(select(Absence)).all()) == 1


def test_a_judge_who_loses_the_seat_is_not_absent_any_more(round: Round) -> None:
    absent(round, "J02")
    with unit_of_work():
        panels.unseat(round, db.session.scalars(select(Seat).where(Seat.judge_id == the_judge("J02").id)).one())
    assert coverage.absences(round) == {}


def test_a_walk_in_gets_a_seat_and_what_is_lacking(round: Round) -> None:
    absent(round, "J02", "J03", "J04")
    hand_on(round)
    with unit_of_work():
        judge, change = coverage.walk_in(round, name="지나가던 심사위원", email=None)
    assert judge.code == "J06"
    assert {pair[0] for pair in change.added} == {"J06"}
    assert len(change.added) == 8
    assert {cover.lacking for cover in coverage.coverage_of(round)} == {0}


def test_a_walk_in_where_everybody_scores_everything_gets_everything(app: Flask) -> None:
    with unit_of_work():
        round = fill_round(make_event())
        judge, change = coverage.walk_in(round, name="새 위원", email="new@example.org")
    assert change.added == tuple((judge.code, f"T00{n}") for n in range(1, 5))


def test_a_person_who_is_known_walks_in_as_themselves(round: Round) -> None:
    with unit_of_work():
        person = make_person(round.event, "known")
        judge, _change = coverage.walk_in(round, name="Known", email="KNOWN@example.org")
    assert judge.person_id == person.id
    with pytest.raises(Invalid, match="already has a seat"), unit_of_work():
        coverage.walk_in(round, name="Known", email="known@example.org")


def test_what_is_absent_does_not_keep_a_round_that_everybody_scores_from_its_lock(app: Flask) -> None:
    with unit_of_work():
        round = fill_round(make_event())
    absent(round, "J02")
    change = hand_on(round)
    assert {pair[0] for pair in change.removed} == {"J02"}
    assert change.added == ()
    assert {(cover.possible, cover.lacking) for cover in coverage.coverage_of(round)} == {(2, 0)}


def test_a_recusal_where_everybody_scores_everything_is_no_gap(app: Flask) -> None:
    with unit_of_work():
        round = fill_round(make_event())
        rounds.recuse(round, the_judge("J02"), the_entry(round, "T001"), kind="self", reason="가족")
    assert {(cover.possible, cover.lacking) for cover in coverage.coverage_of(round)} == {(3, 0), (2, 0)}
