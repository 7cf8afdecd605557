"""A team's own page and the captain's form: versions, receipts, the deadline, two windows, and nothing of others."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain.rounds import rounds
from hackathon.domain.submissions import submissions
from hackathon.extensions import db
from hackathon.models import Entrant, Membership, Round, SignIn, SubmissionVersion
from tests.factories import HOUR, NOON, POLICY, a_round, fill_round, make_event, make_person, seal, the_entry, the_judge
from tests.web.forms import counted_queries, fields, fill_in, send
from tests.web.team.sending import EARLY, FORM, captain_of
from tests.web.visitors import CLOSED, Visitor, link_for, lock, publish

MARKS = {"T001": (9, 9), "T002": (8, 8), "T003": (7, 7), "T004": (6, 6)}


@pytest.fixture
def round(sqlite_app: Flask) -> Round:
    with unit_of_work():
        final = a_round("final", name={"ko": "본선", "en": "Final"}, source="first", submissions_close_at=CLOSED + HOUR)
        return fill_round(make_event(a_round(policy=POLICY), final, result_level="ranks"))


@pytest.fixture
def member(sqlite_app: Flask, round: Round) -> Visitor:
    with unit_of_work(), clock.at(EARLY):
        person = make_person(round.event, "member")
        entrant = Entrant(event_id=round.event.id, person=person, applied_at=clock.now(), answers={})
        db.session.add(entrant)
        team = the_entry(round, "T001").team
        team.members.append(Membership(entrant=entrant, joined_at=clock.now()))
    return Visitor(sqlite_app, person, at=EARLY)


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page[page.index("<main") :]).split())


def versions() -> list[tuple[int, str, bool]]:
    db.session.rollback()
    found = db.session.scalars(select(SubmissionVersion).order_by(SubmissionVersion.version))
    return [(row.version, row.title, row.late) for row in found]


def written(title: str = "제목", **more: Any) -> dict[str, Any]:
    return {"title": title, "summary": "요약", **more}


def test_the_captain_hands_in_and_gets_a_receipt(captain: Visitor) -> None:
    assert "제출 전" in captain.read("/team")
    links: dict[str, Any] = {
        "link__name": ["시연", ""],
        "link__url": ["https://demo.example.org", "http://code.example.org/x"],
    }
    assert fill_in(captain, FORM, **written(summary="첫 줄\r\n둘째 <b>줄</b>", **links)).status_code == 303
    page = captain.read("/team")
    version = db.session.scalars(select(SubmissionVersion)).one()
    digest = f"{version.digest[:4]} {version.digest[4:8]} {version.digest[8:12]}"
    assert f"버전 1 접수 12월 2일(화) 19:00 KST 지문 {digest}" in text_of(page)
    assert "첫 줄\n둘째 &lt;b&gt;줄&lt;/b&gt;" in page
    assert 'href="https://demo.example.org" target="_blank" rel="noopener noreferrer"' in page
    assert version.links[1] == {"name": "code.example.org", "url": "http://code.example.org/x"}


def test_saving_again_is_a_new_version_and_the_old_one_stays_readable(captain: Visitor) -> None:
    fill_in(captain, FORM, **written("첫 제목"))
    fill_in(captain, FORM, title="둘째 제목")
    assert versions() == [(1, "첫 제목", False), (2, "둘째 제목", False)]
    assert "지난 버전 1개 버전 1 · 첫 제목" in text_of(captain.read("/team"))


def test_the_same_content_makes_no_version(captain: Visitor) -> None:
    form = fields(captain.read(FORM))
    for _ in range(2):
        assert send(captain, FORM, form, **written()).status_code == 303
    assert versions() == [(1, "제목", False)]
    assert "새 버전을 만들지 않았습니다" in captain.read("/team")


def test_two_windows_do_not_overwrite_each_other(captain: Visitor) -> None:
    stale = fields(captain.read(FORM))
    fill_in(captain, FORM, **written("먼저 낸 것"))
    answer = send(captain, FORM, stale, **written("나중에 낸 것"))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert versions() == [(1, "먼저 낸 것", False)]
    assert "먼저 낸 것" in page
    assert fields(page)["title"] == "나중에 낸 것"
    send(captain, FORM, fields(page))
    assert versions() == [(1, "먼저 낸 것", False), (2, "나중에 낸 것", False)]


@pytest.mark.parametrize(("at", "late"), [(NOON - HOUR, True), (NOON - HOUR - HOUR / 3600, False)])
def test_the_deadline_is_half_open_and_late_is_kept_and_flagged(captain: Visitor, at: Any, late: bool) -> None:
    captain.at = at
    fill_in(captain, FORM, **written())
    assert versions() == [(1, "제목", late)]
    assert ("늦은 제출로 표시됩니다" in captain.read("/team")) is late


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"title": "  "}, "title", "제목을 적어 주세요."),
        ({"title": "가" * 101}, "title", "제목은 100자까지입니다. 지금 101자입니다."),
        ({"summary": "가" * 2001}, "summary", "요약은 2000자까지입니다. 지금 2001자입니다."),
        ({"link__url": ["", "javascript:alert(1)"], "link__name": ["", "x"]}, "link-2", "http:// 또는 https://로"),
        ({"link__url": ["https://a@b.example"], "link__name": [""]}, "link-1", "http:// 또는 https://로"),
        ({"link__url": ["https://a.example"] * 6, "link__name": [""] * 6}, "links", "링크는 5개까지"),
        ({"link__url": [""], "link__name": ["이름만"]}, "link-1", "http:// 또는 https://로"),
    ],
)
def test_a_fault_is_named_at_its_field_and_everything_typed_stays(
    captain: Visitor, changes: dict[str, Any], field: str, sentence: str
) -> None:
    answer = fill_in(captain, FORM, **{**written("쓴 제목", summary="쓴 요약"), **changes})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert sentence in page
    assert f'id="{field}-error"' in page
    kept = fields(page)
    for name, value in {**written("쓴 제목", summary="쓴 요약"), **changes}.items():
        rows = kept[name.replace("__", "-")]
        assert rows == value or rows[: len(value)] == value
    assert versions() == []


def test_what_was_typed_comes_back_when_the_session_has_ended(captain: Visitor, round: Round) -> None:
    form = fields(captain.read(FORM))
    with clock.at(EARLY), unit_of_work():
        for row in db.session.scalars(select(SignIn)):
            row.ended_at = clock.now()
    links = {"link__name": ["가", "나"], "link__url": ["https://a.example", "https://b.example"]}
    refused = send(captain, FORM, form, **written("밤새 쓴 것", **links))
    assert (refused.status_code, versions()) == (401, [])
    captain.get(f"/s/{link_for(captain_of(round, 'T001'))}")
    opened = send(captain, FORM, fields(refused.get_data(as_text=True)), action="edit")
    again = fields(opened.get_data(as_text=True))
    assert again["title"] == "밤새 쓴 것"
    assert again["link-url"][:2] == ["https://a.example", "https://b.example"]
    send(captain, FORM, again)
    assert versions() == [(1, "밤새 쓴 것", False)]


def test_after_the_lock_the_form_refuses_and_keeps_what_was_typed(captain: Visitor, round: Round) -> None:
    form = fields(captain.read(FORM))
    _score(round)
    lock(round)
    captain.at = CLOSED
    answer = send(captain, FORM, form, **written("너무 늦은 것"))
    assert answer.status_code == 409
    assert fields(answer.get_data(as_text=True))["title"] == "너무 늦은 것"
    assert captain.get(FORM).status_code == 404
    assert versions() == []


def _score(round: Round, comment: str | None = None) -> None:
    with unit_of_work():
        for code, (creativity, technical) in MARKS.items():
            for judge in ("J01", "J02", "J03"):
                seal(
                    round, judge, code, creativity, technical, comment=f"{code} {judge} {comment}" if comment else None
                )


def test_a_member_reads_and_cannot_write(captain: Visitor, member: Visitor) -> None:
    form = fields(captain.read(FORM))
    fill_in(captain, FORM, **written("우리 것"))
    page = member.read("/team")
    assert "우리 것" in page
    assert "제출은 팀장이 합니다." in page
    assert FORM not in page
    assert member.get(FORM).status_code == 404
    assert send(member, FORM, form, **written("몰래")).status_code == 404
    assert versions() == [(1, "우리 것", False)]


def test_a_captain_writes_for_the_own_team_whatever_is_sent(captain: Visitor, round: Round) -> None:
    fill_in(captain, FORM, **written(team="T002", team_id="2", code="T002", late="0"))
    row = db.session.scalars(select(SubmissionVersion)).one()
    assert row.team_id == the_entry(round, "T001").team_id


@pytest.mark.parametrize("key", ["final", "nowhere"])
def test_a_round_that_the_team_is_not_in_does_not_exist(captain: Visitor, key: str) -> None:
    form = fields(captain.read(FORM))
    assert captain.get(f"/team/rounds/{key}/submission").status_code == 404
    assert send(captain, f"/team/rounds/{key}/submission", form, **written()).status_code == 404


@pytest.mark.parametrize("person", ["judge", "other"])
def test_nobody_else_finds_a_teams_submission(sqlite_app: Flask, captain: Visitor, round: Round, person: str) -> None:
    fill_in(captain, FORM, **written("비밀 제목"))
    who = the_judge("J02").person if person == "judge" else captain_of(round, "T002")
    answer = Visitor(sqlite_app, who, at=EARLY).get("/team")
    assert "비밀 제목" not in answer.get_data(as_text=True)
    assert answer.status_code == (404 if person == "judge" else 200)


def test_comments_reach_the_team_after_publication_and_without_names(captain: Visitor, round: Round) -> None:
    _score(round, comment="잘했어요")
    with unit_of_work():
        rounds.recuse(round, the_judge("J03"), the_entry(round, "T001"), kind="challenge", reason="신청")
    lock(round)
    captain.at = CLOSED
    assert "잘했어요" not in captain.read("/team")
    publish(round)
    page = captain.read("/team")
    assert "심사위원 의견 2개" in page
    assert "T001 J01 잘했어요" in page
    assert "T001 J03" not in page
    assert "T002 J01" not in page


@pytest.mark.parametrize(("level", "shown"), [("awards", "예비팀"), ("ranks", "예비 1번"), ("scores", "예비 1번")])
def test_the_number_in_the_reserve_is_told_where_ranks_are(
    sqlite_app: Flask, round: Round, level: str, shown: str
) -> None:
    with unit_of_work():
        round.event.result_level = level
    _score(round)
    lock(round)
    reserve = Visitor(sqlite_app, captain_of(round, "T003"), at=CLOSED)
    assert shown not in reserve.read("/team")
    publish(round)
    text = text_of(reserve.read("/team"))
    assert shown in text
    assert ("70.00" in text) is (level == "scores")
    assert ("3위" in text) is (level != "awards")


def test_a_finalist_writes_for_the_final_and_no_more_for_the_first_round(captain: Visitor, round: Round) -> None:
    _score(round)
    lock(round)
    publish(round)
    with clock.at(CLOSED), unit_of_work():
        rounds.advance(round, ["T001", "T002"], order=["T002", "T001"])
    captain.at = CLOSED
    assert fill_in(captain, "/team/rounds/final/submission", **written("본선 것")).status_code == 303
    assert "본선 제출물 제출됨 본선 것" in text_of(captain.read("/team"))
    assert captain.get(FORM).status_code == 404


def test_the_page_costs_the_same_with_many_versions(sqlite_app: Flask, captain: Visitor, round: Round) -> None:
    def cost() -> int:
        with counted_queries(sqlite_app) as asked:
            captain.read("/team")
        return len(asked)

    assert fill_in(captain, FORM, **written("첫 제목")).status_code == 303
    captain.read("/team")
    few = cost()
    with clock.at(EARLY), unit_of_work():
        for number in range(30):
            submissions.submit(round, the_entry(round, "T001").team, title=f"제목 {number}", summary="")
    assert cost() == few


@pytest.mark.parametrize(("path", "words"), [("/team", "Write version 2"), (FORM, "Submit version 2")])
def test_the_pages_are_there_in_english(captain: Visitor, path: str, words: str) -> None:
    fill_in(captain, FORM, title="Title", summary="Text")
    captain.client.set_cookie("lang", "en")
    page = captain.read(path)
    assert words in page
    kept = page.replace("한국어", "").replace("언어", "").replace("팀 T001", "").replace("번째 버전을 제출했습니다", "")
    assert re.findall(r"[가-힣]+", kept.split("<main")[1]) == []
