"""The organizer takes a file in: upload, columns, preview, done."""

from __future__ import annotations

import io
import re
from typing import Any

import openpyxl
import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from hackathon.database import unit_of_work
from hackathon.extensions import db
from hackathon.models import AuditEntry, Entrant, ImportJob, ImportPiece, Person
from hackathon.web.organizer.importing import worker
from tests.exchange.importing.importer import PEOPLE, as_csv, as_xlsx
from tests.web.desk import hidden, text_of
from tests.web.visitors import OURS, Visitor


def upload(desk: Visitor, raw: bytes, *, name: str = "명단.csv", kind: str = "entrants", **more: str) -> TestResponse:
    sent: dict[str, Any] = {**hidden(desk.read("/organizer/import")), "kind": kind, **more}
    response = desk.post("/organizer/import", data={**sent, "file": (io.BytesIO(raw), name)}, headers=OURS)
    db.session.rollback()
    return response


def press(desk: Visitor, page: str, act: str, **typed: str) -> TestResponse:
    response = desk.post(f"{page}/{act}", data={**hidden(desk.read(page)), **typed}, headers=OURS)
    db.session.rollback()
    return response


def people() -> int:
    return db.session.scalar(select(func.count()).select_from(Entrant)) or 0


def pieces() -> int:
    return db.session.scalar(select(func.count()).select_from(ImportPiece)) or 0


def test_from_the_upload_to_the_last_page(desk: Visitor) -> None:
    before = people()
    page = upload(desk, as_csv(PEOPLE)).location
    shown = text_of(desk.read(page))
    assert "추가 2" in shown
    assert "김민수 minsu@example.org" in shown
    assert people() == before
    press(desk, page, "apply")
    assert people() == before + 2
    assert "가져왔습니다" in text_of(desk.read(page))
    assert pieces() == 0


def test_pressing_twice_imports_once(desk: Visitor) -> None:
    before = people()
    page = upload(desk, as_csv(PEOPLE)).location
    token = hidden(desk.read(page))
    for _ in range(2):
        assert desk.post(f"{page}/apply", data=token, headers=OURS).status_code == 303
    db.session.rollback()
    assert people() == before + 2
    assert db.session.scalar(select(func.count()).where(AuditEntry.act == "file.imported")) == 1


def test_a_column_that_is_not_known_is_asked_for_and_remembered(desk: Visitor) -> None:
    rows: list[list[str]] = [["존귀하신 분", "email"], ["김민수", "minsu@example.org"]]
    page = upload(desk, as_csv(rows)).location
    assert "이름 열을 찾지 못했습니다" in text_of(desk.read(page))
    press(desk, page, "columns", **{"column-0": "name", "column-1": "email"})
    assert "추가 1" in text_of(desk.read(page))
    press(desk, page, "apply")
    rows.append(["이서연", "seoyeon@example.org"])
    assert "추가 1" in text_of(desk.read(upload(desk, as_csv(rows)).location))


def test_refused_rows_can_be_downloaded_mended_and_uploaded_again(desk: Visitor) -> None:
    rows = [*PEOPLE, ["=HYPERLINK(1)", "no address", "", ""]]
    page = upload(desk, as_csv(rows)).location
    assert "받지 않음 1" in text_of(desk.read(page))
    content = desk.get(f"{page}/refused.xlsx").get_data()
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    (head, row) = list(sheet.values)
    assert (head[2], row[2], sheet["C2"].data_type) == ("이름", "=HYPERLINK(1)", "s")
    assert "이메일 주소가 아닙니다" in str(row[1])
    mended = [list(head), [*row[:2], "한가람", "garam@example.org", *row[4:]]]
    assert "추가 1" in text_of(desk.read(upload(desk, as_xlsx(mended), name="고친 것.xlsx").location))


def test_a_report_older_than_the_language_of_the_visitor_is_shown_as_it_is(desk: Visitor) -> None:
    page = upload(desk, as_csv([*PEOPLE, ["", "nobody@example.org", "", ""]])).location or ""
    with unit_of_work():
        job = db.session.scalars(select(ImportJob)).one()
        job.report = {"ko": job.report["ko"]}
    desk.get("/?lang=en")
    told = text_of(desk.read(page))
    assert "Refused rows" in told
    assert "이름이 없습니다" in told


def test_what_cannot_be_read_is_one_sentence_and_nothing_else(desk: Visitor) -> None:
    before = people()
    shown = text_of(desk.read(upload(desk, b"%PDF-1.7", name="명단.xlsx").location))
    assert "PDF입니다" in shown
    assert "아무것도 바뀌지 않았습니다" in shown
    assert people() == before


def test_something_that_changed_after_the_preview_is_shown_again(desk: Visitor) -> None:
    page = upload(desk, as_csv(PEOPLE)).location
    other = upload(desk, as_csv(PEOPLE[:2])).location
    press(desk, other, "apply")
    press(desk, page, "apply")
    shown = text_of(desk.read(page))
    assert "달라진 것이 있어" in shown
    assert "추가 1" in shown
    press(desk, page, "apply")
    assert "가져왔습니다" in text_of(desk.read(page))


def test_giving_up_deletes_the_file(desk: Visitor) -> None:
    page = upload(desk, as_csv(PEOPLE)).location
    assert pieces() == 1
    press(desk, page, "drop")
    assert pieces() == 0
    assert desk.get(page).status_code == 404


def test_a_big_file_may_be_sent_here_and_nowhere_else(desk: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "SMALL", 10**9)
    head = "".join(
        f'--X\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in {**hidden(desk.read("/organizer/import")), "kind": "entrants"}.items()
    )
    file = b'--X\r\nContent-Disposition: form-data; name="file"; filename="big.csv"\r\n\r\n'
    body = head.encode() + file + as_csv(PEOPLE) + b"\r\n" * 1_500_000 + b"\r\n--X--\r\n"
    sent: dict[str, Any] = {"data": body, "content_type": "multipart/form-data; boundary=X", "headers": OURS}
    assert desk.post("/organizer/import", **sent).status_code == 303
    assert desk.post("/organizer/people/add", **sent).status_code == 413


def test_ballots_need_their_round(desk: Visitor) -> None:
    response = upload(
        desk, as_csv([["entry", "judge", "creativity", "technical"], ["T001", "J01", 8, 9]]), kind="ballots"
    )
    assert response.status_code == 422
    assert "어느 심사 단계" in response.get_data(as_text=True)


def test_of_two_ballots_of_one_judge_the_organizer_chooses(desk: Visitor) -> None:
    """field.md 5: neither is taken before; the one sent last is offered."""
    rows: list[list[Any]] = [
        ["타임스탬프", "심사위원", "팀", "창의성", "기술 구현력"],
        ["2026-11-28 15:05", "J02", "T001", 2, 2],
        ["2026-11-28 15:09", "J02", "T001", 9, 9],
    ]
    page = upload(desk, as_csv(rows), kind="ballots", round="first").location
    read = desk.read(page)
    assert "추가 0" in text_of(read)
    assert re.search(r'value="3" checked', read)
    assert "마지막에 보낸 것" in text_of(read)
    press(desk, page, "rows", **{"choice J02 T001": "3"})
    assert "추가 1" in text_of(desk.read(page))
    press(desk, page, "rows", **{"choice J02 T001": "99"})
    assert "추가 0" in text_of(desk.read(page))


def test_a_number_in_a_heading_that_is_not_the_scales_end_asks_for_the_column(desk: Visitor) -> None:
    """field.md 6."""
    rows: list[list[Any]] = [["심사위원", "팀", "창의성(40)", "기술 구현력"], ["J02", "T001", 8, 9]]
    page = upload(desk, as_csv(rows), kind="ballots", round="first").location
    read = desk.read(page)
    assert "창의성(40)" in text_of(read)
    assert '<option value="creativity" selected' not in read
    chosen = {"column-0": "judge", "column-1": "entry", "column-2": "creativity", "column-3": "technical"}
    press(desk, page, "columns", **chosen)
    assert "추가 1" in text_of(desk.read(page))


def test_another_kind_of_file_is_offered_its_own_fields(desk: Visitor) -> None:
    rows: list[list[Any]] = [["entry", "judge", "x", "technical"], ["T001", "J01", 8, 9]]
    page = upload(desk, as_csv(rows), kind="ballots", round="first").location
    assert re.search(r'<option value="creativity"', desk.read(page))


def test_the_address_of_an_import_cannot_be_bent(desk: Visitor) -> None:
    for token in ("..%2f..%2f", "a" * 16, "../keys"):
        assert desk.get(f"/organizer/import/{token}").status_code == 404


def test_an_import_is_found_from_the_desk_and_from_the_people(desk: Visitor) -> None:
    for page in ("/organizer", "/organizer/people"):
        assert 'href="/organizer/import"' in desk.read(page)


def test_two_records_are_merged_and_taken_apart_again(desk: Visitor) -> None:
    rows = [*PEOPLE, ["김민수", "minsu.kim@example.org", "010-0000-1234", ""]]
    press(desk, upload(desk, as_csv(rows)).location, "apply")
    page = "/organizer/people/duplicates"
    first, second = db.session.scalars(select(Person.id).where(Person.name == "김민수").order_by(Person.id))
    sent = {**hidden(desk.read(page)), "kept": str(first), "gone": str(second)}
    assert desk.post(f"{page}/merge", data=sent, headers=OURS).status_code == 303
    assert "minsu.kim" not in desk.read("/organizer/people?q=김민수")
    assert desk.post(f"{page}/1/undo", data=sent, headers=OURS).status_code == 303
    db.session.rollback()
    assert db.session.get_one(Person, second).email == "minsu.kim@example.org"
    assert "minsu.kim" in desk.read("/organizer/people?q=김민수")
