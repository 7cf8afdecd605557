"""Four people apply, form a team, and one leaves: with their browsers and the letters in their mailboxes."""

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
from hackathon.domain.applying import consents
from hackathon.domain.people import accounts
from hackathon.domain.rounds.events import create_event
from hackathon.extensions import db
from hackathon.models import Entrant, Letter, Person
from tests.browser.demo_server import serving
from tests.browser.screens import Open, Served
from tests.browser.test_looks import overflow, serious
from tests.factories import a_plan, a_round, make_person

pytestmark = pytest.mark.browser

DAY = timedelta(days=1)


@pytest.fixture
def mailbox(sqlite_template: Path, tmp_path: Path) -> Iterator[Flask]:
    """An event whose applications are open now, and a way to read the letters that it writes."""
    shutil.copy(sqlite_template, tmp_path / "hackathon.sqlite3")
    app = create_app(Settings(home=tmp_path, database_url=None))
    with app.app_context():
        with unit_of_work():
            now = clock.now()
            window: dict[str, Any] = {"applications_open_at": now - DAY, "applications_close_at": now + DAY}
            days: dict[str, Any] = {
                "opens_at": now + 2 * DAY,
                "closes_at": now + 3 * DAY,
                "submissions_close_at": now + DAY,
            }
            plan = a_plan(
                a_round(publishes_at=None, **days), team_min=2, team_max=4,
                starts_at=now + 2 * DAY, ends_at=now + 3 * DAY, **window,
            )  # fmt: skip
            event = create_event(plan)
            secret = accounts.make_link(event, make_person(event, "boss", "organizer"))
        links = {"organizer": f"/s/{secret}"}
        (tmp_path / "demo-links.json").write_text(json.dumps(links), encoding="utf-8")
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def served(mailbox: Flask) -> Iterator[Served]:
    with serving(mailbox.config["SETTINGS"].root) as found:
        yield found


def letter_to(email: str, kind: str) -> str:
    """The path of the link in the newest letter of this kind."""
    db.session.rollback()
    newest = select(Letter.body).join(Person, Person.id == Letter.person_id).where(Letter.kind == kind)
    body = db.session.scalars(newest.where(Person.email == email).order_by(Letter.id.desc())).first() or ""
    found = re.search(r"https?://[^/\s]+(/\S+)", body)
    assert found, f"no {kind} for {email}"
    return found[1]


def apply(page: Page, name: str) -> None:
    page.get_by_role("link", name="참가 신청", exact=True).click()
    page.get_by_label("이름", exact=True).fill(name)
    page.get_by_label(re.compile("^이메일")).fill(f"{name}@example.org")
    page.get_by_label(re.compile("^전화번호")).fill("010-1234-5678")
    expect(page.get_by_label("보호자 이름 (선택)")).to_be_hidden()
    page.get_by_label("만 14세 이상입니다").check()
    page.get_by_label(re.compile("^지원 동기")).fill("밤새 만들고 싶어요")
    page.locator("#consent-participation").check()
    page.get_by_role("button", name="신청 보내기").click()
    expect(page.get_by_role("heading", name="편지를 확인해 주세요")).to_be_visible()


def confirm(page: Page, served: Served, name: str) -> None:
    page.goto(served.address + letter_to(f"{name}@example.org", "apply-confirm"))
    page.get_by_role("button", name="신청 확인").click()
    expect(page.get_by_text("신청이 확인되었습니다.")).to_be_visible()


def looks_right(page: Page, shots: Path, name: str) -> None:
    page.screenshot(path=shots / f"apply-{name}.png", full_page=True)
    assert overflow(page) == 0, name
    assert serious(page) == [], name


def test_four_people_apply_form_a_team_and_one_leaves(
    mailbox: Flask, served: Served, open_page: Open, shots: Path
) -> None:
    pages = {name: open_page(served, "/", size="phone") for name in ("kim", "lee", "park", "choi")}
    kim, lee, park, choi = pages.values()
    for name, page in pages.items():
        apply(page, name)
        confirm(page, served, name)
    looks_right(kim, shots, "mine")
    kim.get_by_role("link", name="팀 만들기").click()
    kim.get_by_label(re.compile("^팀 이름")).fill("새벽반")
    kim.get_by_role("button", name="팀 만들기").click()
    expect(kim.locator("main")).to_contain_text("팀원이 1명 더 있어야 합니다.")
    looks_right(kim, shots, "team")
    invite = kim.locator(".copy").inner_text()
    for page in (lee, park):
        page.goto(served.address + re.sub(r"^https?://[^/]+", "", invite))
        page.get_by_role("button", name="이 팀에 들어가기").click()
        expect(page.get_by_text("새벽반 팀에 들어왔습니다.")).to_be_visible()
    looks_for_a_team(kim, choi, served, shots)
    kim.goto(f"{served.address}/team")
    expect(kim.locator("main")).to_contain_text("열심히 하겠습니다")
    kim.get_by_role("button", name="받아들이기").click()
    expect(kim.locator("main")).to_contain_text("4/4")
    lee.get_by_role("link", name="팀에서 나가기").click()
    lee.get_by_role("button", name="팀에서 나가기").click()
    expect(lee.get_by_text("팀에서 나왔습니다.")).to_be_visible()
    assert lee.request.get(f"{served.address}/team").status == 404
    kim.reload()
    expect(kim.locator("main")).to_contain_text("3/4")
    seen_by_an_organizer(open_page(served, "/organizer/entrants", role="organizer"))


def looks_for_a_team(captain: Page, alone: Page, served: Served, shots: Path) -> None:
    captain.goto(f"{served.address}/team")
    captain.get_by_label(re.compile("^짧은 소개")).fill("한 사람을 더 찾습니다")
    captain.get_by_role("button", name="게시판에 올리기").click()
    alone.goto(f"{served.address}/board")
    looks_right(alone, shots, "board")
    alone.locator("summary", has_text="들어가고 싶다고 보내기").click()
    alone.get_by_label(re.compile("^하고 싶은 말")).fill("열심히 하겠습니다")
    alone.get_by_role("button", name="보내기", exact=True).click()
    expect(alone.get_by_text("보냈습니다.")).to_be_visible()
    assert letter_to("kim@example.org", "team-ask") == "/team"


def seen_by_an_organizer(page: Page) -> None:
    expect(page.locator("main")).to_contain_text("4명")
    page.get_by_label("보여 줄 신청자").select_option("no-team")
    page.get_by_role("button", name="찾기").click()
    page.get_by_role("link", name="lee", exact=True).click()
    expect(page.locator("main")).to_contain_text("나감")
    db.session.rollback()
    entrant = db.session.scalars(select(Entrant).join(Person).where(Person.name == "lee")).one()
    assert consents.agrees(entrant, "participation")
