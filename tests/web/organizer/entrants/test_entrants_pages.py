"""The organizer's pages about applicants and teams: found, taken along, changed with a reason, and every look is kept."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from hackathon.database import unit_of_work
from hackathon.domain.applying.consents import history
from hackathon.domain.base import audit
from hackathon.domain.rounds.events import get_event
from hackathon.extensions import db
from hackathon.models import AuditEntry, AuditText, Entrant, Person
from tests.factories import HOUR, make_person
from tests.web.applying.applicants import (
    CLOSES,
    IN_TIME,
    applicant,
    apply,
    confirm,
    entrant_of,
    found_team,
    join_team,
    make_open_event,
    newest_letter,
)
from tests.web.desk import text_of
from tests.web.forms import counted_queries, fields, fill_in, send
from tests.web.visitors import OURS, Visitor

LIST = "/organizer/entrants"


@pytest.fixture
def desk(sqlite_app: Flask) -> Visitor:
    event = make_open_event()
    with unit_of_work():
        boss = make_person(event, "boss", "organizer")
    visitor = Visitor(sqlite_app, boss)
    visitor.at = IN_TIME + HOUR
    return visitor


def token(visitor: Visitor) -> str:
    found = fields(visitor.read("/organizer/entrants/add"))["csrf_token"]
    return str(found)


def press(visitor: Visitor, path: str, **typed: str) -> int:
    return visitor.post(path, data={"csrf_token": token(visitor), **typed}, headers=OURS).status_code


def acts(name: str) -> list[tuple[dict[str, object], str | None]]:
    db.session.rollback()
    query = select(AuditEntry.facts, AuditText.reason).outerjoin(AuditText, AuditText.audit_id == AuditEntry.id)
    return [(facts, reason) for facts, reason in db.session.execute(query.where(AuditEntry.act == name))]


def test_the_list_is_narrowed_by_what_is_missing(sqlite_app: Flask, desk: Visitor) -> None:
    found_team(applicant(sqlite_app, "a@example.org", name="가영"), "새벽")
    applicant(sqlite_app, "b@example.org", name="나영")
    apply(sqlite_app, "c@example.org", name="다영")
    shown = {show: text_of(desk.read(f"{LIST}?show={show}")) for show in ("", "no-team", "unconfirmed", "admitted")}
    for show, names in {"": "가나다", "no-team": "나", "unconfirmed": "다", "admitted": "가나"}.items():
        assert {name for name in "가나다" if f"{name}영" in shown[show]} == set(names), show
    assert "나영" in desk.read(f"{LIST}?q=b@example")
    assert "가영" in desk.read(f"{LIST}?q=새벽")
    assert "찾는 신청자가 없습니다" in desk.read(f"{LIST}?q=아무도")


def test_a_file_has_no_contacts_unless_somebody_says_what_for(sqlite_app: Flask, desk: Visitor) -> None:
    applicant(sqlite_app, "a@example.org", name="=HYPERLINK(1)")
    sent = {"csrf_token": token(desk)}
    plain = desk.post(f"{LIST}.csv", data=sent, headers=OURS).get_data(as_text=True)
    assert "a@example.org" not in plain
    assert "1012345678" not in plain
    assert "'=HYPERLINK" in plain
    without = desk.post(f"{LIST}.csv", data={**sent, "contacts": "1"}, headers=OURS)
    assert (without.status_code, acts("entrants.exported-with-contacts")) == (303, [])
    full = desk.post(f"{LIST}.csv", data={**sent, "contacts": "1", "reason": "보험 가입"}, headers=OURS)
    assert "a@example.org,+821012345678" in full.get_data(as_text=True)
    assert acts("entrants.exported-with-contacts") == [({"shown": "all", "rows": 1}, "보험 가입")]
    assert acts("entrants.exported") == [({"shown": "all", "rows": 1}, None)]


def test_every_look_is_kept_once_and_without_names(sqlite_app: Flask, desk: Visitor) -> None:
    applicant(sqlite_app, "a@example.org")
    number = entrant_of("a@example.org").id
    for _ in range(3):
        desk.read(f"{LIST}?q=홍길동")
        desk.read(f"{LIST}/{number}")
    assert acts("entrants.listed") == [({"shown": "all", "searched": True, "found": 1}, None)]
    assert len(acts("entrant.opened")) == 1
    desk.at += HOUR
    desk.read(f"{LIST}/{number}")
    assert len(acts("entrant.opened")) == 2
    assert audit.find_break(get_event()) is None


def test_an_applicant_reading_their_own_page_leaves_no_line(sqlite_app: Flask, desk: Visitor) -> None:
    visitor = applicant(sqlite_app, "a@example.org")
    before = len(acts("entrant.opened")) + len(acts("entrants.listed"))
    visitor.read("/apply/mine")
    visitor.read("/apply/mine/data.json")
    assert len(acts("entrant.opened")) + len(acts("entrants.listed")) == before == 0


def test_one_page_tells_the_story_and_hides_the_phone(sqlite_app: Flask, desk: Visitor) -> None:
    visitor = applicant(sqlite_app, "a@example.org")
    fill_in(visitor, "/apply/mine/edit", q__motivation="고쳐 쓴 말")
    page = text_of(desk.read(f"{LIST}/{entrant_of('a@example.org').id}"))
    assert "고쳐 쓴 말" in page
    assert "함께 만들고 싶어요" in page
    assert "신청서를 고침" in page
    assert "1012345678" not in page


def test_an_application_is_confirmed_by_hand_with_a_reason(sqlite_app: Flask, desk: Visitor) -> None:
    apply(sqlite_app, "a@example.org")
    path = f"{LIST}/{entrant_of('a@example.org').id}/confirm"
    assert press(desk, path) == 422
    assert press(desk, path, reason="전화로 확인") == 303
    assert entrant_of("a@example.org").confirmed
    assert [row.given for row in history(entrant_of("a@example.org"))] == [True]
    assert acts("entrant.confirmed-by-hand") == [({}, "전화로 확인")]


def test_a_letter_is_written_again_and_its_link_works(sqlite_app: Flask, desk: Visitor) -> None:
    visitor = apply(sqlite_app, "a@example.org")
    first = newest_letter("a@example.org")
    assert press(desk, f"{LIST}/{entrant_of('a@example.org').id}/resend") == 303
    second = newest_letter("a@example.org")
    assert first
    assert second
    assert first.id != second.id
    confirm(visitor, "a@example.org")
    assert press(desk, f"{LIST}/{entrant_of('a@example.org').id}/resend") == 422


def test_whoever_is_disqualified_reads_why_and_leaves_the_team(sqlite_app: Flask, desk: Visitor) -> None:
    captain, member = applicant(sqlite_app, "a@example.org"), applicant(sqlite_app, "b@example.org")
    join_team(member, found_team(captain, "새벽"))
    assert press(desk, f"{LIST}/{entrant_of('a@example.org').id}/disqualify", reason="두 번 신청") == 303
    assert "사유: 두 번 신청" in captain.read("/apply/mine")
    assert captain.get("/team").status_code == 404
    assert "팀장" in text_of(member.read("/team"))
    again = apply(sqlite_app, "a@example.org", at=IN_TIME + HOUR, q__motivation="다시")
    letter = newest_letter("a@example.org")
    assert letter
    assert again.get("/apply/mine").status_code == 302


def test_somebody_from_paper_is_added_once(desk: Visitor) -> None:
    typed = {"name": "손글씨", "email": "paper@example.org", "phone": "010 9999 8888", "consented": "1"}
    assert fill_in(desk, f"{LIST}/add", **typed).status_code == 303
    entrant = entrant_of("paper@example.org")
    assert (entrant.confirmed, entrant.person.phone) == (True, "+821099998888")
    assert [row.given_by for row in history(entrant)] == ["organizer"]
    assert fill_in(desk, f"{LIST}/add", **typed).status_code == 422
    assert fill_in(desk, f"{LIST}/add", name="없음", email="nothing").status_code == 422
    db.session.rollback()
    assert len(db.session.scalars(select(Entrant)).all()) == 1
    assert len(db.session.scalars(select(Person)).all()) == 2


def test_after_the_deadline_only_an_organizer_changes_a_team_and_says_why(sqlite_app: Flask, desk: Visitor) -> None:
    captain, member = applicant(sqlite_app, "a@example.org"), applicant(sqlite_app, "b@example.org")
    found_team(captain, "새벽")
    desk.at = CLOSES + HOUR
    path = "/organizer/teams/T001"
    assert press(desk, f"{path}/add", who="b@example.org") == 422
    assert press(desk, f"{path}/add", who="b@example.org", reason="늦게 연락됨") == 303
    assert press(desk, f"{path}/add", who="nobody@example.org", reason="?") == 404
    assert member.get("/team").status_code == 200
    number = entrant_of("b@example.org").id
    assert press(desk, f"{path}/captain", entrant=str(number), reason="팀장 요청") == 303
    assert press(desk, f"{path}/remove", entrant=str(number), reason="개인 사정") == 303
    assert member.get("/team").status_code == 404
    assert "팀장" in text_of(captain.read("/team"))
    assert newest_letter("b@example.org", "team-removed")
    assert "개인 사정" in [reason for _facts, reason in acts("team.left")]


def test_a_list_of_many_costs_what_a_list_of_few_costs(sqlite_app: Flask, desk: Visitor) -> None:
    found_team(applicant(sqlite_app, "a@example.org"), "새벽")
    desk.read(LIST)

    def cost() -> int:
        with counted_queries(sqlite_app) as asked:
            desk.read(LIST)
        return len(asked)

    few = cost()
    with unit_of_work():
        event = get_event()
        for number in range(30):
            person = make_person(event, f"p{number}")
            db.session.add(Entrant(event_id=event.id, person=person, applied_at=IN_TIME, answers={}))
    assert cost() == few


@pytest.mark.parametrize("path", ["/1", "/99999", "/add", ".csv"])
def test_an_applicant_finds_nothing_of_the_desk(sqlite_app: Flask, desk: Visitor, path: str) -> None:
    visitor = applicant(sqlite_app, "a@example.org")
    assert visitor.get(LIST + path).status_code in (404, 405)
    assert send(visitor, LIST + path, {}).status_code in (400, 404, 405)
