"""Every form that somebody finds on a page, sent as it stands and again with its blanks filled: what is answered then.

The database is put back before each of them, so that none depends on what another has changed.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.test import Client, TestResponse

from . import chance, forms, pages
from .forms import Form

OURS = {"Origin": "http://localhost"}
_OFTEN, _IN_ALL = 2, 4
"""How many forms of one endpoint are sent by each person, and by all of them."""


def record(app: Flask, links: Mapping[str, str], seen: Mapping[str, Sequence[str]], out: Path) -> None:
    """Send the forms of the pages that these people find."""
    kept, in_all = _Kept(app), Counter[str]()
    for role, link in links.items():
        places = list(_places(app, link, seen[role], in_all))
        for language, typed, (address, place) in product(pages.LANGUAGES, ("", "1"), places):
            kept.put_back()
            client = signed_in(app, link, language)
            listed = _posting(client.get(address))
            if place < len(listed) and (not typed or listed[place].blanks):
                name = pages.file_name(f"{address}+{place}{'-filled' if typed else ''}")
                _write(out / role / language / name, client, address, listed[place], typed)


class _Kept:
    """The database file as it is now, to be put back."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        with app.app_context():
            self.file = Path(app.extensions["sqlalchemy"].engine.url.database)
        self._close()
        self.copy = self.file.with_suffix(".kept")
        shutil.copy(self.file, self.copy)

    def put_back(self) -> None:
        self._close()
        for more in ("-wal", "-shm"):
            self.file.with_name(self.file.name + more).unlink(missing_ok=True)
        shutil.copy(self.copy, self.file)

    def _close(self) -> None:
        with self.app.app_context():
            self.app.extensions["sqlalchemy"].engine.dispose()


def signed_in(app: Flask, link: str, language: str) -> Client:
    client = app.test_client()
    client.get(urlsplit(link).path)
    client.set_cookie("lang", language)
    return client


def _places(app: Flask, link: str, found: Sequence[str], in_all: Counter[str]) -> Iterator[tuple[str, int]]:
    """Where a form stands: its page, and the how manieth it is there."""
    client, often = signed_in(app, link, "ko"), Counter[str]()
    address_map = app.url_map.bind("localhost")
    for address in found:
        for place, form in enumerate(_posting(client.get(address))):
            try:
                endpoint = address_map.match(urlsplit(_target(address, form)).path, method="POST")[0]
            except HTTPException:
                endpoint = "nowhere"
            if often[endpoint] < _OFTEN and in_all[endpoint] < _IN_ALL:
                often[endpoint] += 1
                in_all[endpoint] += 1
                yield address, place


def _posting(response: TestResponse) -> list[Form]:
    if response.mimetype != "text/html":
        return []
    return [form for form in forms.of_page(response.get_data(as_text=True)) if form.method == "post"]


def _target(address: str, form: Form) -> str:
    return urljoin(address, form.action) if form.action else address


def _write(path: Path, client: Client, address: str, form: Form, typed: str) -> None:
    response = post(client, _target(address, form), form.filled(dict.fromkeys(form.blanks, typed)))
    said = pages.said_of(response)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(chance.without(f"POST {_target(address, form)} {sorted(form.fields)}\n{said}"), encoding="utf-8")


def post(client: Client, address: str, data: Any) -> list[TestResponse]:
    """The answer, and the page that it leads to."""
    answers = [client.post(address, data=data, headers=OURS)]
    if answers[0].status_code == 303:
        answers.append(client.get(pages.inside(answers[0].headers["Location"])))
    return answers
