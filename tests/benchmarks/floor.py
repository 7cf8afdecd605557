"""The floor: a Flask route that writes one ballot with SQLAlchemy Core and does nothing else that belongs to one."""

from __future__ import annotations

import json
import os
from typing import Any

from flask import Flask, jsonify, request
from sqlalchemy import Column, Integer, MetaData, String, Table, Text, create_engine, event, insert

from hackathon.database import Queue, engine_options

BALLOTS = Table(
    "floor_ballot",
    MetaData(),
    Column("id", String(36), primary_key=True),
    Column("entry", String(16)),
    Column("judge", String(16)),
    Column("revision", Integer),
    Column("marks", Text),
    Column("comment", Text),
)


def create_app() -> Flask:
    url = os.environ["FLOOR_DATABASE"]
    options = {name: value for name, value in engine_options(url).items() if not name.startswith("pool_pre")}
    engine = create_engine(url, **{**options, "pool_size": 64})
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _durable)
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    BALLOTS.metadata.create_all(engine)
    app, queue = Flask(__name__), Queue() if engine.dialect.name == "sqlite" else None

    @app.post("/ballots")
    def save() -> Any:
        sent = request.get_json()
        row = {**sent, "marks": json.dumps(sent["marks"])}
        if queue is None:
            with engine.begin() as connection:
                connection.execute(insert(BALLOTS), row)
        else:
            with queue, engine.begin() as connection:
                connection.execute(insert(BALLOTS), row)
        return jsonify(id=sent["id"], saved=True)

    return app


def _durable(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    for pragma in ("busy_timeout=30000", "journal_mode=WAL", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")
