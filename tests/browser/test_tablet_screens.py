"""A judge's night on the screens: by touch, by keyboard alone, without a network, signed out, on two devices."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain import rounds, submissions
from hackathon.domain.events import get_event
from hackathon.extensions import db
from hackathon.models import Recusal
from tests.browser.tablets import Venue, opened
from tests.browser.test_looks import overflow, serious
from tests.factories import the_entry, the_judge

pytestmark = pytest.mark.browser

HOSTILE = "<img src=x onerror=alert(1)>"
Device = Callable[..., Page]


@pytest.fixture
def venue(sqlite_template: Path, tmp_path: Path) -> Iterator[Venue]:
    with opened(tmp_path, sqlite_template, teams=4, judges=2) as venue:
        yield venue


@pytest.fixture
def device(browser: Browser, venue: Venue) -> Iterator[Device]:
    """A tablet with the app open on it. Whatever a script complains about fails the test; a dead network may complain."""
    faults: list[str] = []
    contexts = []

    def open_device(path: str = "/judge", *, judge: str | None = "J01", **options: Any) -> Page:
        size = {"width": 1194, "height": 834}
        context = browser.new_context(viewport=size, has_touch=True, **options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if _is_fault(said.type, said.text) else None)
        if judge:
            context.request.get(venue.link(judge), max_redirects=0)
        page.goto(venue.address + path)
        page.locator("#app[data-ready]").wait_for(state="attached")
        return page

    yield open_device
    for context in contexts:
        context.close()
    assert faults == []


def _is_fault(kind: str, text: str) -> bool:
    return kind in ("error", "warning") and "Failed to load resource" not in text


def give(page: Page, **marks: int) -> None:
    for key, mark in marks.items():
        page.locator(f"label:has(input[name=mark-{key}][value='{mark}'])").tap()


def seal(page: Page, button: str | re.Pattern[str] = re.compile("봉인$")) -> None:
    page.get_by_role("button", name=button).tap()
    page.get_by_role("dialog").get_by_role("button", name="봉인하기").tap()


def stage(page: Page, words: str) -> None:
    expect(page.locator(".trail .now")).to_have_text(words)


def looked_at(page: Page, name: Path) -> None:
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        page.screenshot(path=f"{name}-{theme}.png")
        assert (overflow(page), serious(page)) == (0, [])


def hand_in(venue: Venue, team: str, **content: Any) -> None:
    with venue.app.app_context(), unit_of_work():
        round = get_event().rounds[0]
        submissions.submit(round, the_entry(round, team).team, **content)


def test_a_team_is_scored_by_touch_through_reload_and_a_dead_network(venue: Venue, device: Device) -> None:
    hand_in(
        venue,
        "T001",
        title=HOSTILE,
        summary="한 줄\n두 줄",
        links=[{"name": "시연", "url": "https://a.example/?b=1&c"}],
    )
    page = device()
    page.get_by_role("link", name="이어서 채점").tap()
    expect(page.get_by_role("heading", level=1)).to_contain_text("팀 T001")
    expect(page.get_by_text(HOSTILE)).to_be_visible()
    link = page.get_by_role("link", name="시연")
    assert [link.get_attribute(name) for name in ("href", "target")] == ["https://a.example/?b=1&c", "_blank"]
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.context.set_offline(True)
    give(page, creativity=9, technical=7)
    expect(page.locator(".total output")).to_have_text("82")
    page.get_by_label("팀에 전할 의견").fill("보호자 알림이 좋았습니다.")
    seal(page)
    stage(page, "기기에 저장됨")
    expect(page.get_by_role("status").first).to_contain_text("1건 대기 중")
    assert venue.revisions() == []
    page.reload()
    stage(page, "기기에 저장됨")
    expect(page.locator(".readback")).to_contain_text("82")
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    stage(page, "서버 확인")
    expect(page.locator(".receipt")).to_contain_text("집계됨")
    sent = [(row["entry"], row["marks"], row["sealed"], row["comment"]) for row in venue.revisions()]
    assert sent[-1] == ("T001", {"creativity": 9, "technical": 7}, True, "보호자 알림이 좋았습니다.")
    assert [row for row in sent if row[2]] == sent[-1:]


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


def test_a_sealed_ballot_opens_again_and_says_which_one_counts_meanwhile(venue: Venue, device: Device) -> None:
    page = device("/judge/rounds/first/entries/T002")
    give(page, creativity=5, technical=5)
    seal(page)
    stage(page, "서버 확인")
    page.get_by_role("button", name="다시 열기").tap()
    give(page, creativity=6)
    expect(page.locator("main")).to_contain_text("다시 봉인할 때까지는 1번째 판이 그대로 집계됩니다")
    expect(page.get_by_role("button", name="다시 봉인")).to_be_visible()
    seal(page)
    stage(page, "서버 확인")
    assert venue.revisions()[-1]["marks"] == {"creativity": 6, "technical": 5}


def test_the_whole_way_by_keyboard_alone(venue: Venue, device: Device) -> None:
    page = device()
    tab_to(page, "이어서 채점")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    for key, presses in (("creativity", 8), ("technical", 3)):
        tab_to(page, "0", f"input[name=mark-{key}]")
        page.keyboard.press("Space")
        for _ in range(presses):
            page.keyboard.press("ArrowRight")
    expect(page.locator(".total output")).to_have_text("60")
    tab_to(page, "채점표 봉인")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="더 살펴보기")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".acts").get_by_role("link", name="다음 팀: 2 팀 T002")).to_be_focused()
    stage(page, "서버 확인")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("팀 T002")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("heading", level=1)).to_contain_text("팀 T003")
    tab_to(page, "채점표 봉인")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").first).to_contain_text("창의성 점수를 매겨야")
    expect(page.locator("input[name=mark-creativity]").first).to_be_focused()
    assert [(row["entry"], row["sealed"]) for row in venue.revisions() if row["sealed"]] == [("T001", True)]


def tab_to(page: Page, words: str, also: str = "*") -> None:
    """Press Tab until the focus is on what says this."""
    for _ in range(60):
        page.keyboard.press("Tab")
        found = page.evaluate(
            "([words, also]) => { const at = document.activeElement;"
            " return at.matches(also) && (at.innerText || at.value || '').includes(words) }",
            [words, also],
        )
        if found:
            return
    raise AssertionError(f"no Tab leads to {words}")


def test_focus_and_caret_stay_while_the_screen_is_drawn_anew(device: Device) -> None:
    page = device("/judge/rounds/first/entries/T001")
    note = page.get_by_label("나만 보는 메모")
    note.fill("가나다라")
    page.keyboard.press("ArrowLeft")
    page.get_by_role("button", name="English").evaluate("button => button.click()")
    expect(page.get_by_label("Private note")).to_be_focused()
    page.keyboard.insert_text("*")
    expect(page.get_by_label("Private note")).to_have_value("가나다*라")


def test_a_text_that_is_too_long_says_so_and_keeps_what_fits(venue: Venue, device: Device) -> None:
    page = device("/judge/rounds/first/entries/T001")
    page.get_by_label("팀에 전할 의견").fill("가" * 2003)
    expect(page.get_by_text("3자가 넘쳤습니다")).to_be_visible()
    give(page, creativity=1, technical=1)
    seal(page)
    stage(page, "서버 확인")
    assert len(venue.revisions()[-1]["comment"]) == 2000


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


def test_a_judge_recuses_with_a_reason(venue: Venue, device: Device) -> None:
    page = device("/judge/rounds/first/entries/T003")
    page.get_by_role("link", name=re.compile("회피하기$")).tap()
    page.get_by_role("button", name="회피하기").tap()
    expect(page.get_by_text("사유를 적어 주세요.")).to_be_visible()
    page.get_by_label("사유").fill("같은 회사")
    with page.expect_response("**/recusals"):
        page.get_by_role("button", name="회피하기").tap()
    expect(page.get_by_text("제척·기피·회피한 팀입니다.")).to_be_visible()
    with venue.app.app_context():
        found = list(db.session.scalars(select(Recusal.reason)))
    assert found == ["같은 회사"]


@pytest.mark.parametrize("path", ["/judge/rounds/first/entries/T999", "/judge/rounds/other", "/judge/nothing/here"])
def test_what_is_not_mine_leads_back_to_what_is(device: Device, path: str) -> None:
    page = device(path)
    page.locator("main").get_by_role("link", name="심사 대상").tap()
    expect(page.get_by_role("link", name="이어서 채점")).to_be_visible()


def test_a_stranger_is_asked_for_a_code_and_told_when_it_is_wrong(device: Device) -> None:
    page = device("/judge/rounds/first/entries/T001", judge=None)
    page.get_by_role("button", name="로그인").tap()
    expect(page.get_by_text("카드 번호를 입력하세요.")).to_be_visible()
    page.get_by_label("카드 번호").fill("XXXX-XXXX")
    page.keyboard.press("Enter")
    expect(page.get_by_text("맞는 번호가 아닙니다.")).to_be_visible()
    assert page.get_by_role("link", name="비밀번호로 로그인").get_attribute("href") == "/sign-in"
