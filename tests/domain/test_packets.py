"""What one judge needs to score a round, and nothing of anybody else."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from flask import Flask

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain import ballots, packets, rounds
from hackathon.domain.packets import Item, Packet
from hackathon.models import Round
from tests.factories import HOUR, NOON, a_draft, fill_round, make_event, seal, the_entry, the_judge, the_key


@pytest.fixture
def round(app: Flask) -> Round:
    with unit_of_work():
        return fill_round(make_event())


def the_packet(code: str = "J02") -> Packet:
    found = packets.find_packet(the_judge(code), "first")
    assert found is not None
    return found


def the_item(code: str) -> Item:
    found = the_packet().find(code)
    assert found is not None
    return found


def draft(round: Round, code: str, marks: dict[str, int], *, base: int | None = None, at: float = 1) -> None:
    with clock.at(NOON + at * HOUR), unit_of_work():
        revision = a_draft(marks, sealed=False, base=base, comment="글")
        ballots.save(round, the_judge("J02"), the_entry(round, code), revision, key=the_key())


def test_teams_come_in_the_order_of_presentation_with_their_state(round: Round) -> None:
    with unit_of_work():
        seal(round, "J02", "T001", 9, 7)
        rounds.recuse(round, the_judge("J02"), the_entry(round, "T003"), kind="self", reason="가족")
    draft(round, "T002", {"creativity": 4})
    states = [(item.number, item.team.code, item.state) for item in the_packet().items]
    assert states == [(1, "T001", "sealed"), (2, "T002", "draft"), (3, "T003", "recused"), (4, "T004", "new")]
    assert the_packet().owed == 3


def test_another_judges_ballots_are_not_in_it(round: Round) -> None:
    with unit_of_work():
        seal(round, "J03", "T001", 9, 7)
    assert (the_item("T001").head, the_item("T001").state) == (None, "new")


def test_the_head_is_the_newest_and_the_counting_one_the_newest_sealed(round: Round) -> None:
    with unit_of_work():
        seal(round, "J02", "T001", 9, 7)
    draft(round, "T001", {"creativity": 4}, base=1)
    item = the_item("T001")
    assert item.head is not None
    assert item.counting is not None
    assert (item.head.revision, item.head.comment, item.counting.revision, item.base) == (2, "글", 1, 2)
    assert item.total is None


def test_a_conflict_stays_until_a_newer_revision_is_accepted(round: Round) -> None:
    with unit_of_work():
        seal(round, "J02", "T001", 9, 7)
        seal(round, "J02", "T001", 1, 1)
    assert [version.marks["creativity"] for version in the_item("T001").conflicts] == [1]
    draft(round, "T001", {"creativity": 4}, base=1, at=2)
    assert the_item("T001").conflicts == ()


def test_what_came_too_late_is_shown_as_held(round: Round) -> None:
    draft(round, "T001", {"creativity": 4}, at=7)
    assert [version.status for version in the_item("T001").held] == ["held"]


def test_the_next_unscored_team_follows_and_begins_again_at_the_top(round: Round) -> None:
    with unit_of_work():
        seal(round, "J02", "T003", 9, 7)
    packet = the_packet()
    following = [packet.next_unscored(), packet.next_unscored(after=packet.find("T002"))]
    following.append(packet.next_unscored(after=packet.find("T004")))
    assert [item.team.code for item in following if item] == ["T001", "T004", "T001"]


def test_the_last_open_team_has_none_after_it(round: Round) -> None:
    with unit_of_work():
        for code in ("T001", "T002", "T003"):
            seal(round, "J02", code, 9, 7)
    packet = the_packet()
    assert packet.next_unscored(after=packet.find("T004")) is None


def test_a_judge_without_a_seat_has_no_packet(round: Round) -> None:
    assert packets.find_packet(the_judge("J02"), "nowhere") is None


def test_totals_are_exact_and_need_every_mark_that_counts(round: Round) -> None:
    rubric = the_packet().rubric
    marks = {"creativity": Decimal(7), "technical": Decimal("3")}
    assert packets.total_of(rubric, marks) == Fraction(54)
    assert packets.total_of(rubric, {"creativity": Decimal(7)}) is None
