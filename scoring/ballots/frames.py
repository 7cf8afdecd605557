"""Frames: columns of a pandas DataFrame as text, without a Python object a cell."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from scoring.exact import IntArray
from scoring.reading.cells import to_key, to_text
from scoring.reading.tables import Sheet

if TYPE_CHECKING:
    import pandas as pd

# Kinds of object columns in which cells that count as equal are also written alike (1, 1.0 and True are not).
_UNIFORM = ("string", "integer", "floating", "decimal", "boolean", "mixed-integer-float", "empty")


def is_frame(value: object) -> bool:
    """Whether the value is a DataFrame; where pandas has not been imported, nothing is."""
    pandas = sys.modules.get("pandas")
    return pandas is not None and isinstance(value, pandas.DataFrame)


@dataclass(frozen=True, slots=True)
class FrameColumn(Sequence[str]):
    """A column as text: each distinct cell once in `texts`, and in `numbers` which of them stands in each row."""

    texts: list[str]
    numbers: IntArray

    @classmethod
    def of(cls, column: pd.Series[Any]) -> FrameColumn:
        """The column; a missing value (NaN, None, NA) is the empty text."""
        from pandas import factorize  # who has a DataFrame has loaded it
        from pandas.api.types import infer_dtype

        cells: Any = column
        if column.dtype == object and infer_dtype(column, skipna=True) not in _UNIFORM:
            cells = column.astype(object).where(column.notna(), None).map(to_text)
        numbers, distinct = factorize(cells)
        texts = [to_text(cell) for cell in distinct]
        return cls([*texts, ""] if -1 in numbers else texts, numbers)  # a missing cell has the number -1, the last text

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, at: Any) -> Any:
        return self.texts[self.numbers[at]]

    def __iter__(self) -> Iterator[str]:
        return map(self.texts.__getitem__, self.numbers.tolist())

    @property
    def empty(self) -> IntArray:
        """Which rows hold nothing but white space."""
        blank = np.array([not to_key(text) for text in self.texts], dtype=np.bool_)
        return blank[self.numbers]


@dataclass(frozen=True, slots=True)
class FrameTable(Sequence[Sequence[str]]):
    """The columns of a frame, each made when it is asked for; rows that hold nothing at all are left out."""

    frame: pd.DataFrame
    rows: IntArray

    @classmethod
    def of(cls, frame: pd.DataFrame, *, entry: int) -> FrameTable:
        """The table; `entry` is the position of the column that a row with anything in it has filled."""
        kept = ~FrameColumn.of(frame.iloc[:, entry]).empty
        doubtful = np.flatnonzero(~kept)
        if len(doubtful):
            columns = [FrameColumn.of(frame.iloc[doubtful, at]) for at in range(frame.shape[1])]
            kept[doubtful] = ~np.all([column.empty for column in columns], axis=0)
        rows = np.flatnonzero(kept)
        return cls(frame if kept.all() else frame.iloc[rows], rows)

    def __len__(self) -> int:
        return self.frame.shape[1]

    def __getitem__(self, at: Any) -> Any:
        return FrameColumn.of(self.frame.iloc[:, at])


def frame_sheet(frame: pd.DataFrame) -> Sheet:
    """The header of a frame as that of a sheet; its rows are read by column, see `FrameTable`."""
    header = tuple(to_key(label) for label in frame.columns)
    return Sheet("", header, "frame", None, lambda: [header])
