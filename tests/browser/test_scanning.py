"""A tablet's codes in front of the desk's camera: drawn by the tablet's own code, read, previewed and saved."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.screens import Open, Served

pytestmark = pytest.mark.browser

CAMERA = """
() => {
const canvas = Object.assign(document.createElement("canvas"), { width: 640, height: 480 });
const pen = canvas.getContext("2d");
pen.fillStyle = "#777";
pen.fillRect(0, 0, 640, 480);
navigator.mediaDevices.getUserMedia = async () => canvas.captureStream(10);
window.showCode = (rows) => {
  const size = Math.floor(440 / (rows.length + 8));
  pen.fillStyle = "#ddd";
  pen.fillRect(0, 0, 640, 480);
  pen.fillStyle = "#222";
  rows.forEach((row, y) => row.forEach((dark, x) => dark && pen.fillRect(100 + (x + 4) * size, 20 + (y + 4) * size, size, size)));
};
}
"""
TABLET = """
async ({ event, comment }) => {
  const { unsent, asCodes } = await import("/static/js/tablet/engine/ballot/export.js");
  const { qr } = await import("/static/js/tablet/engine/qr/qr.js");
  const queue = [{
    id: "0a000000-0000-4000-8000-00000000000a", base: null, marks: { creativity: 8, technical: 7, theme: 9 }, comment,
    note: "", sealed: true, made_at: "2025-12-02T12:30:00.000Z",
  }];
  const me = { owner: `${event}:1`, judge: "J05" };
  const codes = asCodes(unsent([{ round: "final", entry: "T078", queue }], { me, device: "tablet 5" }));
  return codes.map((text) => ({ text, rows: qr(text) }));
}
"""


def hold_up(page: Page, code: dict[str, object]) -> None:
    page.evaluate("(rows) => window.showCode(rows)", code["rows"])


def test_codes_are_read_one_after_the_other_and_become_ballots(final: Served, open_page: Open, shots: Path) -> None:
    page = open_page(final, "/organizer/rounds/final/unsent", role="organizer")
    page.evaluate(CAMERA)
    codes = page.evaluate(TABLET, {"event": "sesac-2025", "comment": "똠방각하 펲시 뷁 " * 60})
    assert len(codes) > 2
    page.get_by_role("button", name="카메라 켜기").click()
    for code in (codes[-1], *codes[:-2]):
        hold_up(page, code)
        expect(page.locator("textarea[name=scanned]")).to_have_value(_holds(code["text"]), timeout=15_000)
    expect(page.get_by_label("코드를 읽은 글")).to_have_value("")  # nobody reads a judge's notes over the shoulder
    expect(page.locator("textarea[name=scanned]")).to_be_hidden()
    expect(page.locator("[data-sets]")).to_contain_text(f"빠진 코드: {len(codes) - 1}")
    page.screenshot(path=shots / "scanning.png", full_page=True)
    hold_up(page, codes[-2])
    expect(page.locator("[data-sets]")).to_contain_text("모두 읽었습니다", timeout=15_000)
    page.get_by_role("button", name="미리 보기").click()
    expect(page.get_by_role("main")).to_contain_text("봉인되어 집계됨")
    page.screenshot(path=shots / "scanning-preview.png", full_page=True)


def _holds(text: object) -> re.Pattern[str]:
    return re.compile(re.escape(str(text)).replace(r"\ ", r"\s"))


def test_typing_stays_possible_where_no_camera_may_be_used(final: Served, open_page: Open) -> None:
    page = open_page(final, "/organizer/rounds/final/unsent", role="organizer")
    page.evaluate("() => { navigator.mediaDevices.getUserMedia = () => Promise.reject(new Error()); }")
    page.get_by_role("button", name="카메라 켜기").click()
    expect(page.locator("[data-say=refused]")).to_be_visible()
    page.get_by_label("코드를 읽은 글").fill("HJ1:0123abcd:1/3:x")
    expect(page.locator("[data-sets]")).to_contain_text("빠진 코드: 2, 3")
