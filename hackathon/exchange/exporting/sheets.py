"""Sheets of a workbook that all look alike and print on A4: a frozen header row, columns as wide as needed.

Cells are typed: text is written as text, so that nothing a person typed runs as a formula; numbers as numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from typing import Any, TypeAlias

import xlsxwriter

from scoring.text import Sayable, Text, say

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
Cell: TypeAlias = "Sayable | Fraction | Decimal | None"
Table: TypeAlias = "tuple[list[Sayable], list[list[Cell]]]"
"""Headers, and rows of as many cells."""
Said = str | int | Fraction | Decimal | None
NARROWEST, WIDEST, LINE_HEIGHT = 6, 50, 16
LONGEST_NAME = 31
MOST_PLACES = 15
"""Digits that a spreadsheet keeps of a number."""
_BARRED = re.compile(r"[\[\]:*?/\\]")
_A4 = 9


class Sheets:
    """A workbook in memory; `properties` are those of the file (title, created).

    Headers are in every language, all else in the first.
    """

    def __init__(self, languages: Sequence[str], **properties: Any) -> None:
        self._languages, self._language = tuple(languages), languages[0]
        self._buffer = BytesIO()
        self._book = xlsxwriter.Workbook(self._buffer, OPTIONS)
        self._book.set_properties(properties)
        middle = {"valign": "vcenter"}
        head = {"bold": True, "bg_color": "#E9EDF3", "bottom": 2, "text_wrap": True, **middle}
        self._heads = {side: self._book.add_format({**head, "align": side, "indent": 1}) for side in ("left", "right")}
        self._text = self._book.add_format({"indent": 1, "text_wrap": True, **middle})
        self._whole = self._book.add_format({"num_format": "0", **middle})
        self._numbers = {2: self._book.add_format({"num_format": "0.00", **middle})}

    def add(self, name: Sayable, header: Sequence[Sayable], rows: Iterable[Sequence[Cell]]) -> None:
        """One sheet. Rows are lists of cells as long as the header."""
        titles = [" / ".join(dict.fromkeys(say(title, each) for each in self._languages)) for title in header]
        self._add(say(name, self._language), titles, [[self._said(cell) for cell in row] for row in rows])

    def _said(self, cell: Cell) -> Said:
        return cell.say(self._language) if isinstance(cell, Text) else cell

    def _add(self, name: str, header: Sequence[str], table: Sequence[Sequence[Said]]) -> None:
        sheet = self._book.add_worksheet(self._free_name(name))
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        widths = [_wide_enough(title, [row[column] for row in table]) for column, title in enumerate(header)]
        for column, title in enumerate(header):
            cells = [row[column] for row in table]
            sheet.set_column(column, column, widths[column])
            sheet.write_string(0, column, title, self._heads["right" if _is_numeric(cells) else "left"])
        for number, row in enumerate(table, start=1):
            sheet.set_row(number, LINE_HEIGHT * _lines(row, widths))
            for column, cell in enumerate(row):
                self._write(sheet, number, column, cell)

    def _free_name(self, name: str) -> str:
        """The name as a spreadsheet takes it: 31 signs, some of them barred, each name once."""
        clean = _BARRED.sub("", name).strip("' ")[:LONGEST_NAME]
        taken = {sheet.name.casefold() for sheet in self._book.worksheets()}
        numbered = (f"{clean[: LONGEST_NAME - 4]} {number}" for number in range(2, 100))
        return next(each for each in (clean, *numbered) if each.casefold() not in taken)

    def _write(self, sheet: Any, row: int, column: int, cell: Said) -> None:
        if cell is None or cell == "":
            return
        if isinstance(cell, str):
            sheet.write_string(row, column, cell, self._text)
        elif isinstance(cell, int):
            sheet.write_number(row, column, cell, self._whole)
        else:
            sheet.write_number(row, column, float(cell), self._format_of(cell))

    def _format_of(self, number: Fraction | Decimal) -> Any:
        """A decimal shows every digit that it was written with, so that different findings look different."""
        places = _places(number)
        if places not in self._numbers:
            self._numbers[places] = self._book.add_format({"num_format": f"0.{'0' * places}", "valign": "vcenter"})
        return self._numbers[places]

    def finish(self) -> bytes:
        self._book.close()
        return self._buffer.getvalue()


def _is_numeric(cells: Sequence[Said]) -> bool:
    kinds = {isinstance(cell, str) for cell in cells if cell not in (None, "")}
    return kinds == {False}


def _places(number: int | Fraction | Decimal) -> int:
    exponent = number.as_tuple().exponent if isinstance(number, Decimal) else 0
    return min(max(-exponent, 2), MOST_PLACES) if isinstance(exponent, int) else 2


def _wide_enough(title: str, cells: Sequence[Said]) -> int:
    texts = [
        cell if isinstance(cell, str) else f"{float(cell):.{_places(cell)}f}" for cell in cells if cell is not None
    ]
    widest = max(map(_columns, [title, *texts])) + 3
    return min(max(widest, NARROWEST), WIDEST)


def _lines(row: Sequence[Said], widths: Sequence[int]) -> int:
    """How many lines the fullest cell needs: not every program measures wrapped text by itself."""
    texts = [(cell, width) for cell, width in zip(row, widths, strict=True) if isinstance(cell, str)]
    return max((-(-_columns(text) // (width - 2)) for text, width in texts if text), default=1)


def _columns(text: str) -> int:
    """The columns of the longest line; Hangul takes about two a syllable."""
    lines = text.splitlines() or [""]
    return max(sum(2 if character >= "ᄀ" else 1 for character in line) for line in lines)
