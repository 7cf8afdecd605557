"""A finalist goes and the first of the reserve comes: one page, one click, the judges with it, and a line in the log."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain.results import reserve, results
from hackathon.domain.results.status import status_of
from hackathon.domain.rounds import assignments, rounds
from hackathon.domain.rounds.events import get_round
from hackathon.domain.teams import leaving
from hackathon.extensions import db
from hackathon.models import Assignment, AuditEntry, Judge, Letter, Person, Round
from tests.factories import the_entry, the_judge
from tests.web.desk import CLEAR, FIRST, make_published, press, sit_down, text_of, told
from tests.web.visitors import CLOSED, Visitor

FINAL = "/organizer/rounds/next"
REPLACE = f"{FINAL}/entries/T002/replace"


@pytest.fixture
def final(sqlite_app: Flask) -> Round:
    """T001 and T002 are in the final with three judges each; T003 is in reserve, T004 is out."""
    first = make_published(CLEAR)
    with clock.at(CLOSED), unit_of_work():
        final = results.send_on(first)
        for judge in ("J01", "J02", "J03"):
            rounds.seat(final, the_judge(judge), chair=judge == "J01")
        assignments.fill(final)
    return final


def desk(app: Flask, round: Round) -> Visitor:
    return sit_down(app, round)


def judges_of(round: Round, code: str) -> list[str]:
    own = select(Judge.code).join(Assignment, Assignment.judge_id == Judge.id)
    return sorted(db.session.scalars(own.where(Assignment.entry_id == the_entry(round, code).id)))


def test_one_page_shows_all_of_it_and_one_click_does_it(sqlite_app: Flask, final: Round) -> None:
    organizer = desk(sqlite_app, final)
    page = text_of(organizer.read(REPLACE))
    assert "팀 T002 (T002) 팀은 기권합니다" in page
    assert "팀 T003 (T003) 팀이 본선에 3번으로 들어와" in page
    assert "심사위원 3명에게 배정합니다: j01 J01, j02 J02, j03 J03" in page
    assert sorted(rounds.entries_by_code(final)) == ["T001", "T002"]  # looking at it does nothing
    said = told(organizer, press(organizer, REPLACE, reason="팀장 입원"))
    assert "기권으로 처리하고 예비팀을 올렸습니다" in said
    assert sorted(rounds.entries_by_code(final)) == ["T001", "T003"]
    assert judges_of(final, "T003") == ["J01", "J02", "J03"]
    assert reserve.open_places(final) == 0


def test_the_log_has_both_lines_in_their_order(sqlite_app: Flask, final: Round) -> None:
    press(desk(sqlite_app, final), REPLACE, reason="팀장 입원")
    acts = db.session.execute(select(AuditEntry.act, AuditEntry.facts).order_by(AuditEntry.position.desc()).limit(3))
    (last, facts), _assigned, (first, before) = acts
    assert (first, before) == ("entry.withdrawn", {"entry": "T002"})
    assert (last, facts) == ("entry.stepped-in", {"entry": "T003", "judges": ["J01", "J02", "J03"]})


def test_a_second_press_of_the_same_page_brings_in_nobody_else(sqlite_app: Flask, final: Round) -> None:
    organizer = desk(sqlite_app, final)
    page = organizer.read(REPLACE)
    press(organizer, REPLACE, page=page, reason="팀장 입원")
    said = told(organizer, press(organizer, REPLACE, page=page, reason="팀장 입원"))
    assert "바뀐 것은 없습니다" in said
    assert sorted(rounds.entries_by_code(final)) == ["T001", "T003"]


def test_without_a_reason_nothing_is_half_done(sqlite_app: Flask, final: Round) -> None:
    answer = press(desk(sqlite_app, final), REPLACE, reason="")
    assert answer.status_code == 422
    assert sorted(rounds.entries_by_code(final)) == ["T001", "T002"]


def test_a_recused_or_absent_pair_is_not_made_and_nobody_elses_work_is_touched(sqlite_app: Flask, final: Round) -> None:
    with unit_of_work():
        assignments.unassign(final, the_judge("J02"), the_entry(final, "T001"))
    press(desk(sqlite_app, final), REPLACE, reason="팀장 입원")
    assert judges_of(final, "T001") == ["J01", "J03"]  # taken away by hand, and it stays so
    assert judges_of(final, "T003") == ["J01", "J02", "J03"]


def test_a_disqualified_team_leaves_a_place_that_everybody_at_the_desk_sees(sqlite_app: Flask, final: Round) -> None:
    organizer = desk(sqlite_app, final)
    assert "빈자리" not in organizer.read(FINAL)
    with unit_of_work():
        boss = db.session.scalars(select(Person).where(Person.name == "organizer")).one()
        leaving.disqualify_team(final.event, the_entry(final, "T001").team, reason="표절", actor=boss)
    for path in (FINAL, f"{FINAL}/entries"):
        assert "예비팀 팀 T003 올리기" in text_of(organizer.read(path))
    told(organizer, press(organizer, f"{FINAL}/step-in"))
    assert sorted(rounds.entries_by_code(final)) == ["T002", "T003"]
    assert judges_of(final, "T003") == ["J01", "J02", "J03"]


def test_a_team_that_left_before_it_could_go_on_leaves_its_place_vacant(sqlite_app: Flask) -> None:
    first = make_published(CLEAR)
    with unit_of_work():
        the_entry(first, "T001").team.withdrawn_at = CLOSED
        final = results.send_on(first)
        assert list(rounds.entries_by_code(final)) == ["T002"]
        assert reserve.step_in(final).code == "T003"


def test_status_and_letter_say_what_is(sqlite_app: Flask, final: Round) -> None:
    press(desk(sqlite_app, final), REPLACE, reason="팀장 입원")
    first = get_round(final.event, "first")
    teams = {entry.team.code: status_of(final.event, entry.team) for entry in first.entries}
    assert teams == {"T001": "finalist", "T002": "withdrawn", "T003": "finalist", "T004": "not-selected"}
    letter = db.session.scalars(select(Letter).where(Letter.kind == "team-stepped-in")).one()
    assert letter.subject == "[시험 행사] 팀 T003 팀이 본선에 올랐습니다"
    assert letter.person_id == the_entry(final, "T003").team.members[0].entrant.person_id


def test_where_nobody_waits_there_is_only_the_withdrawal(sqlite_app: Flask, final: Round) -> None:
    organizer = desk(sqlite_app, final)
    press(organizer, REPLACE, reason="팀장 입원")
    page = organizer.read(f"{FINAL}/entries")
    assert "/replace" not in page
    assert f"{FINAL}/entries/T001/withdraw" in page
    assert "바뀐 것은 없습니다" in told(organizer, organizer.get(f"{FINAL}/entries/T001/replace"))
    assert organizer.get(f"{FIRST}/entries/T009/replace").status_code == 404
