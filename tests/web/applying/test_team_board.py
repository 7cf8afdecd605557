"""The board: only who asked to be seen, only for applicants, and no address for anybody."""

from __future__ import annotations

import csv
import io
import json

import pytest
from flask import Flask
from sqlalchemy import select

from hackathon.database import unit_of_work
from hackathon.domain.base.masking import masked
from hackathon.domain.rounds.events import get_event
from hackathon.extensions import db
from hackathon.models import Approach, Card, Letter
from tests.factories import HOUR, make_person
from tests.web.applying.applicants import (
    CLOSES,
    IN_TIME,
    applicant,
    apply,
    found_team,
    make_open_event,
    newest_letter,
)
from tests.web.desk import text_of
from tests.web.forms import fields, send
from tests.web.visitors import Visitor


def press(visitor: Visitor, path: str, **typed: str) -> int:
    found = fields(visitor.read("/apply/mine"))["csrf_token"]
    return send(visitor, path, {"csrf_token": found[0] if isinstance(found, list) else found, **typed}).status_code


def the_card() -> int:
    db.session.rollback()
    return db.session.scalars(select(Card.id).order_by(Card.id.desc())).first() or 0


@pytest.fixture
def alone(sqlite_app: Flask) -> Visitor:
    """Somebody without a team, on the board."""
    make_open_event()
    visitor = applicant(sqlite_app, "alone@example.org", name="김철수")
    assert press(visitor, "/apply/mine/card", introduction="밤을 잘 샙니다", wanted="기획, 발표") == 303
    return visitor


def test_a_card_shows_a_masked_name_and_no_address(sqlite_app: Flask, alone: Visitor) -> None:
    page = applicant(sqlite_app, "b@example.org").read("/board")
    assert "김*수" in page
    assert "밤을 잘 샙니다" in page
    for hidden in ("김철수", "alone@example.org", "1012345678"):
        assert hidden not in page


def test_nobody_but_applicants_of_the_event_finds_the_board(sqlite_app: Flask, alone: Visitor) -> None:
    with unit_of_work():
        judge = make_person(get_event(), "judge", "judge")
    assert Visitor(sqlite_app, judge).get("/board").status_code == 404
    assert Visitor(sqlite_app, at=IN_TIME).get("/board").status_code == 302
    assert apply(sqlite_app, "unconfirmed@example.org").get("/board").status_code == 302


@pytest.mark.parametrize("act", ["consents/board", "card/hide", "withdraw"])
def test_a_card_goes_when_its_owner_says_so(sqlite_app: Flask, alone: Visitor, act: str) -> None:
    other = applicant(sqlite_app, "b@example.org")
    assert "김*수" in other.read("/board")
    assert press(alone, f"/apply/mine/{act}", given="0") == 303
    assert "김*수" not in other.read("/board")


def test_a_card_goes_with_a_team_and_with_the_deadline(sqlite_app: Flask, alone: Visitor) -> None:
    other = applicant(sqlite_app, "b@example.org")
    other.at = CLOSES
    assert "밤을 잘 샙니다" not in other.read("/board")
    other.at = IN_TIME
    found_team(alone, "새벽")
    assert "밤을 잘 샙니다" not in other.read("/board")


def test_asking_writes_to_the_captain_who_takes_them_in(sqlite_app: Flask, alone: Visitor) -> None:
    captain = applicant(sqlite_app, "cap@example.org")
    found_team(captain, "새벽")
    assert press(captain, "/team/card", introduction="한 명 더") == 303
    number = the_card()
    assert press(alone, f"/board/{number}", message="") == 422
    assert press(alone, f"/board/{number}", message="같이 해요") == 303
    assert press(alone, f"/board/{number}", message="같이 해요") == 422
    letter = newest_letter("cap@example.org", "team-ask")
    assert letter
    assert "김철수" in letter.body
    assert "alone@example.org" not in letter.body + letter.subject
    asked = db.session.scalars(select(Approach)).one().id
    rival = applicant(sqlite_app, "r@example.org")
    found_team(rival, "라이벌")
    assert press(rival, f"/team/asks/{asked}", answer="yes") == 404
    assert press(captain, f"/team/asks/{asked}", answer="yes") == 303
    assert "새벽" in text_of(alone.read("/team"))
    assert newest_letter("alone@example.org", "team-answer")


def test_a_captain_invites_from_the_board(sqlite_app: Flask, alone: Visitor) -> None:
    captain, member = applicant(sqlite_app, "cap@example.org"), applicant(sqlite_app, "m@example.org")
    found_team(captain, "새벽")
    number = the_card()
    assert press(member, f"/board/{number}", message="안녕") == 404
    assert press(captain, f"/board/{number}", message="함께해요") == 303
    assert "새벽 팀이 초대했습니다" in alone.read("/apply/mine")
    db.session.rollback()
    invited = db.session.scalars(select(Approach)).one().id
    assert press(member, f"/apply/mine/invitations/{invited}", answer="yes") == 404
    assert press(alone, f"/apply/mine/invitations/{invited}", answer="yes") == 303
    assert "새벽" in text_of(alone.read("/team"))


def test_a_message_cannot_forge_a_letter(sqlite_app: Flask, alone: Visitor) -> None:
    captain = applicant(sqlite_app, "cap@example.org")
    found_team(captain, "새벽")
    press(captain, "/team/card", introduction="한 명 더")
    assert press(alone, f"/board/{the_card()}", message="{link} %s {0}\r\nBcc: x@example.org") == 303
    letter = newest_letter("cap@example.org", "team-ask")
    assert letter
    assert "\n" not in letter.subject
    assert "{link} %s {0}" in letter.body


def test_my_data_is_all_mine_and_nobody_elses(sqlite_app: Flask, alone: Visitor) -> None:
    applicant(sqlite_app, "other@example.org", name="다른이", q__motivation="남의 말")
    found = json.loads(alone.read("/apply/mine/data.json"))
    assert (found["person"]["email"], found["application"]["answers"]["motivation"]) == (
        "alone@example.org",
        "함께 만들고 싶어요",
    )
    assert [row["purpose"] for row in found["consents"]] == ["participation", "board"]
    assert found["board"]["introduction"] == "밤을 잘 샙니다"
    table = list(csv.reader(io.StringIO(alone.read("/apply/mine/data.csv").removeprefix("\ufeff"))))
    assert ["person.phone", "+821012345678"] in table
    for text in (json.dumps(found, ensure_ascii=False), str(table)):
        assert "남의 말" not in text
        assert "/apply/confirm/" not in text
    assert db.session.scalar(select(Letter.id).limit(1))
    assert IN_TIME + HOUR < CLOSES


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("김철수", "김*수"),
        ("김철", "김*"),
        ("남궁민수", "남**수"),
        ("Ada Lovelace", "A*** L***"),
        (None, "*"),
        (" ", "*"),
    ],
)
def test_names_on_the_board_show_their_first_and_last_letter_at_most(name: str | None, shown: str) -> None:
    assert masked(name) == shown
