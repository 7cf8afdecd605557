"""Entry lists, adjustments, carried scores, lists of judges: what is read beside the ballots."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from scoring.faults import Fault, ScoringError, make_fault, raise_any
from scoring.reading.cells import find_exact, find_number, to_key
from scoring.reading.digests import compact_json, sha256_of_arrays
from scoring.reading.moments import SUBMITTED_AT, moment_faults
from scoring.reading.tables import Cells, Sheet, error_faults, read_sheet, require_columns

Number = object
Row = Mapping[str, object]
Entries = Sequence[str] | Mapping[str, Number | Row]
"""Codes; or code → previous result (a number or None), or code → column → value."""


@dataclass(frozen=True, slots=True)
class Adjustment:
    """Bonus (above 0) or penalty (below 0) points for one entry, with the reason; several add up.

    `points` may be an int, Decimal, Fraction, float or numeral; it is taken exactly. `row` and `file` say where it was
    read from.
    """

    entry: str
    points: Number
    reason: str = ""
    row: int | None = field(default=None, compare=False)
    file: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Roster:
    """Roster of the entries that take part. `codes` is None where nobody said, and the ballots decide.

    `columns`: column of the entry list → code → text, trimmed and NFC, the empty ones left out; `previous` is there as
    numbers.
    """

    codes: frozenset[str] | None
    previous: Mapping[str, Fraction | None]
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, entries: Entries | Roster | None) -> Roster:
        """From codes, from a mapping of code to previous result, or from one of code to columns. Raises ScoringError for
        a code listed twice."""
        if isinstance(entries, Roster):
            return entries
        if entries is None:
            return cls(None, {})
        codes = [to_key(code) for code in entries]
        raise_any(make_fault("twice-listed", value=code) for code in _repeated(codes))
        raise_any(make_fault("empty-key", column="entry", value=code) for code in codes if not code)
        if not isinstance(entries, Mapping):
            return cls(frozenset(codes), {})
        columns = _by_column(entries)
        return cls(frozenset(codes), _numbers(columns.pop("previous", {}), column="previous"), _as_texts(columns))

    def lists(self, entry: str) -> bool:
        """Whether the entry may have ballots and adjustments."""
        return self.codes is None or entry in self.codes

    def without(self, gone: Collection[str]) -> Roster:
        """The same list without some entries."""
        if not gone:
            return self
        columns = {
            name: {code: cell for code, cell in cells.items() if code not in gone}
            for name, cells in self.columns.items()
        }
        return Roster(None if self.codes is None else self.codes.difference(gone), self.previous, columns)


def _by_column(entries: Mapping[str, Number | Row]) -> dict[str, dict[str, object]]:
    """Column → code → value; a value alone is the previous result."""
    columns: dict[str, dict[str, object]] = {}
    for code, row in entries.items():
        for name, value in (row if isinstance(row, Mapping) else {"previous": row}).items():
            columns.setdefault(to_key(name), {})[to_key(code)] = value
    return columns


def _as_texts(columns: Mapping[str, Mapping[str, object]]) -> dict[str, dict[str, str]]:
    return {
        name: {code: text for code, value in cells.items() if (text := to_key(value))}
        for name, cells in columns.items()
    }


@dataclass(frozen=True, eq=False)
class Beside:
    """What was given beside the ballots; None where nothing was."""

    entries: Roster | None = None
    adjustments: Sequence[Adjustment] | None = None
    carry: Mapping[str, Fraction] | None = None

    def digests(self, columns: Sequence[str]) -> dict[str, str]:
        """SHA-256 (hex) of each that was given, the entry list with those of its `columns` that it has.

        Hashed are lines of compact JSON in UTF-8, each ended by LF: the names of the columns, then one array of texts per
        row, sorted. Numbers are exact fractions; reasons of adjustments are left out.
        """
        tables = {
            "entries": self._entries(columns) if self.entries else None,
            "adjustments": self._adjustments() if self.adjustments else None,
            "carry": [["entry", "score"], *_sorted_rows(self.carry.items())] if self.carry is not None else None,
        }
        found = {name: rows for name, rows in tables.items() if rows is not None}
        return {
            name: sha256_of_arrays([compact_json(cell) for cell in row] for row in rows) for name, rows in found.items()
        }

    def _entries(self, columns: Sequence[str]) -> list[list[str]]:
        assert self.entries is not None
        numbers = {code: str(number) for code, number in self.entries.previous.items() if number is not None}
        known: dict[str, Mapping[str, str]] = {**self.entries.columns, **({"previous": numbers} if numbers else {})}
        written = [name for name in columns if name in known]
        rows = [[code, *(known[name].get(code, "") for name in written)] for code in sorted(self.entries.codes or ())]
        return [["entry", *written], *rows]

    def _adjustments(self) -> list[list[str]]:
        rows = [(to_key(one.entry), find_number(one.points)) for one in self.adjustments or ()]
        return [["entry", "points"], *_sorted_rows(rows)]


def _sorted_rows(rows: Iterable[tuple[str, Fraction | None]]) -> list[list[str]]:
    return sorted([code, str(number)] for code, number in rows)


def carried_scores(carry: Mapping[str, Number] | None) -> dict[str, Fraction] | None:
    """Carried scores by entry, exact; an absent one (None) is left out."""
    if carry is None:
        return None
    return {code: number for code, number in _numbers(carry, column="score").items() if number is not None}


def read_entries(path: str | Path, *, columns: Sequence[str] = ()) -> list[str] | dict[str, Any]:
    """Read an entry list: column `entry`, optionally `previous` (a number, higher is better; may be empty) and those of
    `columns` that stand there (`Policy.entry_columns` names what its rules read).

    Gives a list of codes; code → previous where there is that column and none of the others; else code → column → value.
    """
    sheet = _open(path, required=("entry",), optional=("previous", *columns))
    others = [name for name in dict.fromkeys(columns) if name != "previous" and sheet.position(name) is not None]
    if sheet.position("previous") is None and not others:
        return [code for _, code, _ in _keyed(sheet)]
    if SUBMITTED_AT in others:
        written = [(row, SUBMITTED_AT, _cell(sheet, cells, SUBMITTED_AT)) for row, cells in sheet.rows()]
        _raise_in(sheet, moment_faults(written))
    has_previous = sheet.position("previous") is not None
    previous = dict(_numbered(sheet, column="previous", needed=False)) if has_previous else {}
    if not others:
        return previous
    numbers = {code: {"previous": number} for code, number in previous.items()}
    return {
        code: {**numbers.get(code, {}), **{name: _cell(sheet, cells, name) for name in others}}
        for _, code, cells in _keyed(sheet)
    }


def read_carry(path: str | Path) -> dict[str, Fraction]:
    """Read carried scores: columns `entry`, `score`."""
    sheet = _open(path, required=("entry", "score"))
    return {code: number for code, number in _numbered(sheet, column="score", needed=True) if number is not None}


def read_judges(path: str | Path) -> list[str]:
    """Read a list of judges: column `judge`."""
    sheet = _open(path, required=("judge",))
    return [code for _, code, _ in _keyed(sheet, column="judge")]


def read_pairs(path: str | Path) -> list[tuple[str, str]]:
    """Read pairs of judge and entry: columns `judge`, `entry`. A pair may come twice."""
    sheet = _open(path, required=("judge", "entry"))
    found = [(row, _cell(sheet, cells, "judge"), _cell(sheet, cells, "entry")) for row, cells in sheet.rows()]
    _raise_in(
        sheet,
        [
            make_fault("empty-key", row=row, column=column, value="")
            for row, judge, entry in found
            for column, code in (("judge", judge), ("entry", entry))
            if not code
        ],
    )
    return [(judge, entry) for _, judge, entry in found]


def read_adjustments(path: str | Path) -> tuple[Adjustment, ...]:
    """Read adjustments: columns `entry`, `points`, `reason`; several rows per entry add up."""
    sheet = _open(path, required=("entry", "points"), optional=("reason",))
    faults: list[Fault] = []
    found: list[Adjustment] = []
    for row, cells in sheet.rows():
        entry, points = _cell(sheet, cells, "entry"), find_exact(_cell(sheet, cells, "points"))
        if not entry:
            faults.append(make_fault("empty-key", row=row, column="entry", value=""))
        if points is None:
            faults.append(make_fault("not-a-number", row=row, column="points", value=_cell(sheet, cells, "points")))
        found.append(Adjustment(entry, points, _cell(sheet, cells, "reason"), row=row, file=sheet.name))
    _raise_in(sheet, faults)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Points:
    """What adjustments add to one entry: `bonus` is the sum of the positive ones, `penalty` of the others."""

    bonus: Fraction = Fraction(0)
    penalty: Fraction = Fraction(0)

    def within(self, most: Fraction | None) -> Fraction:
        """Both together, of the bonus at most `most`."""
        return self.penalty + (self.bonus if most is None else min(self.bonus, most))


def adjusted_points(
    adjustments: Iterable[Adjustment], *, roster: Roster, known: frozenset[str] | None
) -> dict[str, Points]:
    """Points per entry, added up. Raises ScoringError for an unknown entry or points that are no number; `known` are the
    entries with ballots, None where one without may have adjustments although no list names it."""
    points: dict[str, Points] = {}
    faults: list[Fault] = []
    for one in adjustments:
        entry, number = to_key(one.entry), find_number(one.points)
        if not roster.lists(entry) or (roster.codes is None and known is not None and entry not in known):
            fault = make_fault("unknown-entry", row=one.row, column="entry", value=entry)
            faults.append(fault.in_file(one.file))
        if number is None:
            fault = make_fault("not-a-number", row=one.row, column="points", value=one.points)
            faults.append(fault.in_file(one.file))
        added, sofar = number or Fraction(0), points.get(entry, Points())
        points[entry] = Points(sofar.bonus + max(added, Fraction(0)), sofar.penalty + min(added, Fraction(0)))
    raise_any(faults)
    return points


def _numbers(values: Mapping[str, Number], *, column: str) -> dict[str, Fraction | None]:
    read = {to_key(code): None if value is None else find_number(value) for code, value in values.items()}
    raise_any(
        make_fault("not-a-number", column=f"{column} {code}", value=value)
        for code, value in values.items()
        if value is not None and read[to_key(code)] is None
    )
    return read


def _open(path: str | Path, *, required: tuple[str, ...], optional: tuple[str, ...] = ()) -> Sheet:
    sheet = read_sheet(path)
    require_columns(sheet, required=required, optional=optional)
    _raise_in(sheet, error_faults(sheet, columns=(*required, *optional)))
    return sheet


def _keyed(sheet: Sheet, *, column: str = "entry") -> Iterator[tuple[int, str, Cells]]:
    """Rows with the entry (or judge) they are about; raises at the end for empty keys and those that come twice."""
    first: dict[str, int] = {}
    faults: list[Fault] = []
    for row, cells in sheet.rows():
        code = _cell(sheet, cells, column)
        if not code:
            faults.append(make_fault("empty-key", row=row, column=column, value=""))
        elif code in first:
            twice = make_fault("duplicate-entry", row=row, column=column, value=code, entry=code, first=first[code])
            faults.append(twice)
        else:
            first[code] = row
        yield row, code, cells
    _raise_in(sheet, faults)


def _numbered(sheet: Sheet, *, column: str, needed: bool) -> Iterator[tuple[str, Fraction | None]]:
    faults: list[Fault] = []
    for row, entry, cells in _keyed(sheet):
        text = _cell(sheet, cells, column)
        number = find_exact(text)
        if number is None and (text or needed):
            faults.append(make_fault("not-a-number", row=row, column=column, value=text))
        yield entry, number
    _raise_in(sheet, faults)


def _cell(sheet: Sheet, cells: Cells, column: str) -> str:
    at = sheet.position(column)
    return "" if at is None or at >= len(cells) else to_key(cells[at])


def _raise_in(sheet: Sheet, faults: list[Fault]) -> None:
    if faults:
        raise ScoringError(faults).in_file(sheet.name)


def _repeated(codes: list[str]) -> list[str]:
    seen: set[str] = set()
    return [code for code in codes if code in seen or seen.add(code)]  # type: ignore[func-returns-value]
