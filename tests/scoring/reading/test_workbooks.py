"""Workbooks as they come: several sheets, errors in cells, numbers with noise, hidden rows."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from scoring import Ballots, Policy, ScoringError
from scoring.ballots.entries import read_adjustments, read_carry, read_entries
from scoring.reading.tables import read_sheet
from tests.scoring.builders import policy_of, sentences

HEADER = ["entry", "judge", "a"]
Sheets = dict[str, list[list[Any]]]


@pytest.fixture
def policy() -> Policy:
    return policy_of(criteria='[[criteria]]\nkey = "a"\npoints = 10\nscale = { max = 10, step = 0.1 }\n')


def workbook(path: Path, sheets: Sheets, *, hidden: tuple[str, ...] = (), hidden_rows: tuple[int, ...] = ()) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        sheet.sheet_state = "hidden" if name in hidden else "visible"
        for row in rows:
            sheet.append(row)
    for number in hidden_rows:
        book.worksheets[0].row_dimensions[number].hidden = True
    book.save(path)
    return path


def computed(path: Path, values: dict[str, str]) -> Path:
    """The same file as a spreadsheet saves it: what its formulas gave stands beside them; `#…` is an error."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(buffer, "w") as new:
        for part in old.namelist():
            text = old.read(part).decode()
            if part == "xl/worksheets/sheet1.xml":
                for place, value in values.items():
                    kind = ' t="e"' if value.startswith("#") else ""
                    text = re.sub(
                        rf'<c r="{place}"([^>]*)>(<f>.*?</f>)<v\s*/?>(</v>)?</c>',
                        rf'<c r="{place}"\1{kind}>\2<v>{value}</v></c>',
                        text,
                    )
            new.writestr(part, text.replace('fullCalcOnLoad="1"', ""))
    path.write_bytes(buffer.getvalue())
    return path


def faults_of(path: Path, policy: Policy) -> list[str]:
    with pytest.raises(ScoringError) as error:
        Ballots.from_csv(path, policy.rubric)
    return sentences(error)


def test_sheets_of_the_same_header_are_read_together_and_said(tmp_path: Path, policy: Policy) -> None:
    """field.md 4: of sheets J01, J02, J03 two vanished without a word."""
    sheets: Sheets = {f"J0{n}": [HEADER, ["A", f"J0{n}", n], ["B", f"J0{n}", n]] for n in (1, 2, 3)}
    sheets["비고"] = [["note"], ["x"], ["y"]]
    ballots = Ballots.from_csv(workbook(tmp_path / "b.xlsx", sheets), policy.rubric)
    assert (len(ballots), ballots.judges) == (6, ("J01", "J02", "J03"))
    assert [str(note) for note in ballots.notes] == [
        "Sheets of one header were read together: J01, J02, J03",
        "Sheets that were not read: 비고 (3 rows)",
    ]


def test_faults_name_the_sheet_of_a_row(tmp_path: Path, policy: Policy) -> None:
    sheets: Sheets = {"서울": [HEADER, ["A", "J1", 1]], "부산": [HEADER, ["B", "J1", 99], ["A", "J1", 2]]}
    path = workbook(tmp_path / "b.xlsx", sheets)
    assert faults_of(path, policy) == [
        'row 부산!2, column a, value "99": the mark lies outside the scale (0 to 10).',
        'row 부산!3, column judge, value "J1": the ballot of judge J1 for entry A stands in row 서울!2 already.',
    ]


def test_a_cover_before_the_table_is_said_clearly(tmp_path: Path, policy: Policy) -> None:
    sheets: Sheets = {"표지": [["2026 시험 행사"], ["심사"], ["비공개"]], "채점": [HEADER, ["A", "J1", 1]]}
    said = faults_of(workbook(tmp_path / "b.xlsx", sheets), policy)[-1]
    assert said == "the sheet 표지 was read, being the first; put the table first. Behind it come: 채점 (2 rows)."


def test_a_hidden_sheet_behind_is_not_read_and_hidden_rows_are_said(tmp_path: Path, policy: Policy) -> None:
    """rules.md X4."""
    sheets: Sheets = {"now": [HEADER, ["A", "J1", 1], ["B", "J1", 2]], "old": [HEADER, ["A", "J1", 9]]}
    path = workbook(tmp_path / "b.xlsx", sheets, hidden=("old",), hidden_rows=(3,))
    ballots = Ballots.from_csv(path, policy.rubric)
    assert len(ballots) == 2
    assert [str(note) for note in ballots.notes] == [
        "Hidden rows of the sheet now were read: 1",
        "Sheets that were not read: old (2 rows)",
    ]


@pytest.mark.parametrize("value", ["#N/A", "#REF!", "#DIV/0!"])
def test_an_error_is_a_fault_where_it_is_read_and_no_empty_mark(tmp_path: Path, policy: Policy, value: str) -> None:
    """rules.md X1: the ballot was dropped with a warning and exit 0."""
    path = workbook(tmp_path / "b.xlsx", {"a": [HEADER, ["A", "J1", "=1/0"], ["=X!A1", "J2", 3], ["B", "J2", "=1+1"]]})
    path = computed(path, {"C2": value, "A3": value, "C4": "2"})
    said = "the cell shows an error, or a formula that was never computed; open and save the workbook."
    assert faults_of(path, policy) == [
        f'row 2, column a, value "{value}": {said}',
        f'row 3, column entry, value "{value}": {said}',
    ]


def test_a_formula_that_was_never_computed_is_a_fault(tmp_path: Path, policy: Policy) -> None:
    path = workbook(tmp_path / "b.xlsx", {"a": [HEADER, ["A", "J1", "=B9*2"], ["B", "J1", 2]]})
    assert 'value "#UNCOMPUTED! =B9*2"' in faults_of(path, policy)[0]


def test_a_formula_with_its_value_is_that_value(tmp_path: Path, policy: Policy) -> None:
    path = computed(workbook(tmp_path / "b.xlsx", {"a": [HEADER, ["A", "J1", "=1+1"]]}), {"C2": "2"})
    assert list(Ballots.from_csv(path, policy.rubric).texts())[1] == ["A", "J1", "2"]


@pytest.mark.parametrize(
    ("read", "header"),
    [
        (read_entries, ["entry", "previous"]),
        (read_carry, ["entry", "score"]),
        (read_adjustments, ["entry", "points"]),
    ],
)
@pytest.mark.parametrize("at", [0, 1])
def test_errors_are_faults_in_every_reader(tmp_path: Path, read: Any, header: list[str], at: int) -> None:
    row = ["=X!A1" if at == place else value for place, value in enumerate(["A", 5])]
    path = workbook(tmp_path / "side.xlsx", {"a": [header, row]})
    with pytest.raises(ScoringError, match="never computed"):
        read(path)


def test_an_error_in_a_column_that_nobody_reads_is_none(tmp_path: Path, policy: Policy) -> None:
    path = workbook(tmp_path / "b.xlsx", {"a": [[*HEADER, "memo"], ["A", "J1", 2, "=X!A1"]]})
    assert len(Ballots.from_csv(path, policy.rubric)) == 1


def test_numbers_have_the_digits_that_a_spreadsheet_shows(tmp_path: Path, policy: Policy) -> None:
    """rules.md X2: 2.3 × 3 is stored as 6.8999999999999995 and shown as 6.9."""
    path = workbook(tmp_path / "b.xlsx", {"a": [HEADER, ["A", "J1", 2.3 * 3], ["B", "J1", 0.1 + 0.2]]})
    assert [row[2] for row in Ballots.from_csv(path, policy.rubric).texts()][1:] == ["6.9", "0.3"]


@pytest.mark.parametrize("first", ["sep=;\r\n", '"sep=;"\n', "SEP=;\n"])
def test_a_first_line_for_excel_says_the_separator(tmp_path: Path, policy: Policy, first: str) -> None:
    path = tmp_path / "b.csv"
    path.write_text(f"{first}entry;judge;a\nA;J1;7\nA;J2;x\n", encoding="utf-8")
    assert read_sheet(path).delimiter == ";"
    assert faults_of(path, policy)[0].startswith("row 3, column a")
