"""Reader of ballot tables: text into integer codes and integer marks, with a fault for every cell that cannot be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypedDict

import numpy as np

from scoring.ballots.frames import FrameColumn
from scoring.exact import IntArray
from scoring.faults import MOST_FAULTS, Fault, make_fault, more_faults, quote
from scoring.policy.rubric import Criterion, Rubric
from scoring.reading.cells import is_error, number_text, parse_decimal, to_key
from scoring.reading.tables import Cells, Sheet, row_number, width_fault
from scoring.text import Text, text

EMPTY = int(np.iinfo(np.int64).min)
# Stands for a mark that cannot be read until its fault is written down; it never leaves this module.
_BAD = EMPTY + 1
# Enough rows to make a pass over a column cheap, few enough that their text does not fill the memory.
ROWS_AT_ONCE = 20_000


class BallotArrays(TypedDict):
    """The arrays of a Ballots, by the names of its fields."""

    entries: tuple[str, ...]
    judges: tuple[str, ...]
    sources: tuple[str, ...]
    entry: IntArray
    judge: IntArray
    source: IntArray
    marks: IntArray
    row: IntArray


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the columns that matter stand in the sheet."""

    entry: int
    judge: int
    source: int | None
    marks: tuple[int, ...]
    width: int
    ignored: tuple[str, ...]

    @classmethod
    def of(cls, sheet: Sheet, rubric: Rubric) -> Columns:
        """Find the columns in a header that has been checked."""
        used = {"entry", "judge", "source", *rubric.keys}
        return cls(
            entry=sheet.header.index("entry"),
            judge=sheet.header.index("judge"),
            source=sheet.position("source"),
            marks=tuple(sheet.header.index(key) for key in rubric.keys),
            width=len(sheet.header),
            ignored=tuple(name for name in sheet.header if name and name not in used),
        )


class Codes(dict[str, int]):
    """Cell text → number of the key it stands for, numbered as they come."""

    def __init__(self) -> None:
        super().__init__()
        self.numbers: dict[str, int] = {}
        self.errors: dict[int, str] = {}
        """The keys that are none: errors of a spreadsheet, by their number."""

    def __missing__(self, text: str) -> int:
        number = self.numbers.setdefault(to_key(text), len(self.numbers))
        if is_error(text):
            self.errors[number] = text
        self[text] = number
        return number

    def in_order(self, chunks: list[IntArray]) -> tuple[tuple[str, ...], IntArray]:
        """The keys in code-point order, and the codes renumbered to match."""
        keys = sorted(self.numbers)
        renumbered = np.empty(len(keys), dtype=np.int32)
        renumbered[[self.numbers[key] for key in keys]] = np.arange(len(keys), dtype=np.int32)
        return tuple(keys), renumbered[_joined(chunks)]


class Units(dict[str, int]):
    """Cell text → mark in units of the criterion's scale, EMPTY, or _BAD."""

    def __init__(self, criterion: Criterion) -> None:
        super().__init__()
        self.scale = criterion.scale

    def __missing__(self, text: str) -> int:
        mark = parse_decimal(text)
        if not to_key(text):
            units = EMPTY
        elif mark is None or self.scale.fault_code(mark):
            units = _BAD
        else:
            units = self.scale.units(mark)
        self[text] = units
        return units

    def fault(self, text: str, *, row: int, column: str) -> Fault:
        """Why the text is _BAD."""
        mark = parse_decimal(text)
        code = "mark-not-a-number" if mark is None else self.scale.fault_code(mark) or ""
        code = "cell-error" if is_error(text) else code
        facts = {name: number_text(getattr(self.scale, name)) for name in ("min", "max", "step")}
        return make_fault(code, row=row, column=column, value=text, **facts)


class BallotReader:
    """Reader of one ballot table: takes rows in, gives arrays and faults out."""

    def __init__(self, rubric: Rubric, columns: Columns) -> None:
        self.columns = columns
        self.keys = rubric.keys
        self.marked = rubric.marked
        # Source → the criteria that it does not mark and of which its ballots fill cells nevertheless.
        self.unread: dict[str, set[str]] = {}
        self.codes = {"entry": Codes(), "judge": Codes(), "source": Codes()}
        self.units = [Units(criterion) for criterion in rubric.criteria]
        self.chunks: dict[str, list[IntArray]] = {"entry": [], "judge": [], "source": [], "row": []}
        self.mark_chunks: list[list[IntArray]] = [[] for _ in rubric.criteria]
        self.faults: list[tuple[int, int, Fault]] = []
        self.sheets: tuple[str, ...] = ()
        self.named: Counter[int] = Counter()
        self.more = 0

    def read(self, sheet: Sheet) -> None:
        """Take in every row of the sheet."""
        self.sheets = sheet.sheets
        rows = sheet.rows()
        while chunk := list(islice(rows, ROWS_AT_ONCE)):
            numbers = np.array([number for number, _ in chunk], dtype=np.int32)
            cells = [self._full_width(number, cells) for number, cells in chunk]
            self._take(numbers, list(zip(*cells, strict=True)))

    def read_columns(self, rows: IntArray, columns: Sequence[Sequence[str]]) -> None:
        """Take in a whole table column by column; `rows` counts them as a spreadsheet does."""
        self._take(rows.astype(np.int32), columns)

    def sorted_faults(self) -> Iterator[Fault]:
        """Every fault, by row and then by column."""
        yield from (fault for _, _, fault in sorted(self.faults, key=lambda found: found[:2]))
        if self.more:
            yield more_faults(self.more)

    def worth_naming(self, column: int, found: list[int]) -> list[int]:
        """The first of the found places: as many as can be among the faults that are named; the others are counted."""
        named = found[: MOST_FAULTS - self.named[column]]
        self.named[column] += len(named)
        self.more += len(found) - len(named)
        return named

    def notes(self) -> list[Text]:
        """One for each source with filled cells of criteria that it does not mark."""
        return [
            text(
                "note: source {source} does not mark {criteria}; its cells there were not read",
                source=quote(source),
                criteria=", ".join(quote(key) for key in self.keys if key in keys),
            )
            for source, keys in sorted(self.unread.items())
        ]

    def arrays(self) -> BallotArrays:
        """The finished arrays, sorted by entry, judge and source, read-only."""
        entries, entry = self.codes["entry"].in_order(self.chunks["entry"])
        judges, judge = self.codes["judge"].in_order(self.chunks["judge"])
        sources, source = self.codes["source"].in_order(self.chunks["source"])
        if self.columns.source is None:
            sources = ()
        order = np.lexsort((source, judge, entry))
        marks = np.empty((len(order), len(self.keys)), dtype=np.int64, order="F")
        for at, chunks in enumerate(self.mark_chunks):
            marks[:, at] = _joined(chunks)[order]
        row = _joined(self.chunks["row"])[order]
        made = BallotArrays(
            entries=entries, judges=judges, sources=sources,
            entry=entry[order], judge=judge[order], source=source[order], marks=marks, row=row,
        )  # fmt: skip
        for array in (made["entry"], made["judge"], made["source"], made["marks"], made["row"]):
            array.flags.writeable = False
        return made

    def _full_width(self, row: int, cells: Cells) -> Cells:
        width = self.columns.width
        if len(cells) == width:
            return cells
        fault = width_fault(row_number(row, sheets=self.sheets), cells, width)
        if fault:
            self.faults.append((row, width, fault))
        return [*cells[:width], *[""] * (width - len(cells))]

    def _take(self, rows: IntArray, columns: Sequence[Sequence[str]]) -> None:
        self.chunks["row"].append(rows)
        for name in ("entry", "judge", "source"):
            at = getattr(self.columns, name)
            texts = [""] * len(rows) if at is None else columns[at]
            self.chunks[name].append(self._coded(name, at, texts, rows))
        for number, at in enumerate(self.columns.marks):
            texts = self._read(self.keys[number], columns[at]) if self.marked else columns[at]
            self.mark_chunks[number].append(self._marked(number, at, texts, rows))

    def _read(self, key: str, texts: Sequence[str]) -> Sequence[str]:
        """The texts of a criterion's column, without those of sources that do not mark it."""
        numbers = self.codes["source"].numbers
        strangers = {numbers[name]: name for name, keys in self.marked.items() if name in numbers and key not in keys}
        read = list(texts)
        for at in np.flatnonzero(np.isin(self.chunks["source"][-1], list(strangers))).tolist():
            if to_key(read[at]):
                self.unread.setdefault(strangers[int(self.chunks["source"][-1][at])], set()).add(key)
            read[at] = ""
        return read

    def _coded(self, name: str, at: int | None, texts: Sequence[str], rows: IntArray) -> IntArray:
        codes = self.codes[name]
        coded = _looked_up(codes, texts, np.int32)
        empty = codes.numbers.get("")
        if empty is not None and name != "source":
            self._refuse_key("empty-key", rows[coded == empty], at=at, column=name, value="")
        for error, written in codes.errors.items():
            self._refuse_key("cell-error", rows[coded == error], at=at, column=name, value=written)
        return coded

    def _refuse_key(self, code: str, rows: IntArray, *, at: int | None, column: str, value: str) -> None:
        for row in self.worth_naming(at or 0, rows.tolist()):
            fault = make_fault(code, row=row_number(row, sheets=self.sheets), column=column, value=value)
            self.faults.append((row, at or 0, fault))

    def _marked(self, number: int, at: int, texts: Sequence[str], rows: IntArray) -> IntArray:
        units = self.units[number]
        marks = _looked_up(units, texts, np.int64)
        for bad in self.worth_naming(at, np.flatnonzero(marks == _BAD).tolist()):
            row = int(rows[bad])
            numbered = row_number(row, sheets=self.sheets)
            fault = units.fault(texts[bad], row=numbered, column=self.keys[number])
            self.faults.append((row, at, fault))
        return marks


def _looked_up(table: Mapping[str, int], texts: Sequence[str], kind: type[np.integer[Any]]) -> IntArray:
    """For each text its number in the table, which finds it out when it is first asked."""
    if isinstance(texts, FrameColumn):
        found: IntArray = np.array([table[text] for text in texts.texts], dtype=kind)[texts.numbers]
        return found
    return np.fromiter(map(table.__getitem__, texts), kind, len(texts))


def _joined(chunks: list[IntArray]) -> IntArray:
    return np.concatenate(chunks) if chunks else np.empty(0, dtype=np.int64)
