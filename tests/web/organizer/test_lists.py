"""Lists that stay light: the same number of queries for 3 teams and 30, both languages, a log that can be trusted."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from hackathon.database import unit_of_work
from hackathon.domain.base import audit
from hackathon.extensions import db
from tests.factories import POLICY, a_round, fill_round, make_event, make_person, seal, seal_all
from tests.web.desk import CLEAR, FIRST, make_round, sit_down, text_of
from tests.web.organizer.result.test_standings_page import add_teams, counted
from tests.web.visitors import Visitor

LISTS = ("", "/entries", "/panel", "/assignments", "/recusals", "/adjustments", "/awards", "/log", "/ties")


@pytest.mark.parametrize("path", LISTS)
def test_queries_do_not_grow_with_the_number_of_teams(sqlite_app: Flask, path: str) -> None:
    with unit_of_work():
        round = fill_round(make_event(a_round(policy=POLICY.replace("count = 2", "count = 3"))), teams=3)
        organizer = make_person(round.event, "organizer", "organizer")
        seal_all(round, {f"T{number:03}": (number, 5) for number in range(1, 4)})
    visitor = Visitor(sqlite_app, organizer)
    with counted() as few:
        visitor.read(FIRST + path)
    with unit_of_work():
        add_teams(round, until=30)
    with counted() as many:
        visitor.read(FIRST + path)
    assert len(many) == len(few)
    assert len(many) < 40


@pytest.mark.parametrize("path", [*LISTS, "/settings", "/rubric", "/assignments/fill", "/adjustments/new"])
def test_every_page_speaks_english(sqlite_app: Flask, path: str) -> None:
    organizer = sit_down(sqlite_app, make_round({"T001": (9, 9)}))
    organizer.get("/?lang=en")
    response = organizer.get(FIRST + path)
    if response.status_code == 303:
        response = organizer.get(response.location)
    shown = re.sub(
        r'<(?:pre|textarea).*?</(?:pre|textarea)>|aria-label="언어[^"]*"',
        "",
        response.get_data(as_text=True),
        flags=re.S,
    )
    assert not re.search(r"[가-힣]", re.sub(r"팀 T\d+|한국어", "", text_of(shown)))


def test_the_grid_has_a_word_in_every_cell(sqlite_app: Flask) -> None:
    round = make_round()
    with unit_of_work():
        seal(round, "J01", "T001", 9, 9)
        seal(round, "J02", "T001", 9, 9, sealed=False)
    page = sit_down(sqlite_app, round).read(FIRST)
    cells = re.findall(r'<td class="m (\w)"><span class="sr">([^<]+)</span></td>', page)
    assert len(cells) == 12
    assert {("s", "봉인"), ("d", "초안"), ("n", "없음")} == set(cells)


def test_who_keeps_the_others_waiting_is_named(sqlite_app: Flask) -> None:
    round = make_round()
    with unit_of_work():
        for judge in ("J01", "J02"):
            seal(round, judge, "T001", 9, 9)
    page = text_of(sit_down(sqlite_app, round).read(FIRST))
    assert "j03 1팀 뒤처짐" in page


def test_the_page_refreshes_itself_only_if_asked(sqlite_app: Flask) -> None:
    organizer = sit_down(sqlite_app, make_round())
    assert 'http-equiv="refresh"' not in organizer.read(FIRST)
    assert '<meta http-equiv="refresh" content="30">' in organizer.read(f"{FIRST}?refresh=30")
    assert 'http-equiv="refresh"' not in organizer.read(f"{FIRST}?refresh=1")


def test_the_log_is_paged_and_filtered(sqlite_app: Flask) -> None:
    round = make_round(CLEAR)
    with unit_of_work():
        for number in range(60):
            audit.record(round.event, "test.done", "round:first", number=number, reason="까닭" if number == 59 else "")
    organizer = sit_down(sqlite_app, round)
    first, second = (
        organizer.read("/organizer/log?act=test.done"),
        organizer.read("/organizer/log?act=test.done&page=2"),
    )
    assert (first.count("<b>test.done</b>"), second.count("<b>test.done</b>")) == (50, 10)
    assert "사유: 까닭" in first
    assert "test.done</b>" not in organizer.read("/organizer/log?round=next")


def test_a_forged_log_is_called_out(sqlite_app: Flask) -> None:
    round = make_round()
    organizer = sit_down(sqlite_app, round)
    assert "사슬이 이어집니다" in organizer.read("/organizer/log")
    with unit_of_work():
        db.session.execute(db.text("DROP TRIGGER audit_entry_no_update"))
        db.session.execute(db.text("UPDATE audit_entry SET subject = 'forged' WHERE position = 3"))
    assert "사슬이 3번째 줄에서 끊겼습니다" in organizer.read("/organizer/log")


def test_the_bar_leads_to_every_page_of_the_desk(sqlite_app: Flask) -> None:
    page = sit_down(sqlite_app, make_round()).read("/organizer")
    for address in ("/organizer", "/organizer/log", "/organizer/settings", FIRST):
        assert f'href="{address}"' in page
