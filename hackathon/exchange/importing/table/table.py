"""A file as rows of fields: the one way in for the command and for the organizer's page."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from charset_normalizer import from_bytes

from hackathon.domain.base.errors import Invalid
from hackathon.exchange.importing.table.header import LOOKED_AT, Header, find_header
from hackathon.exchange.importing.table.headings import is_field, is_resident_number, recognise, settle
from hackathon.exchange.importing.table.notes import Notes
from hackathon.exchange.importing.table.values import clean, holds_resident_number
from scoring.faults import ScoringError, make_fault
from scoring.reading.cells import near
from scoring.reading.tables import Cells, Grid, is_blank, read_grid
from scoring.reading.workbooks import OLE_MARK, is_workbook

Progress = Callable[[int], None]
"""Told now and then how many rows have been read."""
_THIRTEEN_DIGITS = re.compile(r"\d{6}\s*[-–—]?\s*\d{7}")
_TICK = 500


@dataclass(slots=True)
class Record:
    """One row of the file: the text of each field, and all its cells."""

    number: int
    values: dict[str, str]
    answers: dict[str, str]
    cells: list[str]
    wide: bool = False
    """Whether text stands beyond the last column that anything is known of."""


@dataclass
class Table:
    """A file that has been read: what it is, what its columns feed, and its rows."""

    name: str
    kind: str
    encoding: str
    delimiter: str | None
    digest: str
    columns: dict[str, str | None]
    grid: Grid
    first: int
    notes: Notes = field(default_factory=Notes)
    progress: Progress = lambda _rows: None
    rows: int = 0

    def records(self) -> Iterator[Record]:
        """Every row below the header that is not blank, numbered as a spreadsheet does."""
        plan = _Columns(self.columns)
        heading = list(self.columns)
        for number, cells in enumerate(self.grid.records(), start=1):
            if number < self.first or is_blank(cells) or _is_heading(cells, heading):
                continue
            self.rows += 1
            if self.rows % _TICK == 0:
                self.progress(self.rows)
            yield plan.record(number, _without_residents(cells, number, self.notes))

    @property
    def fields(self) -> set[str]:
        return {name for name in self.columns.values() if name}


def read_table(
    name: str,
    raw: bytes,
    kind: str,
    *,
    mapping: Mapping[str, str | None] | None = None,
    remembered: Mapping[str, str | None] | None = None,
    criteria: Mapping[str, str] | None = None,
) -> Table:
    """Read a file of any encoding and shape. Raises ScoringError or Invalid with the one thing that is wrong.

    `mapping` is what somebody chose for headings now and must name columns that exist; `remembered` was chosen
    before. `criteria` are what the columns of ballots may be called: a heading without spaces → the criterion's key.
    """
    criteria = criteria or {}
    try:
        grid, rows, header, names = _open(name, raw, kind, criteria)
    except ScoringError as error:
        raise error.in_file(name) from None
    columns = _columns(
        names, header, kind, criteria=criteria, remembered=remembered or {}, mapping=mapping or {}, rows=rows
    )
    table = Table(
        name=name,
        kind=kind,
        encoding=_encoding(grid, raw),
        delimiter=grid.delimiter,
        digest=hashlib.sha256(raw).hexdigest(),
        columns=columns,
        grid=grid,
        first=header.first,
    )
    _say_what_was_odd(table, header)
    return table


def _open(
    name: str, raw: bytes, kind: str, criteria: Mapping[str, str]
) -> tuple[Grid, list[Cells], Header, tuple[str, ...]]:
    grid = read_grid(name, raw, any_sheet=True, guess=_guess)
    rows = list(islice(grid.records(), LOOKED_AT))
    header = find_header(rows, kind, criteria=criteria)
    below = islice(grid.records(), header.first - 1, None)
    if all(is_blank(row) for row in below):
        raise ScoringError([make_fault("header-only" if rows else "empty-file")])
    return grid, rows, header, _with_data(header, grid)


def _with_data(header: Header, grid: Grid) -> tuple[str, ...]:
    """The headings; those without a text at the end, over columns that hold nothing, are left off."""
    names = list(header.names)
    while names and names[-1].startswith("#"):
        at = len(names) - 1
        if any(len(row) > at and row[at].strip() for row in grid.records()):
            break
        names.pop()
    return tuple(names)


def _columns(
    names: Sequence[str],
    header: Header,
    kind: str,
    *,
    criteria: Mapping[str, str],
    remembered: Mapping[str, str | None],
    mapping: Mapping[str, str | None],
    rows: Sequence[Cells],
) -> dict[str, str | None]:
    found: dict[str, str | None] = {name: recognise(_bare(name), kind, criteria=criteria) for name in names}
    if not header.found:
        found = guess_columns(names, rows[header.first - 1 :], kind)
    found = settle(names, found, kind)
    found |= {name: remembered[clean(name)] for name in names if clean(name) in remembered}
    for asked, wanted in mapping.items():
        found[_asked_for(asked, names)] = _checked(asked, wanted, kind, criteria)
    return {name: None if is_resident_number(name) else wanted for name, wanted in found.items()}


def _bare(name: str) -> str:
    return re.sub(r" \(\d+\)$", "", name)


def _asked_for(asked: str, names: Sequence[str]) -> str:
    wanted = clean(asked)
    for name in names:
        if clean(name) == wanted:
            return name
    hint = near(wanted, names)
    raise Invalid(
        f"‘{asked}’ 열이 파일에 없습니다{hint.ko}.", f"The file has no column '{asked}'{hint.en}.", field="map"
    )


def _checked(asked: str, wanted: str | None, kind: str, criteria: Mapping[str, str]) -> str | None:
    if wanted is None:
        return None
    if is_resident_number(asked):
        raise Invalid(
            "주민등록번호는 받지 않습니다. 그 열을 빼세요.",
            "Resident registration numbers are not taken. Leave that column out.",
            field="map",
        )
    if not is_field(wanted, kind, criteria=criteria.values()):
        raise Invalid(f"‘{wanted}’라는 항목은 없습니다.", f"There is no field '{wanted}' in {kind}.", field="map")
    return wanted


def guess_columns(names: Sequence[str], rows: Sequence[Cells], kind: str) -> dict[str, str | None]:
    """A file without a header: the column of addresses is e-mail, the first other one the name, as Gavel has it."""
    at = next((at for at in range(len(names)) if any(len(row) > at and "@" in row[at] for row in rows)), None)
    found: dict[str, str | None] = dict.fromkeys(names)
    others = [name for place, name in enumerate(names) if place != at]
    if kind in ("entrants", "judges") and at is not None:
        found[names[at]] = "email"
    if kind in ("entrants", "judges", "teams") and others:
        found[others[0]] = "team" if kind == "teams" else "name"
        if kind == "teams" and len(names) == 3:
            found[names[2]] = "summary"
        elif kind == "judges" and len(others) > 1:
            found[others[1]] = "affiliation"
    return found


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


def _say_what_was_odd(table: Table, header: Header) -> None:
    if not header.found:
        table.notes.add("no-header")
    elif header.first > 2:
        table.notes.add("header-below", row=header.first - 1)
    if table.encoding not in ("utf-8", "utf-8-sig", "cp949", "xlsx", "xls") and not table.encoding.startswith("utf-16"):
        table.notes.add("guessed-encoding", name=table.encoding)
    for name in table.columns:
        if is_resident_number(name):
            table.notes.add("resident-column", name=name)


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

    def __init__(self, columns: Mapping[str, str | None]) -> None:
        self.headings = list(columns)
        self.fields = list(columns.values())
        self.hidden = {at for at, name in enumerate(columns) if is_resident_number(name)}
        self.group = _last_group(self.fields)

    def record(self, number: int, cells: list[str]) -> Record:
        values: dict[str, str] = {}
        answers: dict[str, str] = {}
        for at in self.hidden:
            if at < len(cells):
                cells[at] = ""
        for name, wanted, cell in zip(self.headings, self.fields, cells, strict=False):
            if wanted == "answer":
                answers[name] = cell
            elif wanted and cell and not values.get(wanted):
                values[wanted] = cell
        beyond = cells[len(self.fields) :]
        wide = any(cell.strip() for cell in beyond)
        if wide and self.group:
            values |= self._go_on(beyond)
            wide = False
        return Record(number, values, answers, cells, wide)

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
