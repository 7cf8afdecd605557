"""The command line in a test: as a terminal runs it, in this process, since starting one takes seconds."""

from __future__ import annotations

import io
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest

from hackathon.cli import main


@dataclass(frozen=True)
class Done:
    returncode: int
    stdout: str
    stderr: str


def run(home: Path, *arguments: str | Path, language: str = "C.UTF-8") -> Done:
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        for name in ("DATABASE_URL", "LC_ALL", "LC_MESSAGES"):
            patch.delenv(name, raising=False)
        patch.setenv("LANG", language)
        patch.setenv("HACKATHON_HOME", str(home))
        patch.setattr(sys, "argv", ["hackathon", *map(str, arguments)])
        try:
            main()
            code: object = 0
        except SystemExit as stop:
            code = stop.code
    assert isinstance(code, int)
    return Done(code, out.getvalue(), err.getvalue())


def refused(done: Done, *words: str) -> None:
    assert done.returncode != 0
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert all(word in done.stderr for word in words), done.stderr
