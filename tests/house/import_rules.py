"""Which way the arrows run between the rooms of the house, read from the sources without importing them."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from tests.house import rooms

PACKAGES = ("scoring", "hackathon")

# Who may import whom. Who may use the models may use `extensions`: the session that loads them lives there.
_BELOW_WEB = {"config", "clock", "extensions", "database", "models", "permissions", "domain", "exchange", "scoring"}
ARROWS: dict[str, set[str]] = {
    "scoring": set(),
    "build_hook": set(),
    "clock": set(),
    "config": set(),
    "extensions": set(),
    "database": {"extensions"},
    "models": {"extensions", "clock"},
    "migrations": {"extensions", "database", "models"},
    "permissions": {"models", "extensions"},
    # config only for keys.py: the signing key is kept the way the session secret is.
    "domain": {"models", "extensions", "permissions", "clock", "config", "scoring"},
    "exchange": {"domain", "models", "extensions", "permissions", "clock", "scoring"},
    "web": _BELOW_WEB,
    "demo": _BELOW_WEB | {"app"},
    "cli": _BELOW_WEB | {"app", "web", "demo"},
    "app": _BELOW_WEB | {"web", "cli"},  # hackathon/__init__.py: create_app, nothing else
}

# Inside a hall, the same between its rooms: folders, and files at its top. A room not named here is a fault.
HALLS: dict[str, dict[str, set[str]]] = {
    "scoring": rooms.SCORING,
    "hackathon.domain": rooms.DOMAIN,
    "hackathon.exchange": rooms.EXCHANGE,
    "hackathon.exchange.importing": rooms.IMPORTING,
    "hackathon.web": rooms.WEB,
    "hackathon.web.organizer": rooms.ORGANIZER,
}

# Imports that may wait inside a function, and why. Everything else stands at the top of its file.
_HEAVY = "loads long, and only a file that is read or written needs it"
LATE: dict[tuple[str, str], str] = {
    ("scoring", "pandas"): "ranking works with numpy alone",
    ("scoring", "python_calamine"): "only a spreadsheet needs it",
    ("scoring", "jinja2"): "only a report needs it",
    ("scoring", "cryptography"): "only a bundle needs it",
    ("app", "hackathon"): "every `import hackathon.…` runs this file first: only create_app loads what it joins",
    ("database", "pysqlite3"): "optional: installed only where wheels of it exist",
    ("exchange", "pandas"): _HEAVY,
    ("exchange", "python_calamine"): _HEAVY,
    ("exchange", "xlsxwriter"): _HEAVY,
    ("exchange", "typst"): "optional: the extra `pdf`",
    ("exchange", "pylopdf_fonts_ko"): "optional: the extra `pdf`",
    ("exchange", "zxingcpp"): "only a page that scans needs a decoder",
    ("cli", "granian"): "only `serve` and `demo` start a server",
    ("cli", "hackathon.demo"): "only the command `demo` needs the people and texts of the demo",
    ("cli", "hackathon.exchange"): _HEAVY,
}
NEVER_AT_THE_TOP = {"pandas", "scipy"}  # the web process must not pay for them
SCORING_AT_THE_TOP = {"numpy", *sys.stdlib_module_names}

# Rules, tables, verbs and files know no request, no form and no view: settings, keys and limits are parameters.
_WEB = {"flask", "flask_babel", "flask_login", "flask_wtf", "jinja2", "werkzeug", "wtforms"}
OUTSIDE_BANS: dict[str, set[str]] = {
    "scoring": {"sqlalchemy", *_WEB} - {"jinja2"},  # a report is a template, loaded late
    "models": _WEB,
    "permissions": _WEB,
    "domain": _WEB,
    "exchange": _WEB,
}


@dataclass(frozen=True)
class Import:
    module: str  # who imports
    target: str  # what, in full: "hackathon.models.Team", "numpy"
    where: str  # file:line
    late: bool  # inside a function
    typing: bool  # under `if TYPE_CHECKING`: never executed

    @property
    def room(self) -> str:
        return room_of(self.module)

    @property
    def root(self) -> str:
        return self.target.partition(".")[0]


def room_of(module: str) -> str:
    """The room a module or a name in it belongs to; `hackathon` itself is the app."""
    package, _, rest = module.partition(".")
    if package != "hackathon":
        return package
    first = rest.partition(".")[0]
    return first if first in ARROWS else "app"


def modules(root: Path, folders: Iterable[str] = PACKAGES) -> dict[str, Path]:
    """Every module under these folders of `root`, by its dotted name."""
    return {_name(path.relative_to(root)): path for folder in folders for path in sorted((root / folder).rglob("*.py"))}


def _name(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(root: Path, folders: Iterable[str] = PACKAGES) -> list[Import]:
    return [found for module, path in modules(root, folders).items() for found in _imports_of(module, path, root=root)]


def _imports_of(module: str, path: Path, *, root: Path) -> Iterator[Import]:
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    tree = ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
    for node, late, typing in _walk(tree, late=False, typing=False):
        where = f"{path.relative_to(root).as_posix()}:{node.lineno}"
        for target in _targets(node, package=package):
            yield Import(module=module, target=target, where=where, late=late, typing=typing)


def _walk(node: ast.AST, *, late: bool, typing: bool) -> Iterator[tuple[ast.Import | ast.ImportFrom, bool, bool]]:
    if isinstance(node, ast.Import | ast.ImportFrom):
        yield node, late, typing
    late = late or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    unexecuted = node.body if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING") else ()
    for child in ast.iter_child_nodes(node):
        yield from _walk(child, late=late, typing=typing or child in unexecuted)


def _targets(node: ast.Import | ast.ImportFrom, *, package: str) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
    base = ".".join([*above, *filter(None, [node.module])])
    return [f"{base}.{alias.name}" for alias in node.names]


def faults(root: Path) -> list[str]:
    """Every import under `root` that runs against the house, one sentence each."""
    found = imports(root)
    inside = [said for hall, arrows in HALLS.items() for said in _hall_faults(found, hall=hall, arrows=arrows)]
    return [*_homeless(root), *filter(None, map(_fault, found)), *inside, *circles(root, found)]


def _homeless(root: Path) -> Iterator[str]:
    for module, path in modules(root).items():
        if room_of(module) == "app" and module != "hackathon":
            yield f"{path.relative_to(root).as_posix()}: {module} is no room of the house (give it its arrows)"


def _fault(found: Import) -> str | None:
    said = f"{found.where}: {found.module} imports {found.target}"
    if found.root in PACKAGES:
        if room_of(found.target) != found.room and room_of(found.target) not in ARROWS[found.room]:
            return f"{said}: no arrow runs from {found.room} to {room_of(found.target)}"
    elif _is_banned(found):
        return f"{said}: {found.room} may not know it"
    if found.late and not _may_be_late(found):
        return f"{said} inside a function"
    return None


def _hall_faults(found: Iterable[Import], *, hall: str, arrows: dict[str, set[str]]) -> Iterator[str]:
    """Imports between the rooms of one hall that no arrow allows; its `__init__` and `__main__` may use every room."""
    for one in found:
        own, other = _room_in(one.module, hall), _room_in(one.target, hall)
        if own is None or other is None or own in ("", "__main__") or own == other:
            continue
        if other not in arrows.get(own, ()):
            yield f"{one.where}: {one.module} imports {one.target}: no arrow runs from {hall}.{own} to {hall}.{other}"


def _room_in(name: str, hall: str) -> str | None:
    """The room of a hall that a module or a name in it belongs to; "" is the hall itself, None is elsewhere."""
    if not _within(name, hall):
        return None
    return name.removeprefix(hall).lstrip(".").partition(".")[0]


def _is_banned(found: Import) -> bool:
    if found.root in OUTSIDE_BANS.get(found.room, ()):
        return True
    if found.late or found.typing:
        return found.room == "scoring" and found.root not in SCORING_AT_THE_TOP and ("scoring", found.root) not in LATE
    return found.root in NEVER_AT_THE_TOP or (found.room == "scoring" and found.root not in SCORING_AT_THE_TOP)


def _may_be_late(found: Import) -> bool:
    return any(found.room == room and _within(found.target, prefix) for room, prefix in LATE)


def _within(name: str, prefix: str) -> bool:
    return name == prefix or name.startswith(f"{prefix}.")


def circles(root: Path, found: Iterable[Import]) -> list[str]:
    """Imports that lead back to where they started; those for the type checker alone, too."""
    known = modules(root)
    graph: dict[str, set[str]] = {module: set() for module in known}
    for one in found:
        target = _module_of(one.target, known)
        if target and target != one.module:
            graph[one.module].add(target)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as circle:
        return ["a circle: " + " → ".join(reversed(circle.args[1]))]
    return []


def _module_of(target: str, known: Iterable[str]) -> str | None:
    """The module that `target` names, or the one that holds it."""
    return max((module for module in known if _within(target, module)), key=len, default=None)
