"""Two servers on one database, the product and the floor, and what is sent to them."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain.people import accounts
from hackathon.extensions import db
from hackathon.models import Judge, Round
from tests.benchmarks.load import post
from tests.factories import HOUR, a_round, fill_round, make_event
from tests.running.databases import free_port

ROOT = Path(__file__).parents[2]
_PRODUCT = "from hackathon.cli import main; main()"
_FLOOR = """
from granian import Granian
from granian.constants import Interfaces
import sys
if __name__ == "__main__":
    Granian("tests.benchmarks.floor:create_app", factory=True, interface=Interfaces.WSGI, address="127.0.0.1",
            port=int(sys.argv[1]), workers=1, blocking_threads=64, backpressure=512, websockets=False).serve()
"""


@contextmanager
def serving(command: list[str], port: int, **environment: str) -> Iterator[int]:
    server = subprocess.Popen(
        [sys.executable, *command],
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.STDOUT,
    )
    try:
        while server.poll() is None and not _answers(port):
            time.sleep(0.05)
        assert server.poll() is None, "the server did not start"
        yield port
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait()


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def product(home: Path, url: str) -> Iterator[int]:
    port = free_port()
    with serving(["-c", _PRODUCT, "serve", "--port", str(port)], port, HACKATHON_HOME=str(home), DATABASE_URL=url):
        yield port


@contextmanager
def floor(url: str) -> Iterator[int]:
    port = free_port()
    with serving(["-c", _FLOOR, str(port)], port, FLOOR_DATABASE=url):
        yield port


def make_round(*, judges: int, teams: int) -> Round:
    """A round that is open now, everybody assigned to everything."""
    now = clock.now()
    with unit_of_work():
        plan = a_round(opens_at=now - HOUR, closes_at=now + 24 * HOUR)
        return fill_round(make_event(plan), teams=teams, judges=judges)


def cookies_of(app: Flask) -> list[str]:
    """A session for each judge, in the order of their codes."""
    sign = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    with unit_of_work():
        people = [judge.person for judge in db.session.scalars(select(Judge).order_by(Judge.code))]
        return [f"session={sign.dumps({'sign_in': accounts.open_session(person)})}" for person in people]


def body_of(entry: str, base: int | None, *, number: int) -> dict[str, object]:
    return {
        "id": str(uuid.uuid4()),
        "entry": entry,
        "base": base,
        "marks": {"creativity": number % 11, "technical": (number + 3) % 11},
        "comment": "발표가 또렷했고 구현이 탄탄합니다.",
        "note": "",
        "sealed": True,
        "made_at": "2025-12-02T12:30:00.000Z",
        "device": "tablet",
    }


def plan_of(judge: int, cookie: str, saves: int, *, teams: int, first: int = 0) -> list[bytes]:
    """One judge who goes from team to team, saving a revision at each, over and over."""
    return [_ballots(judge, cookie, [body]) for body in bodies_of(saves, teams=teams, first=first)]


def batch_of(judge: int, cookie: str, saves: int, *, teams: int, first: int = 0) -> bytes:
    """The same in one request."""
    return _ballots(judge, cookie, bodies_of(saves, teams=teams, first=first))


def bodies_of(saves: int, *, teams: int, first: int) -> list[dict[str, object]]:
    numbers = range(first, first + saves)
    return [body_of(f"T{number % teams + 1:03}", number // teams or None, number=number) for number in numbers]


def _ballots(judge: int, cookie: str, bodies: list[dict[str, object]]) -> bytes:
    path, named = "/api/v1/rounds/first/ballots", f"J{judge:02}"
    return _post(path, {"revisions": bodies}, cookie, X_Hackathon_Judge=named)


def _post(path: str, body: Mapping[str, object], cookie: str = "", **more: str) -> bytes:
    headers = {"X_Hackathon_Client": "1", "Sec_Fetch_Site": "same-origin", "Cookie": cookie, **more}
    return post(path, json.dumps(body).encode(), **headers)


def floor_plan(judge: int, saves: int) -> list[bytes]:
    bodies = [
        {
            "id": str(uuid.uuid4()),
            "entry": f"T{number % 30:03}",
            "judge": f"J{judge:02}",
            "revision": number,
            "marks": {"creativity": number % 11, "technical": 3},
            "comment": "발표가 또렷했고 구현이 탄탄합니다.",
        }
        for number in range(saves)
    ]
    return [_post("/ballots", body) for body in bodies]
