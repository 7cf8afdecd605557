"""The organizer's standings: any round, one template, a fixed number of queries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import event

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain.results import decisions, results
from hackathon.domain.rounds import rounds
from hackathon.extensions import db
from hackathon.models import Person, Round
from tests.factories import (
    HOUR,
    NOON,
    POLICY,
    a_round,
    fill_round,
    make_event,
    make_person,
    make_team,
    seal,
    seal_all,
    the_judge,
    the_key,
)
from tests.web.visitors import CLOSED, Visitor, lock, publish

PAGE = "/organizer/rounds/first/standings"
CLEAR = {"T001": (9, 9), "T002": (8, 8), "T003": (7, 7), "T004": (6, 6)}
TIED = {"T001": (9, 9), "T002": (7, 7), "T003": (7, 7), "T004": (6, 6)}
FINAL = a_round("final", name={"ko": "본선", "en": "Final"}, source="first", opens_at=CLOSED, closes_at=CLOSED + HOUR)


@pytest.fixture
def round(sqlite_app: Flask) -> Round:
    with unit_of_work():
        return fill_round(make_event(a_round(), FINAL))


def scored(round: Round, marks: dict[str, tuple[int, int]]) -> None:
    with unit_of_work():
        seal_all(round, marks)


def text_of(page: str) -> str:
    """What a reader sees, without markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_before_any_ballot_the_page_says_what_comes_next(sqlite_app: Flask, organizer: Person) -> None:
    early = Visitor(sqlite_app, organizer, at=NOON - HOUR).read(PAGE)
    assert "아직 봉인한 채점표가 없습니다" in early
    assert "채점은 12월 2일(화) 21:00 KST에 열립니다" in early
    assert "<table" not in early


def test_a_round_without_assignments_says_so(sqlite_app: Flask, organizer: Person) -> None:
    page = Visitor(sqlite_app, organizer).read("/organizer/rounds/final/standings")
    assert "심사위원에게 팀을 배정하면" in page


def test_rows_tell_rank_team_score_and_gap(sqlite_app: Flask, round: Round, organizer: Person) -> None:
    scored(round, CLEAR)
    assert "2 팀 T002 T002 80.00 위와 10.00점 차 본선" in text_of(Visitor(sqlite_app, organizer).read(PAGE))


def test_until_the_lock_the_page_calls_itself_provisional(sqlite_app: Flask, round: Round, organizer: Person) -> None:
    with unit_of_work():
        seal(round, "J01", "T001", 9, 9)
    text = text_of(Visitor(sqlite_app, organizer).read(PAGE))
    assert "잠그기 전의 잠정 순위입니다. 봉인한 채점표 1/12로 계산했습니다." in text
    assert "아직 순위를 매길 수 없음 · 3팀" in text
    assert "– 팀 T002 T002 채점표가 없습니다" in text


def test_the_way_follows_what_was_really_done(sqlite_app: Flask, round: Round, organizer: Person) -> None:
    scored(round, CLEAR)
    visitor = Visitor(sqlite_app, organizer, at=CLOSED)
    assert re.findall(r'<li(?: class="(\w+)")? data-n', visitor.read(PAGE)) == ["done", "now", "", "", ""]
    lock(round)
    page = visitor.read(PAGE)
    assert re.findall(r'<li(?: class="(\w+)")? data-n', page) == ["done", "done", "done", "now", ""]
    with clock.at(CLOSED), unit_of_work():
        results.sign(results.get_result(round), the_judge("J01").person, capacity="chair", key=the_key())
    assert "심사위원장 서명함 · 운영자 대기" in text_of(visitor.read(PAGE))


def test_a_published_round_has_come_to_its_end(sqlite_app: Flask, round: Round, organizer: Person) -> None:
    scored(round, CLEAR)
    lock(round)
    publish(round)
    page = Visitor(sqlite_app, organizer, at=CLOSED).read(PAGE)
    assert re.findall(r'<li(?: class="(\w+)")? data-n', page) == ["done"] * 5
    assert "두 사람이 서명함" in page


def test_a_tie_on_the_cut_is_open_until_it_is_resolved(sqlite_app: Flask, round: Round, organizer: Person) -> None:
    scored(round, TIED)
    lock(round)
    visitor = Visitor(sqlite_app, organizer, at=CLOSED)
    open_page = text_of(visitor.read(PAGE))
    assert "아래 동점 2팀 가운데 1팀을 아직 고르지 못했습니다" in open_page
    assert "추첨을 기다림" in open_page
    assert "선발선에 동점이 걸림" in open_page
    with clock.at(CLOSED), unit_of_work():
        decisions.decide(round, "lot_seed", "비 오는 날", key=the_key())
    resolved = text_of(visitor.read(PAGE))
    assert "정해 둔 동점자 처리로 갈렸습니다: 추첨" in resolved
    assert "동점 1건 · 모두 갈림" in resolved


def test_dropped_ballots_are_hollow(sqlite_app: Flask) -> None:
    trimmed = POLICY.replace('method = "mean"', 'method = "trimmed-mean"')
    with unit_of_work():
        round = fill_round(make_event(a_round(policy=trimmed)))
        organizer = make_person(round.event, "organizer", "organizer")
        for judge, mark in (("J01", 5), ("J02", 7), ("J03", 9)):
            seal(round, judge, "T001", mark, mark)
    page = Visitor(sqlite_app, organizer).read(PAGE)
    assert 'aria-label="50(제외), 70, 90(제외)"' in page
    assert page.count('<circle class="out"') == 3  # two ballots, and the one that explains the picture


def test_where_nothing_can_be_ranked_everybody_is_listed(sqlite_app: Flask) -> None:
    trimmed = POLICY.replace('method = "mean"', 'method = "trimmed-mean"')
    with unit_of_work():
        round = fill_round(make_event(a_round(policy=trimmed)))
        organizer = make_person(round.event, "organizer", "organizer")
        seal_all(round, CLEAR)
        round.policy = round.policy.replace(
            "[advance]", '[[sources]]\nname = "judges"\nweight = 1\n[carry]\nweight = 3\n[advance]'
        )
    visitor = Visitor(sqlite_app, organizer)
    assert "아직 순위를 매길 수 없음 · 4팀" in visitor.read(PAGE)


def test_a_locked_result_that_no_longer_follows_is_called_out(
    sqlite_app: Flask, round: Round, organizer: Person
) -> None:
    scored(round, CLEAR)
    lock(round)
    with unit_of_work():
        round.policy = round.policy.replace("points = 60", "points = 50")
    page = Visitor(sqlite_app, organizer, at=CLOSED).read(PAGE)
    assert "잠근 결과와 지금 계산이 다릅니다" in page
    assert "/export." not in page


def test_names_are_shown_as_text_whatever_they_hold(sqlite_app: Flask, round: Round, organizer: Person) -> None:
    scored(round, CLEAR)
    with unit_of_work():
        round.entries[0].team.name = "<img src=x onerror=alert(1)>"
    page = Visitor(sqlite_app, organizer).read(PAGE)
    assert "<img" not in page
    assert "&lt;img src=x" in page


@pytest.mark.parametrize("form", ["xlsx", "csv", "json"])
def test_downloads_are_offered_and_work(sqlite_app: Flask, round: Round, organizer: Person, form: str) -> None:
    scored(round, CLEAR)
    visitor = Visitor(sqlite_app, organizer)
    address = f"/organizer/rounds/first/export.{form}"
    assert address in visitor.read(PAGE)
    response = visitor.get(address)
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].startswith("attachment; filename=test_first_provisional_")
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Content-Type"].count("charset") <= 1


def test_a_download_leaves_a_line_with_who_and_what(sqlite_app: Flask, round: Round, organizer: Person) -> None:
    scored(round, CLEAR)
    visitor = Visitor(sqlite_app, organizer)
    sent = visitor.get("/organizer/rounds/first/export.csv").headers["Content-Disposition"].partition("filename=")[2]
    log = visitor.read("/organizer/rounds/first/log")
    row = next(row for row in log.split("<tr>") if sent in row)
    assert "잠정 순위표나 빈 채점지 내려받음" in row
    assert str(organizer.name) in row


def test_a_format_that_does_not_exist_has_no_address(sqlite_app: Flask, organizer: Person) -> None:
    assert Visitor(sqlite_app, organizer).get("/organizer/rounds/first/export.exe").status_code == 404


@pytest.mark.parametrize("ending", ["", "?lang=en"])
def test_both_languages_hold_the_same_numbers(sqlite_app: Flask, round: Round, organizer: Person, ending: str) -> None:
    scored(round, CLEAR)
    visitor = Visitor(sqlite_app, organizer)
    visitor.get(f"/{ending}")
    page = visitor.read(PAGE)
    assert all(score in page for score in ("90.00", "80.00", "70.00", "60.00"))


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that run meanwhile."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


@pytest.mark.parametrize("path", [PAGE, "/organizer", "/"])
def test_queries_do_not_grow_with_the_number_of_teams(sqlite_app: Flask, path: str) -> None:
    with unit_of_work():
        round = fill_round(make_event(a_round(policy=POLICY.replace("count = 2", "count = 3"))), teams=3)
        organizer = make_person(round.event, "organizer", "organizer")
        seal_all(round, {f"T{number:03}": (number, 5) for number in range(1, 4)})
    visitor = Visitor(sqlite_app, organizer)
    with counted() as few:
        visitor.read(path)
    with unit_of_work():
        add_teams(round, until=30)
    with counted() as many:
        visitor.read(path)
    assert len(many) == len(few)
    assert len(many) < 30


def add_teams(round: Round, *, until: int) -> None:
    with clock.at(NOON):
        entries = rounds.enter(round, [make_team(round.event, f"T{number:03}") for number in range(4, until + 1)])
        judges = [seat.judge for seat in rounds.panel(round)]
        rounds.assign(round, [(judge, entry) for entry in entries for judge in judges])
    seal_all(round, {f"T{number:03}": (number % 10, 5) for number in range(4, until + 1)})
