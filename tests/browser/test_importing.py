"""An organizer imports a file in a browser without any script: an unknown column, a preview, a press, and a big file."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.screens import Open, Served
from tests.browser.test_looks import overflow, serious
from tests.exchange.importing.importer import as_csv

pytestmark = pytest.mark.browser

ROWS = [
    ["존귀하신 분", "이메일 주소", "휴대폰", "소속", "주민등록번호"],
    ["가나다", "ganada@example.org", "010-0000-1111", "한빛대학교", "900101-1234567"],
    ["가나다", "ganada2@example.org", "1000001111", "한빛 대학교", ""],
    ["라마바", "주소 아님", "", "", ""],
]


def send(page: Page, raw: bytes) -> None:
    page.set_input_files("input[type=file]", {"name": "명단.csv", "mimeType": "text/csv", "buffer": raw})
    page.get_by_role("button", name="올리고 미리 보기").click()


def check(page: Page, shots: Path, name: str) -> None:
    page.screenshot(path=shots / f"import-{name}.png", full_page=True)
    assert overflow(page) == 0, name


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_columns_preview_and_giving_up(final: Served, open_page: Open, shots: Path, size: str) -> None:
    page = open_page(final, "/organizer/import", role="organizer", size=size)
    send(page, as_csv(ROWS, encoding="cp949"))
    check(page, shots, f"columns-{size}")
    assert serious(page) == []
    expect(page.get_by_text("읽지 않습니다", exact=True)).to_be_visible()
    page.get_by_label("존귀하신 분").select_option("name")
    page.get_by_role("button", name="이 열로 다시 미리 보기").click()
    expect(page.locator(".facts .fig").first).to_have_text("2")
    expect(page.get_by_text("전화번호가 같습니다")).to_be_visible()
    assert "1234567" not in page.content()
    check(page, shots, f"preview-{size}")
    assert serious(page) == []
    page.get_by_role("button", name="그만두기").click()
    expect(page.get_by_text("올린 파일을 지웠습니다.")).to_be_visible()


def test_a_big_file_shows_progress_and_comes_to_an_end_without_script(
    final: Served, open_page: Open, shots: Path
) -> None:
    page = open_page(final, "/organizer/import", role="organizer", java_script_enabled=False)
    rows = [["이름", "이메일"], *(["사람", f"many{number}@example.org"] for number in range(40_000))]
    send(page, as_csv(rows))
    expect(page.get_by_role("button", name="이대로 가져오기")).to_be_visible(timeout=60_000)
    expect(page.locator(".facts .fig").first).to_have_text("40000")
    page.get_by_role("button", name="그만두기").click()
