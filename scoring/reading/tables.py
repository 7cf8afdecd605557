"""Tables of unknown encoding and shape: CSV (UTF-8, UTF-16, CP949; comma, semicolon, tab) or a workbook."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Self

from scoring.faults import Fault, ScoringError, make_fault, quote, raise_any
from scoring.reading.arguments import PATH, is_path, require
from scoring.reading.cells import is_error, near, to_key
from scoring.reading.workbooks import Worksheet, is_workbook, read_workbook
from scoring.text import Message, Text, joined, text, text_n

Cells = Sequence[str]
Guess = Callable[[bytes], tuple[str, str] | None]
DELIMITERS = (",", ";", "\t")
LONGEST_HEADER = 100_000
# A ballot table of a million rows has some thirty million bytes; what is much larger, or one endless line, is a slip or an attack.
MOST_BYTES, LONGEST_LINE = 100_000_000, 1_000_000
_LOOKED_AT = 40  # rows that tell the delimiter
_MOST_ROWS = 2_000_000  # no sheet of a workbook has as many
_SEPARATOR = re.compile(r"\s*\"?sep=(.)\"?\s*?(?:\r\n|\n|\r)", re.IGNORECASE)


class RowNumber(int):
    """The number of a row in a file of which several sheets are read: no two are equal, and it says itself as `J02!3`."""

    sheet: str

    def __new__(cls, row: int, at: int, sheet: str) -> Self:
        number = super().__new__(cls, at * _MOST_ROWS + row)
        number.sheet = sheet
        return number

    @property
    def row(self) -> int:
        """The number within its sheet."""
        return self % _MOST_ROWS

    def __str__(self) -> str:
        return f"{self.sheet}!{self.row}"


def row_number(number: int, *, sheets: Sequence[str]) -> int:
    """A row's number that says its sheet, where several are read."""
    if len(sheets) < 2:
        return int(number)
    at, row = divmod(int(number), _MOST_ROWS)
    return RowNumber(row, at, sheets[at])


@dataclass(frozen=True, slots=True)
class Part:
    """One sheet of a workbook, or all of a text. `records()` may be called again and again."""

    name: str
    records: Callable[[], Iterable[Cells]]
    height: int = 0
    """How many rows a sheet has that was too large to be read, or any other at most."""
    hidden: bool = False
    hidden_rows: int = 0

    @property
    def filled(self) -> int:
        """How many rows hold something."""
        return sum(not is_blank(cells) for cells in self.records()) or self.height


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of a file before anybody says which row is the header: those of each sheet, in their order."""

    name: str
    encoding: str
    delimiter: str | None
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with a header. `rows()` may be called again and again and numbers rows as a spreadsheet does.

    `encoding` is the text encoding or "workbook"; `delimiter` is None for a workbook. `parts` are the sheets of a
    workbook that are read, `others` those that are not.
    """

    name: str
    header: tuple[str, ...]
    encoding: str
    delimiter: str | None
    records: Callable[[], Iterable[Cells]]
    parts: tuple[Part, ...] = ()
    others: tuple[Part, ...] = ()

    def rows(self) -> Iterator[tuple[int, Cells]]:
        """Row number and cells of every row below the header that is not blank."""
        for at, records in enumerate([part.records for part in self.parts] or [self.records]):
            for number, cells in enumerate(records(), start=1):
                if number > 1 and not is_blank(cells):
                    yield self.numbered(at * _MOST_ROWS + number), cells

    def numbered(self, number: int) -> int:
        """A row's number as `rows()` gave it, after arithmetic or an array has made a plain one of it."""
        return row_number(number, sheets=self.sheets)

    @property
    def sheets(self) -> tuple[str, ...]:
        """The names of the sheets that are read."""
        return tuple(part.name for part in self.parts)

    @property
    def notes(self) -> list[Message]:
        """What somebody who looks at the workbook may not expect: which sheets were read, and which rows are hidden."""
        return notes_of(self.parts, self.others)

    def position(self, column: str) -> int | None:
        """Where `column` stands, or None."""
        return self.header.index(column) if column in self.header else None


def read_sheet(path: str | Path, *, may_be_empty: bool = False) -> Sheet:
    """Read the sheet at `path`; of a workbook the first one, and with it those behind it that have the same header.

    Raises ScoringError where there is no such file, it is no table, it is empty or, unless it `may_be_empty`, has only
    a header.
    """
    require(path, is_path, argument="path", wanted=PATH)
    return sheet_of_bytes(Path(path).name, read_bytes(path), may_be_empty=may_be_empty)


def sheet_of_bytes(name: str, raw: bytes, *, may_be_empty: bool = False) -> Sheet:
    """The sheet in the bytes of a file that is called `name`; what they hold is told by themselves."""
    try:
        if len(raw) > MOST_BYTES:
            raise ScoringError([make_fault("file-too-large", most=MOST_BYTES // 10**6)])
        sheet = _sheet_of(name, raw)
        if next(sheet.rows(), None) is None and not (may_be_empty and any(sheet.header)):
            found = [make_fault("header-only" if any(sheet.header) else "empty-file")]
            raise ScoringError(found + _others_fault(sheet))
    except ScoringError as error:
        raise error.in_file(name) from None
    return sheet


def read_bytes(path: str | Path) -> bytes:
    """The bytes of a file; a ScoringError with the reason where it cannot be read."""
    require(path, is_path, argument="path", wanted=PATH)
    try:
        if Path(path).stat().st_size > MOST_BYTES:
            raise ScoringError([make_fault("file-too-large", most=MOST_BYTES // 10**6)]).in_file(Path(path).name)
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
    if faults:
        faults += _others_fault(sheet)
    used = [*wanted, *optional]
    return faults + [
        make_fault("duplicate-column", row=1, column=name) for name in used if sheet.header.count(name) > 1
    ]


def _others_fault(sheet: Sheet) -> list[Fault]:
    """That the table may stand in another sheet: a cover in front of it is not passed over."""
    if not any(part.filled > 1 for part in sheet.others):
        return []
    return [make_fault("other-sheets", sheet=sheet.parts[0].name, others=_named(sheet.others))]


def error_faults(sheet: Sheet, *, columns: Iterable[str]) -> list[Fault]:
    """A fault for every cell of these columns that shows an error of its spreadsheet, or was never computed."""
    used = [(name, at) for name in columns if (at := sheet.position(name)) is not None]
    return [
        make_fault("cell-error", row=row, column=name, value=cells[at])
        for row, cells in sheet.rows()
        for name, at in used
        if at < len(cells) and is_error(cells[at])
    ]


def notes_of(parts: Sequence[Part], others: Sequence[Part]) -> list[Message]:
    """Sentences about the sheets of a workbook: read together, hidden, with hidden rows, not read."""
    found: list[Message] = []
    if len(parts) > 1:
        names = ", ".join(quote(part.name) for part in parts)
        found.append(text("Sheets of one header were read together: {names}", names=names))
    found += [text("The sheet {name} is hidden, and was read", name=quote(part.name)) for part in parts if part.hidden]
    for part in parts:
        if part.hidden_rows:
            said = text("Hidden rows of the sheet {name} were read: {n}", n=part.hidden_rows, name=quote(part.name))
            found.append(said)
    if others:
        found.append(text("Sheets that were not read: {names}", names=_named(others)))
    return found


def _named(parts: Iterable[Part]) -> Text:
    return joined(
        text_n("{name} ({n} row)", "{name} ({n} rows)", n=part.filled, name=quote(part.name)) for part in parts
    )


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


def read_grid(name: str, raw: bytes, *, merged: bool = False, guess: Guess | None = None) -> Grid:
    """The cells of a text or a workbook. Raises ScoringError where it is no table.

    `merged` repeats the text of merged cells. `guess` is asked for text and encoding where the bytes are in none that
    is known.
    """
    if not raw.strip(b"\xef\xbb\xbf \r\n\t\0"):
        raise ScoringError([make_fault("empty-file")])
    if is_workbook(raw):
        return Grid(name, "workbook", None, tuple(map(_part, read_workbook(raw, merged=merged))))
    text, encoding = _text_of(raw, guess)
    if _has_long_line(text):
        raise ScoringError([make_fault("line-too-long", most=f"{LONGEST_LINE:,}")])
    if not text.strip():
        raise ScoringError([make_fault("empty-file")])
    said = _SEPARATOR.match(text)  # a first line for Excel, which does not show it and counts from the next
    if said:
        text = text[said.end() :]
    delimiter = said[1] if said else _delimiter(text)
    return Grid(name, encoding, delimiter, (Part("", lambda: _csv_records(text, delimiter)),))


def _part(sheet: Worksheet) -> Part:
    return Part(sheet.name, lambda: sheet.table, sheet.height, sheet.hidden, sheet.hidden_rows)


def _has_long_line(text: str) -> bool:
    """Whether so many signs follow each other without a line break; looks at the text in long steps."""
    start = 0
    while len(text) - start > LONGEST_LINE:
        window = (start, start + LONGEST_LINE)
        start = max(text.rfind("\n", *window), text.rfind("\r", *window)) + 1
        if not start:
            return True
    return False


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
    first, *behind = grid.parts or (Part("", lambda: ()),)
    header = _header_of(first)
    alike = [part for part in behind if header and not part.hidden and _header_of(part) == header]
    others = tuple(part for part in behind if part not in alike and part.filled)
    parts = (first, *alike) if grid.delimiter is None else ()
    return Sheet(name, header, grid.encoding, grid.delimiter, first.records, parts, others)


def _header_of(part: Part) -> tuple[str, ...]:
    header = [to_key(cell) for cell in next(iter(part.records()), ())]
    while header and not header[-1]:
        header.pop()
    return tuple(header)


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
