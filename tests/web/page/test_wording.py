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


@pytest.mark.parametrize(
    ("name", "subject"),
    [
        ("다온", "다온이"),
        ("하루치", "하루치가"),
        ("말줄임표(주)", "말줄임표(주)가"),
        ("물음표셋!", "물음표셋!이"),
        ("T007", "T007이"),
        ("A4", "A4가"),
        ("LLM", "LLM이"),
        ("AI", "AI가"),
        ("Team", "Team이"),
        ("Blue", "Blue가"),
        ("Hack", "Hack이(가)"),
        ("東", "東이(가)"),
        ("!", "!이(가)"),
    ],
)
def test_a_name_takes_the_particle_of_its_last_sound(name: str, subject: str) -> None:
    assert wording.with_particle(name, "이/가") == subject


@pytest.mark.parametrize(
    ("name", "toward"), [("서울", "서울로"), ("다온", "다온으로"), ("본선", "본선으로"), ("1", "1로")]
)
def test_after_rieul_the_direction_is_ro(name: str, toward: str) -> None:
    assert wording.with_particle(name, "으로/로") == toward


def test_a_name_in_jamo_takes_the_same_particle() -> None:
    assert wording.with_particle("\u1103\u1161\u110b\u1169\u11ab", "을/를").endswith("을")


def test_an_unknown_pair_of_particles_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="pair"):
        wording.with_particle("다온", "이/을")
