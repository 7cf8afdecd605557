"""The pledge on the tablet and at the organizer's desk."""

from __future__ import annotations

from typing import Any

from flask import Flask

from hackathon.database import unit_of_work
from hackathon.domain.rounds import pledges
from hackathon.models import Round
from tests.factories import NOON, a_round, fill_round, make_event
from tests.web.desk import FIRST, press, sit_down, text_of, told
from tests.web.forms import fields
from tests.web.tablets import SENDS, Tablet
from tests.web.visitors import OURS, Visitor

PLEDGE = "/api/v1/rounds/first/pledge"

USUAL = pledges.usual(("ko", "en"))


def a_pledged_round(**changes: Any) -> Round:
    with unit_of_work():
        return fill_round(make_event(a_round(**{"pledge": USUAL, **changes})), teams=2)


def judging_form(visitor: Visitor, **typed: str) -> dict[str, str]:
    """What a browser sends of the second form of the settings page."""
    found = fields(visitor.read(f"{FIRST}/settings"))
    boxes = {"judging-blind", "judging-blind_links", "judging-pledges"}
    ours = {name: value for name, value in found.items() if name.startswith("judging-") and name not in boxes}
    return {**ours, **{f"judging-{name}": value for name, value in typed.items()}}


def test_the_packet_asks_until_it_was_given_on_whichever_device(sqlite_app: Flask) -> None:
    a_pledged_round()
    first, second = Tablet(sqlite_app), Tablet(sqlite_app)
    assert first.packet()["pledge"] == {"version": 1, "text": USUAL, "accepted_at": None}
    answer = first.post(PLEDGE, json={"version": 1})
    assert answer.get_json()["pledge"]["accepted_at"] == "2025-12-02T13:00:00.000Z"
    assert second.packet()["pledge"]["accepted_at"] == "2025-12-02T13:00:00.000Z"
    assert Tablet(sqlite_app, "J03").packet()["pledge"]["accepted_at"] is None


def test_a_round_that_asks_nothing_has_none(sqlite_app: Flask) -> None:
    a_pledged_round(pledge=None)
    tablet = Tablet(sqlite_app)
    assert tablet.packet()["pledge"] is None
    assert tablet.post(PLEDGE, json={"version": 1}).status_code == 422


def test_words_that_have_changed_are_not_promised_by_the_old_number(sqlite_app: Flask) -> None:
    round = a_pledged_round()
    tablet = Tablet(sqlite_app)
    for version in (0, 2, True, "1", None):
        assert tablet.post(PLEDGE, json={"version": version}).status_code == 422
    assert pledges.accepted(round) == {}


def test_nobody_promises_for_a_round_without_a_seat_or_from_another_site(sqlite_app: Flask) -> None:
    round = a_pledged_round()
    tablet = Tablet(sqlite_app)
    assert tablet.post("/api/v1/rounds/nothing/pledge", json={"version": 1}).status_code == 404
    elsewhere = {**SENDS, "Origin": "http://elsewhere.example"}
    assert tablet.post(PLEDGE, json={"version": 1}, headers=elsewhere).status_code == 400
    assert tablet.post(PLEDGE, json={"version": 1}, headers=OURS).status_code == 400
    assert pledges.accepted(round) == {}


def test_the_organizer_sees_who_has_promised_and_notes_paper(sqlite_app: Flask) -> None:
    round = a_pledged_round()
    Tablet(sqlite_app).post(PLEDGE, json={"version": 1})
    organizer = sit_down(sqlite_app, round, at=NOON)
    page = text_of(organizer.read(f"{FIRST}/panel"))
    assert page.count("서약함") == 1
    assert page.count("종이로 받음") == 2
    said = told(organizer, press(organizer, f"{FIRST}/panel", to=f"{FIRST}/panel/J03/pledge"))
    assert "종이로 받은 서약을 적었습니다" in said
    assert said.count("서약함") == 2
    assert "서약하지 않은 심사위원이 1명 있습니다: J01" in text_of(organizer.read(FIRST))


def test_the_organizer_switches_it_on_with_the_usual_words(sqlite_app: Flask) -> None:
    round = a_pledged_round(pledge=None)
    organizer = sit_down(sqlite_app, round, at=NOON)
    sent = judging_form(organizer, pledges="y", reason="위원회 결정")
    assert "저장했습니다" in told(organizer, organizer.post(f"{FIRST}/settings/judging", data=sent, headers=OURS))
    assert Tablet(sqlite_app).packet()["pledge"]["text"] == {
        language: words.strip() for language, words in USUAL.items()
    }


def test_a_missing_language_is_named_and_nothing_is_changed(sqlite_app: Flask) -> None:
    round = a_pledged_round()
    organizer = sit_down(sqlite_app, round, at=NOON)
    sent = judging_form(organizer, pledges="y", pledge_en="", blind="y", reason="고침")
    answer = organizer.post(f"{FIRST}/settings/judging", data=sent, headers=OURS)
    assert answer.status_code == 422
    assert "한국어와 영어로" in answer.get_data(as_text=True)
    assert Tablet(sqlite_app).packet()["pledge"]["version"] == 1
