"""CSV and JSON: the text of a file from plain data."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

from scoring.reading.cells import parse_decimal

_FORMULA_STARTS = tuple("=+-@\t\r＝＋－＠")
_FRACTION = re.compile(r"[+-]?[0-9]+/[0-9]+")
_PHONE = re.compile(r"\+?[0-9][0-9 ().-]{5,}")


def json_text(data: dict[str, Any]) -> str:
    """Plain data as JSON text: characters as they are, two spaces of indent, a final line feed, never NaN."""
    return json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def csv_text(rows: list[list[Any]]) -> str:
    """Rows as CSV text, lines ended by LF; text that a spreadsheet would run is made harmless."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([_cell(cell) for cell in row] for row in rows)
    return text.getvalue()


def harmless(text: str) -> str:
    """Text that a spreadsheet would run as a formula gets a leading apostrophe; numbers and phone numbers do not.

    >>> harmless("=1+1"), harmless("-3"), harmless("+82 10-0000-1234"), harmless("T07")
    ("'=1+1", '-3', '+82 10-0000-1234', 'T07')
    """
    if not text.startswith(_FORMULA_STARTS) or parse_decimal(text) is not None:
        return text
    if _FRACTION.fullmatch(text) or _PHONE.fullmatch(text):
        return text
    return "'" + text


def _cell(cell: object) -> object:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return harmless(cell) if isinstance(cell, str) else cell
