"""Ballots: the immutable table of marks."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from scoring.ballots.frames import FrameTable, frame_sheet, is_frame
from scoring.ballots.reader import EMPTY, BallotReader, Columns
from scoring.exact import BoolArray, IntArray
from scoring.faults import Fault, ScoringError, make_fault, raise_any
from scoring.policy.rubric import Rubric
from scoring.reading.arguments import FRAME, ROWS, is_list, is_mapping, require, require_type
from scoring.reading.cells import number_text, to_text
from scoring.reading.digests import compact_json, sha256_of_arrays
from scoring.reading.tables import Sheet, column_faults, read_sheet, row_number
from scoring.text import Text

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False, repr=False)
class Ballots:
    """All ballots of one round, as integer codes and integer marks, sorted by entry, judge and source.

    `entries`, `judges` and `sources` are the codes in code-point order; `entry`, `judge` and `source` (shape: ballots)
    index into them. `sources` is empty where the table has no column `source`; `source` is then all zeros.
    `marks` (shape: ballots × criteria, int64, one contiguous column per criterion) counts in units of the last decimal
    place of the criterion's scale; `EMPTY` stands for a mark that was not given. `row` is where each ballot stood in
    the file, and only faults mention it. The arrays are read-only.
    """

    rubric: Rubric
    entries: tuple[str, ...]
    judges: tuple[str, ...]
    sources: tuple[str, ...]
    entry: IntArray
    judge: IntArray
    source: IntArray
    marks: IntArray
    row: IntArray
    ignored: tuple[str, ...] = ()
    file: str = ""
    notes: tuple[Text, ...] = ()
    """What somebody who looks at the file may not expect: which sheets of a workbook were read, hidden rows, cells of
    criteria that their source does not mark."""
    sheets: tuple[str, ...] = ()
    """The sheets of a workbook that were read."""

    def __repr__(self) -> str:
        counts = {"ballots": len(self), "entries": len(self.entries), "judges": len(self.judges)}
        counts |= {"criteria": len(self.rubric.keys)} | ({"sources": len(self.sources)} if self.sources else {})
        return f"<Ballots: {', '.join(f'{count} {what}' for what, count in counts.items())}>"

    def __len__(self) -> int:
        return len(self.entry)

    @classmethod
    def from_csv(cls, path: str | Path, rubric: Rubric, *, may_be_empty: bool = False) -> Self:
        """Read a ballot table from CSV (UTF-8 or CP949) or a workbook: `entry`, `judge`, one column per criterion key,
        optionally `source`; row 1 is the header, one row a ballot.

        Other columns are ignored and listed in `.ignored`. Raises ScoringError with every fault that was found, each
        naming row, column and value; a table of only a header is one unless it `may_be_empty`.
        """
        require_type(rubric, Rubric, argument="rubric")
        return cls.from_sheet(read_sheet(path, may_be_empty=may_be_empty), rubric)

    @classmethod
    def from_sheet(cls, sheet: Sheet, rubric: Rubric) -> Self:
        """Read a ballot table from a sheet that `tables.read_sheet` opened."""
        require_type(sheet, Sheet, argument="sheet")
        try:
            return cls._from_table(sheet, rubric)
        except ScoringError as error:
            raise error.in_file(sheet.name) from None

    @classmethod
    def from_frame(cls, frame: pd.DataFrame, rubric: Rubric) -> Self:
        """Read a pandas DataFrame with the columns of `from_csv`; a missing value (NaN, None, NA) is an empty mark.

        Faults count rows as if the frame stood in a sheet: its first row is row 2. Every distinct cell of a column is
        read once, so that a large frame costs about as much as grouping it by entry and judge.
        """
        require(frame, is_frame, argument="frame", wanted=FRAME)
        require_type(rubric, Rubric, argument="rubric")
        sheet = frame_sheet(frame)
        columns = _columns_of(sheet, rubric)
        table = FrameTable.of(frame, entry=columns.entry)
        return cls._read(sheet, columns, rubric, lambda reader: reader.read_columns(table.rows + 2, table))

    @classmethod
    def from_rows(cls, rows: Iterable[Mapping[str, object]], rubric: Rubric) -> Self:
        """Read mappings with "entry", "judge", optionally "source", and a mark per criterion key (int, float, Decimal,
        str; None or a missing key = empty). Other keys are ignored. Faults call the first mapping row 2.

        >>> from scoring import Policy
        >>> policy = Policy.from_text('criteria = [{key = "idea", points = 10}]\\nranking = {method = "mean"}')
        >>> len(Ballots.from_rows([{"entry": "T1", "judge": "J1", "idea": 7}], policy.rubric))
        1
        """
        require_type(rubric, Rubric, argument="rubric")
        require(rows, is_list, argument="rows", wanted=ROWS)
        table = list(rows)
        for row in table:
            require(row, is_mapping, argument="rows", wanted=ROWS)
        with_source = any("source" in row for row in table)
        header = ("entry", "judge", *(("source",) if with_source else ()), *rubric.keys)
        texts = [[to_text(row.get(name)) for name in header] for row in table]
        return cls._from_table(Sheet("", header, "rows", None, lambda: [list(header), *texts]), rubric)

    @classmethod
    def _from_table(cls, sheet: Sheet, rubric: Rubric) -> Self:
        return cls._read(sheet, _columns_of(sheet, rubric), rubric, lambda reader: reader.read(sheet))

    @classmethod
    def _read(cls, sheet: Sheet, columns: Columns, rubric: Rubric, read: Callable[[BallotReader], None]) -> Self:
        reader = BallotReader(rubric, columns)
        read(reader)
        ballots = cls(
            rubric=rubric, ignored=columns.ignored, file=sheet.name, notes=(*sheet.notes, *reader.notes()),
            sheets=sheet.sheets, **reader.arrays(),
        )  # fmt: skip
        named = reader.worth_naming(columns.judge, ballots._repeating())
        reader.faults += ballots._duplicates(named, columns.judge)
        raise_any(reader.sorted_faults())
        return ballots

    def _repeating(self) -> list[int]:
        """The ballots that repeat an earlier row, by row; an empty key is a fault of its own."""
        same = (np.diff(self.entry) == 0) & (np.diff(self.judge) == 0) & (np.diff(self.source) == 0)
        found = np.flatnonzero(same) + 1
        return [at for at in found[np.argsort(self.row[found])].tolist() if all(self.keys_of(at)[:2])]

    def _duplicates(self, named: Iterable[int], column: int) -> Iterator[tuple[int, int, Fault]]:
        """Row, column and fault of these ballots."""
        for at in named:
            entry, judge, _ = self.keys_of(at)
            row, first = self.row_of(at), self.row_of(at - 1)
            fault = make_fault(
                "duplicate-ballot", row=row, column="judge", value=judge, judge=judge, entry=entry, first=first
            )
            yield row, column, fault

    def row_of(self, ballot: int) -> int:
        """Where the ballot at that index stood, as faults say it."""
        return row_number(int(self.row[ballot]), sheets=self.sheets)

    def keys_of(self, ballot: int) -> tuple[str, str, str]:
        """Entry, judge and source ("" where there is none) of the ballot at that index."""
        source = self.sources[self.source[ballot]] if self.sources else ""
        return self.entries[self.entry[ballot]], self.judges[self.judge[ballot]], source

    @cached_property
    def complete(self) -> BoolArray:
        """Which ballots have a mark on every criterion that carries points and that their source marks; only these count."""
        given = np.ones(len(self), dtype=np.bool_)
        for at, criterion in enumerate(self.rubric.criteria):
            if criterion.counts:
                given &= self._has_or_needs_none(at, criterion.key)
        return given

    def _has_or_needs_none(self, at: int, key: str) -> BoolArray:
        """Which ballots have a mark on the criterion at that index, or are of a source that does not mark it."""
        has: BoolArray = self.marks[:, at] != EMPTY
        sparing = [name for name, keys in self.rubric.marked.items() if key not in keys]
        numbers = [number for number, name in enumerate(self.sources) if name in sparing]
        return has | np.isin(self.source, numbers) if numbers else has

    def missing(self, ballot: int) -> tuple[str, ...]:
        """Keys of the criteria that carry points and lack a mark on this ballot, of those that its source marks."""
        marked = self.rubric.marked.get(self.keys_of(ballot)[2], self.rubric.keys)
        criteria = enumerate(self.rubric.criteria)
        empty = tuple(one.key for at, one in criteria if one.counts and self.marks[ballot, at] == EMPTY)
        return tuple(key for key in empty if key in marked)

    def without(self, gone: Collection[str]) -> Self:
        """The table as if the ballots of some entries had never been in it."""
        strangers = [at for at, code in enumerate(self.entries) if code in gone] if gone else []
        if not strangers:
            return self
        kept = np.flatnonzero(~np.isin(self.entry, strangers))
        codes: dict[str, Any] = {}
        for many, one in (("entries", "entry"), ("judges", "judge"), ("sources", "source")):
            codes |= _in_use(many, one, getattr(self, many), getattr(self, one)[kept])
        return replace(self, **codes, marks=np.asfortranarray(self.marks[kept]), row=self.row[kept])

    @cached_property
    def digest(self) -> str:
        """SHA-256 (hex) of what the table says, whatever its row order, encoding or file format.

        Hashed are lines of compact JSON in UTF-8, each ended by LF: first `["entry","judge","source",<keys…>]`, then one
        array of texts per ballot, sorted by entry, judge, source in code-point order; a mark is its shortest decimal,
        an absent mark or source the empty text.
        """
        return sha256_of_arrays(self._lines())

    def texts(self) -> Iterator[list[str]]:
        """The table as text: the header, then one list per ballot in the order of the table; `source` only where there
        is one. It is what `digest` hashes."""
        for line in self._lines():
            cells = [json.loads(cell) for cell in line]
            yield cells if self.sources else cells[:2] + cells[3:]

    def _lines(self) -> Iterable[Sequence[str]]:
        yield [compact_json(name) for name in ("entry", "judge", "source", *self.rubric.keys)]
        columns = [_written(self.entries, self.entry), _written(self.judges, self.judge)]
        columns.append(_written(self.sources or ("",), self.source))
        columns += [self._mark_texts(at) for at in range(len(self.rubric.criteria))]
        yield from zip(*columns, strict=True)

    def _mark_texts(self, at: int) -> IntArray:
        scale = self.rubric.criteria[at].scale
        distinct, inverse = np.unique(self.marks[:, at], return_inverse=True)
        return _written(
            ["" if units == EMPTY else _units_text(int(units), scale.places) for units in distinct], inverse
        )


def _columns_of(sheet: Sheet, rubric: Rubric) -> Columns:
    raise_any(column_faults(sheet, required=("entry", "judge", *rubric.keys), optional=("source",)))
    return Columns.of(sheet, rubric)


def _in_use(many: str, one: str, codes: Sequence[str], numbers: IntArray) -> dict[str, Any]:
    """Both fields with the codes that no ballot has any more left out."""
    if not codes:
        return {one: numbers}
    used, renumbered = np.unique(numbers, return_inverse=True)
    return {many: tuple(codes[at] for at in used.tolist()), one: renumbered}


def _written(texts: Sequence[str], numbers: IntArray) -> IntArray:
    """For every number, the text it stands for, as JSON."""
    written: IntArray = np.array([compact_json(text) for text in texts], dtype=object)[numbers]
    return written


def _units_text(units: int, places: int) -> str:
    return number_text(Decimal(units).scaleb(-places))
