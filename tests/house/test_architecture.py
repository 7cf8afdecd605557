"""The house as it was drawn: which way the arrows run, how long code may get, what lies at the top."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.house import import_rules, shape_rules

ROOT = Path(__file__).resolve().parents[2]
Plant = Callable[..., Path]


@pytest.fixture
def plant(tmp_path: Path) -> Plant:
    """Grow a small tree of sources: plant({"scoring/ties/lot.py": "import os"})."""

    def grow(sources: dict[str, str]) -> Path:
        for name, text in sources.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path

    return grow


# --- the house itself ---------------------------------------------------------------------------------------------


def test_every_import_follows_the_arrows() -> None:
    assert import_rules.faults(ROOT) == []


def test_no_function_is_too_long() -> None:
    assert shape_rules.long_functions(ROOT) == []


def test_no_file_is_too_long() -> None:
    assert shape_rules.long_files(ROOT) == []


def test_no_folder_is_crowded() -> None:
    kept = shape_rules.kept_files(ROOT)
    if kept is None:
        pytest.skip("not a git checkout")
    assert shape_rules.crowded_folders(kept) == []


def test_nothing_else_lies_at_the_top() -> None:
    kept = shape_rules.kept_files(ROOT)
    if kept is None:
        pytest.skip("not a git checkout")
    assert shape_rules.strangers(kept) == []


# --- the arrows: what must be refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "source", "said"),
    [
        ("scoring/policy/rubric.py", "from hackathon import clock", "no arrow runs from scoring to clock"),
        ("scoring/policy/rubric.py", "import hackathon", "no arrow runs from scoring to app"),
        ("scoring/policy/rubric.py", "def f():\n    from flask import current_app", "scoring may not know it"),
        ("scoring/policy/rubric.py", "import pandas", "scoring may not know it"),
        ("scoring/policy/rubric.py", "def f():\n    import requests", "scoring may not know it"),
        ("scoring/policy/rubric.py", "def f():\n    import json", "inside a function"),
        ("hackathon/models/teams.py", "from hackathon.domain import teams", "no arrow runs from models to domain"),
        ("hackathon/models/teams.py", "from ..domain import teams", "no arrow runs from models to domain"),
        ("hackathon/permissions.py", "import hackathon.exchange.importing", "from permissions to exchange"),
        ("hackathon/domain/rounds/rounds.py", "from hackathon.web.organizer import views", "from domain to web"),
        ("hackathon/domain/rounds/rounds.py", "from flask import request", "domain may not know it"),
        ("hackathon/domain/rounds/rounds.py", "import flask", "domain may not know it"),
        ("hackathon/domain/rounds/rounds.py", "from flask import current_app", "domain may not know it"),
        ("hackathon/domain/rounds/rounds.py", "from flask_babel import gettext", "domain may not know it"),
        ("hackathon/exchange/mail.py", "from flask import current_app", "exchange may not know it"),
        ("hackathon/exchange/mail.py", "from flask_babel import gettext", "exchange may not know it"),
        ("hackathon/permissions.py", "from flask import g", "permissions may not know it"),
        ("hackathon/domain/rounds/rounds.py", "from wtforms import Form", "domain may not know it"),
        ("hackathon/domain/rounds/rounds.py", "from hackathon import create_app", "no arrow runs from domain to app"),
        ("hackathon/exchange/mail.py", "from hackathon.cli import main", "no arrow runs from exchange to cli"),
        ("hackathon/exchange/mail.py", "import pandas as pd", "exchange may not know it"),
        ("hackathon/web/team/views.py", "def f():\n    from hackathon.domain import teams", "inside a function"),
        ("hackathon/web/team/views.py", "class V:\n    async def f(self):\n        import json", "inside a function"),
        ("hackathon/helpers.py", "", "hackathon.helpers is no room of the house"),
    ],
)
def test_an_import_against_the_arrows_is_a_fault(plant: Plant, path: str, source: str, said: str) -> None:
    faults = import_rules.faults(plant({path: source}))
    assert len(faults) == 1
    assert said in faults[0]


def test_the_fault_names_file_and_line(plant: Plant) -> None:
    faults = import_rules.faults(plant({"hackathon/models/teams.py": "import json\nimport hackathon.web"}))
    assert faults[0].startswith("hackathon/models/teams.py:2: hackathon.models.teams imports hackathon.web")


@pytest.mark.parametrize(
    ("path", "source"),
    [
        (
            "scoring/policy/rubric.py",
            "import tomllib\nimport numpy as np\nfrom scoring.faults import Fault\nfrom . import lot",
        ),
        ("scoring/reading/tables.py", "def f():\n    import python_calamine\n    from pandas import DataFrame"),
        ("scoring/reading/tables.py", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import pandas"),
        ("hackathon/models/teams.py", "from hackathon.extensions import Base\nfrom hackathon import clock"),
        (
            "hackathon/domain/rounds/rounds.py",
            "import scoring\nfrom hackathon.models import Round\nfrom hackathon import clock",
        ),
        ("hackathon/exchange/exporting/files.py", "def f():\n    import xlsxwriter\n    import pandas as pd"),
        ("hackathon/web/team/views.py", "from flask import request\nfrom hackathon.domain import teams"),
        ("hackathon/__init__.py", "def create_app():\n    from hackathon.web import team"),
    ],
)
def test_an_import_along_the_arrows_is_none(plant: Plant, path: str, source: str) -> None:
    assert import_rules.faults(plant({path: source})) == []


# --- circles ------------------------------------------------------------------------------------------------------


def test_a_circle_is_a_fault_and_shows_its_way(plant: Plant) -> None:
    root = plant(
        {
            "hackathon/models/a.py": "from hackathon.models import b",
            "hackathon/models/b.py": "from hackathon.models.c import name",
            "hackathon/models/c.py": "import hackathon.models.a",
        }
    )
    (fault,) = import_rules.faults(root)
    assert fault.startswith("a circle: ")
    assert {"hackathon.models.a", "hackathon.models.b", "hackathon.models.c"} <= set(
        fault.removeprefix("a circle: ").split(" → ")
    )


def test_a_package_and_its_own_module_can_be_a_circle(plant: Plant) -> None:
    root = plant(
        {"scoring/__init__.py": "from scoring.ties.lot import draw", "scoring/ties/lot.py": "from scoring import draw"}
    )
    assert any("a circle" in fault for fault in import_rules.faults(root))


@pytest.mark.parametrize("room", ["hackathon/models", "scoring/ties"])
def test_what_only_the_type_checker_reads_is_a_circle_too(plant: Plant, room: str) -> None:
    package = room.replace("/", ".")
    guarded = f"from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from {package}.b import B"
    root = plant({f"{room}/a.py": guarded, f"{room}/b.py": f"from {package}.a import A"})
    assert any("a circle" in fault for fault in import_rules.faults(root))


# --- shape --------------------------------------------------------------------------------------------------------


def function(*, lines: int) -> str:
    return "def f():\n" + "    pass\n" * (lines - 1)


@pytest.mark.parametrize(("lines", "faults"), [(40, 0), (41, 1)])
def test_a_function_has_forty_lines_at_most(plant: Plant, lines: int, faults: int) -> None:
    assert len(shape_rules.long_functions(plant({"scoring/ties/lot.py": function(lines=lines)}))) == faults


def test_a_method_is_a_function_too(plant: Plant) -> None:
    source = "class C:\n    def f(self):\n" + "        pass\n" * 40
    assert shape_rules.long_functions(plant({"tests/test_x.py": source})) == ["tests/test_x.py:2: f has 41 lines"]


@pytest.mark.parametrize("path", ["hackathon/web/views.py", "hackathon/static/judge.js", "templates/base.html"])
def test_a_file_has_four_hundred_lines_at_most(plant: Plant, path: str) -> None:
    assert shape_rules.long_files(plant({path: "\n" * 400})) == []
    assert shape_rules.long_files(plant({path: "\n" * 401})) == [f"{path}: 401 lines"]


@pytest.mark.parametrize("path", ["hackathon/static/base.css", "hackathon/migrations/versions/0001_first.py"])
def test_a_stylesheet_and_a_migration_may_be_longer(plant: Plant, path: str) -> None:
    assert shape_rules.long_files(plant({path: "\n" * 401})) == []


def test_a_stranger_at_the_top_is_named() -> None:
    known = ["hackathon/cli.py", "README.md", "requirements.lock", "requirements-dev.lock", ".ci/run", ".gitignore"]
    assert shape_rules.strangers([*known, "scripts/run.py", "setup.cfg"]) == ["scripts", "setup.cfg"]


def test_a_crowded_folder_is_named() -> None:
    full = [f"hackathon/models/m{number}.py" for number in range(16)]
    assert shape_rules.crowded_folders([*full, "hackathon/models/__init__.py", "hackathon/models/README.md"]) == []
    assert shape_rules.crowded_folders([*full, "hackathon/models/more.py"]) == ["hackathon/models: 17 siblings"]


def test_a_root_may_hold_a_few_more() -> None:
    assert shape_rules.crowded_folders([f"scoring/m{number}.py" for number in range(20)]) == []
    assert shape_rules.crowded_folders([f"scoring/m{number}.py" for number in range(21)]) == ["scoring: 21 siblings"]
