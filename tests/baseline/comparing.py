"""Two dumps side by side: every file that only one of them has, and every line that differs."""

from __future__ import annotations

import difflib
from pathlib import Path


def differences(before: Path, after: Path) -> list[str]:
    """One text for each file that differs, in the order of their names."""
    names = sorted(_files(before) | _files(after))
    if not names:
        raise ValueError(f"neither {before} nor {after} holds a file")
    return [found for name in names if (found := _difference(before / name, after / name, name=name))]


def _files(folder: Path) -> set[Path]:
    return {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}


def _difference(before: Path, after: Path, *, name: Path) -> str:
    if not before.exists() or not after.exists():
        return f"only {'before' if before.exists() else 'after'}: {name}"
    if before.read_bytes() == after.read_bytes():
        return ""
    try:
        old, new = (path.read_text(encoding="utf-8").splitlines() for path in (before, after))
    except UnicodeDecodeError:
        return f"other bytes: {name}"
    diff = difflib.unified_diff(old, new, f"before/{name}", f"after/{name}", lineterm="", n=1)
    return "\n".join(diff) or f"other line ends: {name}"
