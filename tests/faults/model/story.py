"""A short evening at two judges' desks in which everything happens once that the protocol has a word for."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from tests.faults.model.history import History
from tests.faults.model.machine import CLOSED, OPENED
from tests.faults.model.tablets import ROUND, FalseReceipt, Revision, Tablet
from tests.faults.model.world import FlaskLine, World

LOW, HIGH = {"creativity": 2, "technical": 3}, {"creativity": 9, "technical": 8}


class Desk:
    """A tablet on its line. Whatever it hears it believes, so that the story goes on under a false server."""

    def __init__(self, world: World, judge: str, name: str, *, make: Callable[..., Tablet] = Tablet) -> None:
        self.world, self.line = world, FlaskLine(world, judge)
        self.tablet = make(judge, name, world.public, chance=random.Random(name))

    def write(self, entry: str, marks: dict[str, Any], **options: Any) -> Revision:
        return self.tablet.write(entry, marks, **options)

    def flush(self, *, heard: bool = True) -> list[Revision]:
        batch = self.tablet.batch()
        self.send(batch, heard=heard)
        return batch

    def send(self, batch: list[Revision], *, heard: bool = True) -> None:
        status, answer = self.line.post(f"{ROUND}/ballots", {"revisions": batch})
        results = answer["results"] if status == 200 else [None] * len(batch)
        for revision, result in zip(batch, results, strict=True):
            self.world.log.append(self.tablet.said(revision, result, heard=heard))
        if heard and status == 200:
            try:
                self.tablet.hear(results)
            except FalseReceipt:
                self.tablet.outbox.clear()


def tell(world: World, *, make: Callable[..., Tablet] = Tablet) -> History:
    one, two = Desk(world, "J01", "one", make=make), Desk(world, "J01", "two", make=make)
    other = Desk(world, "J02", "other", make=make)
    retry_after_a_lost_reply(one)
    write_on_two_tablets(one, two)
    send_what_is_never_valid(other)
    step_aside(world, other)
    come_late(world, one)
    return world.history()


def retry_after_a_lost_reply(one: Desk) -> None:
    one.write("T001", LOW, comment="잘 보았습니다")
    one.flush(heard=False)
    one.flush()
    one.write("T001", HIGH, sealed=False)
    one.flush()


def write_on_two_tablets(one: Desk, two: Desk) -> None:
    """Both begin from nothing, and the second has two versions waiting when it hears of the first tablet's."""
    one.write("T002", LOW)
    two.write("T002", HIGH)
    two.write("T002", {"creativity": 10, "technical": 10})
    one.flush()
    two.flush()
    two.flush()
    if two.tablet.conflicts:
        two.tablet.resolve("T002", mine=True)
    two.flush()


def send_what_is_never_valid(other: Desk) -> None:
    other.write("T001", {"creativity": 11, "technical": 3})
    other.flush()
    other.write("T001", LOW)
    (sent,) = other.flush()
    other.send([{**sent, "marks": HIGH}])


def step_aside(world: World, other: Desk) -> None:
    for entry in ("T002", "T003"):
        other.write(entry, HIGH)
    other.flush()
    world.recuse("J02", "T002")
    other.write("T002", LOW)
    other.flush()
    world.withdraw("T003")


def come_late(world: World, one: Desk) -> None:
    world.set_clock(CLOSED)
    one.write("T001", {"creativity": 1, "technical": 1})
    one.flush()
    world.set_clock(OPENED)
