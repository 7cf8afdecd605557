"""Languages of the app: each is one catalogue, there without a network, whichever is chosen and wherever."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

import scoring.text
from hackathon.database import unit_of_work
from hackathon.domain.rounds.events import get_event
from tests.browser.tablet.judging import Device, give
from tests.browser.tablet.tablets import Venue, opened
from tests.browser.test_looks import overflow
from tests.running import pseudo
from tests.running.pseudo import sentence

pytestmark = pytest.mark.browser

OURS = {"T001", "T002", "T003", "T004", "J01", "j01", "KST", "EN", "xx"}
"""What is no sentence: codes, zones, short names of languages."""


@pytest.fixture
def venue(sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Venue]:
    """An event in Korean, English and a language that nobody speaks."""
    monkeypatch.setattr(scoring.text, "_places", [*scoring.text._places])
    pseudo.drop_in(tmp_path / "locale")
    with opened(tmp_path, sqlite_template, teams=4, judges=2) as venue:
        with venue.app.app_context(), unit_of_work():
            get_event().languages = ["ko", "en", pseudo.LANGUAGE]
        yield venue


def speak(page: Page, language: str) -> None:
    page.get_by_role("navigation", name=re.compile("언어")).locator(f"button[lang={language}]").tap()
    expect(page.locator("html")).to_have_attribute("lang", language)


def keep(page: Page) -> None:
    """The app is on the device, and there is no network any more."""
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    page.context.set_offline(True)


def unsaid(page: Page) -> set[str]:
    """English that stands outside every sentence of the language."""
    text = page.locator("#app").inner_text()
    for digest in page.locator(".mono").all_inner_texts():
        text = text.replace(digest, "")
    return set(re.findall(r"[A-Za-z][A-Za-z0-9]+", pseudo.outside(text))) - OURS


def test_a_dropped_in_language_scores_without_a_network(venue: Venue, device: Device) -> None:
    page = device()
    speak(page, pseudo.LANGUAGE)
    keep(page)
    page.reload()
    expect(page.get_by_role("link", name=sentence("Continue scoring"))).to_be_visible()
    assert (unsaid(page), overflow(page)) == (set(), 0)
    page.get_by_role("link", name=sentence("Continue scoring")).tap()
    give(page, creativity=9, technical=7)
    expect(page.locator(".total output")).to_have_text("82")
    assert (unsaid(page), overflow(page)) == (set(), 0)
    page.get_by_role("button", name=sentence("Seal the ballot")).tap()
    page.get_by_role("dialog").get_by_role("button", name=sentence("Seal"), exact=True).tap()
    expect(page.locator(".trail .now")).to_have_text(sentence("On device"))
    expect(page.get_by_role("status").first).to_contain_text(sentence("{n} ballot waits — go on scoring").format(n=1))
    page.reload()
    expect(page.locator(".trail .now")).to_have_text(sentence("On device"))
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator(".trail .now")).to_have_text(sentence("Confirmed"))
    assert (unsaid(page), overflow(page)) == (set(), 0)
    assert [row["marks"] for row in venue.revisions() if row["sealed"]] == [{"creativity": 9, "technical": 7}]


@pytest.mark.parametrize(
    "path", ["/judge/unsent", "/judge/rounds/first/compare", "/judge/rounds/first/entries/T003/recuse"]
)
def test_every_screen_speaks_it(device: Device, path: str) -> None:
    page = device(path)
    speak(page, pseudo.LANGUAGE)
    expect(page.get_by_role("heading", level=1)).to_contain_text(pseudo.OPEN)
    assert (unsaid(page), overflow(page)) == (set(), 0)


def test_every_language_of_the_event_is_there_without_a_network(device: Device) -> None:
    page = device()
    keep(page)
    for language, words in (
        ("en", "Continue scoring"),
        (pseudo.LANGUAGE, sentence("Continue scoring")),
        ("ko", "이어서 채점"),
    ):
        speak(page, language)
        expect(page.get_by_role("link", name=words)).to_be_visible()
        page.reload()
        expect(page.get_by_role("link", name=words)).to_be_visible()


def test_moments_are_written_as_each_language_writes_them(venue: Venue, device: Device) -> None:
    page = device()
    closing = page.locator(".card .muted", has_text="KST").first
    day, hour = r"\d{1,2}월 \d{1,2}일\([월화수목금토일]\)", r"\d\d:\d\d KST"
    expect(closing).to_have_text(re.compile(rf"^심사 마감 {day} {hour} \((\d시간 )?\d+분 뒤\) · 마감 전에는"))
    speak(page, "en")
    day = r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d{1,2} [A-Z][a-z]{2}"
    expect(closing).to_have_text(re.compile(rf"^Closes {day}, {hour} \(in (\d h )?\d+ min\) · Until then"))


@pytest.mark.parametrize(("locale", "words"), [("en-GB", "Continue scoring"), ("fr-FR", "이어서 채점")])
def test_before_anybody_chooses_it_is_what_the_browser_asks_for(device: Device, locale: str, words: str) -> None:
    page = device(locale=locale)
    expect(page.get_by_role("link", name=words)).to_be_visible()


def test_a_choice_on_another_page_is_followed(venue: Venue, device: Device) -> None:
    page = device()
    page.context.request.get(f"{venue.address}/?lang=en")
    expect(page.get_by_role("link", name="Continue scoring")).to_be_visible()


def test_without_its_catalogue_the_app_speaks_english_and_asks_again(venue: Venue, device: Device) -> None:
    page = device(judge=None)
    page.context.clear_cookies()
    page.route("**/judge.*.json*", lambda route: route.abort())
    page.evaluate("() => navigator.serviceWorker.getRegistration().then((found) => found?.unregister())")
    page.clock.install()
    page.reload()
    expect(page.get_by_role("heading", name="Judge sign-in")).to_be_visible()
    page.unroute("**/judge.*.json*")
    page.clock.run_for(12_000)
    expect(page.get_by_role("heading", name="심사위원 로그인")).to_be_visible()
