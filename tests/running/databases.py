"""An app on a clean database for each test, on SQLite and on PostgreSQL 15 started from Debian's own programs."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Connection, create_engine, text

from hackathon import create_app, database
from hackathon.config import Settings
from hackathon.extensions import db
from hackathon.web.judge.api.events import Pace
from tests.running.needs import find_postgres
from tests.running.speed import share_statements


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with every table, to be copied."""
    home = tmp_path_factory.mktemp("template")
    _migrate(Settings(home=home, database_url=None))
    return home / "hackathon.sqlite3"


def _migrate(settings: Settings) -> None:
    app = create_app(settings)
    with app.app_context():
        database.upgrade()
        db.engine.dispose()


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of its own with the database `template` in it; root hands it to Debian's postgres user."""
    folder = Path(
        tempfile.mkdtemp(prefix="hackathon-postgres-", dir=_memory())
    )  # pytest's own are closed to other users
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    port = free_port()
    data = folder / "data"
    _postgres("initdb", "-D", data, "-U", "hack", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    _postgres("pg_ctl", "-D", data, "-w", "-l", folder / "log", "start", "-o", options)
    try:
        address = f"postgresql+psycopg://hack@127.0.0.1:{port}"
        with _console(address) as console:
            console.execute(text("CREATE DATABASE template"))
        _migrate(Settings(home=tmp_path_factory.mktemp("template"), database_url=f"{address}/template"))
        yield address
    finally:
        _postgres("pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder)


def _postgres(program: str, *arguments: str | Path) -> None:
    programs = find_postgres()
    assert programs  # tests that come here are marked, and skipped where it is absent
    command = [str(programs / program), *map(str, arguments)]
    if os.geteuid() == 0:
        command = ["runuser", "-u", "postgres", "--", *command]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")


def _memory() -> Path | None:
    """Where files lie in memory, if there is room: a database is made there three times as fast as on a disk."""
    folder = Path("/dev/shm")
    return folder if folder.is_dir() and shutil.disk_usage(folder).free > 2 * 1024**3 else None


@pytest.fixture(scope="session")
def postgres_console(postgres_url: str) -> Iterator[Connection]:
    """Where databases are made and dropped, one connection for all tests."""
    with _console(postgres_url) as console:
        yield console


@contextmanager
def _console(address: str) -> Iterator[Connection]:
    engine = create_engine(f"{address}/postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


EITHER = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(params=EITHER)
def app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An app on either database, with an app context pushed."""
    with app_on(request.param, request, tmp_path) as app:
        yield app


@pytest.fixture
def sqlite_app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """For what does not depend on the database."""
    with app_on("sqlite", request, tmp_path) as app:
        yield app


@contextmanager
def app_on(database: str, request: pytest.FixtureRequest, home: Path) -> Iterator[Flask]:
    """For fixtures of any scope: an app in a home of its own, on a copy of the template of its database."""
    if database == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), home / "hackathon.sqlite3")
        with _opened(Settings(home=home, database_url=None)) as app:
            yield app
        return
    address, console = request.getfixturevalue("postgres_url"), request.getfixturevalue("postgres_console")
    name = f"test_{free_port()}_{os.getpid()}"
    console.execute(text(f"CREATE DATABASE {name} TEMPLATE template"))
    with _opened(Settings(home=home, database_url=f"{address}/{name}")) as app:
        yield app
    console.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@contextmanager
def _opened(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings, TESTING=True, EVENT_PACE=Pace(life=0.0))  # a stream ends after its first words
    with app.app_context():
        share_statements(db.engine)
        yield app
        db.session.remove()
        db.engine.dispose()
