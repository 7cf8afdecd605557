"""What must work in a browser, and without any script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.screens import Open, Served

pytestmark = pytest.mark.browser

STANDINGS = "/organizer/rounds/preliminary/standings"


@pytest.mark.parametrize("path", ["/", "/sign-in?from=mail"])
def test_the_language_switches_in_place_without_script(final: Served, open_page: Open, path: str) -> None:
    page = open_page(final, path, java_script_enabled=False)
    page.get_by_label("English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.url == final.address + path
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_dark_can_be_forced_on_a_light_system_and_stays(final: Served, open_page: Open) -> None:
    page = open_page(final, "/", java_script_enabled=False)
    page.get_by_role("link", name="어둡게").click()
    page.goto(final.address + "/sign-in")
    expect(page.locator("body")).to_have_css("background-color", "rgb(10, 16, 27)")


def test_the_system_decides_until_somebody_chooses(final: Served, open_page: Open) -> None:
    page = open_page(final, "/", theme="dark")
    expect(page.locator("body")).to_have_css("background-color", "rgb(10, 16, 27)")
    page.get_by_role("link", name="밝게").click()
    expect(page.locator("body")).to_have_css("background-color", "rgb(243, 245, 249)")


def test_a_tie_opens_without_script(final: Served, open_page: Open) -> None:
    page = open_page(final, STANDINGS, role="organizer", java_script_enabled=False)
    tie = page.locator("details").first
    expect(tie.locator(".steps")).to_be_hidden()
    tie.locator("summary").click()
    expect(tie.locator(".steps")).to_be_visible()


def test_signing_out_works_without_script(final: Served, open_page: Open) -> None:
    page = open_page(final, "/team", role="captain", java_script_enabled=False)
    page.get_by_role("button", name="로그아웃").click()
    expect(page.get_by_text("로그아웃했습니다.")).to_be_visible()
    page.goto(final.address + "/team")
    assert page.url == final.address + "/sign-in"


def test_the_keyboard_reaches_the_content_first(final: Served, open_page: Open) -> None:
    page = open_page(final, "/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")


def test_a_tie_opens_with_the_keyboard(final: Served, open_page: Open) -> None:
    page = open_page(final, STANDINGS, role="organizer")
    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".steps").first).to_be_visible()


def test_the_rounds_are_one_press_apart(final: Served, open_page: Open) -> None:
    page = open_page(final, STANDINGS, role="organizer")
    page.get_by_role("link", name="본선", exact=True).click()
    expect(page).to_have_url(re.compile("/final/standings$"))
    expect(page.locator(".seg [aria-current]")).to_have_text("본선")


def test_the_full_sheet_is_downloaded(final: Served, open_page: Open) -> None:
    page = open_page(final, STANDINGS, role="organizer")
    with page.expect_download() as download:
        page.get_by_role("link", name="총괄표").first.click()
    assert re.fullmatch(r".+_preliminary_v\d+_[0-9a-f]{8}\.xlsx", download.value.suggested_filename)
