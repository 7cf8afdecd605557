"""A served demo event, and Chromium to look at it.

Screenshots are kept in .shots/ (SHOTS names another folder), which git does not see.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.demo_server import ARGUMENTS, build, serving
from tests.browser.screens import SIZES, Open, Served
from tests.browser.tablet.tablets import tablet, venue  # noqa: F401 (fixtures)
from tests.running import pseudo
from tests.running.needs import find_browser

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": str(find_browser()), "args": ARGUMENTS}


@pytest.fixture(scope="session")
def final(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The demo while the final is open: the preliminary published, about half of the final's ballots sealed."""
    home = tmp_path_factory.mktemp("final")
    build(home, "final")
    for later in ("results", "pseudo"):
        shutil.copytree(home, home.with_name(f"{home.name}-{later}"))
    with serving(home) as found:
        yield found


@pytest.fixture(scope="session")
def results(final: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The demo when everything is over."""
    home = next(tmp_path_factory.getbasetemp().glob("final*-results"))
    build(home, "results")
    with serving(home) as found:
        yield found


@pytest.fixture(scope="session")
def pseudo_final(final: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The final once more, in a language that nobody speaks and whose words are longer."""
    home = next(tmp_path_factory.getbasetemp().glob("final*-pseudo"))
    pseudo.add_to(home)
    with serving(home) as found:
        yield found


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
