"""One night, played from the captain's last edit to the name on the public page, by people with browsers."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from hackathon import clock, create_app
from hackathon.config import Settings
from hackathon.database import unit_of_work
from hackathon.domain.ballots import ballots
from hackathon.domain.people import accounts
from hackathon.domain.rounds import rounds
from hackathon.domain.rounds.events import create_event
from hackathon.domain.submissions import submissions
from hackathon.extensions import db
from hackathon.models import Event, Person, Round
from tests.browser.demo_server import serving
from tests.browser.screens import Open, Served
from tests.factories import (
    POLICY,
    a_draft,
    a_plan,
    a_round,
    make_judge,
    make_person,
    make_team,
    the_entry,
    the_judge,
    the_key,
)

pytestmark = pytest.mark.browser

MINUTE = timedelta(minutes=1)
RULES = POLICY[: POLICY.index("[advance]")] + '[[awards]]\nname = "대상"\nby = "overall"\n'
SEALED = {
    ("J01", "T001"): (9, 9),
    ("J02", "T001"): (9, 9),
    ("J01", "T002"): (9, 9),
    ("J01", "T003"): (5, 5),
    ("J02", "T003"): (5, 5),
}


@pytest.fixture
def night(sqlite_template: Path, tmp_path: Path) -> Iterator[Served]:
    """A round that is open now. Only J02's ballot for T002 is missing, and it may tie T002 with T001 for first place."""
    shutil.copy(sqlite_template, tmp_path / "hackathon.sqlite3")
    with create_app(Settings(home=tmp_path, database_url=None)).app_context():
        with unit_of_work():
            links = {name: accounts.make_link(*who) for name, who in _set_up().items()}
        db.engine.dispose()
    (tmp_path / "demo-links.json").write_text(json.dumps({name: f"/s/{secret}" for name, secret in links.items()}))
    with serving(tmp_path) as found:
        yield found


def _set_up() -> dict[str, tuple[Event, Person]]:
    now = clock.now()
    times: dict[str, Any] = {
        "opens_at": now - 60 * MINUTE,
        "closes_at": now + 60 * MINUTE,
        "submissions_close_at": now + 4 * MINUTE,
    }
    event = create_event(a_plan(a_round(name={"ko": "본선", "en": "Final"}, policy=RULES, publishes_at=None, **times)))
    round = event.rounds[0]
    entries = rounds.enter(round, [make_team(event, code) for code in ("T001", "T002", "T003")])
    judges = [make_judge(event, "J01", "chair"), make_judge(event, "J02")]
    for judge in judges:
        rounds.seat(round, judge, chair=judge.code == "J01")
    rounds.assign(round, [(judge, entry) for entry in entries for judge in judges])
    for entry in entries:
        submissions.submit(round, entry.team, title=f"{entry.team.name}의 첫 제목", summary="처음 낸 요약입니다.")
    for (code, team), marks in SEALED.items():
        _seal(round, code, team, *marks)
    return {
        "captain": (event, entries[1].team.members[0].entrant.person),
        "chair": (event, judges[0].person),
        "judge": (event, judges[1].person),
        "organizer": (event, make_person(event, "chief", "organizer")),
    }


def _seal(round: Round, judge: str, entry: str, creativity: int, technical: int) -> None:
    draft = a_draft({"creativity": creativity, "technical": technical})
    with clock.at(clock.now() - 30 * MINUTE):
        ballots.save(round, the_judge(judge), the_entry(round, entry), draft, key=the_key())


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).locator("visible=true").click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).first.click()


def test_from_the_last_edit_to_the_public_page(night: Served, open_page: Open) -> None:
    captain = open_page(night, "/team", role="captain", size="phone")
    edit_the_submission(captain)
    organizer = open_page(night, "/organizer/rounds/first", role="organizer")
    expect(organizer.get_by_text("봉인되지 않은 채점표가 1건")).to_be_visible()
    score_on_a_tablet(open_page(night, "/judge", role="judge", size="landscape", has_touch=True))
    organizer.reload()
    expect(organizer.get_by_text("잠글 수 있습니다")).to_be_visible()
    lock_and_draw(organizer)
    for page in (open_page(night, "/organizer/rounds/first/sign", role="chair", size="portrait"), organizer):
        page.goto(f"{night.address}/organizer/rounds/first/sign")
        page.get_by_role("checkbox").check()
        page.get_by_role("button", name=re.compile(" 서명$")).locator("visible=true").click()
        page.wait_for_url(lambda address: not address.endswith("/sign"))
    public = open_page(night, "/")
    assert "대상" not in public.locator("main").inner_text()
    organizer.goto(f"{night.address}/organizer/rounds/first/publish")
    press(organizer, "결과 공개")
    organizer.wait_for_url(lambda address: not address.endswith("/publish"))
    public.reload()
    expect(public.locator("main")).to_contain_text("대상")
    winner = public.locator("main").inner_text()
    assert ("팀 T001" in winner) or ("팀 T002" in winner)
    export(organizer, night)


def edit_the_submission(page: Page) -> None:
    page.get_by_role("link", name="버전 2 쓰기").click()
    page.get_by_label("제목").fill("새벽에 고친 제목")
    page.get_by_role("button", name="2번째 버전으로 제출").click()
    expect(page.get_by_text("새벽에 고친 제목").first).to_be_visible()
    expect(page.locator("main")).to_contain_text("2")


def score_on_a_tablet(page: Page) -> None:
    page.get_by_role("link", name=re.compile("팀 T002")).first.click()
    expect(page.get_by_text("새벽에 고친 제목")).to_be_visible()
    for criterion in ("creativity", "technical"):
        page.locator(f"label:has(input[name=mark-{criterion}][value='9'])").tap()
    expect(page.locator(".total output")).to_have_text("90")
    press(page, "채점표 봉인")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("90")
    dialog.get_by_role("button", name="봉인").click()
    expect(page.locator(".receipt")).to_contain_text("집계됨")


def lock_and_draw(page: Page) -> None:
    """T001 and T002 have the same marks everywhere: only the witnessed lot can part them."""
    address = page.url.split("?")[0]
    page.goto(f"{address}/lock")
    press(page, "심사 잠금")
    page.wait_for_url(lambda address: not address.endswith("/lock"))
    page.goto(f"{address}/decide/lot_seed")
    page.get_by_role("textbox").first.fill("12월 2일 18:40 세 사람이 본 주사위 3 1 4 1 5 9")
    press(page, "미리 보기")
    expect(page.get_by_text("순위와 결과가 이렇게 바뀝니다")).to_be_visible()
    page.locator("button[value=confirm]").click()
    page.wait_for_url(lambda address: not address.endswith("/lot_seed"))
    page.goto(f"{address}/standings")
    expect(page.locator("main")).to_contain_text("대상")


def export(page: Page, night: Served) -> None:
    for form in ("xlsx", "csv", "json", "html", "zip"):
        answer = page.request.get(f"{night.address}/organizer/rounds/first/export.{form}")
        assert answer.status == 200
        assert "test_first_v2_" in answer.headers["content-disposition"]
