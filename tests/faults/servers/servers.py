"""`hackathon serve` as it really runs, on a home and a port of its own, to be killed and started again."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

from hackathon import clock, create_app
from hackathon.config import Settings
from hackathon.database import unit_of_work
from hackathon.domain.base.keys import get_key
from hackathon.domain.people import accounts
from hackathon.domain.rounds import rounds
from hackathon.extensions import db
from tests.factories import a_round, fill_round, make_event, the_judge
from tests.running.databases import free_port

ROOT = Path(__file__).parents[3]
COMMAND = (sys.executable, "-c", "from hackathon.cli import main; main()", "serve", "--port")


def make_home(template: Path, home: Path, *, teams: int, judges: int, **settings: Any) -> dict[str, str]:
    """A round that is open for a day from now, and for each judge a link that signs in any number of times."""
    home.mkdir(parents=True, exist_ok=True)
    shutil.copy(template, home / "hackathon.sqlite3")
    app = create_app(Settings(home=home, database_url=None, **settings))
    now = datetime.now(UTC)
    plan = a_round(opens_at=now - timedelta(hours=1), closes_at=now + timedelta(days=1), publishes_at=None)
    with app.app_context():
        with unit_of_work():
            event = make_event(plan, is_demo=True, ends_at=now + timedelta(days=2))
            panel = [seat.judge.code for seat in rounds.panel(fill_round(event, teams=teams, judges=judges))]
            with clock.at(now):
                links = {
                    judge: "/s/" + accounts.make_link(event, the_judge(judge).person, reusable=True) for judge in panel
                }
        db.engine.dispose()
    return links


def public_key(home: Path) -> bytes:
    return get_key(Settings(home=home, database_url=None).keys).public


class Server:
    """One port for all its lives, as tablets know it by its address."""

    def __init__(self, home: Path, port: int | None = None) -> None:
        self.home, self.port = home, port or free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> float:
        """Start and wait until it answers; returns the seconds that took."""
        began = time.monotonic()
        with (self.home / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [*COMMAND, str(self.port)],
                env={**os.environ, "HACKATHON_HOME": str(self.home), "DATABASE_URL": ""},
                cwd=ROOT,
                stdout=subprocess.DEVNULL,
                stderr=log,
                start_new_session=True,
            )
        self.wait()
        return time.monotonic() - began

    def wait(self) -> None:
        until(self.answers, alive=lambda: self.process is not None and self.process.poll() is None)

    def answers(self) -> bool:
        try:
            return Line(self.port, timeout=5).get("/healthz")[0] == 200
        except OSError:
            return False

    def workers(self) -> list[int]:
        assert self.process
        return [
            int(pid) for pid in Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        ]

    def kill(self) -> None:
        """-9 for it and all its workers, in the middle of whatever they do."""
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


@contextmanager
def served(home: Path, port: int | None = None) -> Iterator[Server]:
    server = Server(home, port)
    server.start()
    try:
        yield server
    finally:
        server.kill()


def until(condition: Callable[[], object], *, alive: Callable[[], object] = lambda: True, seconds: float = 60) -> None:
    """Wait for something that another process or thread does."""
    patience = time.monotonic() + seconds
    while not condition():
        assert alive(), "the server has ended"
        assert time.monotonic() < patience, f"not within {seconds} s"
        time.sleep(0.02)


class Line:
    """A tablet's browser over HTTP: a connection a request, so that each may fail on its own."""

    def __init__(self, port: int, *, timeout: float = 10) -> None:
        self.port, self.timeout = port, timeout
        self.cookies: SimpleCookie = SimpleCookie()
        self.page = {"X-Hackathon-Client": "1", "Origin": f"http://127.0.0.1:{port}", "Sec-Fetch-Site": "same-origin"}

    def get(self, path: str) -> tuple[int, Any]:
        return self._ask("GET", path, None)

    def post(self, path: str, body: Any) -> tuple[int, Any]:
        return self._ask("POST", path, json.dumps(body).encode())

    def _ask(self, method: str, path: str, body: bytes | None) -> tuple[int, Any]:
        cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in self.cookies.items())
        headers = {"Content-Type": "application/json", "Cookie": cookie, **(self.page if body else {})}
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.timeout)) as connection:
            try:
                connection.request(method, path, body, headers)
                answer = connection.getresponse()
                content = answer.read()
            except http.client.HTTPException as broken:
                raise OSError(str(broken)) from broken
        for value in answer.headers.get_all("Set-Cookie", []):
            self.cookies.load(value)
        return answer.status, _json(content)


def _json(content: bytes) -> Any:
    try:
        return json.loads(content)
    except ValueError:
        return None
