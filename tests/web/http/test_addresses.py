"""Whose address a request came from: what a proxy says counts only where a proxy is known to stand."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask, request

from hackathon import create_app
from hackathon.config import Settings
from hackathon.extensions import db
from hackathon.web.http import addresses


def app_behind(home: Path, proxies: int) -> Flask:
    return create_app(Settings(home=home, database_url=None, trusted_proxies=proxies), TESTING=True)


def seen_by(app: Flask, forwarded: str) -> str:
    """The client's address as the pages see it, asked through the whole stack."""
    found: list[str] = []
    app.before_request_funcs.setdefault(None, []).append(lambda: found.append(addresses.of_client()))
    app.test_client().get("/static/favicon.svg", headers={"X-Forwarded-For": forwarded}, buffered=True)
    with app.app_context():
        db.engine.dispose()
    return found[0]


@pytest.mark.parametrize(("proxies", "client"), [(0, "127.0.0.1"), (1, "198.51.100.9"), (2, "203.0.113.5")])
def test_only_entries_of_known_proxies_are_believed(tmp_path: Path, proxies: int, client: str) -> None:
    assert seen_by(app_behind(tmp_path, proxies), "192.0.2.66, 203.0.113.5, 198.51.100.9") == client


@pytest.mark.parametrize("proxies", [0, 1])
def test_a_forwarded_host_is_never_believed(tmp_path: Path, proxies: int) -> None:
    app = app_behind(tmp_path, proxies)
    found: list[str] = []
    app.before_request_funcs.setdefault(None, []).append(lambda: found.append(request.host))
    app.test_client().get("/static/favicon.svg", headers={"X-Forwarded-Host": "evil.example"}, buffered=True)
    with app.app_context():
        db.engine.dispose()
    assert found == ["localhost"]


@pytest.mark.parametrize(
    ("host", "base"),
    [
        ("localhost:8000", "http://localhost:8000"),
        ("127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("evil.example", "http://10.0.0.5:8000"),
        ("203.0.113.9:8000", "http://10.0.0.5:8000"),
        ("0.0.0.0:8000", "http://10.0.0.5:8000"),
        ("127.0.0.1.evil.example", "http://10.0.0.5:8000"),
        ("224.0.0.1", "http://10.0.0.5:8000"),
    ],
)
def test_a_letter_names_this_machine_or_what_it_listens_on(sqlite_app: Flask, host: str, base: str) -> None:
    environ = {"SERVER_NAME": "10.0.0.5", "SERVER_PORT": "8000"}
    with sqlite_app.test_request_context("/", headers={"Host": host}, environ_overrides=environ):
        assert addresses.for_letters() == base


@pytest.mark.parametrize("listening", ["0.0.0.0", "::", ""])
def test_who_listens_everywhere_is_reached_here(sqlite_app: Flask, listening: str) -> None:
    environ = {"SERVER_NAME": listening, "SERVER_PORT": "8000"}
    with sqlite_app.test_request_context("/", headers={"Host": "evil.example"}, environ_overrides=environ):
        assert addresses.for_letters() == "http://127.0.0.1:8000"


def test_the_public_address_comes_first(sqlite_app: Flask) -> None:
    sqlite_app.config["SETTINGS"] = sqlite_app.config["SETTINGS"].model_copy(
        update={"public_url": "https://hack.example/"}
    )
    with sqlite_app.test_request_context("/", headers={"Host": "evil.example"}):
        assert (addresses.for_letters(), addresses.for_screen()) == ("https://hack.example", "https://hack.example")
