"""From the organizer's desk to a judge's tablet and back: a card that is printed, typed and used, and a stage that is told."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.screens import Open, Served

pytestmark = pytest.mark.browser

DEVICES, STAGE = "/organizer/rounds/final/devices", "/organizer/rounds/final/presenting"
_CODE = re.compile(r"[2-9A-Z]{5}-[2-9A-Z]{5}")


def test_a_card_from_the_desk_is_typed_on_a_tablet(final: Served, open_page: Open) -> None:
    desk = open_page(final, DEVICES, role="organizer")
    desk.get_by_role("button", name="새 카드").last.click()
    card = desk.locator(".judge-card")
    expect(card.locator("svg.qr")).to_be_visible()
    found = _CODE.search(card.inner_text())
    assert found
    tablet = open_page(final, "/j", size="portrait")
    tablet.get_by_label("카드의 번호").fill(found[0].lower())
    tablet.keyboard.press("Enter")
    expect(tablet).to_have_url(f"{final.address}/judge")
    desk.get_by_role("link", name="마침").click()
    expect(desk.locator(".seats > li").last.get_by_role("button", name=re.compile("^로그아웃"))).to_be_visible()


def test_eight_cards_fit_on_a_page(final: Served, open_page: Open) -> None:
    desk = open_page(final, DEVICES, role="organizer")
    for box in desk.locator("input[name=judge][type=checkbox]").all()[:8]:
        box.check()
    for box in desk.locator("input[name=judge][type=checkbox]").all()[8:]:
        box.uncheck()
    desk.get_by_role("button", name="카드 만들기").click()
    expect(desk.locator(".judge-card")).to_have_count(8)
    paper = desk.pdf(prefer_css_page_size=True)
    assert paper.count(b"/Type /Page\n") == 1
    desk.emulate_media(media="print")
    overflowing = "cards => cards.filter(card => card.scrollHeight > card.clientHeight + 1).length"
    assert desk.locator(".judge-card").evaluate_all(overflowing) == 0


def test_the_control_room_hears_of_the_stage_and_stays_where_it_was(final: Served, open_page: Open) -> None:
    stage = open_page(final, STAGE, role="staff", size="phone")
    control = open_page(final, "/organizer/rounds/final", role="organizer")
    names = control.locator(".names summary")
    names.click()
    names.focus()
    stage.locator(".onstage-buttons .btn-main").click()
    expect(stage.get_by_text("발표 중")).to_be_visible()
    code = stage.locator(".onstage-team small").inner_text()
    expect(control.get_by_role("link", name=f"지금 발표 {code}")).to_be_visible()
    expect(control.locator("details.names")).to_have_attribute("open", "")
    expect(names).to_be_focused()
