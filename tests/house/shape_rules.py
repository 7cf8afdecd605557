"""How long code may get, and what may lie at the top of the tree."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

LONGEST_FUNCTION = 40
LONGEST_FILE = 400
MOST_SIBLINGS = 16
MOST_IN_A_ROOT = 20  # of hackathon/ and scoring/
UNCOUNTED = {"versions", "golden", "icons"}  # migrations, published results and pictures are records, not rooms
ROOMS = ("hackathon", "scoring", "templates", "tests")
CODE = {".py", ".js", ".html"}  # a stylesheet may be longer

TOP_LEVEL = {
    *("hackathon", "scoring", "templates", "data", "tests"),
    *(
        "pyproject.toml",
        "README.md",
        "README.ko.md",
        "LICENSE",
        "CHANGELOG.md",
        "Makefile",
        "Dockerfile",
        "compose.yaml",
    ),
}


def code_files(root: Path) -> Iterator[Path]:
    """Our own code; a migration is a record of what was done and is never rewritten to be shorter."""
    foreign = {"versions", "node_modules"}
    for room in ROOMS:
        for path in sorted((root / room).rglob("*")):
            if path.suffix in CODE and foreign.isdisjoint(path.relative_to(root).parts):
                yield path


def long_files(root: Path) -> list[str]:
    counted = ((path, len(path.read_text(encoding="utf-8").splitlines())) for path in code_files(root))
    return [f"{path.relative_to(root).as_posix()}: {lines} lines" for path, lines in counted if lines > LONGEST_FILE]


def crowded_folders(paths: Iterable[str]) -> list[str]:
    """Folders of code with more siblings than one can keep in sight, `__init__` and README not counted: a wall is missing."""
    inside: dict[str, set[str]] = {}
    for path in paths:
        parts = path.split("/")
        if parts[0] in ROOMS and not UNCOUNTED & set(parts):
            for depth in range(1, len(parts)):
                inside.setdefault("/".join(parts[:depth]), set()).add(parts[depth])
    counted = {folder: len(names - {"__init__.py", "README.md"}) for folder, names in sorted(inside.items())}
    most = {"hackathon": MOST_IN_A_ROOT, "scoring": MOST_IN_A_ROOT}
    return [f"{folder}: {n} siblings" for folder, n in counted.items() if n > most.get(folder, MOST_SIBLINGS)]


def long_functions(root: Path) -> list[str]:
    return [
        f"{path.relative_to(root).as_posix()}:{node.lineno}: {node.name} has {_lines(node)} lines"
        for path in code_files(root)
        if path.suffix == ".py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), filename=str(path)))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _lines(node) > LONGEST_FUNCTION
    ]


def _lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def strangers(paths: Iterable[str]) -> list[str]:
    """The names at the top level that the house does not know; dot-files and locks are free to be there."""
    tops = {path.partition("/")[0] for path in paths}
    return sorted(top for top in tops - TOP_LEVEL if not top.startswith((".", "requirements")))


def kept_files(root: Path) -> list[str] | None:
    """What git keeps, or would keep at the next commit; None outside a checkout."""
    command = ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return [path for path in listed.stdout.split("\0") if path]
