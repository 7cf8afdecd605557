"""The judges' chapter as a page of the tablet: static, and kept by its worker once the app itself is there."""

from __future__ import annotations

from flask import render_template, url_for

from hackathon.web.http.assets import address_of
from hackathon.web.http.languages import Language, offered
from hackathon.web.manual.chapters import CHAPTERS, page_of
from scoring.text import text

PIECES = ("css/tokens.css", "css/base.css", "css/components.css", "css/manual.css", "js/night.js")
_BACK = text("Back to scoring")


def tablet_page(language: Language) -> str:
    page = page_of(CHAPTERS[0], language)
    *sheets, script = map(address_of, PIECES)
    return render_template("manual/tablet.html", page=page, back=_BACK.say(page.language), sheets=sheets, script=script)


def tablet_pages() -> dict[str, str]:
    """Address → the page, in every language of the event."""
    return {url_for("manual.tablet", language=each): tablet_page(each) for each in offered()}
