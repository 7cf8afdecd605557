"""A small event on a real app and database, lines from tablets to it, and its final state as the rules want it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from flask import Flask
from sqlalchemy import Row as Record
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError

from hackathon import clock
from hackathon.config import Settings
from hackathon.database import unit_of_work
from hackathon.domain.ballots import ballots, rulings
from hackathon.domain.base import audit
from hackathon.domain.base.errors import Invalid, RoundIncomplete
from hackathon.domain.base.keys import get_key
from hackathon.domain.people import accounts
from hackathon.domain.results import results
from hackathon.domain.rounds import rounds
from hackathon.domain.rounds.entries import withdraw_entry
from hackathon.domain.rounds.events import get_event
from hackathon.extensions import db
from hackathon.models import Round
from scoring import ScoringError
from tests.factories import HOUR, NOON, fill_round, make_event, the_entry, the_judge, the_key
from tests.faults.model.history import Act, History, Pair, Row, Said
from tests.faults.model.tablets import ROUND

PAGE = {"X-Hackathon-Client": "1", "Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
ROWS = """
SELECT r.id, j.code AS judge, t.code AS entry, r.revision, r.base, r.status, r.sealed, r.marks, x.comment, x.note,
       r.chain_position AS position, r.received_at, c.digest, c.chain, c.counted, c.key_id, c.signature
FROM ballot_revision r JOIN judge j ON j.id = r.judge_id JOIN entry e ON e.id = r.entry_id JOIN team t ON t.id = e.team_id
LEFT JOIN receipt c ON c.revision_id = r.id LEFT JOIN ballot_text x ON x.revision_id = r.id ORDER BY r.chain_position
"""


def the_round() -> Round:
    return db.session.query(Round).filter_by(key="first").one()


def fill(app: Flask, *, teams: int, judges: int) -> dict[str, Any]:
    """A round with all its judges signed in; their cookies."""
    with app.app_context(), unit_of_work():
        fill_round(make_event(is_demo=True), teams=teams, judges=judges)
    world = World(app)
    return {judge: FlaskLine(world, judge).client._cookies for judge in world.judges()}


class FlaskLine:
    """A tablet's browser in the same process, at the time of its world."""

    def __init__(self, world: World, judge: str) -> None:
        self.world, self.judge = world, judge
        self.client = world.app.test_client()
        if judge in world.passes:
            self.client._cookies = dict(world.passes[judge])
        else:
            self.sign_in()

    def sign_in(self) -> None:
        with self.world.acting():
            secret = accounts.make_link(get_event(), the_judge(self.judge).person, reusable=True, life=240 * HOUR)
        with clock.at(self.world.now):
            assert self.client.get(f"/s/{secret}").status_code == 303

    def get(self, path: str) -> tuple[int, Any]:
        with clock.at(self.world.now):
            answer = self.client.get(path)
        return answer.status_code, answer.get_json(silent=True)

    def post(self, path: str, body: Any) -> tuple[int, Any]:
        return self.send(path, json.dumps(body).encode())

    def send(self, path: str, raw: bytes) -> tuple[int, Any]:
        with clock.at(self.world.now):
            answer = self.client.post(path, data=raw, content_type="application/json", headers=PAGE)
        return answer.status_code, answer.get_json(silent=True)


class World:
    """The app, its server's clock, and a log of what was said and done."""

    def __init__(self, app: Flask, passes: Mapping[str, Any] | None = None) -> None:
        self.app = app
        self.passes = passes or {}
        """Cookies of judges who were signed in when this world began."""
        self.now: datetime = NOON + HOUR
        self.log: list[Said | Act] = []
        self.barred: set[Pair] = set()
        self.withdrawn: set[str] = set()
        self.locked = False
        settings: Settings = app.config["SETTINGS"]
        self.public = get_key(settings.keys).public

    @contextmanager
    def acting(self) -> Iterator[None]:
        """Inside: the server's clock, an app context, and a unit of work."""
        with self.app.app_context(), clock.at(self.now), unit_of_work():
            yield

    def judges(self) -> list[str]:
        with self.app.app_context():
            return [seat.judge.code for seat in rounds.panel(the_round())]

    def is_open(self) -> bool:
        with self.app.app_context(), clock.at(self.now):
            return rounds.state_of(the_round()) == "open"

    def tell_open(self) -> None:
        """Write down whether the round takes ballots now."""
        self.log.append(Act("opened" if self.is_open() else "shut"))

    def set_clock(self, now: datetime) -> None:
        self.now = now
        self.tell_open()

    def lock(self) -> bool:
        try:
            with self.acting():
                results.lock(the_round(), key=the_key())
        except (RoundIncomplete, ScoringError):  # the second: everybody is recused, nothing is left to rank
            return False
        self.locked = True
        self.tell_open()
        return True

    def unlock(self) -> None:
        with self.acting():
            results.unlock(the_round(), reason="다시 봅니다")
        self.locked = False
        self.tell_open()

    def recuse(self, judge: str, entry: str) -> None:
        with self.acting():
            if entry not in rounds.entries_by_code(the_round()) or (judge, entry) in self.barred:
                return
            rounds.recuse(the_round(), the_judge(judge), the_entry(the_round(), entry), kind="self", reason="가족")
        self.barred.add((judge, entry))
        self.log.append(Act("recused", judge, entry))

    def withdraw(self, entry: str) -> None:
        with self.acting():
            if entry not in rounds.entries_by_code(the_round()):
                return
            withdraw_entry(the_round(), the_entry(the_round(), entry), reason="기권")
        self.withdrawn.add(entry)
        self.log.append(Act("withdrawn", entry=entry))

    def rule(self, number: int, verdict: str) -> None:
        """The chair decides about one of the revisions that were only kept. To admit it makes a new one on the head."""
        with self.acting():
            heads = {row.pair: row.id for row in read_rows() if row.status == "accepted"}
            waiting = [kept for kept in rulings.kept_of(the_round()) if kept.outcome == "waiting"]
            if not waiting:
                return
            chosen = waiting[number % len(waiting)]
            try:
                rulings.rule(the_round(), chosen.version.id, verdict, reason="확인함", key=the_key())
            except Invalid:  # the judge is recused by now
                return
        if verdict == "admitted":
            self._note_admission(heads)

    def _note_admission(self, heads: Mapping[Pair, str]) -> None:
        with self.app.app_context():
            made = read_rows()[-1]
        revision = {name: getattr(made, name) for name in ("id", "entry", "base", "marks", "sealed", "comment", "note")}
        self.log += [Said(made.judge, revision, saw=heads.get(made.pair)), Act("ruled", made.judge, made.entry)]

    def end_sessions(self, judge: str) -> None:
        with self.acting():
            accounts.end_sessions(the_judge(judge).person)

    def history(self, *, serial: bool = True) -> History:
        with self.app.app_context():
            rows = read_rows()
            counted = [(row.entry, row.judge, json.loads(row.marks)) for row in ballots.counted(the_round())]
        heads: dict[Pair, str] = {}
        for judge in self.judges():
            line = FlaskLine(self, judge)
            line.sign_in()  # the session that the world began with may have ended
            status, packet = line.get(f"{ROUND}/packet")
            assert status == 200
            heads |= {(judge, ballot["entry"]): ballot["id"] for ballot in packet["ballots"]}
        return History(self.log, rows, heads, counted, self.public, serial=serial)

    def rows(self) -> list[Row]:
        with self.app.app_context():
            return read_rows()

    def audit_break(self) -> int | None:
        with self.app.app_context():
            return audit.find_break(get_event())


def read_rows() -> list[Row]:
    return [_row(record) for record in db.session.execute(text(ROWS))]


def _row(record: Record[Any]) -> Row:
    found = dict(record._mapping)
    receipt = {name: found.pop(name) for name in ("digest", "chain", "counted", "key_id", "signature")}
    receipt |= {name: found[name] for name in ("id", "entry", "revision")}
    receipt |= {"received_at": _stamp(found.pop("received_at")), "counted": bool(receipt["counted"])}
    kept = {"sealed": bool(found["sealed"]), "comment": found["comment"] or "", "note": found["note"] or ""}
    return Row(**{**found, **kept, "marks": json.loads(found["marks"])}, receipt=receipt)


def _stamp(moment: datetime | str) -> str:
    """SQLite keeps text without a zone, PostgreSQL a moment in the zone of whoever asks."""
    text = moment if isinstance(moment, str) else moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    return text.replace(" ", "T") + "Z"


@contextmanager
def dying(world: World, *, after: int) -> Iterator[None]:
    """Inside, the database is gone after so many writes, the commit being the last one."""
    left = after

    def fail(*_: Any) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise OperationalError("the machine is gone", None, OSError())

    with world.app.app_context():
        engine = db.engine
    listeners = {"before_cursor_execute": _only_writes(fail), "commit": fail}
    for name, listener in listeners.items():
        event.listen(engine, name, listener)
    try:
        yield
    finally:
        for name, listener in listeners.items():
            event.remove(engine, name, listener)


def _only_writes(act: Callable[..., None]) -> Callable[..., None]:
    def on(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith(("INSERT", "UPDATE")):
            act()

    return on
