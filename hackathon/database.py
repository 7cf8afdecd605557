"""A database that keeps what it acknowledged: a safe SQLite with queued writers, and one way to write.

SQLite has one writer. Threads that compete for its lock wait in SQLite's busy handler, which is unfair and slow at the
tail; here they queue in front of BEGIN IMMEDIATE instead. PostgreSQL needs no queue: constraints do the compare-and-set.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from typing import Any

import flask_migrate
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy import Engine, event, inspect
from sqlalchemy.orm import Session

from hackathon.extensions import Base, db

_writing: ContextVar[bool] = ContextVar("writing", default=False)
_SAFE_SQLITE = (3, 51, 3)
_BACKPORTS: dict[tuple[int, ...], int] = {(3, 44): 6, (3, 50): 7}
_THREADS = 64
_PRAGMAS = (
    "busy_timeout=30000",
    "journal_mode=WAL",
    "synchronous=FULL",  # NORMAL may lose acknowledged commits on power loss
    "foreign_keys=ON",
    "recursive_triggers=ON",  # else INSERT OR REPLACE would remove append-only rows behind the triggers' back
)


class Queue:
    """A lock that is handed on in the order of arrival."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: list[threading.Lock] = []
        self._taken = False

    def __enter__(self) -> None:
        with self._guard:
            if not self._taken:
                self._taken = True
                return
            turn = threading.Lock()
            turn.acquire()
            self._waiting.append(turn)
        try:
            turn.acquire()
        except BaseException:  # interrupted while waiting: give the turn up, or hand it on if it just came
            self._leave(turn)
            raise

    def __exit__(self, *_: object) -> None:
        with self._guard:
            self._hand_on()

    @property
    def waiting(self) -> int:
        return len(self._waiting)

    def _hand_on(self) -> None:
        if self._waiting:
            self._waiting.pop(0).release()
        else:
            self._taken = False

    def _leave(self, turn: threading.Lock) -> None:
        with self._guard:
            if turn in self._waiting:
                self._waiting.remove(turn)
            else:
                self._hand_on()


_queue = Queue()


def is_safe_version(version: tuple[int, ...]) -> bool:
    """SQLite 3.7.0 to 3.51.2 may lose commits in WAL mode with several connections, but for two back-ports."""
    return version[:3] >= _SAFE_SQLITE or version[2] >= _BACKPORTS.get(version[:2], 10**6)


def sqlite_module() -> Any:
    """The DB-API module to use: the linked SQLite where it is safe, else the one that a wheel brings."""
    if is_safe_version(sqlite3.sqlite_version_info):
        return sqlite3
    try:
        import pysqlite3  # only a wheel for Linux exists, and only an affected system needs it
    except ImportError:
        return sqlite3
    return pysqlite3


def engine_options(url: str) -> dict[str, Any]:
    if url.startswith("sqlite"):
        # As many as the server has threads: a connection beyond the pool is made and thrown away for every request.
        return {
            "module": sqlite_module(),
            "connect_args": {"timeout": 30, "check_same_thread": False},
            "pool_size": _THREADS,
        }
    return {"pool_pre_ping": True, "pool_size": 16, "max_overflow": 16}


def prepare(engine: Engine) -> None:
    """Make every SQLite connection durable, and its write transactions announce themselves at once."""
    if engine.dialect.name != "sqlite" or event.contains(engine, "connect", _on_connect):
        return
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)


def _on_connect(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver's own BEGIN would come too late to be immediate
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _on_begin(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")


@event.listens_for(Session, "before_flush")
def _refuse_unannounced_writes(session: Session, *_: object) -> None:
    if not _writing.get() and (session.new or session.deleted or any(map(session.is_modified, session.dirty))):
        raise RuntimeError("rows are written inside unit_of_work() only")


@contextmanager
def writing() -> Iterator[None]:
    """Announce writes without a transaction of our own (migrations manage theirs)."""
    token = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(token)


@contextmanager
def unit_of_work(*, keep: bool = True) -> Iterator[None]:
    """The boundary: everything inside is committed once, or nothing of it. Inside another one it joins that one.

    A preview is the same act with `keep=False`: it is done, looked at inside, and rolled back.
    """
    if _writing.get():
        yield
        return
    db.session.rollback()  # a snapshot opened for reading cannot become a writer's
    with _queue if db.engine.dialect.name == "sqlite" else nullcontext(), writing():
        try:
            yield
            db.session.commit() if keep else db.session.rollback()
        except BaseException:
            db.session.rollback()
            raise


def upgrade() -> None:
    """Bring the tables to the present version."""
    flask_migrate.upgrade()


def is_current() -> bool:
    """Do the tables stand at the newest version?"""
    scripts = ScriptDirectory.from_config(current_app.extensions["migrate"].migrate.get_config())
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == scripts.get_current_head()


def has_tables() -> bool:
    return inspect(db.engine).has_table("event")


def drop_everything() -> None:
    """Remove every table with its guards. Nothing but a demo is ever thrown away like this."""
    with writing(), db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("DROP FUNCTION IF EXISTS refuse_change() CASCADE")
        Base.metadata.drop_all(connection)
        connection.exec_driver_sql("DROP TABLE IF EXISTS alembic_version")
