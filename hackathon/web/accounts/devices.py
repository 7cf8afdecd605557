"""Devices that a person is signed in on: browser and system in words a person recognises."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from hackathon.domain.people import accounts
from hackathon.models import Person
from hackathon.web.http import sessions
from hackathon.web.http.languages import gettext as _

# The first that fits: most browsers also name the ones they descend from.
_BROWSERS = (
    ("KAKAOTALK", "KakaoTalk"),
    (r"NAVER\(", "NAVER"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Whale", "Whale"),
    (r"Edg(?:e|A|iOS)?/", "Edge"),
    (r"OPR/|Opera", "Opera"),
    ("Firefox|FxiOS", "Firefox"),
    ("Chrome|CriOS|Chromium", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPad", "iPad"),
    ("iPhone", "iPhone"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class Device:
    id: int
    name: str
    since: datetime
    is_this: bool


def devices_of(person: Person) -> list[Device]:
    """Where a person is signed in, this device first, then the newest."""
    here = sessions.current()
    found = [
        Device(
            id=row.id, name=name_of(row.device), since=row.created_at, is_this=here is not None and row.id == here.id
        )
        for row in accounts.sessions(person)
    ]
    return sorted(found, key=lambda device: not device.is_this)


def name_of(agent: str | None) -> str:
    """Chrome · Windows. An iPad calls itself a Mac, so a Mac with touch cannot be told from one without."""
    words = [_first(_BROWSERS, agent or ""), _system(agent or "")]
    return " · ".join(word for word in words if word) or _("Unknown device")


def _system(agent: str) -> str:
    if "Macintosh" in agent:
        return _("Mac or iPad") if _first(_BROWSERS, agent) == "Safari" else "Mac"
    return _first(_SYSTEMS, agent)


def _first(patterns: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for pattern, name in patterns if re.search(pattern, agent)), "")
