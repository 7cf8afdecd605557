"""One way to write, and a SQLite that keeps what it acknowledged."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from hackathon import create_app
from hackathon.config import Settings, keep_once
from hackathon.database import Queue, is_safe_version, unit_of_work
from hackathon.extensions import db
from hackathon.models import Event, Person
from tests.factories import make_event, make_person


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 9), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((4, 0, 0), True),
    ],
)
def test_versions_that_may_lose_commits_are_known(version: tuple[int, ...], safe: bool) -> None:
    assert is_safe_version(version) is safe


def test_sqlite_is_durable_and_guarded(sqlite_app: Flask) -> None:
    read = {name: db.session.scalar(db.text(f"PRAGMA {name}")) for name in ("journal_mode", "synchronous")}
    assert read == {"journal_mode": "wal", "synchronous": 2}
    assert db.session.scalar(db.text("PRAGMA foreign_keys")) == 1
    assert db.session.scalar(db.text("PRAGMA recursive_triggers")) == 1


def test_rows_are_written_inside_a_unit_of_work_only(app: Flask) -> None:
    with unit_of_work():
        event = make_event()
    with pytest.raises(RuntimeError, match="unit_of_work"):
        make_person(event, "stray")


def test_a_unit_of_work_leaves_nothing_behind_when_it_fails(app: Flask) -> None:
    with pytest.raises(ZeroDivisionError), unit_of_work():
        make_event()
        raise ZeroDivisionError
    assert not db.session.scalar(select(func.count()).select_from(Person))


def test_an_inner_unit_joins_the_outer_one(app: Flask) -> None:
    with pytest.raises(ZeroDivisionError), unit_of_work():
        with unit_of_work():
            make_person(make_event(), "inner")
        raise ZeroDivisionError
    assert db.session.scalar(select(func.count()).select_from(Person)) == 0


def test_writers_that_come_together_all_get_through(app: Flask) -> None:
    with unit_of_work():
        event_id = make_event().id

    def write(number: int) -> None:
        with app.app_context(), unit_of_work():
            make_person(db.session.get_one(Event, event_id), f"person{number}")

    run_together(write, count=16)
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Person)) == 16


def run_together(act: Callable[[int], None], *, count: int) -> None:
    failures: list[BaseException] = []

    def guarded(number: int) -> None:
        try:
            act(number)
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=guarded, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_the_queue_serves_in_the_order_of_arrival() -> None:
    queue, served = Queue(), []
    arrived = [threading.Event() for _ in range(5)]

    def come(number: int) -> None:
        arrived[number].set()
        with queue:
            served.append(number)

    with queue:
        threads = []
        for number in range(5):
            thread = threading.Thread(target=come, args=(number,))
            thread.start()
            arrived[number].wait()
            while queue.waiting <= number:
                pass
            threads.append(thread)
    for thread in threads:
        thread.join()
    assert served == [0, 1, 2, 3, 4]


def test_a_key_is_made_once_whoever_comes_first(tmp_path: Path) -> None:
    assert keep_once(tmp_path / "key", b"first") == b"first"
    assert keep_once(tmp_path / "key", b"second") == b"first"
    assert (tmp_path / "key").stat().st_mode & 0o077 == 0
    assert [file.name for file in tmp_path.iterdir()] == ["key"]


def test_the_web_process_never_loads_pandas(tmp_path: Path) -> None:
    code = (
        "import sys; from hackathon import create_app; create_app(); "
        "assert not {'pandas', 'scipy', 'typst'} & set(sys.modules), 'too heavy'"
    )
    environment = {"HACKATHON_HOME": str(tmp_path), "PATH": "", "PYTHONPATH": str(Path.cwd())}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_two_homes_do_not_share_anything(tmp_path: Path) -> None:
    first, second = (create_app(Settings(home=tmp_path / name, database_url=None)) for name in ("one", "two"))
    assert first.config["SECRET_KEY"] != second.config["SECRET_KEY"]
    for app in (first, second):
        with app.app_context():
            db.engine.dispose()
