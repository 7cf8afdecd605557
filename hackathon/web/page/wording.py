"""Wording of moments, spans of time and names in the two languages. Nothing here knows a request."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hackathon.web.http.languages import Language

_DAYS = {"ko": "월화수목금토일", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def in_language(words: Mapping[str, str], *wanted: Language) -> str:
    """A text in the first of the languages that it has, or in any."""
    return next((words[language] for language in wanted if words.get(language)), "") or next(iter(words.values()), "")


def day(moment: datetime, zone: ZoneInfo, language: Language) -> str:
    """12월 2일(화) · Tue 2 Dec"""
    local = moment.astimezone(zone)
    weekday = _DAYS[language][local.weekday()]
    if language == "ko":
        return f"{local.month}월 {local.day}일({weekday})"
    return f"{weekday} {local.day} {_MONTHS[local.month - 1]}"


def hour(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%H:%M}"


def zone_name(moment: datetime, zone: ZoneInfo) -> str:
    """KST; a zone without a name of letters by its distance to UTC."""
    local = moment.astimezone(zone)
    name = local.tzname() or ""
    if name.isalpha():
        return name
    return f"UTC{local:%z}"[:6] + ":" + f"{local:%z}"[3:5]


def full(moment: datetime, zone: ZoneInfo, language: Language) -> str:
    """12월 2일(화) 18:30 KST · Tue 2 Dec, 18:30 KST"""
    comma = "" if language == "ko" else ","
    return f"{day(moment, zone, language)}{comma} {hour(moment, zone)} {zone_name(moment, zone)}"


def span_parts(start: datetime, end: datetime | None, zone: ZoneInfo, language: Language) -> tuple[str, ...]:
    """When something runs, without saying a day twice, in parts that belong on one line each."""
    comma = "" if language == "ko" else ","
    first = day(start, zone, language)
    if end is None:
        return f"{first}{comma}", hour(start, zone)
    if start.astimezone(zone).date() == end.astimezone(zone).date():
        return f"{first}{comma}", f"{hour(start, zone)}–{hour(end, zone)}"
    return f"{first} –", day(end, zone, language)


def span(start: datetime, end: datetime | None, zone: ZoneInfo, language: Language) -> str:
    """12월 2일(화) 13:00–18:30 · Tue 2 Dec, 13:00–18:30"""
    return " ".join(span_parts(start, end, zone, language))


def days(start: datetime, end: datetime, zone: ZoneInfo, language: Language) -> str:
    """2025년 12월 1일(월) – 2일(화) · Mon 1 – Tue 2 Dec 2025"""
    first, last = start.astimezone(zone), end.astimezone(zone)
    if language == "ko":
        return f"{first.year}년 {day(start, zone, 'ko')}{_until_ko(first, last)}"
    if first.date() == last.date():
        return f"{day(start, zone, 'en')} {first.year}"
    opening = _start_en(first, last)
    return f"{opening} – {day(end, zone, 'en')} {last.year}"


def _until_ko(first: datetime, last: datetime) -> str:
    if first.date() == last.date():
        return ""
    year = f"{last.year}년 " if last.year != first.year else ""
    month = f"{last.month}월 " if year or last.month != first.month else ""
    return f" – {year}{month}{last.day}일({_DAYS['ko'][last.weekday()]})"


def _start_en(first: datetime, last: datetime) -> str:
    text = f"{_DAYS['en'][first.weekday()]} {first.day}"
    if (first.year, first.month) != (last.year, last.month):
        text += f" {_MONTHS[first.month - 1]}"
    return text if first.year == last.year else f"{text} {first.year}"


def until(wait: timedelta, language: Language) -> str:
    """How long it still takes, in the two largest units: 1시간 38분 뒤 · in 1 h 38 min."""
    if wait < timedelta(minutes=1):
        return "곧" if language == "ko" else "any moment"
    text = lasting(wait, language)
    return f"{text} 뒤" if language == "ko" else f"in {text}"


def lasting(span: timedelta, language: Language) -> str:
    """How long something took, in the two largest units: 1시간 38분 · 1 h 38 min; under a minute in seconds."""
    seconds = max(0, int(span.total_seconds()))
    minutes = seconds // 60
    if minutes == 0:
        return f"{seconds}초" if language == "ko" else f"{seconds} s"
    whole_days, rest = divmod(minutes, 24 * 60)
    units = ("일", "시간", "분") if language == "ko" else (" d", " h", " min")
    amounts = list(zip((whole_days, rest // 60, rest % 60), units, strict=True))
    shown = amounts[:2] if whole_days else amounts[1:]
    return " ".join(f"{amount}{unit}" for amount, unit in shown if amount)
