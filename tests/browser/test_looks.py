"""The pages as people see them: on every screen, in both languages, by day and by night."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.screens import SIZES, Open, Served

pytestmark = pytest.mark.browser

STANDINGS = "/organizer/rounds/preliminary/standings"
DRAFT = "/organizer/rounds/final/standings"
PAGES = {"public": ("/", None), "standings": (STANDINGS, "organizer")}
MORE = {
    "draft": (DRAFT, "organizer"),
    "rounds": ("/organizer", "organizer"),
    "team": ("/team", "captain"),
    "sign-in": ("/sign-in", None),
}


def overflow(page: Page) -> int:
    """How many pixels of the page lie beyond its right edge."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def serious(page: Page) -> list[str]:
    """What axe finds that keeps somebody from using the page."""
    found = (
        Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    )  # what passes needs no report
    return [
        f"{rule['id']}: {node['target']} {node.get('failureSummary', '')}"
        for rule in found
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
    ]


# Every size in both languages; the other theme, which has the same widths, is a drill.
SCREENS = [
    pytest.param(size, language, theme, marks=[] if (language == "ko") is (theme == "light") else pytest.mark.drill)
    for size, language, theme in product(SIZES, ("ko", "en"), ("light", "dark"))
]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("size", "language", "theme"), SCREENS)
def test_a_main_page_fits_every_screen(
    final: Served, open_page: Open, shots: Path, name: str, size: str, language: str, theme: str
) -> None:
    path, role = PAGES[name]
    page = open_page(final, path, role=role, size=size, language=language, theme=theme)
    page.screenshot(path=shots / f"{name}-{size}-{language}-{theme}.png")
    assert overflow(page) == 0


@pytest.mark.parametrize("name", MORE)
@pytest.mark.parametrize(("size", "language"), [("portrait", "ko"), ("phone", "en"), ("desktop", "en")])
def test_the_other_pages_fit_too(
    final: Served, open_page: Open, shots: Path, name: str, size: str, language: str
) -> None:
    path, role = MORE[name]
    page = open_page(final, path, role=role, size=size, language=language)
    page.screenshot(path=shots / f"{name}-{size}-{language}.png")
    assert overflow(page) == 0


@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize("name", ["public", "standings"])
def test_published_results_fit(results: Served, open_page: Open, shots: Path, name: str, size: str) -> None:
    path, role = ("/", None) if name == "public" else (DRAFT, "organizer")
    page = open_page(results, path, role=role, size=size)
    page.screenshot(path=shots / f"results-{name}-{size}.png", full_page=True)
    assert overflow(page) == 0


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", [*PAGES, *MORE])
def test_nothing_serious_keeps_anybody_out(final: Served, open_page: Open, name: str, theme: str) -> None:
    path, role = {**PAGES, **MORE}[name]
    page = open_page(final, path, role=role, theme=theme, size="desktop" if theme == "light" else "portrait")
    assert serious(page) == []


def test_the_list_on_a_phone_is_still_a_table_for_readers(final: Served, open_page: Open) -> None:
    page = open_page(final, STANDINGS, role="organizer", size="phone")
    assert serious(page) == []
    assert page.get_by_role("row").count() > 238


def test_every_target_is_large_enough_for_a_finger(final: Served, open_page: Open) -> None:
    page = open_page(final, STANDINGS, role="organizer", size="portrait")
    heights = page.eval_on_selector_all(
        ".bar a, .bar button, .seg a, .btn, summary, .end nav a",
        "all => all.map(one => one.getBoundingClientRect().height)",
    )
    assert min(heights) >= 48
