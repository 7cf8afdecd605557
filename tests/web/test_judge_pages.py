"""What a judge sees of a round: the teams in order, all own ballots side by side, and nothing of anybody else."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import delete

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain import rounds, submissions
from hackathon.extensions import db
from hackathon.models import Assignment, Round
from tests.factories import HOUR, NOON, POLICY, a_round, fill_round, make_event, seal, the_entry, the_judge
from tests.web.forms import counted_queries, fields, send
from tests.web.test_judge_scoring import body, marked, stored, text_of
from tests.web.visitors import CLOSED, Visitor

LONG = POLICY.replace("scale = { min = 0, max = 10, step = 1 }", "scale = { min = 0, max = 10, step = 0.5 }", 1)


@pytest.fixture
def round(sqlite_app: Flask) -> Round:
    with unit_of_work():
        return fill_round(make_event(a_round(), a_round("next", source="first", name={"ko": "본선", "en": "Final"})))


@pytest.fixture
def judge(sqlite_app: Flask, round: Round) -> Visitor:
    return Visitor(sqlite_app, the_judge("J02").person, at=NOON + HOUR)


def page_of(code: str, key: str = "first") -> str:
    return f"/judge/rounds/{key}/entries/{code}"


def order(page: str) -> list[str]:
    return re.findall(r"<b>팀 (T\d+)</b>", page[page.index("<tbody") :])


def test_the_big_button_leads_to_the_next_unscored_team_in_order(judge: Visitor, round: Round) -> None:
    with unit_of_work():
        seal(round, "J02", "T001", 9, 9)
        rounds.recuse(round, the_judge("J02"), the_entry(round, "T002"), kind="self", reason="아는 사람")
    assert re.search(rf'class="btn btn-main btn-big" href="{page_of("T003")}"', judge.read("/judge"))


def test_after_the_last_seal_the_way_leads_to_the_comparison(judge: Visitor, round: Round) -> None:
    with unit_of_work():
        for number in range(1, 5):
            seal(round, "J02", f"T00{number}", number, number)
    page = judge.read("/judge")
    assert "모든 팀을 채점했습니다" in page
    assert 'class="btn btn-main btn-big" href="/judge/rounds/first/compare"' in page


def test_nothing_is_to_be_continued_after_the_close(judge: Visitor) -> None:
    judge.at = CLOSED
    assert "이어서 채점" not in judge.read("/judge")


@pytest.mark.parametrize(("shown", "codes"), [("left", "T002 T003 T004"), ("sealed", "T001"), ("bogus", "T001 T002")])
def test_the_teams_can_be_shown_by_state(judge: Visitor, round: Round, shown: str, codes: str) -> None:
    with unit_of_work():
        seal(round, "J02", "T001", 9, 9)
    found = re.findall(r"entries/(T\d+)", judge.read(f"/judge?show={shown}").split('class="roster"')[1])
    assert found[: len(codes.split())] == codes.split()


def test_after_sealing_the_receipt_leads_to_the_next_unscored_team(judge: Visitor, round: Round) -> None:
    with unit_of_work():
        for code in ("T001", "T002", "T004"):
            seal(round, "J02", code, 8, 8)
    assert "다음 팀: 3 팀 T003" in text_of(judge.read(page_of("T004")))


def test_a_judge_compares_only_own_ballots(judge: Visitor, round: Round) -> None:
    with unit_of_work():
        seal(round, "J02", "T001", 5, 9)
        seal(round, "J02", "T002", 9, 5)
        seal(round, "J03", "T003", 3, 3)
    page = judge.read("/judge/rounds/first/compare")
    assert order(page) == ["T002", "T001"]
    assert "창의성 60점 · 평균 7" in text_of(page)


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("sort=creativity", ["T002", "T003", "T001"]),
        ("sort=creativity&up=1", ["T001", "T002", "T003"]),
        ("sort=number&up=1", ["T001", "T002", "T003"]),
        ("sort=number", ["T003", "T002", "T001"]),
        ("sort=total&up=1", ["T001", "T003", "T002"]),
        ("sort=../../x", ["T002", "T003", "T001"]),
    ],
)
def test_the_comparison_is_sorted_by_links(judge: Visitor, round: Round, query: str, codes: list[str]) -> None:
    with unit_of_work():
        seal(round, "J02", "T001", 5, 1)
        seal(round, "J02", "T002", 9, 5)
        seal(round, "J02", "T003", 9, 4)
    assert order(judge.read(f"/judge/rounds/first/compare?{query}")) == codes


def test_an_empty_comparison_says_what_to_do(judge: Visitor) -> None:
    assert "아직 매긴 점수가 없습니다" in judge.read("/judge/rounds/first/compare")


def test_a_total_stands_among_my_own(judge: Visitor, round: Round) -> None:
    with unit_of_work():
        seal(round, "J02", "T001", 10, 10)
        seal(round, "J02", "T002", 5, 5)
        seal(round, "J03", "T003", 9, 9)
    assert "내 채점표 2개 중 2번째로 높음" in judge.read(page_of("T002"))


def test_a_scale_of_many_steps_is_typed(sqlite_app: Flask) -> None:
    with unit_of_work():
        fill_round(make_event(a_round(policy=LONG)))
    judge = Visitor(sqlite_app, the_judge("J02").person, at=NOON + HOUR)
    page = judge.read(page_of("T001"))
    assert 'type="number" inputmode="decimal" name="mark-creativity" value="" min="0" max="10" step="0.5"' in page
    assert "0–10 (0.5 단위) 점수를 고르세요" in body(send(judge, page_of("T001"), fields(page), **marked("7.3", "7")))
    send(judge, page_of("T001"), fields(page), **marked("7.50", "7"))
    assert stored() == [("accepted", False, {"creativity": 7.5, "technical": 7})]
    assert 'value="7.5"' in judge.read(page_of("T001"))


def test_only_web_links_are_offered_and_they_open_apart(judge: Visitor, round: Round) -> None:
    links = [{"name": "시연", "url": "https://demo.example.org/a?b=1&c=2"}]
    with clock.at(NOON - 2 * HOUR), unit_of_work():
        version = submissions.submit(
            round, the_entry(round, "T001").team, title="제목", summary="한 줄\n두 줄", links=links
        )
        version.links = [*links, {"name": "나쁨", "url": "javascript:alert(1)"}]  # as an old import may have left it
    page = judge.read(page_of("T001"))
    assert 'href="https://demo.example.org/a?b=1&amp;c=2" target="_blank" rel="noopener noreferrer"' in page
    assert "javascript:" not in page
    assert "한 줄\n두 줄" in page


@pytest.mark.parametrize("rest", ["", "/conflict", "/recuse"])
@pytest.mark.parametrize("code", ["T003", "T999", "t001", "%00"])
def test_a_team_that_is_not_assigned_does_not_exist(judge: Visitor, round: Round, code: str, rest: str) -> None:
    with unit_of_work():
        gone = (Assignment.judge_id == the_judge("J02").id, Assignment.entry_id == the_entry(round, "T003").id)
        db.session.execute(delete(Assignment).where(*gone))
    form = fields(judge.read(page_of("T001")))
    assert judge.get(page_of(code) + rest).status_code == 404
    if rest != "/conflict":
        assert send(judge, page_of(code) + rest, form, **marked(9, 9, action="confirm", reason="x")).status_code == 404
    assert stored() == []


@pytest.mark.parametrize("key", ["next", "nowhere"])
def test_a_round_without_a_seat_does_not_exist(judge: Visitor, key: str) -> None:
    assert judge.get(page_of("T001", key)).status_code == 404
    assert judge.get(f"/judge/rounds/{key}/compare").status_code == 404


def test_a_withdrawn_team_is_gone(judge: Visitor, round: Round) -> None:
    with clock.at(NOON), unit_of_work():
        the_entry(round, "T001").withdrawn_at = clock.now()
    assert judge.get(page_of("T001")).status_code == 404


def test_no_page_holds_what_another_judge_wrote(judge: Visitor, round: Round) -> None:
    with unit_of_work():
        seal(round, "J03", "T001", 3, 1, comment="남의 의견", note="남의 메모")
        seal(round, "J03", "T001", 3, 1, comment="남의 엇갈린 글")  # based on nothing: a conflict of J03
    for path in ("/judge", page_of("T001"), "/judge/rounds/first/compare"):
        page = judge.read(path)
        assert "남의" not in page
        assert "22" not in re.findall(r"<b class=\"(?:num|score)\">([\d.]+)</b>", page)


@pytest.mark.parametrize("path", ["/judge", page_of("T001"), "/judge/rounds/first/compare"])
def test_a_captain_and_a_guest_find_no_judges_page(sqlite_app: Flask, round: Round, path: str) -> None:
    captain = the_entry(round, "T001").team.members[0].entrant.person
    assert Visitor(sqlite_app, captain).get(path).status_code == 404
    assert Visitor(sqlite_app).get(path).status_code == 302


@pytest.mark.parametrize("path", ["/judge", page_of("T001"), "/judge/rounds/first/compare"])
def test_thirty_teams_cost_as_many_queries_as_three(sqlite_app: Flask, path: str) -> None:
    with unit_of_work():
        round = fill_round(make_event(), teams=30)
        for number in range(1, 4):
            seal(round, "J02", f"T00{number}", 5, number, comment="글")
    judge = Visitor(sqlite_app, the_judge("J02").person, at=NOON + HOUR)
    judge.read(path)
    with counted_queries(sqlite_app) as asked:
        judge.read(path)
    many = len(asked)
    with clock.at(NOON), unit_of_work():
        for number in range(4, 31):
            the_entry(round, f"T{number:03}").withdrawn_at = clock.now()
    with counted_queries(sqlite_app) as asked:
        judge.read(path)
    assert len(asked) == many


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/judge", "Next team to score"),
        (page_of("T002"), "Seal ballot"),
        (page_of("T002") + "/recuse", "Recuse yourself from"),
        ("/judge/rounds/first/compare", "Only you see this page."),
    ],
)
def test_every_page_is_there_in_english(judge: Visitor, round: Round, path: str, words: str) -> None:
    with unit_of_work():
        seal(round, "J02", "T001", 9, 9)
    judge.client.set_cookie("lang", "en")
    page = judge.read(path)
    assert words in page
    kept = page.replace("한국어", "").replace("언어", "").replace("팀 T00", "")
    assert re.findall(r"[가-힣]+", kept) == []
