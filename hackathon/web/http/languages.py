"""Language of a page, and light or dark: a visitor's choice kept in a cookie; sentences said in that language.

The choice works without JavaScript and in place: `?lang=en` on any page remembers it and comes back without it.
`gettext` and its siblings say a sentence at once; `lazy_gettext` is for what is written down before anybody looks.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

from flask import Flask, has_request_context, request
from markupsafe import Markup, escape
from werkzeug.wrappers import Response

from hackathon.web.http.cookies import is_secure
from scoring.text import Message, Text, fill, say, text, text_n, text_p

Language = str
LANGUAGES: tuple[Language, ...] = ("ko", "en")

CHOICES: dict[str, tuple[str, ...]] = {"lang": LANGUAGES, "theme": ("auto", "light", "dark")}
"""What a visitor may choose, by the name of the cookie and of the query's key; the first is the default."""
_A_YEAR = 365 * 24 * 3600


def init_app(app: Flask) -> None:
    app.before_request(_remember)
    app.jinja_env.globals.update({"_": gettext, "gettext": gettext, "ngettext": ngettext, "pgettext": pgettext})
    app.jinja_env.finalize = _finalize


def chosen(name: str) -> str:
    """What the visitor chose, else the default."""
    value = request.cookies.get(name)
    return value if value in CHOICES[name] else CHOICES[name][0]


def chosen_language() -> Language:
    """Korean until somebody chooses otherwise."""
    return chosen("lang") if has_request_context() else LANGUAGES[0]


def gettext(sentence: str, /, **values: object) -> str:
    """A sentence in the visitor's language."""
    return speak(text(sentence, **values))


def ngettext(one: str, many: str, n: int, /, **values: object) -> str:
    return speak(text_n(one, many, n=n, **values))


def pgettext(context: str, sentence: str, /, **values: object) -> str:
    return speak(text_p(context, sentence, **values))


def speak(sentence: object) -> str:
    """A text in the visitor's language; marked-up values stay marked up, and then the rest is escaped."""
    language = chosen_language()
    if not isinstance(sentence, Message) or not any(hasattr(value, "__html__") for _name, value in sentence.values):
        return say(sentence, language)
    values = {
        name: str(escape(value if hasattr(value, "__html__") else say(value, language)))
        for name, value in sentence.values
    }
    found = str(escape(sentence.find(language)))
    return Markup(fill(found, values) or fill(str(escape(sentence.id)), values))


class Lazy:
    """A text that is said whenever somebody looks, in their language."""

    def __init__(self, sentence: Text) -> None:
        self.sentence = sentence

    def __str__(self) -> str:
        return speak(self.sentence)

    def __html__(self) -> str:
        return str(escape(str(self)))

    def __mod__(self, values: object) -> str:  # what WTForms does with the message of a validator
        return str(self) % values


def lazy_gettext(sentence: str, /, **values: object) -> Any:
    return Lazy(text(sentence, **values))


def lazy_pgettext(context: str, sentence: str, /, **values: object) -> Any:
    return Lazy(text_p(context, sentence, **values))


def _finalize(value: object) -> object:
    """What a template writes: texts in the visitor's language."""
    return speak(value) if isinstance(value, Text) else value


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
