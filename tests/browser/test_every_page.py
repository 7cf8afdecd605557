"""Every page of every audience: it fits a tablet and a phone, and nothing serious keeps anybody out."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from hackathon.web.manual.chapters import CHAPTERS
from tests.browser.screens import Open, Served, look_again
from tests.browser.test_looks import overflow, serious
from tests.running import pseudo

pytestmark = pytest.mark.browser

FINAL, PRELIMINARY = "/organizer/rounds/final", "/organizer/rounds/preliminary"
PAGES: dict[str, tuple[str, str | None]] = {
    "event-settings": ("/organizer/settings", "organizer"),
    "log": ("/organizer/log", "organizer"),
    "people": ("/organizer/people", "organizer"),
    "person": ("/organizer/people/1", "organizer"),
    "people-add": ("/organizer/people/add", "organizer"),
    "entrants": ("/organizer/entrants", "organizer"),
    "entrant": ("/organizer/entrants/1", "organizer"),
    "teams": ("/organizer/teams", "organizer"),
    "team-desk": ("/organizer/teams/T001", "organizer"),
    "my-application": ("/apply/mine", "entrant"),
    "import": ("/organizer/import", "organizer"),
    "duplicates": ("/organizer/people/duplicates", "organizer"),
    "outbox": ("/organizer/outbox", "organizer"),
    "control": (FINAL, "organizer"),
    "control-large": (PRELIMINARY, "organizer"),
    "control-staff": (FINAL, "staff"),
    "assignments": (f"{FINAL}/assignments", "organizer"),
    "assignments-large": (f"{PRELIMINARY}/assignments", "organizer"),
    "panel": (f"{FINAL}/panel", "organizer"),
    "devices": (f"{FINAL}/devices", "organizer"),
    "presenting": (f"{FINAL}/presenting", "staff"),
    "card": ("/j", None),
    "kept": (f"{FINAL}/kept", "chair"),
    "unsent": (f"{FINAL}/unsent", "organizer"),
    "papers": (f"{FINAL}/paper", "organizer"),
    "paper-sheet": (f"{FINAL}/paper/J03", "organizer"),
    "coverage": (f"{FINAL}/coverage", "organizer"),
    "walk-in": (f"{FINAL}/walk-in", "organizer"),
    "recusals": (f"{FINAL}/recusals", "organizer"),
    "entries": (f"{FINAL}/entries", "organizer"),
    "adjustments": (f"{FINAL}/adjustments", "organizer"),
    "adjust": (f"{FINAL}/adjustments/new", "organizer"),
    "rubric": (f"{FINAL}/rubric", "organizer"),
    "awards": (f"{FINAL}/awards", "organizer"),
    "round-settings": (f"{FINAL}/settings", "organizer"),
    "round-log": (f"{FINAL}/log", "organizer"),
    "lock": (f"{FINAL}/lock", "organizer"),
    "ties": (f"{PRELIMINARY}/ties", "organizer"),
    "account": ("/me/account", "judge"),
    "password": ("/me/password", "judge"),
    "forgot": ("/forgot", None),
    "write": ("/team/rounds/final/submission", "captain"),
    "help": ("/help", "judge"),
    **{f"help-{chapter.key}": (f"/help/{chapter.key}", None) for chapter in CHAPTERS},
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_and_can_be_used_by_everybody(final: Served, open_page: Open, shots: Path, name: str) -> None:
    path, role = PAGES[name]
    page = open_page(final, path, role=role, size="portrait")
    assert page.url == final.address + path, "the page led elsewhere"
    assert_usable(page, shots / f"{name}-portrait-ko-light.png")
    look_again(final, page, size="phone", language="en", theme="dark")
    assert page.url == final.address + path, "the page led elsewhere"
    assert_usable(page, shots / f"{name}-phone-en-dark.png")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_room_for_a_longer_language(pseudo_final: Served, open_page: Open, shots: Path, name: str) -> None:
    path, role = PAGES[name]
    size = "portrait" if path.startswith("/organizer") else "phone"
    page = open_page(pseudo_final, path, role=role, size=size, language=pseudo.LANGUAGE)
    page.screenshot(path=shots / f"{name}-{size}-{pseudo.LANGUAGE}.png")
    assert page.locator("html").get_attribute("lang") == pseudo.LANGUAGE
    assert overflow(page) == 0


def assert_usable(page: Page, shot: Path) -> None:
    page.screenshot(path=shot)
    assert overflow(page) == 0, shot.stem
    assert serious(page) == [], shot.stem
