"""The organizer's pages about devices, cards and the stage."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import select

from hackathon.database import unit_of_work
from hackathon.domain.rounds import rounds
from hackathon.extensions import db
from hackathon.models import AuditEntry, PairingCode, Round, SignIn
from tests.factories import NOON, make_judge
from tests.web.desk import FIRST, hidden, press, sit_down, text_of, told
from tests.web.visitors import OURS, Visitor

DEVICES, CARDS, STAGE = f"{FIRST}/devices", f"{FIRST}/cards", f"{FIRST}/presenting"
_CODE = re.compile(r"\b[2-9A-Z]{5}-[2-9A-Z]{5}\b")


def make(desk: Visitor, *judges: str, old: bool = True) -> list[str]:
    """Make cards; returns their codes."""
    sent = {name: value for name, value in hidden(desk.read(DEVICES)).items() if name != "old"}
    sent |= {"old": "y"} if old else {}
    response = desk.post(CARDS, data={**sent, "judge": list(judges)}, headers=OURS)
    db.session.rollback()
    assert response.status_code == 200, text_of(response.get_data(as_text=True))
    return _CODE.findall(response.get_data(as_text=True))


def pair(app: Flask, code: str) -> Visitor:
    tablet = Visitor(app)
    assert tablet.get(f"/j/{code}").status_code == 303
    return tablet


def status(tablet: Visitor) -> int:
    return tablet.get("/me").location == "/sign-in"


def test_every_judge_gets_a_card_that_works(sqlite_app: Flask, desk: Visitor) -> None:
    codes = make(desk, "J01", "J02", "J03")
    assert len(set(codes)) == 3
    for code in codes:
        pair(sqlite_app, code)


def test_a_card_carries_name_number_code_picture_and_end(desk: Visitor) -> None:
    response = press(desk, DEVICES, to=CARDS, judge=["J02"])
    page, text = response.get_data(as_text=True), text_of(response.get_data(as_text=True))
    assert "j02 J02" in text
    assert 'class="qr"' in page
    assert "12월 3일" in text
    assert "3 Dec" in text
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Referrer-Policy"] == "same-origin"


def test_a_card_speaks_the_languages_of_the_event_and_no_other(desk: Visitor, round: Round) -> None:
    with unit_of_work():
        round.event.languages = ["en"]
        round.event.name = {"en": "River Hackathon"}
    text = text_of(press(desk, DEVICES, to=CARDS, judge=["J02"]).get_data(as_text=True))
    assert re.search("Or type the code at [^ ]+/j ?, or in the Home Screen app", text)
    assert "until Wed 3 Dec" in text
    assert not re.search("[가-힣]", text)


def test_the_picture_leads_to_the_public_address(sqlite_app: Flask, desk: Visitor) -> None:
    sqlite_app.config["SETTINGS"].public_url = "https://judge.example.org"
    page = press(desk, DEVICES, to=CARDS, judge=["J02"]).get_data(as_text=True)
    assert "judge.example.org/j" in text_of(page)
    assert "localhost" not in page


def test_a_page_sent_again_makes_no_second_set(desk: Visitor) -> None:
    page = desk.read(DEVICES)
    first = press(desk, DEVICES, page=page, to=CARDS, judge=["J01"])
    again = press(desk, DEVICES, page=page, to=CARDS, judge=["J01"])
    assert first.status_code == 200
    assert "이미 만들었고" in told(desk, again)
    assert len(db.session.scalars(select(PairingCode)).all()) == 1


@pytest.mark.parametrize("old", [True, False])
def test_a_new_card_makes_the_old_one_useless_if_asked(sqlite_app: Flask, desk: Visitor, old: bool) -> None:
    first = make(desk, "J02")[0]
    make(desk, "J02", old=old)
    assert Visitor(sqlite_app).get(f"/j/{first}").status_code == (410 if old else 303)


def test_codes_are_shown_once(desk: Visitor) -> None:
    make(desk, "J02")
    assert not _CODE.search(text_of(desk.read(DEVICES)))
    assert "쓰지 않은 카드 1장" in text_of(desk.read(DEVICES))


@pytest.mark.parametrize("judges", [[], ["J99"], ["J02", "J09"], ["<b>"]])
def test_cards_are_for_this_panel_and_all_or_none(desk: Visitor, round: Round, judges: list[str]) -> None:
    with unit_of_work():
        make_judge(round.event, "J09")
    response = press(desk, DEVICES, to=CARDS, judge=judges)
    assert response.status_code in (404, 422)
    assert db.session.scalars(select(PairingCode)).all() == []


def test_a_device_is_named_and_signed_out_at_once(sqlite_app: Flask, desk: Visitor) -> None:
    tablet = pair(sqlite_app, make(desk, "J02")[0])
    number = db.session.scalars(select(SignIn.id).where(SignIn.began == "code")).one()
    press(desk, DEVICES, to=f"{DEVICES}/J02/{number}/name", label="태블릿 3")
    assert "태블릿 3" in desk.read(DEVICES)
    assert not status(tablet)
    assert "로그아웃했습니다" in told(desk, press(desk, DEVICES, to=f"{DEVICES}/J02/{number}/revoke"))
    assert status(tablet)
    assert "태블릿 3" not in desk.read(DEVICES)


def test_all_devices_of_a_judge_end_together(sqlite_app: Flask, desk: Visitor) -> None:
    tablets = [pair(sqlite_app, make(desk, "J02")[0]) for _ in range(2)]
    spare = make(desk, "J02")[0]
    press(desk, DEVICES, to=f"{DEVICES}/J02/sign-out")
    assert [status(tablet) for tablet in tablets] == [True, True]
    assert Visitor(sqlite_app).get(f"/j/{spare}").status_code == 410


def test_a_device_is_not_reached_through_another_judge(sqlite_app: Flask, desk: Visitor) -> None:
    tablet = pair(sqlite_app, make(desk, "J02")[0])
    number = db.session.scalars(select(SignIn.id).where(SignIn.began == "code")).one()
    assert press(desk, DEVICES, to=f"{DEVICES}/J03/{number}/revoke").status_code == 404
    assert not status(tablet)


@pytest.mark.parametrize("role", ["staff", "chair", "judge", "captain", "nobody"])
def test_staff_and_judges_see_neither_devices_nor_cards(sqlite_app: Flask, round: Round, role: str) -> None:
    visitor = sit_down(sqlite_app, round, role, at=NOON)
    assert visitor.get(DEVICES).status_code == 404
    assert visitor.post(CARDS, headers=OURS, data={"judge": "J02"}).status_code in (400, 404)
    assert db.session.scalars(select(PairingCode)).all() == []


def test_an_auditor_sees_devices_and_makes_no_cards(sqlite_app: Flask, round: Round) -> None:
    visitor = sit_down(sqlite_app, round, "auditor", at=NOON)
    page = visitor.read(DEVICES)
    assert "카드 만들기" not in page
    assert visitor.post(CARDS, headers=OURS, data={**hidden(page), "judge": "J02"}).status_code in (400, 404)


def test_codes_are_neither_in_the_log_nor_in_any_export(desk: Visitor, round: Round) -> None:
    codes = {code.replace("-", "") for code in make(desk, "J01", "J02")}
    seen = desk.read("/organizer/log") + desk.read(f"{FIRST}/log")
    facts = " ".join(f"{act.subject} {act.facts}" for act in db.session.scalars(select(AuditEntry)))
    assert "심사위원 카드를 만듦" in seen
    assert not [code for code in codes if code in (seen + facts).replace("-", "")]


@pytest.mark.parametrize("role", ["organizer", "staff"])
def test_who_helps_at_the_stage_says_who_presents(sqlite_app: Flask, round: Round, role: str) -> None:
    visitor = sit_down(sqlite_app, round, role, at=NOON)
    shown = []
    for entry in ("T002", "T003", ""):
        assert press(visitor, STAGE, entry=entry).status_code == 303
        shown.append(rounds.now_presenting(round))
    assert shown == ["T002", "T003", None]


def test_the_buttons_lead_from_team_to_team(desk: Visitor) -> None:
    assert "첫 팀부터" in desk.read(STAGE)
    press(desk, STAGE, entry="T002")
    page = desk.read(STAGE)
    assert re.findall(r'name="entry" value="(\w*)">(?:이전 팀|다음 팀|발표 없음)', page) == ["T001", "T003", ""]
    press(desk, STAGE, entry="T004")
    assert "다음 팀" not in desk.read(STAGE)


@pytest.mark.parametrize("entry", ["T999", "J01", "한글", "\x00"])
def test_a_team_that_is_not_here_does_not_present(desk: Visitor, round: Round, entry: str) -> None:
    assert press(desk, STAGE, entry=entry).status_code == 404
    assert rounds.now_presenting(round) is None


def test_an_auditor_only_watches_the_stage(sqlite_app: Flask, round: Round) -> None:
    visitor = sit_down(sqlite_app, round, "auditor", at=NOON)
    assert 'name="entry"' not in visitor.read(STAGE)
    assert visitor.post(STAGE, headers=OURS, data={"entry": "T001"}).status_code in (400, 404)


@pytest.mark.parametrize("role", ["chair", "judge", "captain", "nobody"])
def test_for_others_there_is_no_such_page(sqlite_app: Flask, round: Round, role: str) -> None:
    assert sit_down(sqlite_app, round, role, at=NOON).get(STAGE).status_code == 404
