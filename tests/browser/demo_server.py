"""Demo event on a server of its own, at one of its stages, and how Chromium is started to look at it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from werkzeug.serving import make_server

from hackathon import create_app, database
from hackathon.config import Settings
from hackathon.demo.links import refresh_links
from hackathon.demo.people import DEFAULT_SEED
from hackathon.demo.stages import build as build_stages
from hackathon.domain.base.keys import get_key
from hackathon.extensions import db
from tests.browser.screens import Served

ARGUMENTS = [
    *("--no-sandbox", "--disable-sync", "--disable-gpu", "--disable-quic"),
    *("--no-first-run", "--disable-background-networking"),
]


def build(home: Path, stage: str) -> None:
    settings = Settings(home=home, database_url=None)
    with create_app(settings).app_context():
        database.upgrade()
        build_stages(stage, seed=DEFAULT_SEED, key=get_key(settings.keys))
        refresh_links(settings.root, base="http://localhost")
        db.engine.dispose()


@contextmanager
def serving(home: Path) -> Iterator[Served]:
    app = create_app(Settings(home=home, database_url=None))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    links = json.loads((home / "demo-links.json").read_text(encoding="utf-8"))
    secrets = {role: link.rsplit("/", 1)[1] for role, link in links.items() if isinstance(link, str)}
    yield Served(f"http://127.0.0.1:{server.port}", secrets)
    server.shutdown()
    thread.join()
    server.server_close()
    with app.app_context():
        db.engine.dispose()
