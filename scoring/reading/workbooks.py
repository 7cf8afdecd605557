"""Workbooks: a sheet as rows of text, and a fault for a file that is none."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Any

from scoring.faults import ScoringError, make_fault
from scoring.reading.cells import to_text

ZIP_MARK, OLE_MARK = b"PK\x03\x04", bytes.fromhex("D0CF11E0A1B11AE1")
# A stray cell in the last corner of a workbook would otherwise ask for seventeen thousand million cells.
MOST_CELLS = 20_000_000
# A workbook is packed: a small file may unpack to more than the memory holds.
MOST_BYTES = 1_000_000_000
_LOCKED_PART = "EncryptedPackage".encode("utf-16-le")  # how Office names the content it has encrypted
Table = list[list[str]]


def is_workbook(raw: bytes) -> bool:
    """Whether the bytes begin as those of a workbook do."""
    return raw.startswith((ZIP_MARK, OLE_MARK))


def read_workbook(raw: bytes, *, any_sheet: bool = False) -> Table:
    """The cells of the first sheet as text, or of the first one that is filled; merged cells repeat their text.

    Raises ScoringError where the file is locked, damaged, too large or no workbook.
    """
    _refuse_strangers(raw)
    from python_calamine import (  # a compiled reader that only workbooks need
        CalamineError,
        PasswordError,
        load_workbook,
    )

    try:
        book = load_workbook(io.BytesIO(raw))
        sheet = _filled_sheet(book) if any_sheet else book.get_sheet_by_index(0)
        return _cells_of(sheet, merged=any_sheet)
    except PasswordError:
        raise ScoringError([make_fault("locked-workbook")]) from None
    except (CalamineError, IndexError, ValueError, OSError):
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


def _filled_sheet(book: Any) -> Any:
    """The first sheet with more than one row that is not hidden; the first of all where there is none."""
    for about in book.sheets_metadata:
        if str(about.visible).endswith("Visible") and str(about.typ).endswith("WorkSheet"):
            sheet = book.get_sheet_by_name(about.name)
            if sheet.total_height > 1:
                return sheet
    return book.get_sheet_by_index(0)


def _cells_of(sheet: Any, *, merged: bool) -> Table:
    if sheet.total_height * sheet.total_width > MOST_CELLS:
        raise ScoringError([make_fault("workbook-too-large")])
    table = [[to_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    if merged:
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
            _repeat(table, rows=range(top, bottom + 1), columns=range(left, right + 1))
    return table


def _repeat(table: Table, *, rows: Sequence[int], columns: Sequence[int]) -> None:
    """A merged cell shows one text for all its places; only the first of them holds it."""
    if rows[0] >= len(table) or columns[0] >= len(table[rows[0]]):
        return
    text = table[rows[0]][columns[0]]
    for row in table[rows[0] : rows[-1] + 1]:
        for column in columns:
            if column < len(row) and not row[column]:
                row[column] = text
