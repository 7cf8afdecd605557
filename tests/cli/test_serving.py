"""The server as it really runs: it starts, answers, stops when told, and forgets nothing when it is killed."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
import trustme

from hackathon import create_app
from hackathon.cli.people import link_address
from hackathon.config import Settings
from hackathon.database import unit_of_work
from hackathon.domain.people import accounts
from hackathon.extensions import db
from tests.factories import make_event, make_person
from tests.running.databases import free_port

ROOT = Path(__file__).parents[2]


@pytest.fixture
def home(sqlite_template: Path, tmp_path: Path) -> Path:
    """A home with a demo event and an organizer whose link is in demo-links.json."""
    shutil.copy(sqlite_template, tmp_path / "hackathon.sqlite3")
    app = create_app(Settings(home=tmp_path, database_url=None))
    with app.app_context():
        with unit_of_work():
            event = make_event(is_demo=True)
            secret = accounts.make_link(event, make_person(event, "chief", "organizer"), reusable=True)
        (tmp_path / "link").write_text(link_address(app, secret, base=""))
        db.engine.dispose()
    return tmp_path


@contextmanager
def serving(home: Path, port: int, *options: str) -> Iterator[subprocess.Popen[str]]:
    server = subprocess.Popen(
        [sys.executable, "-c", "from hackathon.cli import main; main()", "serve", "--port", str(port), *options],
        env={**os.environ, "HACKATHON_HOME": str(home)},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        wait_for(port, server)
        yield server
    finally:
        server.send_signal(signal.SIGTERM)
        server.communicate()


def wait_for(port: int, server: subprocess.Popen[str]) -> None:
    while server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(server.communicate()[0])


def get(port: int, path: str, cookie: str = "") -> http.client.HTTPResponse:
    with closing(http.client.HTTPConnection("127.0.0.1", port)) as connection:
        connection.request("GET", path, headers={"Cookie": cookie})
        return connection.getresponse()


def sign_in(port: int, home: Path) -> str:
    answer = get(port, (home / "link").read_text())
    assert answer.status == 303
    cookies = SimpleCookie(answer.headers["Set-Cookie"])
    return "; ".join(f"{name}={morsel.value}" for name, morsel in cookies.items())


def test_it_serves_and_stops_when_told(home: Path) -> None:
    port = free_port()
    with serving(home, port) as server:
        assert get(port, "/").status == 200
    assert server.returncode == 0


def test_sessions_survive_a_restart_and_a_kill(home: Path) -> None:
    port = free_port()
    with serving(home, port) as server:
        cookie = sign_in(port, home)
        assert get(port, "/organizer", cookie).status == 200
        children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
        for pid in (str(server.pid), *children):
            os.kill(int(pid), signal.SIGKILL)
    port = free_port()
    with serving(home, port):
        assert get(port, "/organizer", cookie).status == 200


def test_a_taken_port_is_said_in_one_sentence(home: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = subprocess.run(
            [
                sys.executable,
                "-c",
                "from hackathon.cli import main; main()",
                "serve",
                "--port",
                str(taken.getsockname()[1]),
            ],
            env={**os.environ, "HACKATHON_HOME": str(home), "LANG": "C.UTF-8", "LC_ALL": ""},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode != 0
    assert "cannot be opened" in done.stderr
    assert "Traceback" not in done.stderr


def test_it_serves_over_tls_and_keeps_its_cookies_there(home: Path, tmp_path: Path) -> None:
    port, authority = free_port(), trustme.CA()
    certificate = authority.issue_cert("localhost")
    chain = b"".join(part.bytes() for part in certificate.cert_chain_pems)
    (tmp_path / "chain.pem").write_bytes(chain)
    certificate.private_key_pem.write_to_path(str(tmp_path / "key.pem"))
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    options = ("--tls-cert", str(tmp_path / "chain.pem"), "--tls-key", str(tmp_path / "key.pem"))
    with (
        serving(home, port, *options),
        closing(http.client.HTTPSConnection("localhost", port, context=trusting)) as connection,
    ):
        connection.request("GET", (home / "link").read_text())
        answer = connection.getresponse()
        assert answer.status == 303
        assert "; Secure" in answer.headers["Set-Cookie"]
