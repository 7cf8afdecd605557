"""Files over HTTP: in pieces, cut and resumed, promised, refused with a word, and served so that they do no harm."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain import rounds, submissions
from hackathon.exchange import uploads as disk
from hackathon.extensions import db
from hackathon.models import Person, Round, SubmissionDraft, SubmissionFile, Upload
from tests.exchange.test_file_kinds import REFUSED, TAKEN
from tests.factories import HOUR, NOON, a_round, fill_round, make_event, make_judge, make_person, the_entry, the_judge
from tests.web.forms import fields, fill_in
from tests.web.tablets import Tablet
from tests.web.visitors import OURS, Visitor

FORM = "/team/rounds/first/submission"
EARLY = NOON - 2 * HOUR
ASKED = [
    {"key": "slides", "kind": "file", "name": {"ko": "발표 자료", "en": "Slides"}, "types": ["pdf"], "megabytes": 8}
]
PDF = TAKEN["pdf"] + bytes(3_000_000)


@pytest.fixture
def round(sqlite_app: Flask) -> Round:
    with unit_of_work():
        return fill_round(make_event(a_round(fields=ASKED), a_round("next", source="first")))


def captain_of(round: Round, code: str) -> Person:
    return the_entry(round, code).team.members[0].entrant.person


@pytest.fixture
def captain(sqlite_app: Flask, round: Round) -> Visitor:
    return Visitor(sqlite_app, captain_of(round, "T001"), at=EARLY)


def token(visitor: Visitor) -> dict[str, str]:
    return {**OURS, "X-CSRFToken": fields(visitor.read(FORM))["csrf_token"]}


def begin(visitor: Visitor, content: bytes = PDF, **more: Any) -> dict[str, Any]:
    asked = {"field": "slides", "name": "발표.pdf", "size": len(content), **more}
    answer = visitor.post("/team/rounds/first/uploads", json=asked, headers=token(visitor))
    assert answer.status_code == 201, answer.get_data(as_text=True)
    found: dict[str, Any] = answer.get_json()
    return found


def send(visitor: Visitor, state: dict[str, Any], piece: bytes, *, offset: int) -> TestResponse:
    address = f"/team/uploads/{state['id']}?offset={offset}"
    return visitor._open(address, method="PUT", data=piece, headers=token(visitor))


def send_all(visitor: Visitor, content: bytes = PDF, **more: Any) -> dict[str, Any]:
    state = begin(visitor, content, **more)
    for at in range(0, len(content), state["chunk"]):
        answer = send(visitor, state, content[at : at + state["chunk"]], offset=at)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        state = {**state, **answer.get_json()}
    return state


def hand_in(visitor: Visitor, **more: str) -> TestResponse:
    return fill_in(visitor, FORM, title="제목", summary="요약", **more)


def folder(app: Flask) -> Path:
    found: Path = app.config["SETTINGS"].uploads
    return found


# --- in pieces ----------------------------------------------------------------------------------------------------


def test_a_file_comes_in_pieces_and_lies_there_whole(sqlite_app: Flask, captain: Visitor) -> None:
    state = send_all(captain)
    assert (state["arrived"], state["sha256"]) == (True, hashlib.sha256(PDF).hexdigest())
    assert disk.path_of(folder(sqlite_app), state["sha256"]).read_bytes() == PDF
    assert list((folder(sqlite_app) / "partial").iterdir()) == []


def test_a_cut_is_resumed_where_the_server_says(captain: Visitor) -> None:
    state = begin(captain)
    send(captain, state, PDF[:1_000_000], offset=0)
    again = send(captain, state, PDF[:1_000_000], offset=0)  # the reply was lost, so the tablet asks again
    assert (again.status_code, again.get_json()["received"]) == (409, 1_000_000)
    for at in (1_000_000, 2_000_000, 3_000_000):
        last = send(captain, state, PDF[at : at + 1_000_000], offset=at)
    assert last.get_json()["sha256"] == hashlib.sha256(PDF).hexdigest()


def test_what_a_crash_left_beyond_the_count_is_written_again(sqlite_app: Flask, captain: Visitor) -> None:
    state = begin(captain)
    send(captain, state, PDF[:1_000_000], offset=0)
    with (folder(sqlite_app) / "partial" / state["id"]).open("ab") as file:
        file.write(b"half a piece that nobody acknowledged")
    for at in (1_000_000, 2_000_000, 3_000_000):
        last = send(captain, state, PDF[at : at + 1_000_000], offset=at)
    assert last.get_json()["sha256"] == hashlib.sha256(PDF).hexdigest()


def test_a_crash_after_the_last_byte_is_settled_by_asking(sqlite_app: Flask, captain: Visitor) -> None:
    state = begin(captain, TAKEN["pdf"])
    partial = folder(sqlite_app) / "partial" / state["id"]
    partial.parent.mkdir(parents=True)
    partial.write_bytes(TAKEN["pdf"])
    with unit_of_work():
        db.session.get_one(Upload, state["id"]).received = len(TAKEN["pdf"])
    assert captain.get(f"/team/uploads/{state['id']}").get_json()["arrived"] is True


def test_more_than_was_announced_is_not_taken(captain: Visitor) -> None:
    state = begin(captain, TAKEN["pdf"])
    assert send(captain, state, TAKEN["pdf"] + b"more", offset=0).get_json()["sha256"] == (
        hashlib.sha256(TAKEN["pdf"]).hexdigest()
    )


def test_a_full_disk_is_said_and_loses_nothing(
    sqlite_app: Flask, captain: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = begin(captain)
    send(captain, state, PDF[:1_000_000], offset=0)

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        answer = send(captain, state, PDF[1_000_000:2_000_000], offset=1_000_000)
    assert (answer.status_code, "자리가 없어" in answer.get_json()["error"]["message"]) == (507, True)
    assert captain.get(f"/team/uploads/{state['id']}").get_json()["received"] == 1_000_000


def test_a_big_file_takes_little_memory(captain: Visitor, round: Round) -> None:
    content = TAKEN["pdf"] + bytes(7_900_000)
    state = begin(captain, content)
    pieces = [content[at : at + state["chunk"]] for at in range(0, len(content), state["chunk"])]
    headers = token(captain)
    tracemalloc.start()
    for number, piece in enumerate(pieces):
        address = f"/team/uploads/{state['id']}?offset={number * state['chunk']}"
        captain._open(address, method="PUT", data=piece, headers=headers)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    print(f"\nmost memory while {len(content) / 1e6:.1f} MB came: {most / 1e6:.1f} MB")
    assert most < 20_000_000


# --- promised -----------------------------------------------------------------------------------------------------


def test_a_digest_before_the_deadline_and_bytes_after(captain: Visitor, round: Round) -> None:
    state = begin(captain, sha256=hashlib.sha256(PDF).hexdigest())
    assert hand_in(captain, **{"file-slides": state["id"]}).status_code == 303
    assert "지문만 제때 낸 파일" in captain.read("/team")
    captain.at = NOON - HOUR + 0.25 * HOUR
    for at in range(0, len(PDF), state["chunk"]):
        send(captain, state, PDF[at : at + state["chunk"]], offset=at)
    db.session.rollback()
    version = submissions.find_newest(round, the_entry(round, "T001").team)
    assert version is not None
    assert [file.field for file in submissions.readable_files(version, round)] == ["slides"]


def test_other_bytes_than_promised_are_refused_and_may_come_again(captain: Visitor) -> None:
    state = begin(captain, TAKEN["pdf"], sha256=hashlib.sha256(TAKEN["pdf"]).hexdigest())
    wrong = TAKEN["pdf"][:-1] + b"!"
    assert "지문과 다릅니다" in send(captain, state, wrong, offset=0).get_json()["fault"]
    assert send(captain, state, TAKEN["pdf"], offset=0).get_json()["arrived"] is True


# --- refused ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_refused_is_told_and_leaves_nothing_behind(sqlite_app: Flask, captain: Visitor, what: str) -> None:
    content, _fault = REFUSED[what]
    state = begin(captain, content)
    for at in range(0, len(content), state["chunk"]):
        state = {**state, **send(captain, state, content[at : at + state["chunk"]], offset=at).get_json()}
    assert (state["arrived"], bool(state["fault"])) == (False, True)
    assert [path for path in folder(sqlite_app).rglob("*") if path.is_file()] == []
    assert hand_in(captain, **{"file-slides": state["id"]}).status_code == 422


def test_a_file_of_another_kind_than_asked_for_is_refused(captain: Visitor) -> None:
    assert "종류의 파일이 아닙니다" in send_all(captain, TAKEN["png"])["fault"]


@pytest.mark.parametrize("asked", [{}, {"size": True}, {"size": "9"}, {"field": "slides", "size": 9_000_000}, []])
def test_rubbish_is_one_sentence(captain: Visitor, asked: object) -> None:
    answer = captain.post(
        "/team/rounds/first/uploads",
        data=json.dumps(asked),
        headers={**token(captain), "Content-Type": "application/json"},
    )
    assert (answer.status_code, bool(answer.get_json()["error"]["message"])) == (422, True)


# --- without our script -------------------------------------------------------------------------------------------


def test_a_plain_form_brings_the_file_too(captain: Visitor, round: Round) -> None:
    page = fields(captain.read(FORM))
    answer = captain.post(
        FORM,
        data={**page, "title": "제목", "summary": "", "new-slides": (io.BytesIO(TAKEN["pdf"]), "발표.pdf")},
        headers=OURS,
        content_type="multipart/form-data",
    )
    assert answer.status_code == 303
    assert "발표.pdf" in captain.read("/team")


def test_a_plain_form_says_which_file_it_does_not_take(captain: Visitor) -> None:
    page = fields(captain.read(FORM))
    answer = captain.post(
        FORM,
        data={**page, "title": "제목", "new-slides": (io.BytesIO(b"<svg/>"), "x.pdf")},
        headers=OURS,
        content_type="multipart/form-data",
    )
    said = answer.get_data(as_text=True)
    assert (answer.status_code, "받지 않습니다" in said, 'value="제목"' in said) == (422, True, True)


# --- drafts -------------------------------------------------------------------------------------------------------


def keep(visitor: Visitor, title: str, save: int) -> TestResponse:
    form = {**fields(visitor.read(FORM)), "title": title, "save": str(save)}
    return visitor.post("/team/rounds/first/draft", data=form, headers=OURS)


def test_a_draft_is_there_again_after_the_window_was_closed(captain: Visitor) -> None:
    assert keep(captain, "쓰다 만 제목", 0).get_json()["save"] == 1
    assert 'value="쓰다 만 제목"' in captain.read(FORM)
    assert "쓰다 만 제목" not in captain.read("/team")


def test_a_second_window_does_not_overwrite_a_draft(captain: Visitor) -> None:
    keep(captain, "첫째 창", 0)
    refused = keep(captain, "둘째 창", 0)
    assert (refused.status_code, "다른 창에서" in refused.get_json()["error"]["message"]) == (409, True)
    assert 'value="첫째 창"' in captain.read(FORM)


def test_a_draft_is_gone_once_it_is_handed_in(captain: Visitor) -> None:
    keep(captain, "제목", 0)
    hand_in(captain)
    db.session.rollback()
    assert db.session.query(SubmissionDraft).count() == 0


# --- served -------------------------------------------------------------------------------------------------------


@pytest.fixture
def address(captain: Visitor, round: Round) -> str:
    hand_in(captain, **{"file-slides": send_all(captain)["id"]})
    db.session.rollback()
    return f"/files/{db.session.query(SubmissionFile).one().id}"


def test_a_file_is_saved_and_never_shown(captain: Visitor, address: str) -> None:
    answer = captain.get(address)
    assert answer.get_data() == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_judge_gets_it_under_the_teams_code(sqlite_app: Flask, round: Round, address: str) -> None:
    answer = Visitor(sqlite_app, the_judge("J02").person).get(address)
    assert re.search(r"filename=T001-slides-v1\.pdf", answer.headers["Content-Disposition"])


def test_nobody_else_finds_it(sqlite_app: Flask, round: Round, address: str) -> None:
    with unit_of_work():
        make_judge(round.event, "J09")
        rounds.recuse(round, the_judge("J03"), the_entry(round, "T001"), kind="self", reason="아는 사람")
        make_person(round.event, "staff", "staff")
        make_person(round.event, "organizer", "organizer")
    people = {
        "rival": captain_of(round, "T002"),
        "stranger": the_judge("J09").person,
        "recused": the_judge("J03").person,
        "staff": db.session.query(Person).filter_by(name="staff").one(),
        "organizer": db.session.query(Person).filter_by(name="organizer").one(),
    }
    found = {name: Visitor(sqlite_app, person).get(address).status_code for name, person in people.items()}
    assert found == {"rival": 404, "stranger": 404, "recused": 404, "staff": 404, "organizer": 200}
    assert Visitor(sqlite_app).get(address).status_code == 302


def test_a_member_who_left_finds_it_no_more(sqlite_app: Flask, captain: Visitor, round: Round, address: str) -> None:
    with unit_of_work(), clock.at(EARLY):
        the_entry(round, "T001").team.members[0].left_at = clock.now()
    assert captain.get(address).status_code == 404


def test_a_judges_packet_leads_to_it(sqlite_app: Flask, address: str) -> None:
    entry = next(each for each in Tablet(sqlite_app).packet()["entries"] if each["entry"] == "T001")
    assert entry["links"] == [{"name": "발표 자료", "url": address}]
