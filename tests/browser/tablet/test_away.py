"""On the screens: a network that stays dead, a second device, a session that ended, a server that refuses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain.rounds import rounds
from hackathon.domain.rounds.events import get_event
from tests.browser.tablet.judging import Device, give, looked_at, seal, stage
from tests.browser.tablet.tablets import Venue, opened
from tests.factories import the_entry, the_judge

pytestmark = pytest.mark.browser


@pytest.fixture
def venue(sqlite_template: Path, tmp_path: Path) -> Iterator[Venue]:
    with opened(tmp_path, sqlite_template, teams=4, judges=2) as venue:
        yield venue


def test_what_cannot_be_sent_leaves_as_a_file_or_as_codes(device: Device, shots: Path) -> None:
    page = device("/judge/rounds/first/entries/T001")
    expect(page.locator(".criterion").first).to_be_visible()
    page.context.set_offline(True)
    give(page, creativity=9, technical=7)
    seal(page)
    page.get_by_role("link", name="파일로 내보내기").tap()
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(page.locator("main")).to_contain_text("이 기기에 1건")
    with page.expect_download() as download:
        page.get_by_role("button", name="파일로 저장").tap()
    assert "T001" in download.value.path().read_text(encoding="utf-8")
    page.get_by_role("button", name="QR로 보여 주기").tap()
    expect(page.get_by_role("img", name=re.compile("^QR 1 "))).to_be_visible()
    looked_at(page, shots / "judge-unsent-waiting")


def test_two_devices_differ_and_the_judge_picks(venue: Venue, device: Device, shots: Path) -> None:
    here, there = device("/judge/rounds/first/entries/T001"), device("/judge/rounds/first/entries/T001")
    here.context.set_offline(True)
    give(here, creativity=3, technical=4)
    seal(here)
    give(there, creativity=8, technical=4)
    seal(there)
    stage(there, "서버 확인")
    here.context.set_offline(False)
    here.evaluate("dispatchEvent(new Event('online'))")
    here.get_by_role("link", name="견주어 고르기").first.tap()
    expect(here.get_by_role("heading", level=1)).to_contain_text("두 기기의 채점표가 다릅니다")
    looked_at(here, shots / "judge-conflict")
    here.get_by_role("button", name="고른 것으로 봉인하기").tap()
    expect(here.get_by_text("줄마다 한쪽을 골라 주세요")).to_be_visible()
    here.locator("fieldset", has_text="창의성").locator("label", has_text="8").tap()
    seal(here, "고른 것으로 봉인하기")
    stage(here, "서버 확인")
    kept = [(row["status"], row["marks"]["creativity"]) for row in venue.revisions() if row["sealed"]]
    assert kept == [("accepted", 8), ("conflict", 3), ("accepted", 8)]


def test_a_session_that_ended_asks_again_over_the_work(venue: Venue, device: Device) -> None:
    page = device("/judge/rounds/first/entries/T001")
    expect(page.locator(".criterion").first).to_be_visible()
    venue.end_sessions()
    give(page, creativity=7, technical=7)
    seal(page)
    stage(page, "기기에 저장됨")
    page.get_by_role("status").get_by_role("button", name="로그인").tap()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("아무것도 잃지 않았습니다")
    dialog.get_by_role("button", name="나중에").tap()
    expect(page.locator(".total output")).to_have_text("70")
    page.context.request.get(venue.link("J01"), max_redirects=0)
    page.reload()
    stage(page, "서버 확인")


def test_what_the_server_refuses_is_said_with_what_to_do(venue: Venue, device: Device) -> None:
    page = device("/judge/rounds/first/entries/T001")
    expect(page.locator(".criterion").first).to_be_visible()
    page.context.set_offline(True)
    give(page, creativity=7, technical=7)
    seal(page)
    with venue.app.app_context(), clock.at(clock.now()), unit_of_work():
        round = get_event().rounds[0]
        rounds.recuse(round, the_judge("J01"), the_entry(round, "T001"), kind="statutory", reason="가족")
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.get_by_text("제척·기피·회피한 팀입니다.")).to_be_visible()
    expect(page.locator("body")).not_to_contain_text("가족")
