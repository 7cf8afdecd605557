"""Moments of submission: when an entry was handed in, read from text exactly."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

from scoring.faults import Fault, make_fault, raise_any

SUBMITTED_AT = "submitted_at"
"""The column of the entry list that holds them."""
HALVES: Mapping[str, int] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))["halves"]
_HALF = "|".join(HALVES)
_CLOCK = r"(?P<hour>\d{1,2}):?(?P<minute>\d{2})(?::?(?P<second>\d{2})(?:[.,](?P<part>\d{1,18}))?)?"
_ZONE = r"(?P<zone>Z|(?P<sign>[+-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?)"
# 2025-11-14T15:05:07+09:00 and shorter; so does a spreadsheet's date look when it becomes text.
_ISO = re.compile(rf"(?P<year>\d{{4}})-?(?P<month>\d\d)-?(?P<day>\d\d)(?:[T ]{_CLOCK}\s?{_ZONE}?)?", re.ASCII | re.I)
# 2025. 11. 14 PM 3:05:07, the half of the day before or behind, in words of its language.
_STAMP = re.compile(
    rf"(?P<year>\d{{4}})[./]\s*(?P<month>\d{{1,2}})[./]\s*(?P<day>\d{{1,2}})\.?"
    rf"(?:\s+(?P<before>{_HALF})?\s*{_CLOCK}\s*(?P<behind>{_HALF})?\s*(?:(?:GMT|UTC)?{_ZONE})?)?",
    re.ASCII | re.I,
)
_START = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time. `seconds` counts from the year 1, in UTC where the text names its zone; `text` is ISO 8601."""

    seconds: Fraction
    has_zone: bool
    text: str


def read_moment(text: str) -> Moment | None:
    """The moment that a text writes: ISO 8601, or the stamp of a Korean form; None where it cannot be read.

    >>> read_moment("2025. 11. 14 PM 3:05:07").text, read_moment("2025-11-14 15:05+09:00").text, read_moment("noon")
    ('2025-11-14T15:05:07', '2025-11-14T15:05:00+09:00', None)
    """
    found = _ISO.fullmatch(text.strip()) or _STAMP.fullmatch(text.strip())
    if found is None:
        return None
    try:
        return _moment(found.groupdict())
    except (ValueError, OverflowError):
        return None


def _moment(parts: Mapping[str, str | None]) -> Moment:
    year, month, day, hour, minute, second = (
        int(parts[name] or 0) for name in ("year", "month", "day", "hour", "minute", "second")
    )
    half = parts.get("before") or parts.get("behind")
    if half is not None and not 0 < hour <= 12:
        raise ValueError(half)
    if half is not None:
        hour = hour % 12 + HALVES[half.lower()]
    local = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    digits = (parts["part"] or "").rstrip("0")
    shown = local.replace(tzinfo=None).isoformat(timespec="seconds") + (f".{digits}" if digits else "")
    elapsed = local - _START - _offset(parts)
    seconds = elapsed.days * 86400 + elapsed.seconds + Fraction(int(digits or 0), 10 ** len(digits))
    return Moment(seconds, parts["zone"] is not None, shown + _zone_text(parts))


def _offset(parts: Mapping[str, str | None]) -> timedelta:
    hours, minutes = int(parts["hours"] or 0), int(parts["minutes"] or 0)
    if hours > 23 or minutes > 59:
        raise ValueError(parts["zone"])
    size = timedelta(hours=hours, minutes=minutes)
    return -size if parts["sign"] == "-" else size


def _zone_text(parts: Mapping[str, str | None]) -> str:
    if parts["sign"] is None:
        return "Z" if parts["zone"] else ""
    return f"{parts['sign']}{int(parts['hours'] or 0):02}:{int(parts['minutes'] or 0):02}"


def moment_faults(cells: Iterable[tuple[int | None, str, str]]) -> list[Fault]:
    """A fault for every cell (row, column as it is called, text) that is no moment, or that names no zone where others do."""
    read = [(row, name, text, read_moment(text)) for row, name, text in cells if text]
    has_zones = any(moment.has_zone for *_, moment in read if moment)
    codes = [
        (row, name, text, "not-a-moment" if moment is None else "moment-without-zone")
        for row, name, text, moment in read
        if moment is None or (has_zones and not moment.has_zone)
    ]
    return [make_fault(code, row=row, column=name, value=text) for row, name, text, code in codes]


def read_moments(cells: Mapping[str, str], *, column: str) -> dict[str, Moment]:
    """Code → moment of the cells that are filled. Raises ScoringError for a text that is none."""
    raise_any(moment_faults([(None, f"{column} {code}", text) for code, text in cells.items()]))
    found = ((code, read_moment(text)) for code, text in cells.items())
    return {code: moment for code, moment in found if moment is not None}
