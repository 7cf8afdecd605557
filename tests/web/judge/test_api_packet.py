"""The packet: all that one judge needs, unchanged while nothing changes, and nothing of any other judge."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain.rounds import rounds
from hackathon.domain.rounds.entries import withdraw_entry
from hackathon.domain.submissions import submissions
from hackathon.models import Round
from tests.factories import NOON, a_round, fill_round, make_event, make_judge, the_entry, the_judge
from tests.web.canaries import JUDGES, TEAMS, everything_in, plant
from tests.web.tablets import FIRST, OPEN, Tablet, a_revision
from tests.web.visitors import CLOSED, lock, publish

GUIDE = {
    "creativity": {
        "question": {"ko": "새로운가?", "en": "Is it new?"},
        "levels": [{"from": 0, "to": 5, "name": {"ko": "흔함", "en": "Common"}}],
    }
}


@pytest.fixture
def round(sqlite_app: Flask) -> Round:
    with unit_of_work():
        return fill_round(make_event(a_round(guide=GUIDE)))


def test_it_says_where_the_round_stands_and_who_is_asked(tablet: Tablet) -> None:
    packet = tablet.packet()
    told = {name: packet[name] for name in ("round", "state", "server_time", "closes_at", "judge", "now_presenting")}
    assert told == {
        "round": "first",
        "state": "open",
        "server_time": "2025-12-02T13:00:00.000Z",
        "closes_at": "2025-12-02T18:00:00.000Z",
        "judge": "J02",
        "now_presenting": None,
    }


def test_criteria_carry_their_scale_and_what_the_levels_mean(tablet: Tablet) -> None:
    creativity, technical = tablet.packet()["rubric"]["criteria"]
    assert creativity == {
        "key": "creativity",
        "name": {"ko": "창의성", "en": "Creativity"},
        "points": 60,
        "scale": {"min": 0, "max": 10, "step": 1},
        **GUIDE["creativity"],
    }
    assert (technical["question"], technical["levels"]) == (None, [])


def test_an_entry_shows_what_its_team_handed_in(round: Round, tablet: Tablet) -> None:
    with clock.at(NOON - timedelta(hours=2)), unit_of_work():
        links = [{"name": "데모", "url": "https://example.org/demo"}]
        submissions.submit(round, round.entries[0].team, title="제목", summary="요약", links=links)
    first = tablet.packet()["entries"][0]
    assert (first["entry"], first["name"], first["title"], first["summary"]) == ("T001", "팀 T001", "제목", "요약")
    assert (first["links"], first["order"], first["recused"]) == (links, 1, False)
    assert first["changed_at"] == "2025-12-02T10:00:00.000Z"


def test_the_head_stands_in_it_with_its_receipt(tablet: Tablet) -> None:
    result = tablet.save(comment="좋음", note="메모")
    (ballot,) = tablet.packet()["ballots"]
    assert ballot["receipt"] == result["receipt"]
    assert (ballot["entry"], ballot["revision"], ballot["id"], ballot["sealed"]) == ("T001", 1, result["id"], True)
    assert (ballot["comment"], ballot["note"], ballot["marks"]) == ("좋음", "메모", {"creativity": 8, "technical": 7})


def test_a_conflict_stands_in_it_until_a_newer_revision_settles_it(tablet: Tablet) -> None:
    tablet.save()
    kept = tablet.save(marks={"creativity": 1, "technical": 1})
    assert [each["id"] for each in tablet.packet()["conflicts"]] == [kept["id"]]
    tablet.save(base=1)
    assert tablet.packet()["conflicts"] == []


def test_a_withdrawn_entry_is_not_in_it(round: Round, tablet: Tablet) -> None:
    with unit_of_work():
        withdraw_entry(round, the_entry(round, "T002"), reason="사정")
    assert [entry["entry"] for entry in tablet.packet()["entries"]] == ["T001", "T003", "T004"]
    assert tablet.save(entry="T002")["error"]["code"] == "unknown-entry"


def recuse(round: Round) -> None:
    rounds.recuse(round, the_judge("J02"), the_entry(round, "T001"), kind="challenge", reason="사유")


def present(round: Round) -> None:
    rounds.present(round, the_entry(round, "T003"))


def hand_in(round: Round) -> None:
    submissions.submit(round, round.entries[0].team, title="새 제목", summary="")


CHANGES: dict[str, Callable[[Round], Any]] = {"recusal": recuse, "stage": present, "submission": hand_in}


@pytest.mark.parametrize("change", CHANGES)
def test_nothing_is_sent_again_until_something_changed(round: Round, tablet: Tablet, change: str) -> None:
    tag = tablet.get(f"{FIRST}/packet").headers["ETag"]
    tablet.visitor.at += timedelta(minutes=1)  # the server's time is no change
    again = tablet.get(f"{FIRST}/packet", headers={"If-None-Match": tag})
    assert (again.status_code, again.get_data(), again.headers["ETag"]) == (304, b"", tag)
    with clock.at(OPEN), unit_of_work():
        CHANGES[change](round)
    changed = tablet.get(f"{FIRST}/packet", headers={"If-None-Match": tag})
    assert (changed.status_code, changed.headers["ETag"] == tag) == (200, False)


def test_the_end_of_the_window_is_a_change(tablet: Tablet) -> None:
    tag = tablet.get(f"{FIRST}/packet").headers["ETag"]
    tablet.visitor.at = CLOSED
    changed = tablet.get(f"{FIRST}/packet", headers={"If-None-Match": tag})
    assert changed.get_json()["state"] == "closed"


@pytest.mark.parametrize("who", ["J01", "J02"])
@pytest.mark.parametrize("phase", ["open", "published"])
def test_nothing_of_another_judge_is_in_it(sqlite_app: Flask, who: str, phase: str) -> None:
    """Not even in the chair's, whose page of standings is another page."""
    round, canaries = plant()
    if phase == "published":
        lock(round)
        publish(round)
    tablet = Tablet(sqlite_app, who)
    own = {word for team in TEAMS for word in canaries.marks[who, team]}
    own |= {make(who, team) for team in TEAMS for make in (canaries.comment, canaries.note)}
    revision = a_revision(entry="T001", marks={"creativity": 1, "technical": 1})
    answers = [tablet.get(f"{FIRST}/packet"), tablet.get("/api/v1/me")]
    answers.append(tablet.post(f"{FIRST}/ballots", json={"revisions": [revision]}))
    assert answers[2].get_json()["results"][0]["status"] in ("conflict", "held")
    seen = canaries.found_in("".join(everything_in(answer) for answer in answers))
    kept = {word for word in canaries.kept if who == "J02"}
    assert seen - own - kept == set()
    assert {f"{judge}" for judge in JUDGES if judge != who and judge in answers[0].get_data(as_text=True)} == set()


def test_me_tells_person_roles_and_rounds(tablet: Tablet) -> None:
    told = tablet.get("/api/v1/me").get_json()
    assert (told["person"]["name"], told["person"]["judge"], told["roles"]) == ("j02", "J02", ["judge"])
    assert [(each["round"], each["state"], each["chair"]) for each in told["rounds"]] == [("first", "open", False)]


def test_a_judge_without_a_seat_is_told_of_no_round(sqlite_app: Flask, round: Round) -> None:
    with unit_of_work():
        make_judge(round.event, "J09")
    stranger = Tablet(sqlite_app, "J09")
    assert stranger.get("/api/v1/me").get_json()["rounds"] == []
    assert stranger.get(f"{FIRST}/packet").status_code == 404
