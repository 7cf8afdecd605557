"""Shell of the judge's app: which files it is made of, and one version for all of them.

The version is a digest of the content, so that every process of every host names the same one, and a tablet that holds
a shell holds all of it or none: the worker checks each file against the digest it was told.
"""

from __future__ import annotations

import hashlib
import json
import re
from functools import lru_cache
from pathlib import Path

from flask import current_app, render_template, url_for

from hackathon.web.http.assets import address_of
from hackathon.web.http.languages import choices, offered
from hackathon.web.judge.tablet.bundle import bundle
from hackathon.web.judge.tablet.catalogues import catalogue
from hackathon.web.manual.tablet import PIECES, tablet_pages
from scoring.text import Message, say, text, text_p

SHEETS = ("tokens", "base", "components", "figures", "judge")
_MODULES = "js/tablet"
_WORKER = f"{_MODULES}/engine/offline/service-worker.js"
_IDLE = re.compile(r"/\*.*?\*/\s*|^[ \t]+", re.DOTALL | re.MULTILINE)
"""What a stylesheet holds for its readers alone."""
_TITLE = text("Judging")
_WITHOUT_SCRIPTS = text(
    "The judging app needs JavaScript. Switch it on in the browser's settings, "
    "or ask the organizer for paper score sheets."
)


def page() -> str:
    """The same for everybody: it names nobody and holds nothing of the event."""
    return _page(version())


def version() -> str:
    return _digest(json.dumps({**_pieces(), "page": _digest(_page(""))}, sort_keys=True))[:16]


def worker() -> str:
    """The worker's script, told address and SHA-256 of every file that it is to keep."""
    files = {_address(): _digest(page()), **_pieces()}
    shell = {"version": version(), "page": _address(), "files": files, "later": _later()}
    return f"const SHELL = {json.dumps(shell)};\n{_read(_WORKER)}"


def _later() -> dict[str, str]:
    """What the worker fetches once the app is there, in this order: what the manual's page for judges needs, then the page."""
    here = {address_of(name): _digest(_read(name)) for name in PIECES}
    return {**here, **{address: _digest(content) for address, content in tablet_pages().items()}}


def script() -> str:
    """All modules in one."""
    return _script(_static() / _MODULES, _state(sorted((_static() / _MODULES).rglob("*.js"))))


def sheet() -> str:
    return _IDLE.sub("", "\n".join(_read(f"css/{name}.css") for name in SHEETS))


def tag(content: str) -> str:
    """What stands behind an address, so that it may be kept for good."""
    return _digest(content)[:12]


def manifest() -> str:
    """What a device is told when the app is put on its home screen."""
    names = {"name": _in_all(text_p("app", "Judging")), "short_name": say(_TITLE, offered()[0]), "lang": offered()[0]}
    return json.dumps({**json.loads(_read("judge.webmanifest")), **names}, ensure_ascii=False, indent=2)


def _address() -> str:
    """Any address of the app answers with the shell; this one is where the worker keeps it."""
    return url_for("tablet.shell", where="app")


def _page(shown_version: str) -> str:
    codes = offered()
    return render_template(
        "judge/shell.html",
        version=shown_version,
        first=codes[0],
        script=_address_of("script", script()),
        sheet=_address_of("sheet", sheet()),
        offered=[{**each._asdict(), "catalogue": _words_of(each.code)} for each in choices()],
        title=_in_all(_TITLE),
        name=say(_TITLE, codes[0]),
        without_scripts={code: say(_WITHOUT_SCRIPTS, code) for code in codes},
    )


def _in_all(sentence: Message) -> str:
    """For what nobody has chosen a language for yet: in each of the event's."""
    return " · ".join(say(sentence, code) for code in offered())


def _address_of(name: str, content: str) -> str:
    return url_for(f"tablet.{name}", v=tag(content))


def _words_of(code: str) -> str:
    """The address of what a language says; "" where the scripts' own English is said."""
    words = catalogue(code)
    return url_for("tablet.catalogue", language=code, v=tag(words)) if words else ""


def _pieces() -> dict[str, str]:
    kept = {_address_of("script", script()): script(), _address_of("sheet", sheet()): sheet()}
    kept |= {_words_of(code): catalogue(code) for code in offered() if _words_of(code)}
    kept |= {address_of("favicon.svg"): _read("favicon.svg")}
    return {address: _digest(content) for address, content in kept.items()}


def _static() -> Path:
    return Path(current_app.static_folder or "")


def _read(name: str) -> str:
    path = _static() / name
    return _text_of(path, path.stat().st_mtime_ns)


def _state(paths: list[Path]) -> tuple[tuple[str, int], ...]:
    return tuple((path.name, path.stat().st_mtime_ns) for path in paths)


@lru_cache(maxsize=4)
def _script(folder: Path, _changed: tuple[tuple[str, int], ...]) -> str:
    return bundle("app.js", read=lambda name: (folder / name).read_text(encoding="utf-8"))


@lru_cache(maxsize=64)
def _text_of(path: Path, _changed: int) -> str:
    return path.read_text(encoding="utf-8")


@lru_cache(maxsize=64)
def _digest(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()
