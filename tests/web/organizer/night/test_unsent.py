"""Ballots off a tablet without a network: previewed, saved once by the usual path, and known when the tablet sends them."""

from __future__ import annotations

import io
import json
import uuid
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from hackathon.extensions import db
from hackathon.models import AuditEntry, Revision, Round
from tests.exchange.importing.test_unsent import a_file, codes_of
from tests.factories import HOUR, NOON
from tests.web.desk import FIRST, hidden, press, sit_down, text_of, told
from tests.web.visitors import OURS, Visitor

PAGE = f"{FIRST}/unsent"
OPEN = NOON + 2 * HOUR


def a_revision(entry: str = "T001", **changes: Any) -> dict[str, Any]:
    plain = {
        "round": "first",
        "after": None,
        "id": str(uuid.uuid4()),
        "entry": entry,
        "base": None,
        "marks": {"creativity": 8, "technical": 7},
        "comment": "",
        "note": "비밀",
        "sealed": True,
        "made_at": "2025-12-02T12:30:00.000Z",
        "device": "갤럭시",
    }
    return {**plain, **changes}


def preview(visitor: Visitor, text: str) -> str:
    response = press(visitor, PAGE, text=text, step="preview")
    assert response.status_code == 200, text_of(response.get_data(as_text=True))
    return response.get_data(as_text=True)


def take(visitor: Visitor, text: str) -> str:
    page = preview(visitor, text)
    return told(visitor, press(visitor, PAGE, page=page, text=text, step="confirm"))


def revisions() -> list[tuple[str, str, bool]]:
    rows = db.session.execute(
        select(Revision.device, Revision.status, Revision.sealed).order_by(Revision.chain_position)
    )
    return [tuple(row) for row in rows]  # type: ignore[misc]


def test_a_preview_says_what_becomes_of_each_and_does_nothing(sqlite_app: Flask, round: Round) -> None:
    text = a_file(
        revisions=[a_revision(), a_revision("T002", sealed=False, marks={"creativity": 3}), a_revision("T999")]
    )
    page = text_of(preview(sit_down(sqlite_app, round, at=OPEN), text))
    for said in ("봉인되어 집계됨", "초안으로 저장", "받을 수 없음: 이 심사 단계에 없는 팀입니다."):
        assert said in page
    assert "비밀" not in page
    assert revisions() == []


def test_what_was_previewed_is_saved_by_the_usual_path(sqlite_app: Flask, round: Round) -> None:
    assert "받았습니다" in take(
        sit_down(sqlite_app, round, at=OPEN), a_file(revisions=[a_revision(), a_revision("T002")])
    )
    assert revisions() == [("file · 갤럭시", "accepted", True)] * 2
    filed = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "ballots.filed")).one()
    assert filed.facts["statuses"] == ["accepted", "accepted"]


def test_a_file_is_taken_by_upload_too(sqlite_app: Flask, round: Round) -> None:
    visitor = sit_down(sqlite_app, round, at=OPEN)
    file = (io.BytesIO(a_file(revisions=[a_revision()]).encode()), "unsent-J02.json")
    sent = {**hidden(visitor.read(PAGE)), "step": "preview", "file": file}
    response = visitor.post(PAGE, data=sent, headers=OURS, content_type="multipart/form-data")
    assert "봉인되어 집계됨" in response.get_data(as_text=True)


def test_codes_are_taken_like_the_file(sqlite_app: Flask, round: Round) -> None:
    codes = codes_of(a_file(revisions=[a_revision(comment="빈칸  ")]))
    take(sit_down(sqlite_app, round, at=OPEN), "\n".join(codes))
    assert len(revisions()) == 1


def test_the_tablet_that_sends_them_after_all_is_told_that_they_are_here(sqlite_app: Flask, round: Round) -> None:
    first = a_revision(sealed=False)
    second = a_revision(after=first["id"])
    take(sit_down(sqlite_app, round, at=OPEN), a_file(revisions=[first, second]))
    tablet = sit_down(sqlite_app, round, "judge", at=OPEN)
    statuses = []
    for sent, base in ((first, None), (second, 1)):
        body = {name: value for name, value in sent.items() if name not in ("round", "after")} | {"base": base}
        answer = tablet.post(
            "/api/v1/rounds/first/ballots", json={"revisions": [body]}, headers={**OURS, "X-Hackathon-Client": "1"}
        )
        statuses.append(answer.get_json()["results"][0]["status"])
    assert statuses == ["duplicate", "duplicate"]
    assert db.session.scalar(select(func.count()).select_from(Revision)) == 2


def test_taking_the_same_file_again_changes_nothing(sqlite_app: Flask, round: Round) -> None:
    visitor, text = sit_down(sqlite_app, round, at=OPEN), a_file(revisions=[a_revision()])
    take(visitor, text)
    assert "이미 와 있음" in preview(visitor, text)
    take(visitor, text)
    assert len(revisions()) == 1


def test_after_the_close_they_wait_for_a_ruling(sqlite_app: Flask, round: Round) -> None:
    visitor = sit_down(sqlite_app, round)
    text = a_file(revisions=[a_revision()])
    assert "심사 기간 밖이라 판정을 기다림" in preview(visitor, text)
    assert "판정 대기 1건" in take(visitor, text)


def test_a_page_that_is_no_longer_true_saves_nothing(sqlite_app: Flask, round: Round) -> None:
    visitor, text = sit_down(sqlite_app, round, at=OPEN), a_file(revisions=[a_revision()])
    page = preview(visitor, text)
    take(visitor, a_file(revisions=[a_revision()]))
    assert press(visitor, PAGE, page=page, text=text, step="confirm").status_code == 409
    assert len(revisions()) == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"event": "other"}, "다른 행사의 파일입니다"),
        ({"judge": "J99"}, "심사위원 J99이(가) 없습니다"),
        ({"revisions": [a_revision(), a_revision(marks={"creativity": True})]}, "2번째 채점표: creativity"),
        ({"revisions": [a_revision(id="x")]}, "1번째 채점표: id"),
        ({"revisions": [a_revision(round=None)]}, "1번째 채점표: round"),
        ({"revisions": ["x"]}, "1번째 채점표"),
        ({"revisions": [a_revision(id="0a000000-0000-4000-8000-000000000009")] * 2}, "두 번 있습니다"),
    ],
)
def test_a_fault_is_one_sentence_and_nothing_is_taken(
    sqlite_app: Flask, round: Round, changes: dict[str, Any], said: str
) -> None:
    response = press(sit_down(sqlite_app, round, at=OPEN), PAGE, text=a_file(**changes), step="preview")
    assert response.status_code == 422
    assert said in text_of(response.get_data(as_text=True))
    assert revisions() == []


def test_a_chain_whose_beginning_is_held_stays_on_its_base(sqlite_app: Flask, round: Round) -> None:
    first = a_revision(sealed=False)
    second = a_revision(after=first["id"])
    take(sit_down(sqlite_app, round), a_file(revisions=[first, second]))
    assert list(db.session.scalars(select(Revision.base))) == [None, None]
    assert [status for _device, status, _sealed in revisions()] == ["held", "held"]


@pytest.mark.parametrize("role", ["auditor", "staff", "chair", "judge", "captain"])
def test_only_an_organizer_takes_files(sqlite_app: Flask, round: Round, role: str) -> None:
    assert sit_down(sqlite_app, round, role).get(PAGE).status_code == 404


def test_only_a_page_that_scans_may_ask_for_the_camera(sqlite_app: Flask, round: Round) -> None:
    visitor = sit_down(sqlite_app, round)
    policies = [visitor.get(path).headers["Permissions-Policy"] for path in (PAGE, FIRST)]
    assert ["camera=(self)" in policies[0], "camera=()" in policies[1]] == [True, True]


def test_a_frame_is_read_for_whoever_works_at_the_desk(sqlite_app: Flask, round: Round) -> None:
    visitor = sit_down(sqlite_app, round, "staff")
    token = hidden(visitor.read(FIRST))["csrf_token"]
    headers = {**OURS, "X-CSRFToken": token}
    blank = visitor.post("/scan?w=64&h=48", data=bytes(64 * 48), headers=headers)
    assert (blank.status_code, json.loads(blank.data)) == (200, {"texts": []})
    assert visitor.post("/scan?w=64&h=49", data=bytes(64 * 48), headers=headers).status_code == 422
    assert visitor.post("/scan?w=64&h=48", data=bytes(64 * 48), headers=OURS).status_code == 400
