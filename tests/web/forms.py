"""Forms as a browser sends them: everything that stands in the page, and what somebody changes in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from typing import Any

from flask import Flask
from sqlalchemy import event
from werkzeug.test import TestResponse

from hackathon.extensions import db
from tests.web.visitors import OURS, Visitor

Fields = dict[str, Any]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.fields: Fields = {}
        self._writing = ""
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        name = found.get("name") or ""
        if tag == "textarea":
            self._writing, self._text = name, []
        elif tag == "input" and name and (found.get("type") != "radio" or "checked" in found):
            self._add(name, found.get("value") or "")

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._writing:
            self._add(self._writing, "".join(self._text).removeprefix("\n"))  # as browsers leave the first one out
            self._writing = ""

    def _add(self, name: str, value: str) -> None:
        before = self.fields.get(name)
        self.fields[name] = (
            value if before is None else [*before, value] if isinstance(before, list) else [before, value]
        )


def fields(page: str) -> Fields:
    """What a browser would send of this page's form if nobody touched it."""
    main = page[page.index("<main") :]
    reader = _Reader()
    reader.feed(main[: main.index("</main>")])
    return reader.fields


def send(visitor: Visitor, path: str, sent: Fields, **changes: Any) -> TestResponse:
    data = {**sent, **{name.replace("__", "-"): value for name, value in changes.items()}}
    return visitor.post(path, data={name: value for name, value in data.items() if value is not None}, headers=OURS)


def fill_in(visitor: Visitor, path: str, **changes: Any) -> TestResponse:
    """Open a page, change some fields of its form and send it to the same address."""
    return send(visitor, path, fields(visitor.read(path)), **changes)


@contextmanager
def counted_queries(app: Flask) -> Iterator[list[str]]:
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
