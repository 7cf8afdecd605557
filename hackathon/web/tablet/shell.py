"""The shell of the judge's app: which files it is made of, and one version for all of them.

The version is a digest of the content, so that every process of every host names the same one, and a tablet that holds
a shell holds all of it or none: the worker checks each file against the digest it was told.
"""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import current_app, render_template, url_for

from hackathon.web.assets import address_of

SHEETS = ("tokens", "base", "components", "figures", "judge")
_WORKER = "js/tablet/engine/sw.js"


def page() -> str:
    """The same for everybody: it names nobody and holds nothing of the event."""
    return _page(version())


def version() -> str:
    told = {**_static_digests(), "shell": _digest(_page(""))}
    return _digest(json.dumps(told, sort_keys=True))[:16]


def files() -> dict[str, str]:
    """Address and SHA-256 of every file of the shell, the page itself included."""
    return {_address(): _digest(page()), **_static_digests()}


def worker() -> str:
    """The worker's script, told which shell it is to keep."""
    told = {"version": version(), "page": _address(), "files": files()}
    return f"const SHELL = {json.dumps(told, sort_keys=True)};\n{(_static() / _WORKER).read_text(encoding='utf-8')}"


def _address() -> str:
    """Any address of the app answers with the shell; this one is where the worker keeps it."""
    return url_for("tablet.shell", where="app")


def modules() -> list[str]:
    """The addresses of all modules: the page names them, so that a slow network is asked for all at once."""
    return [url_for("static", filename=name) for name in _module_names()]


def _page(shown_version: str) -> str:
    values: dict[str, Any] = {"sheets": SHEETS, "modules": modules(), "version": shown_version}
    return render_template("tablet/shell.html", **values)


def _static_digests() -> dict[str, str]:
    addresses = {url_for("static", filename=name): name for name in _module_names()}
    addresses |= {address_of(name): name for name in (*(f"css/{sheet}.css" for sheet in SHEETS), "favicon.svg")}
    return {address: _file_digest(name) for address, name in addresses.items()}


def _module_names() -> list[str]:
    folder = _static() / "js" / "tablet"
    found = (path.relative_to(_static()).as_posix() for path in folder.rglob("*.js"))
    return sorted(name for name in found if name != _WORKER)


def _static() -> Path:
    return Path(current_app.static_folder or "")


def _file_digest(name: str) -> str:
    path = _static() / name
    return _digest_of(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=256)
def _digest_of(path: Path, _changed: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
