"""A server and a tablet with a bad network between them: whatever it does, each ballot arrives once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from hackathon import create_app
from hackathon.config import Settings
from hackathon.domain.ballots import ballots
from hackathon.extensions import db
from tests.faults.model.history import History
from tests.faults.model.rules import find_faults
from tests.faults.model.tablets import ROUND, Tablet
from tests.faults.model.world import read_rows, the_round
from tests.faults.servers.proxy import Proxy, between
from tests.faults.servers.servers import Line, Server, make_home, public_key, served, until

MARKS = {"creativity": 7, "technical": 4}


class Venue:
    """One judge's tablet behind a proxy, and another of the same judge on a good line."""

    def __init__(self, server: Server, proxy: Proxy, link: str) -> None:
        self.server, self.proxy, self.log = server, proxy, list[Any]()
        self.line, self.good = Line(proxy.port, timeout=60), Line(server.port, timeout=60)
        self.tablet = Tablet("J01", "far", public_key(server.home))
        for line in (self.line, self.good):
            assert line.get(link)[0] == 303

    def score(self, entry: str, *, patience: float = 60) -> None:
        self.tablet.write(entry, MARKS, comment=entry)
        self.line.timeout = patience
        with suppress(OSError):
            self.flush()
        self.line.timeout = 60

    def flush(self) -> int:
        return self.tablet.flush(self.line, self.log)

    def held(self) -> list[str]:
        return [ballot["entry"] for ballot in self.good.get(f"{ROUND}/packet")[1]["ballots"]]

    def history(self) -> History:
        app = create_app(Settings(home=self.server.home, database_url=None))
        with app.app_context():
            rows = read_rows()
            counted = [(row.entry, row.judge, json.loads(row.marks)) for row in ballots.counted(the_round())]
            db.engine.dispose()
        heads = {("J01", ballot["entry"]): ballot["id"] for ballot in self.good.get(f"{ROUND}/packet")[1]["ballots"]}
        return History(self.log, rows, heads, counted, self.tablet.public, serial=False)


@pytest.fixture(scope="module")
def venue(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Venue]:
    home = tmp_path_factory.mktemp("venue")
    links = make_home(sqlite_template, home, teams=9, judges=1)
    with served(home) as server, between(server.port) as proxy:
        yield Venue(server, proxy, links["J01"])


@pytest.mark.parametrize(
    ("mood", "entry", "arrives"),
    [
        ("gone", "T001", False),
        ("silent", "T002", False),
        ("deaf", "T003", True),
        ("portal", "T004", False),
        ("twice", "T005", True),
        ("slow", "T006", True),
    ],
)
def test_a_ballot_waits_until_its_receipt_comes(venue: Venue, mood: str, entry: str, arrives: bool) -> None:
    venue.proxy.set(mood)
    heard = mood in ("twice", "slow")
    venue.score(entry, patience=60 if heard else 1)
    assert [waiting["entry"] for waiting in venue.tablet.outbox] == ([] if heard else [entry])
    until(lambda: (entry in venue.held()) is arrives)
    venue.proxy.set("good")
    while venue.tablet.outbox:
        venue.flush()
    assert venue.held().count(entry) == 1
    assert find_faults(venue.history()) == []


def test_a_request_that_arrives_after_its_repetition_changes_nothing(venue: Venue) -> None:
    venue.proxy.set("late")
    venue.score("T007", patience=1)
    before, venue.proxy.mood = venue.proxy.swallowed, "good"
    venue.flush()
    venue.tablet.write("T007", {"creativity": 9, "technical": 9}, comment="again")
    venue.flush()
    venue.proxy.let_go()
    until(lambda: venue.proxy.swallowed > before)
    assert find_faults(venue.history()) == []
