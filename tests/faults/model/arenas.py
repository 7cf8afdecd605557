"""A clean world as often as it is asked for: the database is copied, the app stays."""

from __future__ import annotations

import shutil
from pathlib import Path

from flask import Flask
from sqlalchemy import create_engine, text

from hackathon import create_app
from hackathon.config import Settings
from hackathon.extensions import db
from tests.faults.model.world import World, fill
from tests.running.databases import free_port

TEAMS, JUDGES = 3, 2


def let_go(app: Flask) -> None:
    """Close every connection."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


class SqliteArena:
    def __init__(self, template: Path, folder: Path) -> None:
        self.settings = Settings(home=folder, database_url=None)
        self.settings.make_home()
        self.database, self.filled = folder / "hackathon.sqlite3", folder / "filled.sqlite3"
        shutil.copy(template, self.database)
        self.app = create_app(self.settings)
        self.passes = fill(self.app, teams=TEAMS, judges=JUDGES)
        with self.app.app_context():
            with db.engine.connect() as connection:
                connection.exec_driver_sql("ROLLBACK")
                connection.exec_driver_sql(f"VACUUM INTO '{self.filled}'")
            db.engine.dispose()

    def close(self) -> None:
        let_go(self.app)

    def __call__(self) -> World:
        self.close()
        for suffix in ("", "-wal", "-shm"):
            self.database.with_name(self.database.name + suffix).unlink(missing_ok=True)
        shutil.copy(self.filled, self.database)
        return World(self.app, self.passes)


class PostgresArena:
    """Each world is a database of its own, made from the filled one."""

    def __init__(self, address: str, folder: Path) -> None:
        self.address, self.folder = address, folder
        self.number, self.name = 0, f"arena_{free_port()}"
        self._alone(f"CREATE DATABASE {self.name} TEMPLATE template")
        self.last = self._app(self.name)
        self.passes = fill(self.last, teams=TEAMS, judges=JUDGES)

    def _app(self, name: str) -> Flask:
        return create_app(Settings(home=self.folder, database_url=f"{self.address}/{name}"))

    def _alone(self, statement: str) -> None:
        engine = create_engine(f"{self.address}/postgres", isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()

    def close(self) -> None:
        let_go(self.last)

    def __call__(self) -> World:
        self.close()
        self._alone(f"DROP DATABASE IF EXISTS {self.name}_{self.number}")
        self.number += 1
        name = f"{self.name}_{self.number}"
        self._alone(f"CREATE DATABASE {name} TEMPLATE {self.name}")
        self.last = self._app(name)
        return World(self.last, self.passes)
