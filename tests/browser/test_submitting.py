"""A captain's window may close, and the network may go: what was written and sent is there again."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.screens import Open, Served

pytestmark = pytest.mark.browser
FORM = "/team/rounds/final/submission"


def test_a_draft_and_a_file_survive_a_closed_window_and_a_lost_network(
    open_page: Open, final: Served, tmp_path: Path, shots: Path
) -> None:
    page = open_page(final, FORM, role="captain", size="phone")
    slides = tmp_path / "발표 자료.pdf"
    slides.write_bytes(b"%PDF-1.7\n" + os.urandom(2_500_000))

    page.fill("#title", "자동으로 저장되는 제목")
    expect(page.locator(".draft-state")).to_contain_text("초안 저장됨")
    page.set_input_files("[name=new-slides]", slides)
    page.wait_for_selector(".file-state .ok")
    expect(page.locator("[name=save]")).to_have_value(re.compile("[2-9]"))
    page.reload()
    assert page.input_value("#title") == "자동으로 저장되는 제목"
    assert "발표 자료.pdf" in page.inner_text("[data-file=slides]")

    page.route("**/draft", lambda route: route.fulfill(status=200, body="<h1>Welcome to the guest network</h1>"))
    page.fill("#title", "연결이 끊긴 동안 쓴 제목")
    expect(page.locator(".draft-state")).to_contain_text("아직 서버에 없습니다")
    page.unroute("**/draft")
    page.reload()
    expect(page.locator(".draft-state")).to_contain_text("초안 저장됨")
    assert page.input_value("#title") == "연결이 끊긴 동안 쓴 제목"
    page.screenshot(path=shots / "team-write-phone.png", full_page=True)

    page.click("button[form=write]")
    page.wait_for_url("**/team")
    said = page.inner_text("main")
    assert "연결이 끊긴 동안 쓴 제목" in said
    assert "발표 자료.pdf" in said
