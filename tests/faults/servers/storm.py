"""Judges who never stop saving, and a server that is killed under them again and again."""

from __future__ import annotations

import json
import os
import random
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from flask import Flask

from hackathon import create_app
from hackathon.config import Settings
from hackathon.domain.ballots import ballots
from hackathon.domain.base import audit
from hackathon.domain.rounds.events import get_event
from hackathon.extensions import db
from tests.faults.model.history import Act, History, Pair, Row, Said
from tests.faults.model.tablets import ROUND, Tablet
from tests.faults.model.world import read_rows, the_round
from tests.faults.servers.servers import Line, Server, public_key


@dataclass
class Desk:
    """A judge with a tablet, its line, and what became of it."""

    tablet: Tablet
    line: Line
    log: list[Said | Act] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)

    def score(self, entries: list[str]) -> None:
        """Write one ballot, settle one conflict, send what waits: whatever fails is tried again later."""
        chance = self.tablet.chance
        marks = {"creativity": chance.randint(0, 10), "technical": chance.randint(0, 10)}
        if len(self.tablet.outbox) < len(entries):
            self.tablet.write(chance.choice(entries), marks, sealed=chance.random() < 0.8, comment="한마디")
        for entry in list(self.tablet.conflicts):
            self.tablet.resolve(entry, mine=chance.random() < 0.5)
        self.send()

    def send(self) -> None:
        try:
            status = self.tablet.flush(self.line, self.log)
        except OSError:
            time.sleep(0.02)
            return
        if status not in (0, 200):
            self.strange.append(f"{self.tablet.name}: {status}")

    def finish(self) -> None:
        while self.tablet.outbox:
            self.send()


class Storm:
    def __init__(self, server: Server, links: dict[str, str], *, seed: int, entries: int, doubles: int = 1) -> None:
        self.server, self.entries = server, [f"T{number:03}" for number in range(1, entries + 1)]
        self.chance = random.Random(seed)
        self.public = public_key(server.home)
        judges = list(links)
        self.desks = [self._desk(judge, links[judge], number) for number, judge in enumerate(judges + judges[:doubles])]
        self.app: Flask = create_app(Settings(home=server.home, database_url=None))

    def _desk(self, judge: str, link: str, number: int) -> Desk:
        tablet = Tablet(judge, f"{judge}-{number}", self.public, chance=random.Random(self.chance.random()))
        line = Line(self.server.port)
        assert line.get(link)[0] == 303
        return Desk(tablet, line)

    @property
    def receipts(self) -> int:
        return sum(len(desk.tablet.receipts) for desk in self.desks)

    @contextmanager
    def blowing(self) -> Iterator[None]:
        """Every judge scores as fast as the server answers, until the end of this block; then everything is sent."""
        over = threading.Event()

        def run(desk: Desk) -> None:
            while not over.is_set():
                desk.score(self.entries)
            desk.finish()

        threads = [threading.Thread(target=run, args=(desk,), daemon=True) for desk in self.desks]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            over.set()
            for thread in threads:
                thread.join(60)
        assert not any(thread.is_alive() for thread in threads)

    def wait_for_receipts(self, more: int) -> None:
        """Kills must come under load, not while everybody still waits for the server."""
        wanted, patience = self.receipts + more, time.monotonic() + 60
        while self.receipts < wanted:
            assert time.monotonic() < patience, "no receipt for a minute"
            time.sleep(0.005)

    def kill(self, *, whole: bool) -> float:
        """-9 at a random moment, for the server or for its worker alone; the seconds until it answers again."""
        self.wait_for_receipts(5)
        time.sleep(self.chance.uniform(0, 0.15))
        began = time.monotonic()
        if whole:
            self.server.kill()
            self.server.start()
        else:
            for pid in self.server.workers():
                os.kill(pid, signal.SIGKILL)
            self.server.wait()
        return time.monotonic() - began

    def lost(self) -> list[str]:
        """Receipts that tablets hold for what the server no longer holds, or holds otherwise."""
        claimed = {name: receipt for desk in self.desks for name, receipt in list(desk.tablet.receipts.items())}
        kept = {row.id: row.receipt for row in self.rows()}
        return [name for name, receipt in claimed.items() if kept.get(name) != receipt]

    def rows(self) -> list[Row]:
        with self.app.app_context():
            return read_rows()

    def unsound(self) -> list[str]:
        """What the database says against itself: pages, keys, and the chain of acts."""
        with self.app.app_context():
            said = [row[0] for row in db.session.execute(db.text("PRAGMA integrity_check"))]
            said += [str(row) for row in db.session.execute(db.text("PRAGMA foreign_key_check"))]
            broken = audit.find_break(get_event())
        return [word for word in said if word != "ok"] + ([f"audit {broken}"] if broken else [])

    def history(self) -> History:
        events = [event for desk in self.desks for event in desk.log]
        heads: dict[Pair, str] = {}
        for desk in self.desks:
            status, packet = desk.line.get(f"{ROUND}/packet")
            assert status == 200
            heads |= {(desk.tablet.judge, ballot["entry"]): ballot["id"] for ballot in packet["ballots"]}
        with self.app.app_context():
            counted = [(row.entry, row.judge, json.loads(row.marks)) for row in ballots.counted(the_round())]
        return History(events, self.rows(), heads, counted, self.public, serial=False)

    def close(self) -> None:
        with self.app.app_context():
            db.engine.dispose()
