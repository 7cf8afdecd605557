"""Inserts of many rows at once: a plain insert, and a batch made ready before its transaction begins.

A batch brings values into the database's own form outside the transaction; inside, keys are reserved and the rows
handed to the driver, so that the write lock is held briefly.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import JSON, Column, Insert, Table, bindparam, func, insert, literal_column, select
from sqlalchemy import cast as sql_cast

from hackathon.extensions import Base, db


def insert_rows(table: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows of one table, without an object for any of them; every row names the same columns."""
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


Row = Mapping[str, Any]


class Batch:
    """Rows for one table. Columns that a row leaves out get their default, or null."""

    def __init__(self, model: type[Base], rows: Sequence[Row]) -> None:
        self.table: Table = model.__table__  # type: ignore[assignment]
        given = {name for row in rows[:1] for name in row}
        self.columns = [each for each in self.table.columns if each.key in given or _has_default(each)]
        self.names = [each.key for each in self.columns]
        makers = [(each.key, _default(each), _processor(each)) for each in self.columns]
        self.values = [[_native(row.get(key, default), process) for key, default, process in makers] for row in rows]

    def fill(self, name: str, values: Sequence[Any]) -> None:
        """Set one column of all rows, to what is known only inside the transaction."""
        at = self.names.index(name)
        for row, value in zip(self.values, values, strict=True):
            row[at] = value

    def insert(self) -> list[int]:
        """Write the rows; returns their keys in the same order."""
        if not self.values:
            return []
        keys = _reserve(self.table, len(self.values))
        connection = db.session.connection()
        mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
        names = ", ".join(f'"{name}"' for name in ("id", *self.names))
        marks = ", ".join([mark] * (len(self.names) + 1))
        statement = f'INSERT INTO "{self.table.name}" ({names}) VALUES ({marks})'  # nosec B608 (names of our own tables)
        connection.exec_driver_sql(statement, [(key, *row) for key, row in zip(keys, self.values, strict=True)])
        return keys


def _has_default(column: Column[Any]) -> bool:
    return column.default is not None and column.default.is_scalar


def _default(column: Column[Any]) -> Any:
    return column.default.arg if _has_default(column) else None  # type: ignore[union-attr]


def _processor(column: Column[Any]) -> Any:
    dialect = db.engine.dialect
    return column.type.dialect_impl(dialect).bind_processor(dialect)


def _native(value: Any, process: Any) -> Any:
    return process(value) if process is not None else value


def _reserve(table: Table, number: int) -> list[int]:
    """Keys that nobody else gets: SQLite has one writer at a time, PostgreSQL hands them out."""
    if db.engine.dialect.name == "postgresql":
        sequence = func.pg_get_serial_sequence(table.name, "id")
        return list(db.session.scalars(select(func.nextval(sequence)).select_from(func.generate_series(1, number))))
    last: int = db.session.scalar(select(func.max(table.c.id))) or 0
    return list(range(last + 1, last + number + 1))
