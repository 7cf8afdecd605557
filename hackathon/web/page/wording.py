"""Wording of moments and spans of time in any language, and of what people wrote. Nothing here knows a request.

A line that may be broken has the sign for a new line where it may.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hackathon.domain.base.languages import locale_of
from hackathon.web.http.languages import Language
from scoring.text import Text, say, text


def in_language(words: Mapping[str, str], *wanted: Language) -> str:
    """A text in the first of the languages that it has, or in any."""
    return next((words[language] for language in wanted if words.get(language)), "") or next(iter(words.values()), "")


def _weekday(local: datetime, language: Language) -> str:
    return str(locale_of(language).days["format"]["abbreviated"][local.weekday()])


def _month(local: datetime, language: Language) -> str:
    return str(locale_of(language).months["format"]["abbreviated"][local.month])


def day(moment: datetime, zone: ZoneInfo, language: Language) -> str:
    """Tue 2 Dec"""
    local = moment.astimezone(zone)
    weekday, month = _weekday(local, language), _month(local, language)
    return text("{weekday} {day} {month}", weekday=weekday, day=local.day, month=month).say(language)


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
    """Tue 2 Dec, 18:30 KST"""
    date, name = day(moment, zone, language), zone_name(moment, zone)
    return text("{day}, {hour} {zone}", day=date, hour=hour(moment, zone), zone=name).say(language)


def parts_of(line: Text, language: Language) -> tuple[str, ...]:
    """The parts of a line that each stay together."""
    return tuple(say(line, language).split("\n"))


def span_line(start: datetime, end: datetime | None, zone: ZoneInfo, language: Language) -> Text:
    """When something runs, without saying a day twice."""
    first, hours = day(start, zone, language), hour(start, zone)
    if end is not None and start.astimezone(zone).date() != end.astimezone(zone).date():
        return text("{first} –\n{last}", first=first, last=day(end, zone, language))
    return text("{day},\n{hours}", day=first, hours=f"{hours}–{hour(end, zone)}" if end else hours)


def span_parts(start: datetime, end: datetime | None, zone: ZoneInfo, language: Language) -> tuple[str, ...]:
    return parts_of(span_line(start, end, zone, language), language)


def span(start: datetime, end: datetime | None, zone: ZoneInfo, language: Language) -> str:
    """Tue 2 Dec, 13:00–18:30"""
    return " ".join(span_parts(start, end, zone, language))


def days(start: datetime, end: datetime, zone: ZoneInfo, language: Language) -> str:
    """Mon 1 – Tue 2 Dec 2025"""
    from_, to = start.astimezone(zone), end.astimezone(zone)
    first, last = day(start, zone, language), day(end, zone, language)
    if from_.date() == to.date():
        line = text("{day} {year}", day=first, year=from_.year)
    elif from_.year != to.year:
        line = text("{first} {year} – {last} {last_year}", first=first, year=from_.year, last=last, last_year=to.year)
    elif from_.month != to.month:
        line = text("{first} – {last} {year}", first=first, last=last, year=from_.year)
    else:
        line = text(
            "{weekday} {day} – {last_weekday} {last_day} {month} {year}",
            weekday=_weekday(from_, language),
            day=from_.day,
            last_weekday=_weekday(to, language),
            last_day=to.day,
            month=_month(from_, language),
            year=from_.year,
        )
    return line.say(language)


def until(wait: timedelta, language: Language) -> str:
    """How long it still takes, in the two largest units: in 1 h 38 min."""
    if wait < timedelta(minutes=1):
        return text("any moment").say(language)
    return text("in {time}", time=lasting(wait, language)).say(language)


def lasting(span: timedelta, language: Language) -> str:
    """How long something took, in the two largest units: 1 h 38 min; under a minute in seconds."""
    seconds = max(0, int(span.total_seconds()))
    whole_days, hours, minutes = seconds // 86400, seconds // 3600 % 24, seconds // 60 % 60
    if whole_days:
        line = _with_days(whole_days, hours)
    elif hours:
        line = _with_hours(hours, minutes)
    else:
        line = text("{minutes} min", minutes=minutes) if minutes else text("{seconds} s", seconds=seconds)
    return line.say(language)


def _with_days(whole_days: int, hours: int) -> Text:
    return text("{days} d {hours} h", days=whole_days, hours=hours) if hours else text("{days} d", days=whole_days)


def _with_hours(hours: int, minutes: int) -> Text:
    if minutes:
        return text("{hours} h {minutes} min", hours=hours, minutes=minutes)
    return text("{hours} h", hours=hours)
