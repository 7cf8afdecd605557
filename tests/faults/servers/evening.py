"""A served round for real browsers, and what it holds, read from its database while it runs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

from flask import Flask

from hackathon import create_app
from hackathon.config import Settings
from hackathon.domain.ballots import ballots
from hackathon.domain.base import audit
from hackathon.domain.rounds.events import get_event
from hackathon.extensions import db
from tests.faults.model.history import History, Pair, Row, Said, accepted
from tests.faults.model.rules import find_faults
from tests.faults.model.tablets import ROUND
from tests.faults.model.world import read_rows, the_round
from tests.faults.servers.servers import Line, Server, make_home, public_key, served

ENTRIES = tuple(f"T{number:03}" for number in range(1, 9))


class Evening:
    def __init__(self, server: Server, links: dict[str, str], app: Flask) -> None:
        self.server, self.links, self.app = server, links, app

    @classmethod
    @contextmanager
    def opened(cls, template: Path, home: Path, *, teams: int = len(ENTRIES), judges: int = 1) -> Iterator[Evening]:
        links = make_home(template, home, teams=teams, judges=judges)
        app = create_app(Settings(home=home, database_url=None))
        with served(home) as server:
            yield cls(server, links, app)
        with app.app_context():
            db.engine.dispose()

    def counted(self, judge: str) -> dict[str, tuple[int, int]]:
        """The marks that count, by entry."""
        with self.app.app_context():
            found = [(row.entry, json.loads(row.marks)) for row in ballots.counted(the_round()) if row.judge == judge]
        return {entry: (marks["creativity"], marks["technical"]) for entry, marks in found}

    def rows(self) -> list[Row]:
        with self.app.app_context():
            return read_rows()

    def expect_whole(self, sent: Sequence[dict[str, Any]], judge: str = "J01") -> None:
        """The rules find nothing in what devices of this judge have sent and the server holds."""
        rows = self.rows()
        before = {row.id: former.id for each in accepted(_as_history(rows)).values() for former, row in pairwise(each)}
        said = [Said(judge, revision, heard=False, saw=before.get(revision["id"])) for revision in sent]
        faults = find_faults(
            History(said, rows, self._heads(), self._counted(), public_key(self.server.home), serial=False)
        )
        assert not faults, "\n".join(faults)
        with self.app.app_context():
            assert audit.find_break(get_event()) is None

    def _heads(self) -> dict[Pair, str]:
        heads: dict[Pair, str] = {}
        for judge, link in self.links.items():
            line = Line(self.server.port)
            line.get(link)
            heads |= {(judge, ballot["entry"]): ballot["id"] for ballot in line.get(f"{ROUND}/packet")[1]["ballots"]}
        return heads

    def _counted(self) -> list[tuple[str, str, Any]]:
        with self.app.app_context():
            return [(row.entry, row.judge, json.loads(row.marks)) for row in ballots.counted(the_round())]


def _as_history(rows: Sequence[Row]) -> History:
    return History([], rows, {}, [], b"")
