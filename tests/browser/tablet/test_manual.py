"""The judges' page of the manual on a tablet: kept after the app itself, and read without a network."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.tablet.judging import Device
from tests.browser.tablet.tablets import Venue
from tests.browser.test_looks import overflow, serious

pytestmark = pytest.mark.browser

PAGE = "/judge/help/ko"
IS_KEPT = "async page => Boolean(await caches.match(page))"
KEEP = """async page => {
  (await navigator.serviceWorker.ready).active.postMessage({ type: "keep-later" });
  while (!(await caches.match(page))) await new Promise(again => setTimeout(again, 50));
}"""


def test_the_judges_page_opens_without_a_network(venue: Venue, device: Device) -> None:
    page = device("/judge")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    assert not page.evaluate(IS_KEPT, PAGE), "the first visit does not wait for it"
    page.evaluate(KEEP, PAGE)
    page.context.set_offline(True)
    page.get_by_role("link", name="도움말").tap()
    page.wait_for_url(venue.address + PAGE)
    expect(page.get_by_role("heading", level=1)).to_have_text("한 장으로 보는 심사")
    assert page.evaluate("[...document.styleSheets].every(sheet => sheet.cssRules.length > 0)")
    assert (overflow(page), serious(page)) == (0, [])
    page.get_by_role("link", name="채점으로 돌아가기").tap()
    expect(page.locator("#app[data-ready]")).to_be_attached()


def test_a_page_that_is_not_kept_yet_leads_back_to_the_app(venue: Venue, device: Device) -> None:
    page = device("/judge")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    page.context.set_offline(True)
    page.goto(venue.address + PAGE)
    expect(page.get_by_role("heading", level=1)).to_have_text("그런 화면이 없습니다")
