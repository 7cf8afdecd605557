"""Tables of unknown encoding and shape: CSV (UTF-8, UTF-16, CP949; comma, semicolon, tab) or a workbook."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from scoring.faults import Fault, ScoringError, make_fault, raise_any
from scoring.reading.arguments import PATH, is_path, require
from scoring.reading.cells import near, to_key
from scoring.reading.workbooks import is_workbook, read_workbook
from scoring.text import Text, joined, text

Cells = Sequence[str]
Guess = Callable[[bytes], tuple[str, str] | None]
DELIMITERS = (",", ";", "\t")
LONGEST_HEADER = 100_000
_LOOKED_AT = 40  # rows that tell the delimiter


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of a file before anybody says which row is the header. `records()` may be called again and again."""

    name: str
    encoding: str
    delimiter: str | None
    records: Callable[[], Iterable[Cells]]


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
    require(path, is_path, argument="path", wanted=PATH)
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
    require(path, is_path, argument="path", wanted=PATH)
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
    """Text and encoding: what a byte-order mark or the zero bytes say, else UTF-8, else CP949."""
    for encoding in _candidates(raw):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, encoding
    raise ScoringError([make_fault("not-a-table")])


def _candidates(raw: bytes) -> tuple[str, ...]:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    start = raw[:2000]
    if 4 * start.count(0) > len(start):  # plain letters have a zero byte each, before or behind
        return ("utf-16-le",) if start[1::2].count(0) > start[::2].count(0) else ("utf-16-be",)
    return ("utf-8-sig", "cp949")


def read_grid(name: str, raw: bytes, *, any_sheet: bool = False, guess: Guess | None = None) -> Grid:
    """The cells of a text or a workbook. Raises ScoringError where it is no table.

    `any_sheet` takes the first sheet that is filled and repeats the text of merged cells. `guess` is asked for text
    and encoding where the bytes are in none that is known.
    """
    if not raw.strip(b"\xef\xbb\xbf \r\n\t\0"):
        raise ScoringError([make_fault("empty-file")])
    if is_workbook(raw):
        table = read_workbook(raw, any_sheet=any_sheet)
        return Grid(name, "workbook", None, lambda: table)
    text, encoding = _text_of(raw, guess)
    if not text.strip():
        raise ScoringError([make_fault("empty-file")])
    delimiter = _delimiter(text)
    return Grid(name, encoding, delimiter, lambda: _csv_records(text, delimiter))


def _text_of(raw: bytes, guess: Guess | None) -> tuple[str, str]:
    if raw.startswith(b"%PDF"):
        raise ScoringError([make_fault("a-pdf")])
    try:
        text, encoding = decode(raw)
    except ScoringError:
        guessed = guess(raw) if guess else None
        if guessed is None:
            raise
        text, encoding = guessed
    if text.lstrip()[:200].casefold().startswith(("<!doctype", "<html", "<table", "<?xml", "<meta", "<head", "<style")):
        raise ScoringError([make_fault("a-web-page")])
    return text, encoding


def _sheet_of(name: str, raw: bytes) -> Sheet:
    grid = read_grid(name, raw)
    first = next(iter(grid.records()), ())
    return Sheet(name, tuple(to_key(cell) for cell in first), grid.encoding, grid.delimiter, grid.records)


def _csv_records(text: str, delimiter: str) -> Iterator[Cells]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        yield from reader
    except csv.Error:
        raise ScoringError([make_fault("broken-csv", line=reader.line_num)]) from None


def _delimiter(text: str) -> str:
    """The one that cuts the most of the first rows into the same number of cells: a title above says nothing."""
    start = text[:LONGEST_HEADER]
    if len(text) > LONGEST_HEADER:
        start = start[: max(start.rfind("\n"), start.rfind("\r"), 1)]
    return max(DELIMITERS, key=lambda delimiter: _evenness(start, delimiter))


def _evenness(start: str, delimiter: str) -> int:
    reader = csv.reader(io.StringIO(start, newline=""), delimiter=delimiter)
    try:
        widths = Counter(len(row) for row in islice(reader, _LOOKED_AT))
    except csv.Error:  # a cell that is too long; reading the file will name its line
        return 0
    return max(((width - 1) * rows for width, rows in widths.items()), default=0)


def _reason(error: Exception) -> Text:
    if isinstance(error, FileNotFoundError):
        return text("there is no such file")
    if isinstance(error, IsADirectoryError):
        return text("it is a folder")
    if isinstance(error, PermissionError):
        return text("permission denied")
    return joined([(error.strerror if isinstance(error, OSError) else None) or type(error).__name__])


def require_columns(sheet: Sheet, *, required: Iterable[str], optional: Iterable[str] = ()) -> None:
    """Raise a ScoringError that names the sheet unless its header is as needed."""
    try:
        raise_any(column_faults(sheet, required=required, optional=optional))
    except ScoringError as error:
        raise error.in_file(sheet.name) from None
