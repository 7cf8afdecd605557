"""My account: what it tells, the devices it signs out at once, and a password that nobody sets in my place."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain.people import passwords
from hackathon.models import Event, Person, Round
from hackathon.web.accounts import account, devices
from tests.factories import NOON, make_person, the_judge
from tests.web.visitors import OURS, Visitor

pytestmark = pytest.mark.usefixtures("without_csrf")

OLD, NEW = "an old password", "a new password 1"
LATER = NOON + account.FRESH


@pytest.fixture
def event(round: Round) -> Event:
    return round.event


@pytest.fixture
def organizer(event: Event) -> Person:
    with unit_of_work():
        return make_person(event, "organizer", "organizer", "staff")


def set_password(visitor: Visitor, *, current: str = "", new: str = NEW, again: str | None = None) -> TestResponse:
    form = {"current": current, "password": new, "again": new if again is None else again}
    return visitor.post("/me/password", data=form, headers=OURS)


def give_password(event: Event, person: Person) -> None:
    with clock.at(NOON), unit_of_work():
        passwords.set_password(event, person, OLD)


def revocations(visitor: Visitor) -> list[str]:
    return re.findall(r'action="(/me/account/devices/\d+/sign-out)"', visitor.read("/me/account"))


def test_it_tells_who_one_is(sqlite_app: Flask, organizer: Person) -> None:
    page = Visitor(sqlite_app, organizer).read("/me/account")
    for said in ("organizer@example.org", "운영자", "진행요원", "이 기기"):
        assert said in page


def test_a_captain_finds_the_team(sqlite_app: Flask, round: Round) -> None:
    captain = round.entries[0].team.members[0].entrant.person
    assert "팀 T001 · 팀장" in Visitor(sqlite_app, captain).read("/me/account")


def test_it_is_there_in_english(sqlite_app: Flask, organizer: Person) -> None:
    visitor = Visitor(sqlite_app, organizer)
    visitor.get("/me/account?lang=en")
    page = visitor.read("/me/account")
    assert "My account" in page
    assert "this device" in page


def test_another_device_is_signed_out_at_once(sqlite_app: Flask, organizer: Person) -> None:
    tablet, phone = Visitor(sqlite_app, organizer), Visitor(sqlite_app, organizer)
    (address,) = revocations(phone)
    assert phone.post(address, headers=OURS).status_code == 303
    assert tablet.get("/organizer").status_code == 302
    assert phone.get("/organizer").status_code == 200


def test_all_others_are_signed_out_at_once(sqlite_app: Flask, organizer: Person) -> None:
    others = [Visitor(sqlite_app, organizer) for _ in range(3)]
    mine = Visitor(sqlite_app, organizer)
    mine.post("/me/account/devices/sign-out-others", headers=OURS)
    assert [other.get("/organizer").status_code for other in others] == [302] * 3
    assert mine.get("/organizer").status_code == 200


def test_nobody_signs_somebody_elses_device_out(sqlite_app: Flask, organizer: Person) -> None:
    owner, stranger = Visitor(sqlite_app, organizer), Visitor(sqlite_app, the_judge("J02").person)
    (address,) = revocations(Visitor(sqlite_app, organizer))
    assert stranger.post(address, headers=OURS).status_code == 404
    assert owner.get("/organizer").status_code == 200


@pytest.mark.parametrize("number", [0, 2**31 - 1, 2**70])
def test_a_device_that_is_none_is_not_there(sqlite_app: Flask, organizer: Person, number: int) -> None:
    response = Visitor(sqlite_app, organizer).post(f"/me/account/devices/{number}/sign-out", headers=OURS)
    assert response.status_code == 404


def test_no_page_and_no_address_holds_a_sessions_secret(sqlite_app: Flask, organizer: Person) -> None:
    visitor = Visitor(sqlite_app, organizer)
    with visitor.client.session_transaction() as session:
        secret = session["sign_in"]
    assert secret not in visitor.read("/me/account")


def test_the_language_of_letters_is_chosen(sqlite_app: Flask, organizer: Person) -> None:
    visitor = Visitor(sqlite_app, organizer)
    visitor.post("/me/account/language", data={"language": "en"}, headers=OURS)
    assert '<option selected value="en">' in visitor.read("/me/account")


def test_a_language_that_is_none_is_refused(sqlite_app: Flask, organizer: Person) -> None:
    response = Visitor(sqlite_app, organizer).post("/me/account/language", data={"language": "xx"}, headers=OURS)
    assert response.status_code == 422


def test_a_new_password_ends_the_other_sessions_and_renews_this_one(sqlite_app: Flask, organizer: Person) -> None:
    other, here = Visitor(sqlite_app, organizer), Visitor(sqlite_app, organizer)
    copied = here.client.get_cookie("session")
    assert copied
    assert set_password(here).status_code == 303
    assert here.get("/organizer").status_code == 200
    assert other.get("/organizer").status_code == 302
    other.client.set_cookie("session", copied.value)  # a copy of the cookie from before
    assert other.get("/organizer").status_code == 302


def test_just_signed_in_no_old_password_is_asked_for(sqlite_app: Flask, event: Event, organizer: Person) -> None:
    give_password(event, organizer)
    visitor = Visitor(sqlite_app, organizer)
    assert "지금 비밀번호" not in visitor.read("/me/password")
    assert set_password(visitor).status_code == 303


def test_a_tablet_left_lying_needs_the_old_password(sqlite_app: Flask, event: Event, organizer: Person) -> None:
    give_password(event, organizer)
    visitor = Visitor(sqlite_app, organizer)
    visitor.at = LATER
    assert "지금 비밀번호" in visitor.read("/me/password")
    assert [set_password(visitor, current=old).status_code for old in ("", "wrong", OLD)] == [422, 422, 303]


def test_guessing_the_old_password_is_throttled(sqlite_app: Flask, event: Event, organizer: Person) -> None:
    give_password(event, organizer)
    visitor = Visitor(sqlite_app, organizer)
    visitor.at = LATER
    assert [set_password(visitor, current="wrong").status_code for _ in range(6)] == [422] * 5 + [429]


def test_on_a_tablet_left_lying_nobody_sets_a_first_password(sqlite_app: Flask, organizer: Person) -> None:
    visitor = Visitor(sqlite_app, organizer)
    visitor.at = LATER
    assert "대신 정하지 못하도록" in visitor.read("/me/password")
    assert set_password(visitor).status_code == 422
    assert not passwords.has_password(organizer)


@pytest.mark.parametrize(
    ("new", "again", "said"),
    [
        ("short", "short", "10자 이상"),
        (NEW, "another one", "위에 적은 것과 다릅니다"),
        ("aaaaaaaaaaaa", "aaaaaaaaaaaa", "짐작하기 쉬운"),
        ("organizer@example.org", "organizer@example.org", "짐작하기 쉬운"),
        ("", "", "적어 주세요"),
    ],
)
def test_a_bad_password_is_refused_with_a_word(
    sqlite_app: Flask, organizer: Person, new: str, again: str, said: str
) -> None:
    response = set_password(Visitor(sqlite_app, organizer), new=new, again=again)
    assert response.status_code == 422
    assert said in response.get_data(as_text=True)


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126.0 Safari/537.36", "Chrome · Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0", "Edge · Windows"),
        (
            "Mozilla/5.0 (Linux; Android 14; SM-X910) SamsungBrowser/25 Chrome/121 Safari/537.36",
            "Samsung Internet · Android",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5) Version/17.5 Mobile Safari/604.1", "Safari · iPhone"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5) Safari/604.1 KAKAOTALK 10.8", "KakaoTalk · iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0", "Firefox · Linux"),
    ],
)
def test_a_device_is_told_in_words(agent: str, name: str) -> None:
    assert devices.name_of(agent) == name


def test_an_ipad_calls_itself_a_mac(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context():
        assert (
            devices.name_of("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605.1") == "Safari · Mac 또는 iPad"
        )
        assert devices.name_of(None) == "알 수 없는 기기"
