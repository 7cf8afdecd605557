"""The order of presentation, withdrawals and the reserve; seats and recusals that are taken back."""

from __future__ import annotations

import pytest
from flask import Flask

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain.ballots import progress
from hackathon.domain.base.errors import Invalid, RoundLocked
from hackathon.domain.results import decisions, reserve, results, standings
from hackathon.domain.rounds import panels, rounds
from hackathon.domain.rounds.entries import reorder_entries, withdraw_entry
from hackathon.domain.rounds.events import get_round
from hackathon.models import Round
from tests.factories import HOUR, NOON, a_round, fill_round, make_event, seal, seal_all, the_entry, the_judge, the_key

MARKS = {"T001": (9, 9), "T002": (8, 8), "T003": (7, 7), "T004": (6, 6)}


@pytest.fixture
def round(app: Flask) -> Round:
    with unit_of_work():
        return fill_round(make_event(a_round(), a_round("second", source="first")))


def sent_on(round: Round) -> Round:
    with clock.at(NOON + HOUR), unit_of_work():
        seal_all(round, MARKS)
        results.lock(round, key=the_key())
        return results.send_on(round)


def test_the_order_names_every_team_once(round: Round) -> None:
    with clock.at(NOON - HOUR), unit_of_work(), pytest.raises(Invalid, match="every team"):
        reorder_entries(round, ["T001", "T002"])
    with clock.at(NOON - HOUR), unit_of_work():
        reorder_entries(round, ["T003", "T001", "T004", "T002"])
    assert list(rounds.entries_by_code(round)) == ["T003", "T001", "T004", "T002"]


def test_the_order_stands_once_judging_has_opened(round: Round) -> None:
    with clock.at(NOON), unit_of_work(), pytest.raises(Invalid, match="stands"):
        reorder_entries(round, ["T004", "T003", "T002", "T001"])


def test_the_reserve_steps_in_once_for_each_withdrawal(round: Round) -> None:
    following = sent_on(round)
    with unit_of_work(), pytest.raises(Invalid, match="no open place"):
        reserve.step_in(following)
    with unit_of_work():
        withdraw_entry(following, the_entry(following, "T002"), reason="일정")
        assert reserve.step_in(following).code == "T003"
    assert sorted(rounds.entries_by_code(following)) == ["T001", "T003"]
    assert reserve.open_places(following) == 0


def test_a_withdrawal_keeps_ballots_and_stops_counting_them(round: Round) -> None:
    with clock.at(NOON + HOUR), unit_of_work():
        seal_all(round, MARKS)
        withdraw_entry(round, the_entry(round, "T001"), reason="일정")
    assert [row.entry for row in standings.standings_of(round).rows] == ["T002", "T003", "T004"]


def test_nobody_withdraws_from_a_locked_round(round: Round) -> None:
    sent_on(round)
    with unit_of_work(), pytest.raises(RoundLocked):
        withdraw_entry(round, the_entry(round, "T001"), reason="일정")


def test_there_is_one_chair_whoever_it_is(round: Round) -> None:
    with unit_of_work():
        panels.make_chair(round, rounds.panel(round)[2])
    assert [seat.judge.code for seat in rounds.panel(round) if seat.chair] == ["J03"]


def test_a_recusal_is_entered_once(round: Round) -> None:
    with unit_of_work():
        rounds.recuse(round, the_judge("J01"), the_entry(round, "T001"), kind="self", reason="멘토")
    with unit_of_work(), pytest.raises(Invalid, match="already recused"):
        rounds.recuse(round, the_judge("J01"), the_entry(round, "T001"), kind="self", reason="멘토")


def test_a_judge_is_behind_where_most_others_have_sealed(round: Round) -> None:
    with unit_of_work():
        for judge in ("J01", "J02"):
            seal(round, judge, "T001", 9, 9)
        seal(round, "J01", "T002", 9, 9)
    assert dict(progress.progress_of(round).behind()) == {"J03": 1}


def test_what_was_sent_on_is_not_decided_again(round: Round) -> None:
    sent_on(round)
    with unit_of_work(), pytest.raises(Invalid, match="already advanced"):
        decisions.decide(round, "waived", ["T001"], key=the_key())
    assert len(get_round(round.event, "second").entries) == 2
