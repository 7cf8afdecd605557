"""Texts of the usual consents. A lawyer of whoever holds the event confirms the wording."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from scoring.text import Text, text

VERSION = "1"
BOARD = "board"
"""The purpose without which nobody is shown on the board."""

_PURPOSES: list[dict[str, Any]] = [
    {
        "key": "participation",
        "required": True,
        "title": text("Taking part in the event"),
        "purpose": text(
            "Receiving the application, knowing who you are, teams, judging, awards, and notices about the event"
        ),
        "items": text(
            "Name, e-mail, phone, affiliation, whether you are under 14 and then your guardian's name and "
            "e-mail, and what you write in the form"
        ),
        "retention": text(
            "Kept until one year after the event, or three months after the results if you are not "
            "selected, and then destroyed without delay"
        ),
        "refusal": text("You may refuse; without it an application is not possible."),
    },
    {
        "key": BOARD,
        "required": False,
        "title": text("Being shown on the team board"),
        "purpose": text("Helping applicants without a team and teams with room to find each other"),
        "items": text(
            "Your name in part, the introduction you write and the roles you want; never your e-mail or phone"
        ),
        "retention": text("Until you have a team, take your consent back, or the teams are closed"),
        "refusal": text("You may refuse and still apply; you are only not shown on the board."),
    },
    {
        "key": "news",
        "required": False,
        "title": text("News of later events"),
        "purpose": text("Telling you about later hackathons and courses"),
        "items": text("Name and e-mail"),
        "retention": text("Until you take it back, two years at most"),
        "refusal": text("You may refuse; it changes nothing for your application or the judging."),
    },
]


def usual_purposes(languages: Iterable[str]) -> list[dict[str, Any]]:
    """The usual consents as a definition writes them."""
    return [written_out(purpose, languages) for purpose in _PURPOSES]


def written_out(content: Mapping[str, Any], languages: Iterable[str]) -> dict[str, Any]:
    """What a definition would say: each text as a mapping language → text."""
    among = tuple(languages)
    return {
        key: {language: value.say(language) for language in among} if isinstance(value, Text) else value
        for key, value in content.items()
    }
