from __future__ import annotations

from flask import Flask

from hackathon.extensions import db


def test_it_answers_while_the_database_does(app: Flask) -> None:
    response = app.test_client().get("/healthz")
    assert (response.status_code, response.json) == (200, {"status": "ok"})


def test_it_says_when_the_database_does_not(sqlite_app: Flask) -> None:
    db.session.remove()
    db.engine.dispose()
    home = sqlite_app.config["SETTINGS"].root
    (home / "hackathon.sqlite3").rename(home / "elsewhere")
    (home / "hackathon.sqlite3").mkdir()
    response = sqlite_app.test_client().get("/healthz")
    assert (response.status_code, response.json) == (503, {"status": "no database"})
