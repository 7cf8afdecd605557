"""Files that leave: the same numbers in every format, and nothing in them that runs."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select

from hackathon.database import unit_of_work
from hackathon.domain.base.errors import Invalid
from hackathon.domain.results import results, standings
from hackathon.domain.rounds import rounds
from hackathon.exchange.exporting.files import export, note_file
from hackathon.exchange.exporting.sheets import Sheets
from hackathon.extensions import db
from hackathon.models import AuditEntry, Round
from tests.factories import seal_all, the_entry, the_judge, the_key

MARKS = {"T001": (9, 9), "T002": (7, 7), "T003": (7, 7), "T004": (6, 6)}


@pytest.fixture
def round(round: Round) -> Round:
    with unit_of_work():
        the_entry(round, "T004").team.name = '=HYPERLINK("http://x","y")'
        seal_all(round, MARKS)
        standings.adjust(round, the_entry(round, "T001"), Decimal("-3"), reason="+82 10 0000 0000")
        rounds.recuse(round, the_judge("J03"), the_entry(round, "T004"), kind="self", reason="멘토")
    return round


def sheets(round: Round) -> dict[str, list[tuple[Any, ...]]]:
    book = openpyxl.load_workbook(io.BytesIO(export(round, "xlsx", key=the_key()).content))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def test_csv_opens_in_a_spreadsheet_with_korean_text_intact(round: Round) -> None:
    content = export(round, "csv", key=the_key()).content
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert (rows[0]["rank"], rows[0]["entry"], rows[0]["score"]) == ("1", "T001", "87.00")


def test_json_is_what_the_rules_say(round: Round) -> None:
    assert json.loads(export(round, "json", key=the_key()).content) == standings.standings_of(round).to_dict()


def test_the_workbook_has_every_sheet_with_a_frozen_header(round: Round) -> None:
    book = openpyxl.load_workbook(io.BytesIO(export(round, "xlsx", key=the_key()).content))
    assert book.sheetnames == [
        "순위 (잠정)",
        "채점표",
        "동점자 처리",
        "가점·감점",
        "제척·기피·회피",
        "시상",
        "심사 규정",
    ]
    assert {sheet.freeze_panes for sheet in book} == {"A2"}


def test_the_workbook_of_an_event_in_english_holds_nothing_korean_of_ours(round: Round) -> None:
    with unit_of_work():
        round.event.languages = ["en"]
    found = sheets(round)
    assert list(found) == ["Standings (provisional)", "Ballots", "Ties", "Adjustments", "Recusals", "Awards", "Rules"]
    assert found["Standings (provisional)"][0][:5] == ("Rank", "Code", "Team", "Title", "Score")
    assert found["Recusals"][1][3] == "self"
    del found["Rules"]  # as the organizers wrote them
    cells = {str(cell) for rows in found.values() for row in rows for cell in row}
    typed = ("팀", "멘토")  # in the names of teams and in a reason
    assert [cell for cell in cells if re.search("[가-힣]", cell) and not any(part in cell for part in typed)] == []


def test_names_of_sheets_are_such_as_a_spreadsheet_takes() -> None:
    book = Sheets(["en"])
    for name in ("[Standings]: who / whom?", "Standings who  whom", "x" * 40, "X" * 40):
        book.add(name, ["Head"], [["cell"]])
    names = openpyxl.load_workbook(io.BytesIO(book.finish())).sheetnames
    assert names == ["Standings who  whom", "Standings who  whom 2", "x" * 31, "X" * 27 + " 2"]


def test_numbers_are_numbers_and_a_minus_stays(round: Round) -> None:
    found = sheets(round)
    assert found["순위 (잠정)"][1][:5] == (1, "T001", "팀 T001", None, 87) or found["순위 (잠정)"][1][4] == 87
    assert found["가점·감점"][1][2] == -3


def test_text_never_runs_as_a_formula(round: Round) -> None:
    book = openpyxl.load_workbook(io.BytesIO(export(round, "xlsx", key=the_key()).content))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    assert any('=HYPERLINK("http://x","y")' in row for row in sheets(round)["순위 (잠정)"])


def test_every_ballot_that_counts_is_listed_once(round: Round) -> None:
    rows = sheets(round)["채점표"][1:]
    assert len(rows) == 11
    assert ("T004", "J03") not in {(row[0], row[2]) for row in rows}
    assert sheets(round)["제척·기피·회피"][1][0] == "J03"


def test_a_file_is_named_by_event_round_version_and_digest(round: Round) -> None:
    assert re.fullmatch(r"test_first_provisional_[0-9a-f]{8}\.csv", export(round, "csv", key=the_key()).name)
    with unit_of_work():
        digest = results.lock(round, key=the_key()).digest
    # The digest that the sheet prints and the log records: whoever compares paper and file finds one result.
    assert export(round, "csv", key=the_key()).name == f"test_first_v1_{digest[:8]}.csv"


def test_csv_has_the_teams_names_as_its_last_column(round: Round) -> None:
    rows = list(csv.reader(io.StringIO(export(round, "csv", key=the_key()).content.decode("utf-8-sig"))))
    assert [row[-1] for row in rows] == ["team", "팀 T001", "팀 T002", "팀 T003", """'=HYPERLINK("http://x","y")"""]
    blind = export(round, "csv", key=the_key(), names=False).content.decode("utf-8-sig")
    assert "팀 T001" not in blind
    assert "HYPERLINK" not in blind


def test_a_text_file_names_its_charset_once(round: Round) -> None:
    assert [export(round, form, key=the_key()).kind for form in ("csv", "html")] == ["text/csv", "text/html"]


def test_findings_of_ties_are_numbers_with_all_their_digits(round: Round) -> None:
    book = openpyxl.load_workbook(io.BytesIO(export(round, "xlsx", key=the_key()).content))
    header, *rows = book["동점자 처리"].iter_rows()
    at = [cell.value for cell in header].index("값 / Value")
    assert {(row[at].value, row[at].number_format) for row in rows if row[at].value is not None} == {(7, "0.00")}


def test_a_recusal_says_why_when_and_by_whom_to_whoever_may_know(round: Round) -> None:
    header, row = sheets(round)["제척·기피·회피"]
    assert [title.partition(" / ")[0] for title in header][4:] == ["날짜", "사유", "입력한 사람"]
    assert (row[3], row[5]) == ("회피", "멘토")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", row[4])
    held_back = openpyxl.load_workbook(io.BytesIO(export(round, "xlsx", key=the_key(), reasons=False).content))
    assert [cell.value for cell in held_back["제척·기피·회피"][2]] == list(row[:5])


def test_the_workbook_says_of_how_many_ballots(round: Round) -> None:
    header, *rows = sheets(round)["순위 (잠정)"]
    at = [title.partition(" / ")[0] for title in header].index("집계/배정")
    assert {row[1]: row[at] for row in rows} == {
        "T001": "3장 중 3장", "T002": "3장 중 3장", "T003": "3장 중 3장", "T004": "3장 중 2장",
    }  # fmt: skip


def test_a_file_that_leaves_is_in_the_log(round: Round) -> None:
    file = export(round, "csv", key=the_key())
    with unit_of_work():
        note_file(round, file, actor=the_judge("J01").person)
    line = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
    digest = hashlib.sha256(file.content).hexdigest()
    assert (line.act, line.subject, line.facts) == (
        "file.downloaded",
        "round:first",
        {"file": file.name, "digest": digest},
    )
    assert line.actor_id == the_judge("J01").person_id


def test_the_report_is_one_page_that_asks_for_nothing(round: Round) -> None:
    page = export(round, "html", key=the_key()).content.decode()
    assert "T001" in page
    assert "87.00" in page
    head = page.partition('class="about"')[2].partition("</section>")[0]
    assert all(name in head for name in (*round.event.name.values(), *round.name.values()))
    assert not re.search(r"<script|\ssrc=|url\(http|href=\"http", page)


def test_an_unknown_format_is_refused_with_those_that_exist(round: Round) -> None:
    with pytest.raises(Invalid, match="csv, json, xlsx"):
        export(round, "docx", key=the_key())


def test_a_workbook_names_its_columns_in_every_language_of_the_event(round: Round) -> None:
    korean, english = (
        openpyxl.load_workbook(io.BytesIO(export(round, "xlsx", key=the_key(), language=language).content))
        for language in ("ko", "en")
    )
    assert [cell.value for cell in korean["순위 (잠정)"][1]][:3] == ["순위 / Rank", "번호 / Code", "팀 / Team"]
    assert [cell.value for cell in english["Standings (provisional)"][1]][:3] == [
        "Rank / 순위",
        "Code / 번호",
        "Team / 팀",
    ]
