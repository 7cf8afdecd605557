"""Fixtures and hooks that every test may rely on; each module says what its own are for."""

from __future__ import annotations

from tests.compiling import compile_once
from tests.databases import app, postgres_url, sqlite_app, sqlite_template  # noqa: F401 (fixtures)
from tests.skips import (  # noqa: F401 (hooks)
    pytest_configure,
    pytest_make_collect_report,
    pytest_runtest_makereport,
    pytest_runtest_setup,
)

compile_once()
