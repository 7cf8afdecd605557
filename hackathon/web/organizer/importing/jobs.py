"""A file on its way in, kept in the home folder until it has been imported: never in the session, never for long.

Each job is a folder of its own: the file, what is known about it as JSON, and the refused rows. Several processes may
look at it; only the one that makes its claim file applies it, so that a second press does nothing.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from flask import current_app
from werkzeug.datastructures import FileStorage

_TOKEN = re.compile(r"[A-Za-z0-9_-]{16}")
KEPT = 24 * 3600
"""Seconds after which an import that nobody finished is thrown away."""
STALE = 120
"""Seconds without progress after which a job counts as stopped with its process."""


@dataclass
class Job:
    """What is known of a file: `state` is reading, columns, ready, applying, done or failed."""

    token: str
    name: str
    kind: str
    round: str = ""
    by: int = 0
    state: str = "reading"
    rows: int = 0
    mapping: dict[str, str | None] = field(default_factory=dict)
    columns: dict[str, str | None] = field(default_factory=dict)
    examples: dict[str, list[str]] = field(default_factory=dict)
    report: dict[str, dict[str, Any]] = field(default_factory=dict)
    """By language."""
    samples: list[list[str]] = field(default_factory=list)
    outcome: str = ""
    refused: int = 0
    trouble: dict[str, str] = field(default_factory=dict)
    overtaken: bool = False

    @property
    def folder(self) -> Path:
        return _root() / self.token

    @property
    def file(self) -> Path:
        return self.folder / "file"

    @property
    def refusals(self) -> Path:
        return self.folder / "refused.xlsx"

    @property
    def is_stuck(self) -> bool:
        """It was at work, and nothing has moved for long: the process that did it is gone."""
        changed = (self.folder / "job.json").stat().st_mtime
        return self.state in ("reading", "applying") and time.time() - changed > STALE

    def save(self) -> None:
        draft = self.folder / f".job.{secrets.token_hex(4)}"
        draft.write_text(json.dumps(asdict(self), ensure_ascii=False), encoding="utf-8")
        draft.replace(self.folder / "job.json")

    def claim(self) -> bool:
        """Whether this press is the first one."""
        try:
            os.close(os.open(self.folder / "claimed", os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except FileExistsError:
            return False
        return True

    def release(self) -> None:
        (self.folder / "claimed").unlink(missing_ok=True)

    def finish(self) -> None:
        """The file has done its work; counts and refused rows stay until somebody throws them away."""
        self.file.unlink(missing_ok=True)
        self.examples, self.samples = {}, []

    def drop(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


def _root() -> Path:
    root: Path = current_app.config["SETTINGS"].root / "imports"
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    return root


def start(upload: FileStorage, *, kind: str, round: str, by: int) -> Job:
    """Keep an uploaded file and what it is said to be."""
    sweep()
    name = (upload.filename or "file").replace("\\", "/").rsplit("/", 1)[-1][:200]
    job = Job(secrets.token_urlsafe(12), name, kind, round, by)
    job.folder.mkdir(mode=0o700)
    upload.save(job.file)
    upload.close()
    job.save()
    return job


def find(token: str) -> Job | None:
    """The job of this name, if it is still there."""
    path = _root() / token / "job.json"
    if not _TOKEN.fullmatch(token) or not path.is_file():
        return None
    try:
        return Job(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def sweep() -> None:
    """Throw away what nobody finished in time."""
    for folder in _root().iterdir():
        if time.time() - folder.stat().st_mtime > KEPT:
            shutil.rmtree(folder, ignore_errors=True)


def unfinished() -> list[Job]:
    """Files that wait for somebody to go on."""
    found = [find(folder.name) for folder in sorted(_root().iterdir())]
    return [job for job in found if job and job.state != "done"]
