"""What a judge, a team and staff find on their own pages."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain.ballots import ballots
from hackathon.domain.results import results
from hackathon.domain.rounds import rounds
from hackathon.domain.submissions import submissions
from hackathon.models import Round
from tests.factories import (
    HOUR,
    NOON,
    POLICY,
    a_draft,
    a_round,
    fill_round,
    make_event,
    make_person,
    seal,
    seal_all,
    the_entry,
    the_judge,
    the_key,
)
from tests.web.team.sending import captain_of
from tests.web.visitors import CLOSED, Visitor, lock, publish

CLEAR = {"T001": (9, 9), "T002": (8, 8), "T003": (7, 7), "T004": (6, 6)}
FINAL = a_round("final", name={"ko": "본선", "en": "Final"}, source="first", opens_at=CLOSED, closes_at=CLOSED + HOUR)


@pytest.fixture
def round(sqlite_app: Flask) -> Round:
    with unit_of_work():
        return fill_round(make_event(a_round(policy=POLICY + '\n[[awards]]\nname = "대상"\n'), FINAL))


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def save_draft(round: Round, judge: str, entry: str, marks: dict[str, int]) -> None:
    with clock.at(NOON + HOUR):
        draft = a_draft(marks, sealed=False)
        ballots.save(round, the_judge(judge), the_entry(round, entry), draft, key=the_key())


def test_staff_see_counts_and_no_way_to_scores(sqlite_app: Flask, round: Round) -> None:
    with unit_of_work():
        seal(round, "J02", "T001", 9, 9)
        staff = make_person(round.event, "staff", "staff")
    page = Visitor(sqlite_app, staff).read("/organizer")
    assert "1 /12 봉인한 채점표 4 팀 수" in text_of(page)
    assert "standings" not in page


def test_a_team_sees_its_submission_with_version_and_deadline(sqlite_app: Flask, round: Round) -> None:
    team = the_entry(round, "T001").team
    with clock.at(NOON - 2 * HOUR), unit_of_work():
        submissions.submit(round, team, title="첫 제목", summary="요약")
        submissions.submit(round, team, title="둘째 제목", summary="요약")
    visitor = Visitor(sqlite_app, captain_of(round, "T001"), at=NOON - 2 * HOUR)
    text = text_of(visitor.read("/team"))
    assert "제출 마감까지 1시간 뒤 12월 2일(화) 20:00 KST" in text
    assert "예선 제출물 제출됨 둘째 제목" in text
    assert "버전 2 접수 12월 2일(화) 19:00 KST" in text
    assert "마감 12월 2일(화) 20:00 KST" in text


def test_a_late_submission_is_flagged(sqlite_app: Flask, round: Round) -> None:
    with clock.at(NOON - HOUR), unit_of_work():
        submissions.submit(round, the_entry(round, "T001").team, title="늦음", summary="요약")
    assert "늦게 제출됨" in Visitor(sqlite_app, captain_of(round, "T001")).read("/team")


def test_a_team_is_told_where_it_stands_only_when_that_is_published(sqlite_app: Flask, round: Round) -> None:
    with unit_of_work():
        seal_all(round, CLEAR)
    lock(round)
    visitor = Visitor(sqlite_app, captain_of(round, "T001"), at=CLOSED)
    assert "결과 공개 전" in visitor.read("/team")
    assert "90.00" not in visitor.read("/team")
    publish(round)
    text = text_of(visitor.read("/team"))
    assert "예선 1위 · 90.00점 대상" in text


def test_teams_that_do_not_advance_are_told_kindly_and_clearly(sqlite_app: Flask, round: Round) -> None:
    with unit_of_work():
        seal_all(round, CLEAR)
    lock(round)
    publish(round)
    reserve, out = (Visitor(sqlite_app, captain_of(round, code), at=CLOSED).read("/team") for code in ("T003", "T004"))
    assert "예비 1번" in reserve
    assert "선발되지 않음" in out


def test_who_advances_is_no_news_before_publication(sqlite_app: Flask, round: Round) -> None:
    """Entries of the next round may exist while its choice is not public."""
    with unit_of_work():
        seal_all(round, CLEAR)
    lock(round)
    with clock.at(CLOSED), unit_of_work():
        rounds.advance(round, results.advancing(round), order=["T002", "T001"])
    assert "본선" not in Visitor(sqlite_app, captain_of(round, "T001"), at=CLOSED).read("/team")


def test_a_team_reads_nothing_about_others(sqlite_app: Flask, round: Round) -> None:
    with clock.at(NOON - 2 * HOUR), unit_of_work():
        submissions.submit(round, the_entry(round, "T002").team, title="남의 비밀", summary="요약")
    page = Visitor(sqlite_app, captain_of(round, "T001")).read("/team")
    assert "남의 비밀" not in page
    assert "T002" not in page
