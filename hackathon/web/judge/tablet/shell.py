"""Shell of the judge's app: which files it is made of, and one version for all of them.

The version is a digest of the content, so that every process of every host names the same one, and a tablet that holds
a shell holds all of it or none: the worker checks each file against the digest it was told.
"""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path

from flask import current_app, render_template, url_for

from hackathon.web.http.assets import address_of
from hackathon.web.judge.tablet.bundle import bundle

SHEETS = ("tokens", "base", "components", "figures", "judge")
_MODULES = "js/tablet"
_WORKER = f"{_MODULES}/engine/offline/service-worker.js"


def page() -> str:
    """The same for everybody: it names nobody and holds nothing of the event."""
    return _page(version())


def version() -> str:
    return _digest(json.dumps({**_pieces(), "page": _digest(_page(""))}, sort_keys=True))[:16]


def worker() -> str:
    """The worker's script, told address and SHA-256 of every file that it is to keep."""
    files = {_address(): _digest(page()), **_pieces()}
    shell = {"version": version(), "page": _address(), "files": files}
    return f"const SHELL = {json.dumps(shell, sort_keys=True)};\n{_read(_WORKER)}"


def script() -> str:
    """All modules in one."""
    return _script(_static() / _MODULES, _state(sorted((_static() / _MODULES).rglob("*.js"))))


def sheet() -> str:
    return "\n".join(_read(f"css/{name}.css") for name in SHEETS)


def tag(text: str) -> str:
    """What stands behind an address, so that it may be kept for good."""
    return _digest(text)[:12]


def _address() -> str:
    """Any address of the app answers with the shell; this one is where the worker keeps it."""
    return url_for("tablet.shell", where="app")


def _page(shown_version: str) -> str:
    addresses = {name: url_for(f"tablet.{name}", v=tag(text)) for name, text in _texts().items()}
    return render_template("judge/shell.html", version=shown_version, **addresses)


def _texts() -> dict[str, str]:
    return {"script": script(), "sheet": sheet()}


def _pieces() -> dict[str, str]:
    kept = {url_for(f"tablet.{name}", v=tag(text)): _digest(text) for name, text in _texts().items()}
    return {**kept, address_of("favicon.svg"): _digest(_read("favicon.svg"))}


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
def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
