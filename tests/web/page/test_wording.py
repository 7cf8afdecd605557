"""How moments and names are written."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from hackathon.web.http.languages import Language
from hackathon.web.page import wording

SEOUL = ZoneInfo("Asia/Seoul")
EVENING = datetime(2025, 12, 2, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(("language", "text"), [("ko", "12월 2일(화) 18:30 KST"), ("en", "Tue 2 Dec, 18:30 KST")])
def test_a_moment_is_told_in_the_events_zone_with_its_weekday(language: Language, text: str) -> None:
    assert wording.full(EVENING, SEOUL, language) == text


def test_a_zone_without_a_name_is_told_by_its_distance() -> None:
    assert wording.zone_name(EVENING, ZoneInfo("America/Sao_Paulo")) == "UTC-03:00"


@pytest.mark.parametrize(
    ("length", "ko", "en"),
    [
        (None, "12월 2일(화) 18:30", "Tue 2 Dec, 18:30"),
        (timedelta(hours=2), "12월 2일(화) 18:30–20:30", "Tue 2 Dec, 18:30–20:30"),
        (timedelta(days=3), "12월 2일(화) – 12월 5일(금)", "Tue 2 Dec – Fri 5 Dec"),
    ],
)
def test_a_span_does_not_say_a_day_twice(length: timedelta | None, ko: str, en: str) -> None:
    end = EVENING + length if length else None
    assert wording.span(EVENING, end, SEOUL, "ko") == ko
    assert wording.span(EVENING, end, SEOUL, "en") == en


@pytest.mark.parametrize(
    ("before", "after", "ko", "en"),
    [
        (0, 0, "2025년 12월 2일(화)", "Tue 2 Dec 2025"),
        (1, 0, "2025년 12월 1일(월) – 2일(화)", "Mon 1 – Tue 2 Dec 2025"),
        (3, 0, "2025년 11월 29일(토) – 12월 2일(화)", "Sat 29 Nov – Tue 2 Dec 2025"),
        (0, 30, "2025년 12월 2일(화) – 2026년 1월 1일(목)", "Tue 2 Dec 2025 – Thu 1 Jan 2026"),
    ],
)
def test_the_days_of_an_event(before: int, after: int, ko: str, en: str) -> None:
    start, end = EVENING - timedelta(days=before), EVENING + timedelta(days=after)
    assert wording.days(start, end, SEOUL, "ko") == ko
    assert wording.days(start, end, SEOUL, "en") == en


@pytest.mark.parametrize(
    ("wait", "ko", "en"),
    [
        (timedelta(seconds=-5), "곧", "any moment"),
        (timedelta(seconds=59), "곧", "any moment"),
        (timedelta(minutes=98), "1시간 38분 뒤", "in 1 h 38 min"),
        (timedelta(hours=2), "2시간 뒤", "in 2 h"),
        (timedelta(days=3, hours=2, minutes=59), "3일 2시간 뒤", "in 3 d 2 h"),
        (timedelta(days=1, minutes=5), "1일 뒤", "in 1 d"),
    ],
)
def test_a_wait_is_told_in_its_two_largest_units(wait: timedelta, ko: str, en: str) -> None:
    assert wording.until(wait, "ko") == ko
    assert wording.until(wait, "en") == en
