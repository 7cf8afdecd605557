"""A disk that fills up and a clock that jumps back: no receipt is given for what is not kept, and it goes on."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from hackathon.extensions import db
from tests.faults.model.arenas import SqliteArena
from tests.faults.model.rules import find_faults
from tests.faults.model.story import HIGH, LOW, Desk
from tests.faults.model.tablets import ROUND, Tablet
from tests.faults.model.world import World
from tests.faults.servers.servers import Line, make_home, public_key, served

LONG = "가" * 2000


@pytest.fixture
def world(sqlite_template: Path, tmp_path: Path) -> Iterator[World]:
    arena = SqliteArena(sqlite_template, tmp_path)
    yield arena()
    arena.close()


@contextmanager
def full_disk(world: World) -> Iterator[None]:
    """Inside, the database cannot grow by a page, which SQLite reports as it reports a full disk."""
    with world.app.app_context():
        engine, pages = db.engine, int(db.session.scalar(db.text("PRAGMA page_count")) or 0)
        db.session.rollback()
    limit = {"pages": pages}

    def set_limit(connection: object) -> None:
        connection.exec_driver_sql(f"PRAGMA max_page_count={limit['pages']}")  # type: ignore[attr-defined]

    event.listen(engine, "begin", set_limit)
    yield
    limit["pages"] = 2**31 - 2
    for _ in range(2):  # the limit stays with a connection: it is lifted where it was set
        with world.app.app_context():
            db.session.execute(db.text("SELECT 1"))
    event.remove(engine, "begin", set_limit)


def test_a_full_disk_is_answered_with_an_error_and_never_with_a_receipt(world: World) -> None:
    desk = Desk(world, "J01", "one")
    desk.write("T001", LOW)
    desk.flush()
    for entry in ("T001", "T002", "T003"):
        desk.write(entry, HIGH, comment=LONG)
    with full_disk(world):
        status, answer = desk.line.post(f"{ROUND}/ballots", {"revisions": desk.tablet.batch()})
        assert status >= 500
        assert answer["error"]["message"]
        assert desk.line.get(f"{ROUND}/packet")[1]["ballots"][0]["marks"] == LOW
    desk.flush()
    assert desk.tablet.outbox == []
    assert find_faults(world.history()) == []


def test_a_clock_that_jumps_back_disturbs_neither_receipts_nor_chain(world: World) -> None:
    one, other = Desk(world, "J01", "one"), Desk(world, "J02", "other")
    for jump in (0, -50, 3, -5, 60):
        world.set_clock(world.now + timedelta(minutes=jump))
        for desk in (one, other):
            desk.write("T001", HIGH if jump < 0 else LOW)
            desk.flush()
    assert find_faults(world.history()) == []
    assert world.audit_break() is None
    assert one.tablet.heads["T001"].number == 5


@pytest.mark.drill
@pytest.mark.skipif(
    os.geteuid() != 0, reason="root만 작은 디스크를 만들 수 있습니다 · only root can mount a small disk"
)
def test_a_real_disk_fills_up_and_is_emptied_again(sqlite_template: Path, tmp_path: Path) -> None:
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", tmp_path], check=True)
    try:
        links = make_home(sqlite_template, tmp_path, teams=3, judges=1)
        with served(tmp_path) as server:
            fill_and_empty(server.port, links["J01"], tmp_path)
    finally:
        subprocess.run(["umount", "-l", tmp_path], check=True)


def fill_and_empty(port: int, link: str, home: Path) -> None:
    line, tablet = Line(port), Tablet("J01", "one", public_key(home))
    line.get(link)
    filler = home / "filler"
    with filler.open("wb", buffering=0) as file, pytest.raises(OSError, match="No space left"):
        while True:
            file.write(bytes(4096))
    statuses = set()
    for number in range(60):
        tablet.write("T001", {"creativity": number % 11, "technical": 1}, comment=LONG)
        statuses.add(tablet.flush(line, []))
    assert max(statuses) >= 500
    kept = dict(tablet.receipts)
    assert line.get("/healthz")[0] in (200, 503)
    filler.unlink()
    while tablet.outbox:
        assert tablet.flush(line, []) == 200
    assert len(tablet.receipts) == 60
    assert kept.items() <= tablet.receipts.items()
