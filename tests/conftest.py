"""Fixtures and hooks that every test may rely on; each module says what its own are for."""

from __future__ import annotations

from pathlib import Path

from hackathon.build_hook import PACKAGES, compile_translations
from tests.running.databases import app, postgres_console, postgres_url, sqlite_app, sqlite_template  # noqa: F401 (fixtures)
from tests.running.skips import (  # noqa: F401 (hooks)
    pytest_configure,
    pytest_make_collect_report,
    pytest_runtest_makereport,
    pytest_runtest_setup,
)
from tests.running.speed import compile_once, pytest_collection_finish, pytest_runtest_protocol  # noqa: F401 (hooks)

ROOT = Path(__file__).resolve().parents[1]

compile_once()
for package in PACKAGES:  # also for who runs plain pytest: what is shown never lags behind the catalogues
    compile_translations(ROOT / package / "locale")
