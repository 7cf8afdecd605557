"""Pictures for the READMEs, taken from the demo event: `make pictures`.

Each is as good as fits into MOST bytes. They are the only files in git that are made from others.
"""

from __future__ import annotations

import base64
import logging
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.demo_server import ARGUMENTS, build, serving
from tests.browser.screens import Served
from tests.running.needs import find_browser

FOLDER = Path(__file__).resolve().parents[2] / "hackathon" / "manual" / "pictures"
LANGUAGES = ("en", "ko")
MOST = 60_000
"""Bytes of one picture."""
MOST_TOGETHER = 1_500_000
SIZE = {"width": 1180, "height": 820}
QUALITIES = range(92, 20, -6)


@dataclass(frozen=True)
class Picture:
    """What is on it, seen by whom, and what is done on the page first."""

    name: str
    path: str
    role: str | None = None
    prepare: Callable[[Page], None] = lambda page: None


def _score(page: Page) -> None:
    """A team half scored: what a judge has before their eyes most of the night."""
    page.locator("#app[data-ready]").wait_for(state="attached")
    page.locator("a.btn-main").first.click()
    page.locator(".criterion").first.wait_for()
    for name, mark in zip(page.locator(".criterion").all(), (8, 7), strict=False):
        name.locator("label", has=page.locator(f"input[value='{mark}']")).click()
    page.mouse.move(0, 0)
    page.wait_for_timeout(1500)  # until the server has confirmed it


FINAL = "/organizer/rounds/final"
STAGES: dict[str, tuple[Picture, ...]] = {
    "final": (Picture("tablet", "/judge", "judge", _score), Picture("control", FINAL, "organizer")),
    "results": (Picture("results", f"{FINAL}/standings", "organizer"),),
}


def take_all(folder: Path) -> None:
    """Write every picture in every language, newly taken from a demo of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(find_browser()), args=ARGUMENTS)
        home = Path(scratch) / "home"
        for stage, pictures in STAGES.items():
            build(home, stage)
            with serving(home) as event:
                for picture in pictures:
                    for language in LANGUAGES:
                        target = folder / f"{picture.name}-{language}.webp"
                        target.write_bytes(_take(browser, event, picture, language))
        browser.close()


def _take(browser: Browser, event: Served, picture: Picture, language: str) -> bytes:
    context = browser.new_context(viewport=SIZE, color_scheme="light")  # type: ignore[arg-type]
    cookies = {"lang": language, "theme": "light"}
    context.add_cookies([{"name": name, "value": value, "url": event.address} for name, value in cookies.items()])
    if picture.role:
        context.request.get(f"{event.address}/s/{event.links[picture.role]}", max_redirects=0)
    page = context.new_page()
    page.goto(event.address + picture.path)
    picture.prepare(page)
    taken = _fitting(page)
    context.close()
    return taken


def _fitting(page: Page) -> bytes:
    """The page as WebP, in the best quality that is small enough."""
    session = page.context.new_cdp_session(page)
    for quality in QUALITIES:
        answer = session.send("Page.captureScreenshot", {"format": "webp", "quality": quality})
        taken = base64.b64decode(answer["data"])
        if len(taken) <= MOST:
            return taken
    raise ValueError(f"{page.url} does not fit into {MOST} bytes")


if __name__ == "__main__":
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    shutil.rmtree(FOLDER, ignore_errors=True)
    take_all(FOLDER)
    for path in sorted(FOLDER.iterdir()):
        print(f"{path.name}: {path.stat().st_size:,} bytes")
