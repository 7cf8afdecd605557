"""A served demo event, and Chromium to look at it.

Screenshots are kept in .shots/ (SHOTS names another folder), which git does not see.
"""

from __future__ import annotations

import json
import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from hackathon import create_app, database
from hackathon.config import Settings
from hackathon.demo.links import refresh_links
from hackathon.demo.people import DEFAULT_SEED
from hackathon.demo.stages import build
from hackathon.domain.base.keys import get_key
from hackathon.extensions import db
from tests.browser.screens import SIZES, Open, Served
from tests.browser.tablet.tablets import tablet, venue  # noqa: F401 (fixtures)
from tests.running.needs import find_browser

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    quiet = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    chosen = {"executable_path": str(find_browser()), "args": ["--no-sandbox", "--disable-sync", *quiet]}
    return {**browser_type_launch_args, **chosen}


def _build(home: Path, stage: str) -> None:
    settings = Settings(home=home, database_url=None)
    with create_app(settings).app_context():
        database.upgrade()
        build(stage, seed=DEFAULT_SEED, key=get_key(settings.keys))
        refresh_links(settings.root, base="http://localhost")
        db.engine.dispose()


def _serve(home: Path) -> Iterator[Served]:
    app = create_app(Settings(home=home, database_url=None))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    links = json.loads((home / "demo-links.json").read_text(encoding="utf-8"))
    secrets = {role: link.rsplit("/", 1)[1] for role, link in links.items() if isinstance(link, str)}
    yield Served(f"http://127.0.0.1:{server.port}", secrets)
    server.shutdown()
    thread.join()
    server.server_close()
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def final(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The demo while the final is open: the preliminary published, about half of the final's ballots sealed."""
    home = tmp_path_factory.mktemp("final")
    _build(home, "final")
    shutil.copytree(home, home.with_name(f"{home.name}-results"))
    yield from _serve(home)


@pytest.fixture(scope="session")
def results(final: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The demo when everything is over."""
    home = next(tmp_path_factory.getbasetemp().glob("final*-results"))
    _build(home, "results")
    yield from _serve(home)


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """Open a page as somebody, in a browser of its own; whatever the console complains about fails the test."""
    complaints: list[str] = []
    contexts = []

    def open_page(
        served: Served,
        path: str,
        *,
        role: str | None = None,
        size: str = "desktop",
        language: str = "ko",
        theme: str = "light",
        **options: Any,
    ) -> Page:
        width, height = SIZES[size]
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme, **options)  # type: ignore[arg-type]
        contexts.append(context)
        context.add_cookies([{"name": "lang", "value": language, "url": served.address}])
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        if role:
            context.request.get(
                f"{served.address}/s/{served.links[role]}", max_redirects=0
            )  # the page shares its cookies
        page.goto(served.address + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture(scope="session")
def shots() -> Path:
    folder = Path(os.environ.get("SHOTS", ROOT / ".shots"))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ".gitignore").write_text("*\n", encoding="utf-8")
    return folder
