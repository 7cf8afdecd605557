"""Checkouts of this project, old and new: unpacked from git, and run with their own code and this environment."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BASELINE = "31e16cc"
"""The commit whose homes and bundles open for ever."""
SAID = "1c1879d"
"""The commit whose words were last read and agreed to; after a change on purpose it moves."""
PARTS = ("results", "final", "preliminary", "commands", "registration")
"""What a dump is made of, the longest first: the demo at each of its stages, and the commands."""


def is_known(commit: str) -> bool:
    """Whether the history that lies here holds the commit; that of a shallow clone, or of no clone, does not."""
    asked = ["git", "-C", str(ROOT), "cat-file", "-e", f"{commit}^{{commit}}"]
    return subprocess.run(asked, capture_output=True, check=False).returncode == 0


def unpack(commit: str, into: Path) -> Path:
    """The tree of a commit, without git's own files, its catalogues compiled."""
    packed = subprocess.run(["git", "-C", str(ROOT), "archive", commit], capture_output=True, check=True).stdout
    with tarfile.open(fileobj=BytesIO(packed)) as archive:
        archive.extractall(into, filter="data")
    if (into / "scoring" / "locale").is_dir():  # before, English was the catalogue, and read as it stands
        python(into, "hackathon/build_hook.py")
    return into


def python(checkout: Path, *arguments: str | Path, home: Path | None = None, language: str = "en") -> str:
    """What Python says with that checkout's packages before all others; a failure shows what it complained of."""
    ours = {"HACKATHON_HOME": str(home)} if home else {}
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    environment = {
        **kept,
        **ours,
        "PYTHONPATH": f"{checkout.resolve()}{os.pathsep}{ROOT / 'tests'}",
        "PYTHONHASHSEED": "0",
        "LC_ALL": "ko_KR.UTF-8" if language == "ko" else "C.UTF-8",
        "PYTHONUTF8": "1",
        "COLUMNS": "120",
    }
    command = [sys.executable, "-P", "-W", "error", *map(str, arguments)]
    ran = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=checkout, check=False)
    if ran.returncode:
        raise RuntimeError(f"{' '.join(command)}: {ran.returncode}\n{ran.stdout}\n{ran.stderr}")
    return ran.stdout


def dump(checkout: Path, out: Path, *, parts: Sequence[str] = PARTS, jobs: int = 2) -> None:
    """Write down all that the checkout says, into a folder that is not there yet."""
    out.mkdir(parents=True)
    with ThreadPoolExecutor(jobs) as pool:
        for _ in pool.map(lambda part: python(checkout, "-m", "baseline.record", part, out.resolve()), parts):
            pass
