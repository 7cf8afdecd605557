"""Chapters of the manual: their order, whom each is for, and the languages that they are written in.

A chapter is a file `hackathon/manual/LANGUAGE/KEY.html` with the blocks `title`, `lead` and `text`, and a line in CHAPTERS.
A language is one more folder: a chapter that it lacks is shown in the event's first language, or in English.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import current_app, url_for
from markupsafe import Markup

from hackathon.config import asset_dir
from hackathon.web.http.languages import Language, offered
from hackathon.web.manual.rules import rules_in
from scoring.text import ENGLISH

FOLDER = asset_dir("manual")
_SECTION = re.compile(r'<h2 id="([\w-]+)">(.*?)</h2>', re.DOTALL)


@dataclass(frozen=True)
class Chapter:
    key: str
    readers: tuple[str, ...] = ()
    """Roles of whom it is written for; none: for everybody."""


CHAPTERS = (
    Chapter("judges", ("judge", "chair")),
    Chapter("teams", ("captain", "member", "entrant")),
    Chapter("rules"),
    Chapter("event", ("organizer", "auditor")),
    Chapter("files", ("organizer",)),
    Chapter("venue", ("organizer", "staff")),
    Chapter("trouble", ("organizer", "staff")),
    Chapter("server", ("organizer",)),
    Chapter("spreadsheet"),
)


@dataclass(frozen=True)
class Page:
    """One chapter in one language."""

    key: str
    language: Language
    title: Markup
    lead: Markup
    text: Markup

    @property
    def sections(self) -> list[tuple[str, Markup]]:
        """Anchor and heading of every section."""
        return [(anchor, Markup(heading)) for anchor, heading in _SECTION.findall(self.text)]  # nosec B704


def find_chapter(key: str) -> Chapter | None:
    return next((each for each in CHAPTERS if each.key == key), None)


def languages_of(key: str) -> set[Language]:
    """The languages that a chapter is written in."""
    return {path.parent.name for path in FOLDER.glob(f"*/{key}.html")}


def page_of(chapter: Chapter, wanted: Language) -> Page:
    """A chapter for somebody who wants this language."""
    written = languages_of(chapter.key)
    language = next(each for each in (wanted, *offered(), ENGLISH) if each in written)
    template = current_app.jinja_env.get_template(f"{language}/{chapter.key}.html")
    context = template.new_context({"picture": _picture, **rules_in(language)})
    parts = {name: Markup("".join(template.blocks[name](context)).strip()) for name in ("title", "lead", "text")}  # nosec B704
    return Page(chapter.key, language, **parts)


def _picture(name: str) -> str:
    return url_for("manual.picture", name=name)
