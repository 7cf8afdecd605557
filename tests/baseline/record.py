"""Run inside a checkout, as `python -m baseline.record STAGE OUT`: the demo at one stage, written down as text."""

from __future__ import annotations

import os
import sys
import tempfile
import tomllib
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from . import chance, pages

NOW = datetime(2027, 3, 10, 5, 37, tzinfo=UTC)
"""When everything happens."""


def main(stage: str, out: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        chance.fix(home)
        os.environ["HACKATHON_HOME"] = str(home)
        os.environ.pop("DATABASE_URL", None)
        from hackathon import clock

        with clock.at(NOW):
            run("demo", "--no-serve", "--until", stage, "--out", str(out / stage / "files"))
            pages.record(open_app(home), pages.links_in(home), out / stage / "pages")


def open_app(home: Path) -> Any:
    from hackathon import create_app
    from hackathon.config import Settings

    return create_app(Settings(home=home, database_url=None), TESTING=False)


def entry_point() -> Callable[[], None]:
    """The function behind the command `hackathon`, as this checkout declares it."""
    root = Path(import_module("hackathon").__file__ or "").resolve().parents[1]
    scripts = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
    module, _, name = scripts["hackathon"].partition(":")
    found: Callable[[], None] = getattr(import_module(module), name)
    return found


def run(*arguments: str) -> None:
    """A command of `hackathon`, in this process and at the time that holds here."""
    before, sys.argv = sys.argv, ["hackathon", *arguments]
    try:
        entry_point()()
    finally:
        sys.argv = before


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
