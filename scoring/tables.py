"""Reads a sheet of unknown encoding and shape: CSV (UTF-8, UTF-16, CP949; comma, semicolon, tab) or a workbook."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from scoring.faults import Both, Fault, ScoringError, make_fault, raise_any
from scoring.reading import near, to_key, to_text

Cells = Sequence[str]
DELIMITERS = (",", ";", "\t")
ZIP_MARK, OLE_MARK = b"PK\x03\x04", bytes.fromhex("D0CF11E0A1B11AE1")
# A stray cell in the last corner of a workbook would otherwise ask for seventeen thousand million cells.
MOST_WORKBOOK_CELLS = 20_000_000
LONGEST_HEADER = 100_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with a header. `rows()` may be called again and again and numbers rows as a spreadsheet does.

    `encoding` is the text encoding or "workbook"; `delimiter` is None for a workbook.
    """

    name: str
    header: tuple[str, ...]
    encoding: str
    delimiter: str | None
    records: Callable[[], Iterable[Cells]]

    def rows(self) -> Iterator[tuple[int, Cells]]:
        """Row number and cells of every row below the header that is not blank."""
        for number, cells in enumerate(self.records(), start=1):
            if number > 1 and not is_blank(cells):
                yield number, cells

    def position(self, column: str) -> int | None:
        """Where `column` stands, or None."""
        return self.header.index(column) if column in self.header else None


def read_sheet(path: str | Path) -> Sheet:
    """Read the sheet at `path` (of a workbook, the first one).

    Raises ScoringError where there is no such file, it is no table, it is empty or has only a header.
    """
    name = Path(path).name
    try:
        sheet = _sheet_of(name, read_bytes(path))
        if next(sheet.rows(), None) is None:
            raise ScoringError([make_fault("header-only" if any(sheet.header) else "empty-file")])
    except ScoringError as error:
        raise error.in_file(name) from None
    return sheet


def read_bytes(path: str | Path) -> bytes:
    """The bytes of a file; a ScoringError with the reason where it cannot be read."""
    try:
        return Path(path).read_bytes()
    except (OSError, ValueError) as error:
        raise ScoringError([make_fault("unreadable-file", reason=_reason(error))]).in_file(Path(path).name) from None


def is_blank(cells: Cells) -> bool:
    """Whether no cell holds anything but white space."""
    text = "".join(cells)
    return not text or text.isspace()


def column_faults(sheet: Sheet, *, required: Iterable[str], optional: Iterable[str] = ()) -> list[Fault]:
    """Columns that the header lacks, and used columns that stand there twice."""
    wanted = list(required)
    faults = [
        make_fault("missing-column", row=1, column=name, near=near(name, sheet.header))
        for name in wanted
        if name not in sheet.header
    ]
    used = [*wanted, *optional]
    return faults + [
        make_fault("duplicate-column", row=1, column=name) for name in used if sheet.header.count(name) > 1
    ]


def width_fault(row: int, cells: Cells, width: int) -> Fault | None:
    """A fault where text stands beyond the last column of the header."""
    extra = [cell for cell in cells[width:] if cell and not cell.isspace()]
    return make_fault("too-many-cells", row=row, column=str(width + 1), value=extra[0]) if extra else None


def decode(raw: bytes) -> tuple[str, str]:
    """Text and encoding: what a byte-order mark says, else UTF-8, else CP949."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        candidates = ["utf-16"]
    else:
        candidates = ["utf-8-sig", "cp949"]
    for encoding in candidates:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text and not text.startswith("%PDF"):
            return text, encoding
    raise ScoringError([make_fault("not-a-table")])


def _sheet_of(name: str, raw: bytes) -> Sheet:
    if not raw.strip():
        raise ScoringError([make_fault("empty-file")])
    if raw.startswith((ZIP_MARK, OLE_MARK)):
        return _workbook(name, raw)
    text, encoding = decode(raw)
    if not text.strip():
        raise ScoringError([make_fault("empty-file")])
    delimiter = _delimiter(text)
    return _with_header(name, encoding, delimiter, lambda: _csv_records(text, delimiter))


def _with_header(name: str, encoding: str, delimiter: str | None, records: Callable[[], Iterable[Cells]]) -> Sheet:
    first = next(iter(records()), ())
    return Sheet(name, tuple(to_key(cell) for cell in first), encoding, delimiter, records)


def _csv_records(text: str, delimiter: str) -> Iterator[Cells]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        yield from reader
    except csv.Error:
        raise ScoringError([make_fault("broken-csv", line=reader.line_num)]) from None


def _delimiter(text: str) -> str:
    header = text[:LONGEST_HEADER].splitlines()[0]
    return max(DELIMITERS, key=header.count)


def _workbook(name: str, raw: bytes) -> Sheet:
    from python_calamine import CalamineError, load_workbook  # a compiled reader that only workbooks need

    try:
        sheet = load_workbook(io.BytesIO(raw)).get_sheet_by_index(0)
        if sheet.total_height * sheet.total_width > MOST_WORKBOOK_CELLS:
            raise ScoringError([make_fault("broken-workbook")])
        table = [[to_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    except (CalamineError, IndexError, ValueError, OSError):
        raise ScoringError([make_fault("broken-workbook")]) from None
    return _with_header(name, "workbook", None, lambda: table)


def _reason(error: Exception) -> Both:
    if isinstance(error, FileNotFoundError):
        return Both("그런 파일이 없습니다", "there is no such file")
    if isinstance(error, IsADirectoryError):
        return Both("폴더입니다", "it is a folder")
    if isinstance(error, PermissionError):
        return Both("읽을 권한이 없습니다", "permission denied")
    reason = (error.strerror if isinstance(error, OSError) else None) or type(error).__name__
    return Both(reason, reason)


def require_columns(sheet: Sheet, *, required: Iterable[str], optional: Iterable[str] = ()) -> None:
    """Raise a ScoringError that names the sheet unless its header is as needed."""
    try:
        raise_any(column_faults(sheet, required=required, optional=optional))
    except ScoringError as error:
        raise error.in_file(sheet.name) from None
