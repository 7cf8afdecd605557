"""A printed card of somebody who scores or votes: a code to type and the same as a QR code."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from hackathon.models import Event
from hackathon.web.http.languages import Language, offered
from scoring.text import text

CODE = text("Code")


@dataclass(frozen=True)
class Card:
    judge: str
    name: str
    code: str
    picture: Markup


def event_name(event: Event) -> list[tuple[Language, str]]:
    """The name in every language of the event that it has."""
    return [(each, event.name[each]) for each in offered() if event.name.get(each)] or list(event.name.items())[:1]


def bold(words: str) -> Markup:
    return Markup("<b>{}</b>").format(words)
