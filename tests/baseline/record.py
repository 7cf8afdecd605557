"""Run inside a checkout, as `python -m baseline.record PART OUT`: one part of what it says, written down as text."""

from __future__ import annotations

import os
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from hackathon import clock, create_app
from hackathon.config import Settings

from . import chance, commands, pages, posts, story

NOW = datetime(2027, 3, 10, 5, 37, tzinfo=UTC)
"""When everything happens."""


def main(part: str, out: Path) -> None:
    assert commands.root() == Path.cwd().resolve(), "another checkout's code stands before the one that is asked for"
    with tempfile.TemporaryDirectory() as folder, clock.at(NOW):
        home, work = Path(folder) / "home", Path(folder) / "work"
        work.mkdir()
        chance.fix(home)
        os.environ["HACKATHON_HOME"] = str(home)
        os.environ.pop("DATABASE_URL", None)
        if part == "commands":
            _commands(out / part, home, work)
        else:
            _stage(part, out / part, home)


def _stage(stage: str, out: Path, home: Path) -> None:
    _build(stage, "--out", str(out / "files"))
    app = create_app(Settings(home=home, database_url=None))
    pages.record_map(app, out)
    links = pages.roles_in(home)
    seen = {role: pages.record(app, link, out / "pages" / role) for role, link in links.items()}
    story.record(app, links, out / "story", stage=stage)
    story.record_letters(app, links, out / "letters")
    posts.record(app, links, seen, out / "posts")


def _commands(out: Path, home: Path, work: Path) -> None:
    commands.record_help(out / "help")
    _build("results", "--out", str(out / "files"))
    os.chdir(work)
    commands.record_event(commands.root() / "data" / "sesac-2025", out / "event", work)
    (bundle,) = (out / "files").glob("*_final_*.zip")
    (work / "odd.csv").unlink()
    commands.record_scoring(bundle, out / "scoring", work)


def _build(stage: str, *more: str) -> None:
    said = commands.call(commands.entry_point(), "hackathon", ("demo", "--no-serve", "--until", stage, *more), "en")
    if not said.startswith("exit 0"):
        raise RuntimeError(said)


if __name__ == "__main__":
    __package__ = ""  # else click names its programs after us
    main(sys.argv[1], Path(sys.argv[2]))
