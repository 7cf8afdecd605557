"""Workbooks of several sheets, with covers, errors and hidden rows: nothing of them vanishes."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest

from hackathon.models import Round
from tests.exchange.importing.importer import PEOPLE, as_csv, counts, preview, reasons, take_in
from tests.factories import HOUR, NOON

Sheets = dict[str, list[list[Any]]]
HEADER = ["심사위원", "팀", "창의성", "기술 구현력"]


def workbook(sheets: Sheets, *, hidden: tuple[str, ...] = (), hidden_rows: tuple[int, ...] = ()) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        sheet.sheet_state = "hidden" if name in hidden else "visible"
        for row in rows:
            sheet.append(row)
        for number in hidden_rows:
            sheet.row_dimensions[number].hidden = True
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def notes(plan: Any) -> list[str]:
    return [str(note) for note in plan.table.notes.sentences()]


def test_the_other_sheets_of_a_workbook_are_read_too(round: Round) -> None:
    """field.md 4: sheets J01, J02, J03 of equal header, of which two vanished."""
    sheets: Sheets = {
        f"J0{n}": [["2026 시험 행사"], [], HEADER, [f"J0{n}", "T001", 9, 8], [f"J0{n}", "T002", 7, 6]]
        for n in (1, 2, 3)
    }
    plan = take_in(workbook(sheets), "ballots", round=round, at=NOON + HOUR)
    assert counts(plan) == (6, 0, 0, 0)
    assert "Sheets of one header were read together: J01, J02, J03." in notes(plan)


def test_a_refused_row_names_its_sheet(round: Round) -> None:
    sheets: Sheets = {"서울": [HEADER, ["J01", "T001", 9, 8]], "부산": [HEADER, ["J02", "T001", 9, 99]]}
    plan = preview(workbook(sheets), "ballots", round=round)
    assert [str(each.row) for each in plan.refused] == ["부산!2"]
    assert plan.report("en")["refused"][0] | {"reason": ""} == {
        "row": 2,
        "sheet": "부산",
        "field": "technical",
        "reason": "",
    }


def test_a_cover_before_the_table_is_passed_over_and_named(event: Any) -> None:
    cover = [["2026 시험 행사"], ["심사위원"], ["비공개"]]
    plan = preview(workbook({"표지": cover, "명단": PEOPLE, "옛 명단": PEOPLE}, hidden=("옛 명단",)))
    assert counts(plan) == (2, 0, 0, 0)
    assert "Sheets that were not read: 표지 (3 rows), 옛 명단 (3 rows)." in notes(plan)


def test_hidden_rows_are_read_and_said(event: Any) -> None:
    plan = preview(workbook({"명단": PEOPLE}, hidden_rows=(3,)))
    assert counts(plan) == (2, 0, 0, 0)
    assert "Hidden rows of the sheet 명단 were read: 1." in notes(plan)


def test_a_cell_with_an_error_refuses_its_row_where_it_is_read(round: Round) -> None:
    """rules.md X1: an error or a formula that was never computed is no empty mark."""
    rows: list[list[Any]] = [[*HEADER, "비고"], ["J01", "T001", 9, "=1/0"], ["J01", "T002", 9, 8, "=1/0"]]
    plan = preview(workbook({"a": rows}), "ballots", round=round)
    assert counts(plan)[0] == 1
    said = "the cell shows an error, or a formula that was never computed: #UNCOMPUTED! =1/0"
    assert reasons(plan) == [(2, "technical", said)]


def test_what_is_not_read_is_said(event: Any) -> None:
    """field.md 9: columns were ignored in silence."""
    rows = [[*PEOPLE[0], "합계", "비고", "빈 칸"], [*PEOPLE[1], 3, "", ""], [*PEOPLE[2], 4, "제척", ""]]
    assert "Not read: 합계, 비고." in notes(preview(rows))


def test_a_first_line_for_excel_is_passed_over(event: Any) -> None:
    assert counts(preview(b"sep=;\r\n" + as_csv(PEOPLE, delimiter=";"))) == (2, 0, 0, 0)


@pytest.mark.parametrize("rows", [[], [["이름"]]])
def test_a_workbook_without_rows_is_one_sentence(event: Any, rows: list[list[str]]) -> None:
    with pytest.raises(Exception, match=r"file is empty|no rows"):
        preview(workbook({"a": rows}))
