"""The event's own page: what everybody may know, and when."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from hackathon.database import unit_of_work
from hackathon.domain.results import results
from hackathon.domain.rounds import rounds
from hackathon.models import Round
from tests.factories import HOUR, NOON, POLICY, a_round, fill_round, make_event, seal_all
from tests.web.visitors import CLOSED, Visitor, lock, publish

MARKS = {"T001": (9, 8), "T002": (7, 8), "T003": (6, 5), "T004": (4, 4)}
SCORES = {"T001": "86.00", "T002": "74.00", "T003": "56.00", "T004": "40.00"}
AWARDS = POLICY + '\n[[awards]]\nname = "대상"\n[[awards]]\nname = "특별상"\nminimum = 95\n'
FINAL = a_round("final", name={"ko": "본선", "en": "Final"}, source="first", opens_at=CLOSED, closes_at=CLOSED + HOUR)
GUIDE = {"creativity": {"question": {"ko": "새롭게 보았는가", "en": "Is it seen afresh?"}}}
WAY: list[dict[str, Any]] = [
    {
        "key": "judging",
        "name": {"ko": "예선 심사", "en": "Preliminary judging"},
        "starts_at": NOON.isoformat(),
        "ends_at": (NOON + HOUR).isoformat(),
    },
    {
        "key": "out",
        "name": {"ko": "결과 공개", "en": "Results"},
        "starts_at": (NOON + timedelta(minutes=98)).isoformat(),
        "ends_at": None,
    },
]


@pytest.fixture
def first(sqlite_app: Flask) -> Round:
    """A round with a final after it, all ballots in."""
    with unit_of_work():
        round = fill_round(make_event(a_round(policy=AWARDS, guide=GUIDE), FINAL, milestones=WAY))
        seal_all(round, MARKS)
    return round


def advance(first: Round) -> Round:
    lock(first)
    publish(first)
    with unit_of_work():
        return rounds.advance(first, results.advancing(first), order=["T002", "T001"])


def test_the_page_tells_what_when_and_where(sqlite_app: Flask, first: Round) -> None:
    page = Visitor(sqlite_app).read("/")
    for text in ("<h1>주제</h1>", "장소", "2025년 12월 1일(월) – 3일(수)", "4명, 4팀", "예선 심사 중"):
        assert text in page


def test_the_next_step_is_counted_down_on_the_server(sqlite_app: Flask, first: Round) -> None:
    assert "1시간 38분 뒤" in Visitor(sqlite_app).read("/")
    visitor = Visitor(sqlite_app)
    visitor.get("/?lang=en")
    assert "in 1 h 38 min" in visitor.read("/")


def test_the_way_marks_the_present_step(sqlite_app: Flask, first: Round) -> None:
    assert 'class="now" data-n="1" aria-current="step"' in Visitor(sqlite_app).read("/")
    assert 'class="done" data-n="1"' in Visitor(sqlite_app, at=NOON + HOUR).read("/")


def test_the_rules_are_told_from_the_policy(sqlite_app: Flask, first: Round) -> None:
    page = Visitor(sqlite_app).read("/")
    assert "심사위원 3명이 모든 팀을 따로 채점합니다. 팀의 점수는 총점의 평균입니다." in page
    assert "동점이면 다음 순서로 견줍니다: 배점이 큰 평가항목 → 추첨." in page
    assert "새롭게 보았는가" in page
    visitor = Visitor(sqlite_app)
    visitor.get("/?lang=en")
    assert "3 judges score every team, each on their own." in visitor.read("/")


def test_before_publication_no_finalist_is_known(sqlite_app: Flask, first: Round) -> None:
    lock(first)
    page = Visitor(sqlite_app).read("/")
    assert "T001" not in page
    assert "팀 T00" not in page


def test_finalists_stand_in_the_order_of_presentation(sqlite_app: Flask, first: Round) -> None:
    advance(first)
    page = Visitor(sqlite_app).read("/")
    assert page.index("팀 T002") < page.index("팀 T001")
    assert "팀 T003" not in page
    assert "발표 순서" in page


def test_until_the_final_is_published_no_score_is_there(sqlite_app: Flask, first: Round) -> None:
    advance(first)
    page = Visitor(sqlite_app).read("/")
    assert not [score for score in SCORES.values() if score in page]
    assert "대상" not in page


@pytest.mark.parametrize(
    ("level", "awards", "ranks", "scores"),
    [("awards", True, False, False), ("ranks", True, True, False), ("scores", True, True, True)],
)
def test_what_is_published_follows_the_events_level(
    sqlite_app: Flask, level: str, awards: bool, ranks: bool, scores: bool
) -> None:
    with unit_of_work():
        event = make_event(a_round(), a_round("final", source="first", policy=AWARDS), result_level=level)
        opening, last = event.rounds
        fill_round(event)
        seal_all(opening, MARKS)
    finish(opening, last)
    page = Visitor(sqlite_app, at=CLOSED).read("/")
    assert ("대상" in page) is awards
    assert ("순위대로" in page) is ranks
    assert ("86.00" in page) is scores


def finish(opening: Round, last: Round) -> None:
    """The same panel judges the two that advance; then everything is published."""
    lock(opening)
    publish(opening)
    with unit_of_work():
        rounds.advance(opening, results.advancing(opening), order=["T002", "T001"])
        judges = [seat.judge for seat in rounds.panel(opening)]
        for judge in judges:
            rounds.seat(last, judge, chair=judge.code == "J01")
        rounds.assign(last, [(judge, entry) for entry in last.entries for judge in judges])
        seal_all(last, {"T001": (9, 8), "T002": (7, 8)})
    lock(last)
    publish(last)


def test_a_vacant_award_is_told_as_vacant(sqlite_app: Flask) -> None:
    with unit_of_work():
        event = make_event(a_round(), a_round("final", source="first", policy=AWARDS))
        fill_round(event)
        seal_all(event.rounds[0], MARKS)
    finish(*event.rounds)
    page = Visitor(sqlite_app, at=CLOSED).read("/")
    assert "특별상" in page
    assert "수상 팀 없음" in page


def test_before_applications_close_the_page_counts_nobody(sqlite_app: Flask) -> None:
    with unit_of_work():
        make_event()
    page = Visitor(sqlite_app, at=NOON - 30 * 24 * HOUR).read("/")
    assert "1–5명이 한 팀" in page
