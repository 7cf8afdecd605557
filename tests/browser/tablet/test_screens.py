"""A judge's night on the screens: by touch through a dead network, by keyboard alone, drawn anew, and where it ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from hackathon.database import unit_of_work
from hackathon.domain.rounds import rounds
from hackathon.domain.rounds.events import get_event
from hackathon.extensions import db
from hackathon.models import Recusal
from tests.browser.tablet.judging import Device, give, hand_in, seal, stage
from tests.browser.tablet.tablets import Venue, opened
from tests.factories import POLICY, the_entry

pytestmark = pytest.mark.browser

HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture
def venue(sqlite_template: Path, tmp_path: Path) -> Iterator[Venue]:
    with opened(tmp_path, sqlite_template, teams=4, judges=2) as venue:
        yield venue


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
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
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
    expect(page.locator("#said")).to_have_text("서버 확인")
    sent = [(row["entry"], row["marks"], row["sealed"], row["comment"]) for row in venue.revisions()]
    assert sent[-1] == ("T001", {"creativity": 9, "technical": 7}, True, "보호자 알림이 좋았습니다.")
    assert [row for row in sent if row[2]] == sent[-1:]


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


def test_the_stage_and_what_changed_since_are_pointed_out(venue: Venue, device: Device) -> None:
    hand_in(venue, "T001", title="처음", summary="요약")
    page = device("/judge/rounds/first/entries/T001")
    give(page, creativity=5, technical=5)
    seal(page)
    stage(page, "서버 확인")
    hand_in(venue, "T001", title="나중", summary="요약")
    with venue.app.app_context(), unit_of_work():
        round = get_event().rounds[0]
        rounds.present(round, the_entry(round, "T003"))
    page.goto(f"{venue.address}/judge")
    expect(page.locator(".card-now")).to_contain_text("지금 발표 중")
    expect(page.locator(".card-now")).to_contain_text("팀 T003")
    expect(page.locator(".next")).to_contain_text("팀 T004")
    expect(page.locator(".roster li", has_text="팀 T001")).to_contain_text("제출물 바뀜")
    page.locator(".roster").get_by_role("link", name=re.compile("팀 T001")).tap()
    expect(page.get_by_text("채점한 뒤에 팀이 제출물을 바꿨습니다.")).to_be_visible()
    page.get_by_role("link", name="그 팀으로").tap()
    expect(page.get_by_role("heading", level=1)).to_contain_text("팀 T003")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("팀 T001")


def test_a_scale_of_many_steps_is_typed_or_stepped(venue: Venue, device: Device) -> None:
    with venue.app.app_context(), unit_of_work():
        get_event().rounds[0].policy = POLICY.replace(
            "min = 0, max = 10, step = 1", "min = -5, max = 10, step = 0.5", 1
        )
    page = device("/judge/rounds/first/entries/T001")
    field = page.get_by_label("창의성 -5–10")
    field.fill("7.3")
    expect(page.get_by_text("창의성: -5–10 (0.5 단위) 점수를 고르세요.").first).to_be_visible()
    field.fill("7,5")
    page.get_by_role("button", name="창의성: 한 단계 높게").tap()
    field.press("ArrowDown")
    field.press("ArrowDown")
    expect(field).to_have_value("7")
    give(page, technical=3)
    expect(page.locator(".total output")).to_have_text("54")
    seal(page)
    stage(page, "서버 확인")
    assert venue.revisions()[-1]["marks"] == {"creativity": 7, "technical": 3}


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
