"""Many rows of one table at once, without an object for any of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import JSON, Insert, Table, bindparam, func, insert, literal_column, select
from sqlalchemy import cast as sql_cast

from hackathon.extensions import Base, db


def write(table: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    """Every row names the same columns."""
    if not rows:
        return
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(_from_json(table, tuple(rows[0])), {"rows": json.dumps(rows, default=str)})
    else:
        connection.execute(_plain(table), rows)


@lru_cache(maxsize=32)
def _plain(table: type[Base]) -> Insert:
    return insert(cast("Table", table.__table__))


@lru_cache(maxsize=32)
def _from_json(table: type[Base], names: tuple[str, ...]) -> Insert:
    """All rows as one value: the statement is the same for any number of them, and the server plans it once."""
    of = cast("Table", table.__table__)
    rows = sql_cast(bindparam("rows"), JSON)
    given = func.json_populate_recordset(literal_column(f"NULL::{of.name}"), rows).table_valued(*names)
    return insert(of).from_select(list(names), select(*(given.c[name] for name in names)))
