"""The order of day and month in a column of dates: told by the whole column, or asked."""

from __future__ import annotations

import re
from collections.abc import Iterable

DATED = ("applied_at", "sent_at")
"""The fields that hold moments."""
DAY_FIRST, MONTH_FIRST = "day-first", "month-first"
_DATE = re.compile(r"\s*(\d{1,2})([./-])\s?(\d{1,2})\2\s?(\d{4})(?!\d)")


def split_order(field: str | None) -> tuple[str | None, str | None]:
    """`applied_at:day-first` as the field and the order that somebody chose."""
    name, colon, order = (field or "").partition(":")
    return (name, order) if colon and name in DATED and order in (DAY_FIRST, MONTH_FIRST) else (field, None)


def order_of(texts: Iterable[str]) -> tuple[str | None, bool]:
    """The order that a column's dates are in, and whether it must be asked: no day is above 12, or they disagree."""
    seen: set[str] = set()
    doubtful = False
    for text in texts:
        found = _DATE.match(text)
        if found is None:
            continue
        first, second = int(found[1]), int(found[3])
        if found[2] == "." or first > 12:
            seen.add(DAY_FIRST)
        elif second > 12:
            seen.add(MONTH_FIRST)
        else:
            doubtful = doubtful or first != second
    if len(seen) == 1:
        return seen.pop(), False
    return None, doubtful or len(seen) > 1


def in_order(text: str, order: str | None) -> str:
    """A date with the year first; other texts as they are."""
    found = _DATE.match(text)
    if found is None:
        return text
    first, second = found[1], found[3]
    month, day = (second, first) if order == DAY_FIRST else (first, second)
    return f"{found[4]}-{month}-{day} {text[found.end() :].lstrip(' .,')}".strip()
