"""Frame of every page: the event, who is looking, and words, moments and names in the visitor's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask, g, get_flashed_messages, url_for
from jinja2 import StrictUndefined

from hackathon import clock
from hackathon.domain.people import check_ins
from hackathon.domain.rounds import events
from hackathon.models import Event, Person
from hackathon.web.http import cookies, sessions
from hackathon.web.http.languages import choices, chosen_language, chosen_theme, find_event, here, offered
from hackathon.web.http.languages import gettext as _
from hackathon.web.page import wording
from scoring.text import Text


@dataclass(frozen=True)
class Area:
    """One link of the top bar."""

    name: str
    address: str
    blueprint: str
    """Whose pages belong to it."""


def init_app(app: Flask) -> None:
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(FILTERS)
    app.context_processor(_context)


def get_event() -> Event:
    found = find_event()
    return found or events.get_event()  # which says how to make one


def zone() -> ZoneInfo:
    found = find_event()
    return found.zone if found else ZoneInfo("UTC")


def words(text: Mapping[str, str] | str) -> str:
    """A text of the event's people in the visitor's language, or where it lacks that, in the event's first."""
    if isinstance(text, str):
        return text
    return wording.in_language(text, chosen_language(), *offered())


FILTERS: dict[str, Callable[..., str]] = {
    "words": words,
    "day": lambda moment: wording.day(moment, zone(), chosen_language()),
    "hour": lambda moment: wording.hour(moment, zone()),
    "full": lambda moment: wording.full(moment, zone(), chosen_language()),
    "until": lambda moment: wording.until(moment - clock.now(), chosen_language()),
    "ticket": lambda person: check_ins.ticket_of(person, secret=cookies.secret()),
    "lasting": lambda span: wording.lasting(span, chosen_language()),
}


def span_parts(start: datetime, end: datetime | None = None) -> tuple[str, ...]:
    return wording.span_parts(start, end, zone(), chosen_language())


def span_line(start: datetime, end: datetime | None = None) -> Text:
    return wording.span_line(start, end, zone(), chosen_language())


def parts_of(line: Text) -> tuple[str, ...]:
    return wording.parts_of(line, chosen_language())


def span(start: datetime, end: datetime | None = None) -> str:
    return " ".join(span_parts(start, end))


def _context() -> dict[str, Any]:
    bare = g.get("bare", False)
    event = None if bare else find_event()
    viewer = None if bare else sessions.viewer()
    return {
        "event": event,
        "viewer": viewer,
        "areas": _areas(viewer) if event else [],
        "language": chosen_language(),
        "languages": choices(),
        "languages_label": " · ".join(each.label for each in choices()),
        "theme": chosen_theme(),
        "here": here,
        "span": span,
        "now": clock.now(),
        "messages": [] if bare else get_flashed_messages(),
    }


def _areas(viewer: Person | None) -> list[Area]:
    """Where this person can go, in the top bar of every page."""
    if viewer is None:
        return []
    places = [
        (("organizer", "auditor", "staff"), _("Judging desk"), "organizer.rounds"),
        (("judge", "chair"), _("My judging"), "tablet.shell"),
        (("captain", "member"), _("My team"), "team.home"),
        (("entrant",), _("My application"), "applying.mine"),
    ]
    return [
        Area(name=name, address=url_for(endpoint), blueprint=endpoint.partition(".")[0])
        for roles, name, endpoint in places
        if sessions.may_be(viewer, roles)
    ]
