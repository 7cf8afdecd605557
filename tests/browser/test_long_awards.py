"""The standings with the longest names: prizes in English take no room from the teams."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import Browser, Route

from hackathon.database import unit_of_work
from tests.factories import POLICY, a_round, fill_round, make_event, seal_all, the_entry
from tests.web.desk import sit_down

PRIZES = (
    ("나비클라우드가 드리는 최고의 인공지능 프로젝트상", "Best AI project (Nabi Cloud Platform Award)", "overall"),
    ("지속가능한 기술상", "Outstanding Technical Achievement in Sustainability", "criterion:technical"),
    ("서울특별시장상", "Mayor of Seoul Metropolitan Government Prize", "criterion:creativity"),
)
AWARDS = "".join(f'\n[[awards]]\nname = {{ ko = "{ko}", en = "{en}" }}\nby = "{by}"\n' for ko, en, by in PRIZES)
NAMES = {
    "T001": "Tiny Lanterns of the Northern Harbour Collective 36",
    "T002": "Internationalisation-Weltmeisterschaft",
    "T003": "한강을 따라 걷는 사람들의 밤하늘 관측 모임",
}


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("width", [1366, 820])
def test_s2_15_prizes_do_not_crush_the_teams(sqlite_app: Flask, browser: Browser, width: int, language: str) -> None:
    with unit_of_work():
        round = fill_round(make_event(a_round(policy=POLICY + AWARDS)))
        for code, name in NAMES.items():
            the_entry(round, code).team.name = name
        seal_all(round, {"T001": (9, 9), "T002": (9, 9), "T003": (7, 7), "T004": (5, 5)})
    visitor = sit_down(sqlite_app, round)
    visitor.get(f"/?lang={language}")

    def answer(route: Route) -> None:
        found = visitor.get(route.request.url.removeprefix("http://localhost"))
        kept = {name: value for name, value in found.headers.items() if name.lower() != "content-encoding"}
        route.fulfill(status=found.status_code, headers=kept, body=found.get_data())

    page = browser.new_page(viewport={"width": width, "height": 900})
    page.route("**/*", answer)
    page.goto("http://localhost/organizer/rounds/first/standings")
    widths = page.eval_on_selector_all(".team-cell", "cells => cells.map(cell => cell.getBoundingClientRect().width)")
    heights = page.eval_on_selector_all(".standings tbody tr", "rows => rows.map(row => row.offsetHeight)")
    assert min(widths) >= 175, widths
    assert max(heights) <= 320, heights
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()
