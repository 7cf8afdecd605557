"""The pledge on the tablet: it comes before scoring, once for all devices, and never in the way of what was marked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from hackathon.database import unit_of_work
from hackathon.domain.rounds import pledges, settings
from hackathon.domain.rounds.events import get_event
from tests.browser.tablet.judging import Device, give, looked_at, seal, stage
from tests.browser.tablet.tablets import Venue, opened

pytestmark = pytest.mark.browser


@pytest.fixture
def venue(sqlite_template: Path, tmp_path: Path) -> Iterator[Venue]:
    with opened(tmp_path, sqlite_template, teams=2, judges=2) as venue:
        ask(venue, pledges.usual(("ko", "en")))
        yield venue


def ask(venue: Venue, text: dict[str, str]) -> None:
    with venue.app.app_context(), unit_of_work():
        settings.change_judging(get_event().rounds[0], {"pledge": text}, reason="결정")


def test_it_is_given_once_before_anything_is_scored(venue: Venue, device: Device, shots: Path) -> None:
    page = device()
    expect(page.get_by_role("heading", level=1)).to_have_text("심사위원 서약")
    expect(page.get_by_role("link", name="이어서 채점")).to_have_count(0)
    looked_at(page, shots / "tablet-pledge")
    page.get_by_role("button", name="읽었으며 서약합니다").tap()
    page.get_by_role("link", name="이어서 채점").tap()
    give(page, creativity=9, technical=7)
    seal(page)
    stage(page, "서버 확인")
    other = device()
    expect(other.get_by_text(re.compile("^서약함 · "))).to_be_visible()


def test_other_words_are_asked_for_again_and_a_dead_network_keeps_nobody_from_preparing(
    venue: Venue, device: Device
) -> None:
    page = device()
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    page.context.set_offline(True)
    page.get_by_role("button", name="읽었으며 서약합니다").tap()
    expect(page.get_by_text("서약이 먼저입니다")).to_be_visible()
    page.get_by_role("link", name="이어서 채점").tap()
    give(page, creativity=9, technical=7)
    seal(page)
    stage(page, "기기에 저장됨")
    page.context.set_offline(False)
    expect(page.get_by_role("heading", level=1)).to_have_text("심사위원 서약", timeout=15_000)
    ask(venue, {**pledges.usual(("ko", "en")), "ko": "새 문구입니다."})
    page.get_by_role("button", name="읽었으며 서약합니다").tap()
    expect(page.get_by_role("alert")).to_contain_text("문구가 바뀌었습니다")
    expect(page.get_by_text("새 문구입니다.")).to_be_visible()
    page.get_by_role("button", name="읽었으며 서약합니다").tap()
    stage(page, "서버 확인")
    assert [row["status"] for row in venue.revisions()] == ["accepted"]
