"""Address after sign-in: the page that was asked for before, if it is one of ours and theirs."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from flask import current_app, request, url_for
from werkzeug.exceptions import HTTPException

from hackathon.models import Person
from hackathon.web.http import sessions
from hackathon.web.http.guard import may_open

PLACES = {"password": "account.password"}  # nosec B105 (the name of a page)
"""What a link may say in `?to=`, and the page it means. Nothing else is followed."""


def address_for(person: Person, *, asked: str | None, to: str | None = None) -> str:
    """The page that a link names, else the one that was asked for before signing in, else the person's own."""
    if to in PLACES:
        return url_for(PLACES[to])
    return asked if asked and _is_for(person, asked) else url_for("accounts.me")


def _is_for(person: Person, asked: str) -> bool:
    path = unquote(urlsplit(asked).path.removeprefix(request.script_root))
    try:
        endpoint, _values = current_app.url_map.bind(request.host).match(path, method="GET")
    except HTTPException:  # no such page, or not one that can be looked at
        return False
    return asked.startswith("/") and not asked.startswith(("//", "/\\")) and may_open(person, endpoint)


def sign_in_by_password(person: Person) -> str:
    """Sign a person in on this device by their password; returns where they go on."""
    asked = sessions.take_destination()
    sessions.open_for(person, began="password")
    return address_for(person, asked=asked)
