"""A table: a file of any encoding and shape, read as rows of fields."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from charset_normalizer import from_bytes

from hackathon.exchange.importing.table.day_order import DATED, in_order, order_of, split_order
from hackathon.exchange.importing.table.header import (
    ColumnChoices,
    Doubt,
    Header,
    headed_alike,
    known_fields,
    read_header,
)
from hackathon.exchange.importing.table.headings import bare_heading, is_resident_number
from hackathon.exchange.importing.table.judging_headings import find_judge
from hackathon.exchange.importing.table.notes import Notes
from hackathon.exchange.importing.table.values import clean, holds_resident_number
from scoring.faults import ScoringError, make_fault, quote
from scoring.reading.cells import is_error
from scoring.reading.tables import Cells, Grid, Part, RowNumber, is_blank, notes_of, read_grid
from scoring.reading.workbooks import OLE_MARK, is_workbook
from scoring.text import text

OnProgress = Callable[[int], None]
"""Is called now and then with how many rows have been read."""
_THIRTEEN_DIGITS = re.compile(r"\d{6}\s*[-–—]?\s*\d{7}")
_TICK = 500
ASK = "ask"


@dataclass(slots=True)
class Record:
    """One row of the file: the text of each field, and all its cells."""

    number: int
    values: dict[str, str]
    answers: dict[str, str]
    cells: list[str]
    wide: bool = False
    """Whether text stands beyond the last column that anything is known of."""
    broken: tuple[str, str] | None = None
    """The field and the text of a cell that shows an error of its spreadsheet."""


def _said_above(part: TablePart, header: Header, choices: ColumnChoices) -> TablePart:
    """What stands above a table, or names its sheet, for all its rows: whose sheet it is, and for which criterion."""
    if not choices.criteria:
        return part
    above = list(islice(part.part.records(), part.first - 1 - header.depth))
    said = dict(pair for row in above for pair in _pairs_said([clean(cell) for cell in row], choices))
    title = part.part.name
    judge, criterion = find_judge(title, choices.judges), choices.criteria.get(bare_heading(title))
    named = {"judge": judge, "criterion": criterion or _titled_criterion(above, choices)}
    return replace(part, values={name: word for name, word in (named | said).items() if word})


def _pairs_said(cells: Sequence[str], choices: ColumnChoices) -> Iterator[tuple[str, str]]:
    """`Judge: Hana` in one cell, or in two beside each other."""
    texts = [cell for cell in cells if cell]
    for at, cell in enumerate(texts):
        label, colon, word = cell.replace("：", ":").partition(":")
        word = word if colon and word.strip() else texts[at + 1] if at + 1 < len(texts) else ""
        named = choices.recognise(label)
        if named in ("judge", "criterion") and word.strip():
            yield named, word.strip()


def _titled_criterion(above: Sequence[Cells], choices: ColumnChoices) -> str | None:
    """The criterion that is the title of a sheet."""
    titles = [texts[0] for row in above if len(texts := [cell for cell in row if cell.strip()]) == 1]
    return next((key for title in titles if (key := choices.criteria.get(bare_heading(title)))), None)


@dataclass(frozen=True)
class TablePart:
    """A sheet that is read: the number of its first row below the header, and what was said above for all its rows."""

    part: Part
    first: int
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Table:
    """A file that has been read: what it is, what its columns feed, and its rows."""

    name: str
    kind: str
    encoding: str
    delimiter: str | None
    digest: str
    columns: dict[str, str | None]
    parts: tuple[TablePart, ...]
    notes: Notes = field(default_factory=Notes)
    on_progress: OnProgress = lambda _rows: None
    doubts: tuple[Doubt, ...] = ()
    rows: int = 0
    broken: dict[int, tuple[str, str]] = field(default_factory=dict)
    """The rows that `records` passed over, since a cell that is read shows an error: field and text of it."""
    dates: dict[str, str | None] = field(default_factory=dict)
    """The order of day and month in each column of moments."""
    unread: set[str] = field(default_factory=set)
    """The headings of columns that hold something and feed nothing, as far as rows have been read."""

    def records(self) -> Iterator[Record]:
        """Every row below the header that can be read, numbered as a spreadsheet does."""
        for record in self.all_records():
            if record.broken:
                self.broken[record.number] = record.broken
            else:
                yield record

    def all_records(self) -> Iterator[Record]:
        """Every row below the header that is not blank."""
        columns = _Columns(self.columns, self.unread)
        heading = list(self.columns)
        for number, cells, part in self._numbered():
            if is_blank(cells) or _is_heading(cells, heading):
                continue
            self.rows += 1
            if self.rows % _TICK == 0:
                self.on_progress(self.rows)
            record = columns.record(number, _without_residents(cells, number, self.notes))
            record.values = {**part.values, **record.values}
            for name, order in self.dates.items():
                if name in record.values:
                    record.values[name] = "" if order == ASK else in_order(record.values[name], order)
            yield record

    def _numbered(self) -> Iterator[tuple[int, Cells, TablePart]]:
        for at, part in enumerate(self.parts):
            for row, cells in enumerate(part.part.records(), start=1):
                if row >= part.first:
                    yield RowNumber(row, at, part.part.name) if len(self.parts) > 1 else row, cells, part

    @property
    def fields(self) -> set[str]:
        return {name for column in self.columns.values() if (name := split_order(column)[0])}

    def texts(self, at: int) -> Iterator[str]:
        """What stands in the column of this place, row by row."""
        return (cells[at] for _row, cells, _part in self._numbered() if at < len(cells))


def read_table(name: str, raw: bytes, choices: ColumnChoices) -> Table:
    """Read a file of any encoding and shape. Raises ScoringError or Invalid with the one thing that is wrong."""
    try:
        grid = read_grid(name, raw, merged=True, guess=_guess)
        main = _main_part(grid, choices)
        header = read_header(main, choices)
    except ScoringError as error:
        raise error.in_file(name) from None
    parts = tuple(_said_above(part, header, choices) for part in _parts(grid, main, header, choices))
    table = Table(
        name=name,
        kind=choices.kind,
        encoding=_encoding(grid, raw),
        delimiter=grid.delimiter,
        digest=hashlib.sha256(raw).hexdigest(),
        columns=header.columns,
        parts=parts,
        doubts=header.doubts,
    )
    _note_oddities(table, header)
    _settle_dates(table)
    read = [part.part for part in parts]
    for note in notes_of(read, [part for part in grid.parts if part not in read and part.filled]):
        table.notes.add(note)
    return table


def _settle_dates(table: Table) -> None:
    """Day and month are told apart by the whole column; where they cannot be, no moment is guessed."""
    for at, (heading, column) in enumerate(table.columns.items()):
        name, order = split_order(column)
        if name not in DATED or name in table.dates:
            continue
        told, doubtful = (order, False) if order else order_of(table.texts(at))
        table.dates[name] = ASK if doubtful else told
        if doubtful:
            said = text(
                "The dates in '{heading}' can be read day first or month first, so they are not taken. Say which with "
                '--map "{heading}={field}:day-first" or "{heading}={field}:month-first"',
                heading=quote(heading),
                field=name,
            )
            table.notes.add(said)


def _main_part(grid: Grid, choices: ColumnChoices) -> Part:
    """The sheet with the table: covers in front of it name few fields or none."""
    if not grid.parts:
        raise ScoringError([make_fault("empty-file")])
    shown = [part for part in grid.parts if not part.hidden and part.filled > 1] or list(grid.parts[:1])
    if len(shown) == 1:
        return shown[0]
    known = [known_fields(part, choices) for part in shown]
    return next(part for part, fields in zip(shown, known, strict=True) if 2 * fields >= max(known))


def _parts(grid: Grid, main: Part, header: Header, choices: ColumnChoices) -> tuple[TablePart, ...]:
    """The main sheet and, in their order, all that are not hidden and have the same header."""
    found = []
    for part in grid.parts:
        first = header.first if part is main else None if part.hidden else headed_alike(part, header, choices)
        if first:
            found.append(TablePart(part, first))
    return tuple(found)


def _encoding(grid: Grid, raw: bytes) -> str:
    if is_workbook(raw):
        return "xls" if raw.startswith(OLE_MARK) else "xlsx"
    if grid.encoding == "utf-8-sig" and not raw.startswith(b"\xef\xbb\xbf"):
        return "utf-8"
    return grid.encoding


def _guess(raw: bytes) -> tuple[str, str] | None:
    """What the bytes may be where they are neither UTF-8 nor CP949; nothing for what is no text at all."""
    if b"\0" in raw or sum(byte < 0x20 and byte not in b"\t\r\n\f\x1b" for byte in raw[:4000]) > 4:
        return None
    best = from_bytes(raw[:200_000]).best()
    try:
        return (raw.decode(best.encoding), best.encoding) if best else None
    except (UnicodeDecodeError, LookupError):
        return None


def _note_oddities(table: Table, header: Header) -> None:
    if not header.found:
        table.notes.add("no-header")
    elif header.first > 2:
        table.notes.add(text("Row {row} was read as the header", row=header.first - 1))
    if table.encoding not in ("utf-8", "utf-8-sig", "cp949", "xlsx", "xls") and not table.encoding.startswith("utf-16"):
        table.notes.add(
            text(
                "The encoding was guessed to be {name}; please check that no letters are garbled",
                name=quote(table.encoding),
            )
        )
    for name in table.columns:
        if is_resident_number(name):
            table.notes.add(
                text(
                    "The column '{name}' asks for resident registration numbers and is not read",
                    name=quote(name),
                )
            )


def _is_heading(cells: Cells, heading: Sequence[str]) -> bool:
    """A header that is repeated in the middle, as sheets that were pasted together have it."""
    return bool(cells) and len(heading) > 1 and [clean(cell) for cell in cells[: len(heading)]] == list(heading)


def _without_residents(cells: Cells, number: int, notes: Notes) -> list[str]:
    """The cells; a resident registration number goes no further than this."""
    if not _THIRTEEN_DIGITS.search("\x1f".join(cells)):
        return list(cells)
    kept = []
    for cell in cells:
        found = holds_resident_number(cell)
        if found:
            notes.add("resident-number", row=number)
        kept.append("" if found else cell)
    return kept


class _Columns:
    """What each column feeds. Members who stand to the right of the last heading go on with its pattern."""

    def __init__(self, columns: Mapping[str, str | None], unread: set[str]) -> None:
        self.unread = unread
        self.unmapped = {at: name for at, name in enumerate(columns) if not columns[name]}
        self.headings = list(columns)
        self.fields = [split_order(field)[0] for field in columns.values()]
        self.hidden = {at for at, name in enumerate(columns) if is_resident_number(name)}
        self.group = _last_group(self.fields)

    def record(self, number: int, cells: list[str]) -> Record:
        if self.hidden:
            cells = ["" if at in self.hidden else cell for at, cell in enumerate(cells)]
        for at in [at for at in self.unmapped if at < len(cells) and cells[at].strip()]:
            self.unread.add(self.unmapped.pop(at))
        values, answers = self._sorted(cells)
        beyond = cells[len(self.fields) :]
        wide = any(cell.strip() for cell in beyond)
        if wide and self.group:
            values |= self._go_on(beyond)
            wide = False
        return Record(number, values, answers, cells, wide, self._broken(cells))

    def _broken(self, cells: Sequence[str]) -> tuple[str, str] | None:
        found = zip(self.fields, cells, strict=False)
        return next(((wanted, cell) for wanted, cell in found if wanted and is_error(cell)), None)

    def _sorted(self, cells: Sequence[str]) -> tuple[dict[str, str], dict[str, str]]:
        """The text of each field, the first where several columns feed it; and the answers under their headings."""
        values: dict[str, str] = {}
        answers: dict[str, str] = {}
        for name, wanted, cell in zip(self.headings, self.fields, cells, strict=False):
            if wanted == "answer":
                answers[name] = cell
            elif wanted and cell and not values.get(wanted):
                values[wanted] = cell
        return values, answers

    def _go_on(self, beyond: Sequence[str]) -> dict[str, str]:
        last, pattern = self.group or (0, [""])
        return {
            f"member{last + 1 + at // len(pattern)}.{pattern[at % len(pattern)]}": cell
            for at, cell in enumerate(beyond)
            if cell.strip()
        }


def _last_group(fields: Sequence[str | None]) -> tuple[int, list[str]] | None:
    """The number and the fields of the member in the last columns, where the header ends with one."""
    pattern: list[str] = []
    last = ""
    for wanted in reversed(fields):
        who, _, what = (wanted or "").partition(".")
        if not re.fullmatch(r"member\d+", who) or (last and who != last):
            break
        last = who
        pattern.insert(0, what)
    return (int(last.removeprefix("member")), pattern) if pattern else None
