"""A judge's device with the app open on it, and what a judge does there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect

from hackathon.database import unit_of_work
from hackathon.domain.rounds.events import get_event
from hackathon.domain.submissions import submissions
from tests.browser.tablet.tablets import Venue
from tests.browser.test_looks import overflow, serious
from tests.factories import the_entry

Device = Callable[..., Page]


def devices(browser: Browser, venue: Venue) -> Iterator[Device]:
    """A tablet with the app open on it. Whatever a script complains about fails the test; a dead network may complain."""
    faults: list[str] = []
    contexts = []

    def open_device(path: str = "/judge", *, judge: str | None = "J01", **options: Any) -> Page:
        size = {"width": 1194, "height": 834}
        context = browser.new_context(viewport=size, has_touch=True, **{"locale": "ko-KR"} | options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if _is_fault(said.type, said.text) else None)
        if judge:
            context.request.get(venue.link(judge), max_redirects=0)
        page.goto(venue.address + path)
        page.locator("#app[data-ready]").wait_for(state="attached")
        return page

    yield open_device
    for context in contexts:
        context.close()
    assert faults == []


def _is_fault(kind: str, text: str) -> bool:
    return kind in ("error", "warning") and "Failed to load resource" not in text


def give(page: Page, **marks: int) -> None:
    for key, mark in marks.items():
        page.locator(f"label:has(input[name=mark-{key}][value='{mark}'])").tap()


def seal(page: Page, button: str | re.Pattern[str] = re.compile("봉인$")) -> None:
    page.get_by_role("button", name=button).tap()
    page.get_by_role("dialog").get_by_role("button", name="봉인하기").tap()


def stage(page: Page, words: str) -> None:
    expect(page.locator(".trail .now")).to_have_text(words)


def looked_at(page: Page, name: Path) -> None:
    for theme, button in (("light", "밝게"), ("dark", "어둡게")):
        page.get_by_role("button", name=button).tap()
        expect(page.locator("html")).to_have_attribute("data-theme", theme)
        page.screenshot(path=f"{name}-{theme}.png")
        assert (overflow(page), serious(page)) == (0, [])


def hand_in(venue: Venue, team: str, **content: Any) -> None:
    with venue.app.app_context(), unit_of_work():
        round = get_event().rounds[0]
        submissions.submit(round, the_entry(round, team).team, **content)
