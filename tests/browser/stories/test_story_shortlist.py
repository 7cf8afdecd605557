"""From a spreadsheet to the finalists: imported, judged blind after a pledge, tied at the cut, sent on, and one replaced."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from hackathon import clock, create_app
from hackathon.config import Settings
from hackathon.database import unit_of_work
from hackathon.domain.ballots import ballots
from hackathon.domain.people import accounts
from hackathon.domain.rounds import pledges, rounds
from hackathon.domain.rounds.events import create_event, get_event, get_round
from hackathon.extensions import db
from hackathon.models import AuditEntry, Event, Person
from tests.browser.demo_server import serving
from tests.browser.screens import Open, Served
from tests.browser.stories.test_story_night import follow, press
from tests.browser.tablet.judging import give, seal
from tests.browser.test_looks import overflow, serious
from tests.exchange.importing.importer import as_csv
from tests.factories import a_draft, a_plan, a_round, make_judge, make_person, the_entry, the_judge, the_key

pytestmark = pytest.mark.browser

HOUR = timedelta(hours=1)
TEAMS = ["새벽반", "텃밭지기", "길동무", "종이배"]
SHEET = [
    ["팀명", "팀장", "이메일"],
    *([team, f"팀장{n}", f"team{n}@example.org"] for n, team in enumerate(TEAMS, start=1)),
]
MARKS = {"T001": 9, "T002": 7, "T003": 7, "T004": 5}
FIRST, FINAL = "/organizer/rounds/first", "/organizer/rounds/final"


@pytest.fixture
def app(sqlite_template: Path, tmp_path: Path) -> Iterator[Flask]:
    shutil.copy(sqlite_template, tmp_path / "hackathon.sqlite3")
    app = create_app(Settings(home=tmp_path, database_url=None))
    with app.app_context():
        with unit_of_work():
            links = {name: f"/s/{accounts.make_link(*who)}" for name, who in _set_up().items()}
        (tmp_path / "demo-links.json").write_text(json.dumps(links), encoding="utf-8")
        db.session.remove()
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def served(app: Flask) -> Iterator[Served]:
    with serving(app.config["SETTINGS"].root) as found:
        yield found


def _set_up() -> dict[str, tuple[Event, Person]]:
    """A blind round that asks for a pledge and is open now, and a final to which two go on; no team yet."""
    now = clock.now()
    today: dict[str, Any] = {"opens_at": now - HOUR, "closes_at": now + HOUR, "submissions_close_at": now + HOUR}
    later: dict[str, Any] = {"opens_at": now + 24 * HOUR, "closes_at": now + 30 * HOUR, "submissions_close_at": None}
    final = a_round("final", name={"ko": "본선", "en": "Final"}, source="first", publishes_at=None, **later)
    event = create_event(
        a_plan(a_round(blind=True, pledge=pledges.usual(("ko", "en")), publishes_at=None, **today), final), is_demo=True
    )
    panel = [make_judge(event, "J01", "chair"), make_judge(event, "J02")]
    for round in event.rounds:
        for judge in panel:
            rounds.seat(round, judge, chair=judge.code == "J01")
    people = {"chair": panel[0].person, "judge": panel[1].person, "organizer": make_person(event, "chief", "organizer")}
    return {role: (event, person) for role, person in people.items()}


def the_chair_has_judged() -> None:
    """What the other judge did meanwhile."""
    with unit_of_work():
        round = get_round(get_event(), "first")
        pledges.accept(round, the_judge("J01"), version=1)
        for code, mark in MARKS.items():
            draft = a_draft({"creativity": mark, "technical": mark}, made_at=clock.now())
            ballots.save(round, the_judge("J01"), the_entry(round, code), draft, key=the_key())
    db.session.remove()


def test_from_a_spreadsheet_to_a_final_with_a_reserve(app: Flask, served: Served, open_page: Open, shots: Path) -> None:
    organizer = open_page(served, "/organizer/import", role="organizer")
    import_teams(organizer)
    enter_and_allocate(organizer, served)
    the_chair_has_judged()
    pledge_and_score_blind(open_page(served, "/judge", role="judge", size="landscape", has_touch=True), shots)
    lock_and_part_the_tied(organizer, served)
    sign_publish_and_send_on(organizer, open_page(served, "/", role="chair"), served)
    one_goes_and_the_reserve_comes(organizer, served, shots)
    db.session.rollback()
    acts = db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.position.desc()).limit(3)).all()
    assert acts == ["entry.stepped-in", "round.assigned", "entry.withdrawn"]


def import_teams(page: Page) -> None:
    page.locator("input[name=kind][value=teams]").check()
    page.set_input_files("input[type=file]", {"name": "팀.csv", "mimeType": "text/csv", "buffer": as_csv(SHEET)})
    press(page, "올리고 미리 보기")
    expect(page.locator(".facts .fig").first).to_have_text("4")
    press(page, "이대로 가져오기")
    expect(page.get_by_text("가져왔습니다.")).to_be_visible(timeout=15_000)


def enter_and_allocate(page: Page, served: Served) -> None:
    page.goto(f"{served.address}{FIRST}/entries/enter")
    press(page, "올리기")
    expect(page.locator("tbody tr")).to_have_count(4)
    page.goto(f"{served.address}{FIRST}/assignments/fill")
    press(page, "배정 채우기")
    expect(page.get_by_text("8건을 배정했습니다.")).to_be_visible()


def pledge_and_score_blind(page: Page, shots: Path) -> None:
    page.get_by_role("button", name="읽었으며 서약합니다").tap()
    expect(page.locator("main")).to_contain_text("블라인드")
    expect(page.locator("main")).to_contain_text("T003")
    page.screenshot(path=shots / "shortlist-blind.png", full_page=True)
    assert not [team for team in TEAMS if team in page.content()]
    for code, mark in MARKS.items():
        page.goto(f"{page.url.split('/judge')[0]}/judge/rounds/first/entries/{code}")
        expect(page.get_by_role("heading", level=1)).to_have_text(code)
        give(page, creativity=mark, technical=mark)
        seal(page)
        expect(page.locator(".receipt")).to_contain_text("집계됨")


def lock_and_part_the_tied(page: Page, served: Served) -> None:
    page.goto(f"{served.address}{FIRST}/lock")
    press(page, "심사 잠금")
    page.wait_for_url(lambda address: not address.endswith("/lock"))
    page.goto(f"{served.address}{FIRST}/decide/lot_seed")
    page.get_by_role("textbox").first.fill("세 사람이 본 주사위 3 1 4 1 5 9")
    press(page, "미리 보기")
    page.locator("button[value=confirm]").click()
    page.wait_for_url(lambda address: not address.endswith("/lot_seed"))


def sign_publish_and_send_on(organizer: Page, chair: Page, served: Served) -> None:
    for page in (chair, organizer):
        page.goto(f"{served.address}{FIRST}/sign")
        page.get_by_role("checkbox").check()
        page.get_by_role("button", name=re.compile(" 서명$")).locator("visible=true").click()
        page.wait_for_url(lambda address: not address.endswith("/sign"))
    for path, button in (("publish", "결과 공개"), ("advance", "본선에 올리기")):
        organizer.goto(f"{served.address}{FIRST}/{path}")
        press(organizer, button)
        organizer.wait_for_url(lambda address, path=path: not address.endswith(path))  # type: ignore[misc]
    organizer.goto(f"{served.address}{FINAL}/assignments/fill")
    press(organizer, "배정 채우기")
    expect(organizer.get_by_text("4건을 배정했습니다.")).to_be_visible()


def one_goes_and_the_reserve_comes(page: Page, served: Served, shots: Path) -> None:
    page.goto(f"{served.address}{FINAL}/entries")
    page.get_by_role("link", name="기권하고 예비팀 올리기 새벽반").click()
    expect(page.locator("main")).to_contain_text("심사위원 2명에게 배정합니다")
    page.screenshot(path=shots / "shortlist-replace.png", full_page=True)
    assert (overflow(page), serious(page)) == (0, [])
    page.get_by_label("사유").fill("팀장 입원")
    press(page, "기권 처리하고 예비팀 올리기")
    expect(page.get_by_text("기권으로 처리하고 예비팀을 올렸습니다.")).to_be_visible()
    expect(page.locator("tr.gone")).to_contain_text("새벽반")
    expect(page.locator("tbody tr:not(.gone)")).to_have_count(2)
    expect(page.get_by_role("link", name=re.compile("^기권하고 예비팀"))).to_have_count(0)
    follow(page, "배정")
    expect(page.locator("main")).to_contain_text("본선")
