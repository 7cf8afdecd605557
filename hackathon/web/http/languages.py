"""Language of a page, and light or dark: a visitor's choice kept in a cookie. Korean in the sources, English in a catalogue.

The choice works without JavaScript and in place: `?lang=en` on any page remembers it and comes back without it.
"""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from typing import Literal
from urllib.parse import quote, urlencode

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, request
from flask_babel import Domain, get_locale
from werkzeug.wrappers import Response

from hackathon.config import asset_dir
from hackathon.extensions import babel
from hackathon.web.http.cookies import is_secure

Language = Literal["ko", "en"]
LANGUAGES: tuple[Language, ...] = ("ko", "en")

CHOICES: dict[str, tuple[str, ...]] = {"lang": LANGUAGES, "theme": ("auto", "light", "dark")}
"""What a visitor may choose, by the name of the cookie and of the query's key; the first is the default."""
_A_YEAR = 365 * 24 * 3600


class Catalogues(Domain):
    """Reads the .po files themselves, so that what is shown never lags behind them."""

    def get_translations(self) -> NullTranslations:
        locale = get_locale()
        return _catalogue(locale.language if locale else LANGUAGES[0])


@lru_cache(maxsize=8)
def _catalogue(language: str) -> NullTranslations:
    source = asset_dir("translations") / language / "LC_MESSAGES" / "messages.po"
    if not source.is_file():
        return Translations()
    compiled = BytesIO()
    with source.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return Translations(compiled)


def init_app(app: Flask) -> None:
    babel.init_app(app, locale_selector=chosen_language)
    babel.domain_instance = Catalogues()
    app.before_request(_remember)


def chosen(name: str) -> str:
    """What the visitor chose, else the default."""
    value = request.cookies.get(name)
    return value if value in CHOICES[name] else CHOICES[name][0]


def chosen_language() -> Language:
    """Korean until somebody chooses otherwise: the browser's own setting says little about who reads Korean."""
    return "en" if chosen("lang") == "en" else "ko"


def here(**choice: str) -> str:
    """The address of this very page with a choice added, its query kept."""
    return _address({**request.args.to_dict(flat=False), **{name: [value] for name, value in choice.items()}})


def _address(query: dict[str, list[str]]) -> str:
    path = "/" + quote(request.path.lstrip("/\\"), safe="/~")  # one slash: never an address on another host
    text = urlencode(query, doseq=True)
    return request.script_root + path + (f"?{text}" if text else "")


def _remember() -> Response | None:
    wanted = {name: request.args[name] for name in CHOICES if request.args.get(name) in CHOICES[name]}
    if not wanted or request.method != "GET":
        return None
    query = request.args.to_dict(flat=False)
    response = Response(status=303, headers={"Location": _address({k: v for k, v in query.items() if k not in wanted})})
    for name, value in wanted.items():
        response.set_cookie(name, value, max_age=_A_YEAR, secure=is_secure(), samesite="Lax")
    return response
