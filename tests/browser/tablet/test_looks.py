"""The judge's screens as they look: every state on tablet and phone, in both languages, by day and by night."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.screens import Open, Served
from tests.browser.test_looks import overflow, serious

pytestmark = pytest.mark.browser

ROUND = "/judge/rounds/final"


def ready(page: Page) -> Page:
    page.locator("#app[data-ready]").wait_for(state="attached")
    expect(page.locator("main")).not_to_contain_text(re.compile("불러오는 중|Opening"))
    return page


def first_open(page: Page) -> None:
    page.locator(".card-now .btn-big").click()
    page.locator(".criterion").first.wait_for()


def read_back(page: Page) -> None:
    first_open(page)
    for block in page.locator("fieldset.criterion").all():
        block.locator("label").nth(8).click()
    page.locator(".acts .btn-main").click()
    page.get_by_role("dialog").wait_for()


def gaps(page: Page) -> None:
    page.locator(".roster .plate:not(.plate-final)").last.click()
    page.locator(".acts .btn-main").click()
    page.get_by_role("alert").first.wait_for()


def sealed(page: Page) -> None:
    page.locator(".roster .plate-final").first.click()
    page.locator(".receipt").wait_for()


def recusal(page: Page) -> None:
    sealed(page)
    page.locator(".rail > .btn-quiet").click()
    page.get_by_role("textbox").wait_for()


def how_to_install(page: Page) -> None:
    page.locator(".hint .btn").first.click()
    page.get_by_role("dialog").wait_for()


def nothing(_page: Page) -> None:
    pass


SCREENS: dict[str, tuple[str, Callable[[Page], None]]] = {
    "home": ("/judge", nothing),
    "left": (f"{ROUND}?show=left", nothing),
    "scoring": ("/judge", first_open),
    "seal": ("/judge", read_back),
    "gaps": ("/judge", gaps),
    "sealed": ("/judge", sealed),
    "compare": (f"{ROUND}/compare", nothing),
    "recuse": ("/judge", recusal),
    "unsent": ("/judge/unsent", nothing),
    "install": ("/judge", how_to_install),
}
VIEWS = [("landscape", "ko", "light"), ("portrait", "en", "dark"), ("phone", "ko", "dark"), ("phone", "en", "light")]


@pytest.mark.parametrize(("size", "language", "theme"), VIEWS)
def test_every_screen_fits_and_can_be_used_by_everybody(
    final: Served, open_page: Open, shots: Path, size: str, language: str, theme: str
) -> None:
    page = open_page(final, "/judge", role="judge", size=size, language=language, theme=theme)
    page.context.add_cookies([{"name": "theme", "value": theme, "url": final.address}])  # the evening is dark by itself
    for name, (path, act) in SCREENS.items():
        page.goto(final.address + path)
        act(ready(page))
        page.screenshot(path=shots / f"judge-{name}-{size}-{language}-{theme}.png")
        assert overflow(page) == 0, name
        assert size == "phone" or serious(page) == [], name


@pytest.mark.parametrize(("size", "theme"), [("portrait", "light"), ("phone", "dark")])
def test_nobody_is_signed_in(final: Served, open_page: Open, shots: Path, size: str, theme: str) -> None:
    page = open_page(final, "/", size=size, theme=theme)
    page.context.add_cookies([{"name": "theme", "value": theme, "url": final.address}])
    page.route("**/api/v1/me", lambda route: route.fulfill(status=204))  # the console would complain about a refusal
    page.goto(f"{final.address}/judge/sign-in")
    page.screenshot(path=shots / f"judge-sign-in-{size}-{theme}.png")
    assert overflow(ready(page)) == 0
    assert serious(page) == []


def test_whatever_is_pressed_is_large_enough_for_a_finger(final: Served, open_page: Open) -> None:
    page = ready(open_page(final, "/judge", role="judge", size="portrait"))
    for act in (nothing, first_open):
        act(page)
        small = page.eval_on_selector_all(
            "a[href]:not(.skip), button, summary, .marks label, textarea",
            """all => all.filter(one => one.offsetParent && one.getBoundingClientRect().height < 48)
                .map(one => one.outerHTML.slice(0, 90))""",
        )
        assert small == []


def test_the_chair_finds_the_standings(final: Served, open_page: Open) -> None:
    page = ready(open_page(final, "/judge", role="chair"))
    page.get_by_role("link", name="본선 순위").click()
    page.wait_for_url("**/organizer/rounds/final/standings")


def test_language_and_light_are_chosen_in_place_and_stay(final: Served, open_page: Open) -> None:
    page = ready(open_page(final, f"{ROUND}/compare", role="judge", size="landscape"))
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Compare my ballots")
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("body")).to_have_css("background-color", "rgb(10, 16, 27)")
    page.goto(f"{final.address}/me/account")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
