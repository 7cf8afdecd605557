"""A third language is one more catalogue: every page says every sentence in it, and no word stands outside it."""

from __future__ import annotations

import json
import re
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from openpyxl import load_workbook
from werkzeug.exceptions import HTTPException
from werkzeug.test import Client

import scoring.text
from hackathon import create_app, database
from hackathon.config import Settings
from hackathon.database import unit_of_work
from hackathon.demo.links import refresh_links
from hackathon.demo.people import DEFAULT_SEED
from hackathon.demo.stages import build
from hackathon.domain.base.keys import get_key
from hackathon.domain.rounds.events import get_event
from hackathon.extensions import db
from tests.baseline import texts
from tests.baseline.pages import addresses
from tests.house.catalogues import DOMAINS, read
from tests.running import pseudo

_SILENT = ("script", "style", "code", "pre")
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_READ = ("title", "aria-label", "alt", "placeholder")
_WORD = re.compile(r"[^\W\d_]{2,}")
_ALIKE = set(
    """
    AI API CSV DDP EN FULL HTML HTTPS JSON KB KST MB PDF QR SHA Seoul TOML URL UTC Wi Fi XLSX ZIP ko en xx Mon Tue Wed Thu Fri Sat Sun
    Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec https localhost example com English False True ICC Kendall Krippendorff XX scale
    """.split()  # noqa: SIM905
)
"""What is alike in every language: names of forms of files, zones, short days and months of a language Babel does not know."""


@pytest.fixture(scope="module", params=["final", pytest.param("results", marks=pytest.mark.drill)])
def demo(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Flask, dict[str, str], set[str]]]:
    home, places = tmp_path_factory.mktemp("pseudo"), list(scoring.text._places)
    settings = Settings(home=home, database_url=None)
    with create_app(settings).app_context():
        database.upgrade()
        build(request.param, seed=DEFAULT_SEED, key=get_key(settings.keys))
        refresh_links(settings.root, base="http://localhost")
        db.engine.dispose()
    pseudo.add_to(home)
    app = create_app(settings)
    with app.app_context():
        known = set(_words_of_the_event())
        db.session.remove()
    links = json.loads((home / "demo-links.json").read_text(encoding="utf-8"))
    yield app, {role: link for role, link in links.items() if isinstance(link, str)}, known
    with app.app_context():
        db.engine.dispose()
    scoring.text._places[:] = places  # whoever is tested next in this process has its own languages


def _words_of_the_event() -> Iterator[str]:
    """Every word that a person of the event wrote, or that stands in a column."""
    for table in db.metadata.sorted_tables:
        for row in db.session.execute(table.select()):
            for value in row:
                yield from _WORD.findall(
                    json.dumps(value, ensure_ascii=False, default=str) if value is not None else ""
                )


class _Page(HTMLParser):
    """Texts of a page and its links; what says itself to be in another language is left out."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.spoken: list[str] = []
        self.links: list[str] = []
        self.around: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        silent = (
            tag in _SILENT
            or found.get("class") == "lang"
            or found.get("translate") == "no"
            or found.get("lang", pseudo.LANGUAGE) != pseudo.LANGUAGE
        )
        silent = silent or self._is_silent()
        if not silent:
            self.texts += [found[name] or "" for name in _READ if name in found]
        if tag == "a" and found.get("href") and "lang=" not in (found["href"] or ""):
            self.links.append(found["href"] or "")
        if tag not in _VOID:
            self.around.append((tag, silent))

    def handle_endtag(self, tag: str) -> None:
        while self.around and self.around.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not self._is_silent():
            self.spoken.append(data)

    def _is_silent(self) -> bool:
        return bool(self.around) and self.around[-1][1]

    def outside(self) -> list[str]:
        """What stands outside every sentence; one sentence may run through several elements."""
        return [*map(pseudo.outside, self.texts), pseudo.outside("\n".join(self.spoken))]


def _walk(app: Flask, client: Client) -> Iterator[tuple[str, str]]:
    """Address and text of each page that this person may see, one or two of each endpoint."""
    client.set_cookie("lang", pseudo.LANGUAGE)
    routes = app.url_map.bind("localhost")
    ahead, known, often = deque(["/", *addresses(app)]), {""}, Counter[str]()
    while ahead:
        address = ahead.popleft()
        path = urlsplit(address).path
        if address in known or urlsplit(address).netloc or not path.startswith("/"):
            continue
        known.add(address)
        try:
            endpoint = routes.match(path)[0]
        except HTTPException:
            continue
        often[endpoint] += 1
        if endpoint == "static" or often[endpoint] > 1:
            continue
        answer = client.get(address)
        if answer.mimetype != "text/html" or (300 <= answer.status_code < 400 or answer.status_code == 404):
            answer.close()
            continue
        text = answer.get_data(as_text=True)
        yield address, text
        page = _Page()
        page.feed(text)
        ahead.extend(page.links)


def _left(text: str, known: set[str]) -> list[str]:
    page = _Page()
    page.feed(text)
    words = (word for each in page.outside() for word in _WORD.findall(each))
    return [word for word in words if word not in known and word not in _ALIKE]


@pytest.mark.parametrize("role", ["organizer", "staff", "auditor", "judge", "chair", "captain", "entrant", ""])
def test_every_page_says_every_sentence_in_it(demo: Any, role: str) -> None:
    app, links, known = demo
    client = app.test_client()
    if role:
        assert client.get(urlsplit(links[role]).path).status_code == 303
    pages = dict(_walk(app, client))
    assert len(pages) >= 5
    with app.app_context():
        known |= set(_words_of_the_event())  # looking around is written into the log
        db.session.remove()
    assert {address: left for address, text in pages.items() if (left := _left(text, known))} == {}


def test_the_catalogue_is_what_is_read(demo: Any, tmp_path: Path) -> None:
    app, _links, _known = demo
    client = app.test_client()
    client.set_cookie("lang", pseudo.LANGUAGE)
    page = client.get("/").get_data(as_text=True)
    assert f'<html lang="{pseudo.LANGUAGE}">' in page
    assert page.count(pseudo.OPEN) > 10


@pytest.mark.parametrize("form", ["xlsx", "html", pytest.param("pdf", marks=pytest.mark.poppler)])
def test_papers_are_in_the_language_of_the_event(demo: Any, form: str) -> None:
    app, links, known = demo
    client = app.test_client()
    client.get(urlsplit(links["organizer"]).path)
    with _speaking(app, pseudo.LANGUAGE):
        answer = client.get(f"/organizer/rounds/preliminary/export.{form}")
    assert answer.status_code == 200
    text = _TEXT_OF[form](answer.data)
    assert text.count(pseudo.OPEN) > 20
    left = {word for word in _WORD.findall(pseudo.outside(text)) if word not in known and word not in _ALIKE}
    if form == "pdf":  # columns run into each other there, and a digest is cut: only words of sentences tell something
        left &= _words_of_sentences()
    assert left == set()


def _words_of_sentences() -> set[str]:
    said = [message for domain in DOMAINS for message in read(domain, "ko") if message.id]
    return {word for message in said for word in _WORD.findall(f"{message.id} {message.string}")}


@contextmanager
def _speaking(app: Flask, language: str) -> Iterator[None]:
    """The event in this language alone."""
    with app.app_context():
        with unit_of_work():
            before = get_event().languages
            get_event().languages = [language]
        yield
        with unit_of_work():
            get_event().languages = before
        db.session.remove()


def _of_page(content: bytes) -> str:
    page = _Page()
    page.feed(content.decode())
    return "\n".join([*page.texts, *page.spoken])


def _of_workbook(content: bytes) -> str:
    book = load_workbook(BytesIO(content), read_only=True)
    cells = (cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
    return "\n".join([*book.sheetnames, *(cell for cell in cells if isinstance(cell, str))])


_TEXT_OF = {"xlsx": _of_workbook, "html": _of_page, "pdf": texts.of_pdf}
