"""Judges who save while organizers lock: a locked result is what counts for as long as the lock stands."""

from __future__ import annotations

import json
import random
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from hackathon.domain.results import results, standings
from tests.faults.model.arenas import PostgresArena, SqliteArena
from tests.faults.model.history import Act, Said
from tests.faults.model.rules import find_faults
from tests.faults.model.tablets import Tablet
from tests.faults.model.world import FlaskLine, World, read_rows, the_round
from tests.faults.servers.servers import until

JUDGES, ENTRIES = ("J01", "J02"), ("T001", "T002", "T003")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    on_sqlite = request.param == "sqlite"
    make = SqliteArena if on_sqlite else PostgresArena
    arena = make(request.getfixturevalue("sqlite_template" if on_sqlite else "postgres_url"), tmp_path)
    yield arena()
    arena.close()


@dataclass
class Judging:
    """Every judge on a thread of their own, sealing one ballot after the other until it is over."""

    world: World
    log: list[Said | Act] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)
    sealed: int = 0

    def start(self) -> None:
        self.threads = [threading.Thread(target=self.run, args=(judge,)) for judge in JUDGES]
        for thread in self.threads:
            thread.start()

    def run(self, judge: str) -> None:
        tablet = Tablet(judge, judge, self.world.public, chance=random.Random(judge))
        line = FlaskLine(self.world, judge)
        while not self.over.is_set() or tablet.outbox:
            for entry in ENTRIES if not tablet.outbox else ():
                tablet.write(entry, {"creativity": tablet.chance.randint(0, 10), "technical": 5})
            assert tablet.flush(line, self.log) == 200
            self.sealed += 1

    def stop(self) -> None:
        self.over.set()
        for thread in self.threads:
            thread.join(60)


def standing_and_kept(world: World) -> tuple[str, str, int]:
    """What was locked, what the ballots say now, and how many were accepted."""
    with world.app.app_context():
        locked = json.dumps(json.loads(results.get_result(the_round()).standings), sort_keys=True)
        counting = json.dumps(standings.standings_of(the_round()).to_dict(), sort_keys=True)
        return locked, counting, sum(row.status == "accepted" for row in read_rows())


def test_nothing_is_accepted_behind_a_lock(world: World) -> None:
    judging = Judging(world)
    judging.start()
    try:
        for _ in range(8):
            until(world.lock)
            locked, counting, accepted = standing_and_kept(world)
            assert locked == counting
            before = judging.sealed
            until(lambda before=before: judging.sealed >= before + 4)  # type: ignore[misc]
            assert standing_and_kept(world) == (locked, counting, accepted)
            world.unlock()
            before = judging.sealed
            until(lambda before=before: judging.sealed >= before + 4)  # type: ignore[misc]
    finally:
        judging.stop()
    world.log[:] = judging.log
    assert {said.answer["status"] for said in judging.log if isinstance(said, Said) and said.answer} == {
        "accepted",
        "held",
    }
    assert find_faults(world.history(serial=False)) == []
    assert world.audit_break() is None
