"""Workbooks: their sheets as rows of text, and a fault for a file that is none."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from scoring.faults import ScoringError, make_fault
from scoring.reading.cells import to_text
from scoring.reading.sheet_xml import Oddities, oddities_of

ZIP_MARK, OLE_MARK = b"PK\x03\x04", bytes.fromhex("D0CF11E0A1B11AE1")
# A stray cell in the last corner of a workbook would otherwise ask for seventeen thousand million cells.
MOST_CELLS = 20_000_000
# A workbook is packed: a small file may unpack to more than the memory holds.
MOST_BYTES = 1_000_000_000
_LOCKED_PART = "EncryptedPackage".encode("utf-16-le")  # how Office names the content it has encrypted
_DIGITS = 15  # of a number that a spreadsheet shows; what is behind them is noise of its arithmetic
Table = list[list[str]]


@dataclass(frozen=True, slots=True)
class Worksheet:
    """One sheet of a workbook: its cells as text, whether it is hidden, and how many of its rows are.

    A sheet behind the first that is too large to be read has its `height`, and no cells.
    """

    name: str
    table: Table
    height: int
    hidden: bool = False
    hidden_rows: int = 0


def is_workbook(raw: bytes) -> bool:
    """Whether the bytes begin as those of a workbook do."""
    return raw.startswith((ZIP_MARK, OLE_MARK))


def read_workbook(raw: bytes, *, merged: bool = False) -> list[Worksheet]:
    """Every worksheet, in its order; with `merged`, merged cells repeat their text.

    Numbers have the 15 significant digits that a spreadsheet shows. Raises ScoringError where the file is locked,
    damaged, too large or no workbook.
    """
    _refuse_strangers(raw)
    from python_calamine import (  # a compiled reader that only workbooks need
        CalamineError,
        PasswordError,
        load_workbook,
    )

    try:
        oddities = {} if raw.startswith(OLE_MARK) else oddities_of(raw)
        return list(_sheets_of(load_workbook(io.BytesIO(raw)), oddities, merged=merged))
    except PasswordError:
        raise ScoringError([make_fault("locked-workbook")]) from None
    except (CalamineError, IndexError, ValueError, OSError, zipfile.BadZipFile):
        raise ScoringError([make_fault("broken-workbook")]) from None


def _refuse_strangers(raw: bytes) -> None:
    if raw.startswith(OLE_MARK):
        if _LOCKED_PART in raw:
            raise ScoringError([make_fault("locked-workbook")])
        return
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        raise ScoringError([make_fault("broken-workbook")]) from None
    names = {part.filename for part in parts}
    if not any(name.startswith("xl/") or name == "content.xml" for name in names):
        raise ScoringError([make_fault("not-a-workbook")])
    if sum(part.file_size for part in parts) > MOST_BYTES:
        raise ScoringError([make_fault("workbook-too-large")])


def _sheets_of(book: Any, oddities: dict[str, Oddities], *, merged: bool) -> Iterator[Worksheet]:
    read = 0
    worksheets = [about for about in book.sheets_metadata if str(about.typ).endswith("WorkSheet")]
    for about in worksheets:
        sheet = book.get_sheet_by_name(about.name)
        cells = sheet.total_height * sheet.total_width
        fits = read + cells <= MOST_CELLS
        if not fits and about is worksheets[0]:
            raise ScoringError([make_fault("workbook-too-large")])
        read += cells if fits else 0
        odd = oddities.get(about.name, Oddities())
        table = _cells_of(sheet, odd, merged=merged) if fits else []
        hidden = not str(about.visible).endswith(".Visible")
        yield Worksheet(about.name, table, sheet.total_height, hidden, odd.hidden_rows)


def _cells_of(sheet: Any, odd: Oddities, *, merged: bool) -> Table:
    table = [[_shown(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    for (row, column), text in odd.broken.items():
        _put(table, row, column, text)
    if merged:
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
            _repeat(table, rows=range(top, bottom + 1), columns=range(left, right + 1))
    return table


def _shown(cell: object) -> str:
    """A cell as text; a number as its spreadsheet shows it: 2.3 × 3, stored as 6.8999999999999995, is 6.9."""
    return to_text(float(f"{cell:.{_DIGITS}g}") if isinstance(cell, float) else cell)


def _put(table: Table, row: int, column: int, text: str) -> None:
    """Set a cell; the reader leaves off rows and columns at the end that hold nothing else."""
    if row * (column + 1) > MOST_CELLS:
        return
    table += [[] for _ in range(len(table), row + 1)]
    table[row] += [""] * (column + 1 - len(table[row]))
    table[row][column] = text


def _repeat(table: Table, *, rows: Sequence[int], columns: Sequence[int]) -> None:
    """A merged cell shows one text for all its places; only the first of them holds it."""
    if rows[0] >= len(table) or columns[0] >= len(table[rows[0]]):
        return
    text = table[rows[0]][columns[0]]
    for row in table[rows[0] : rows[-1] + 1]:
        for column in columns:
            if column < len(row) and not row[column]:
                row[column] = text
