"""Files over HTTP: in pieces, cut and resumed, promised, refused with a word, and served so that they do no harm."""

from __future__ import annotations

import hashlib
import io
import json
import os
import tracemalloc

import pytest
from flask import Flask

from hackathon.database import unit_of_work
from hackathon.domain.submissions import submissions
from hackathon.exchange.uploads import file_store
from hackathon.extensions import db
from hackathon.models import Round, Upload
from tests.exchange.uploads.test_file_kinds import REFUSED, TAKEN
from tests.factories import HOUR, NOON, the_entry
from tests.web.forms import fields
from tests.web.team.sending import (
    FORM,
    PDF,
    begin,
    folder,
    hand_in,
    send,
    send_all,
    token,
)
from tests.web.visitors import OURS, Visitor

# --- in pieces ----------------------------------------------------------------------------------------------------


def test_a_file_comes_in_pieces_and_lies_there_whole(sqlite_app: Flask, captain: Visitor) -> None:
    state = send_all(captain)
    assert (state["arrived"], state["sha256"]) == (True, hashlib.sha256(PDF).hexdigest())
    assert file_store.path_of(folder(sqlite_app), state["sha256"]).read_bytes() == PDF
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
