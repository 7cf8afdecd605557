"""Language of a page, and light or dark: a visitor's choice kept in a cookie; sentences said in that language.

The choice works without JavaScript and in place: `?lang=en` on any page remembers it and comes back without it.
`gettext` and its siblings say a sentence at once; `lazy_gettext` is for what is written down before anybody looks.
"""

from __future__ import annotations

from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from babel import Locale, UnknownLocaleError
from flask import Flask, g, has_request_context, request
from markupsafe import Markup, escape
from werkzeug.wrappers import Response

from hackathon.domain.rounds import events
from hackathon.models import Event
from hackathon.web.http.cookies import is_secure
from scoring.text import Message, Text, fill, languages, say, text, text_n, text_p

Language = str
THEMES = ("auto", "light", "dark")
FIRST = ("ko", "en")
"""What is offered first where no event says so."""
SHORT = 3
_LABEL = text("Language")
_A_YEAR = 365 * 24 * 3600


def init_app(app: Flask) -> None:
    app.before_request(_remember)
    app.jinja_env.globals.update({"_": gettext, "gettext": gettext, "ngettext": ngettext, "pgettext": pgettext})
    app.jinja_env.finalize = _finalize


class Choice(NamedTuple):
    """One language that a visitor may choose: its code, its name in itself, what fits into the top bar, its `Language`."""

    code: Language
    name: str
    short: str
    label: str


def offered() -> tuple[Language, ...]:
    """The languages of the event, or where there is none yet, those that something can be said in."""
    found = find_event()
    if found:
        return tuple(found.languages)
    return tuple(sorted(languages(), key=lambda each: (each not in FIRST, each != FIRST[0], each)))


def choices() -> list[Choice]:
    """Every language offered, each named in itself."""
    return [choice_of(code) for code in offered()]


def choice_of(code: Language) -> Choice:
    try:
        name = Locale.parse(code, sep="-").get_language_name(code) or code
    except (UnknownLocaleError, ValueError):  # one that only its catalogue knows
        name = code
    return Choice(code, name, name if len(name) <= SHORT else code.upper(), say(_LABEL, code))


def chosen_language() -> Language:
    """What the visitor chose, else what the browser asks for among those offered, else the first."""
    if not has_request_context():
        return FIRST[0]
    among = offered()
    cookie = request.cookies.get("lang", "")
    return cookie if cookie in among else _match(among)


def _match(among: tuple[Language, ...]) -> Language:
    """`en` is served to who asks for en-GB, `pt-BR` to who asks for pt."""
    for wanted, _quality in request.accept_languages:
        for language in among:
            if language == wanted or language.partition("-")[0] == wanted.partition("-")[0]:
                return language
    return among[0]


def chosen_theme() -> str:
    value = request.cookies.get("theme")
    return value if value in THEMES else THEMES[0]


def _choices() -> dict[str, tuple[str, ...]]:
    """What a visitor may choose, by the name of the cookie and of the query's key."""
    return {"lang": offered(), "theme": THEMES}


def find_event() -> Event | None:
    """The event of this request, looked up once; none where the database is not to be asked."""
    if g.get("no_database", False):
        return None
    if "event" not in g:
        g.event = events.find_event()
    found: Event | None = g.event
    return found


def gettext(sentence: str, /, **values: object) -> str:
    """A sentence in the visitor's language."""
    return speak(text(sentence, **values))


def ngettext(one: str, many: str, n: int, /, **values: object) -> str:
    return speak(text_n(one, many, n=n, **values))


def pgettext(context: str, sentence: str, /, **values: object) -> str:
    return speak(text_p(context, sentence, **values))


def speak(sentence: object, language: Language = "") -> str:
    """A text in the visitor's language, or in another; marked-up values stay marked up, and then the rest is escaped."""
    language = language or chosen_language()
    if not isinstance(sentence, Message) or not any(hasattr(value, "__html__") for _name, value in sentence.values):
        return say(sentence, language)
    values = {
        name: str(escape(value if hasattr(value, "__html__") else say(value, language)))
        for name, value in sentence.values
    }
    found = str(escape(sentence.find(language)))
    return Markup(fill(found, values) or fill(str(escape(sentence.id)), values))  # nosec B704 (all in it is escaped)


def each_language(sentence: object) -> list[tuple[Language, str]]:
    """A text in every language that is offered, for paper that anybody may hold."""
    return [(language, speak(sentence, language)) for language in offered()]


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
    if request.method != "GET" or not {"lang", "theme"} & set(request.args):
        return None
    wanted = {name: request.args[name] for name, among in _choices().items() if request.args.get(name) in among}
    if not wanted:
        return None
    query = request.args.to_dict(flat=False)
    response = Response(status=303, headers={"Location": _address({k: v for k, v in query.items() if k not in wanted})})
    for name, value in wanted.items():
        response.set_cookie(name, value, max_age=_A_YEAR, secure=is_secure(), samesite="Lax")
    return response
