"""Many rows of one table at once, without an object for any of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import Insert, Table, insert

from hackathon.extensions import Base, db


def write(table: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        connection = db.session.connection()
        connection.execute(_insert(table, connection.dialect.name), rows)


@lru_cache(maxsize=32)
def _insert(table: type[Base], dialect: str) -> Insert:
    """On PostgreSQL one statement for all rows: asking for the keys is what makes SQLAlchemy write it so."""
    of = cast("Table", table.__table__)
    return insert(of) if dialect == "sqlite" else insert(of).returning(*of.primary_key.columns)
