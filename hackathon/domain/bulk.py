"""Many new rows in one statement, made ready before the transaction begins, so that the write lock is held briefly.

Values are brought into the database's own form outside; inside, keys are reserved and the rows handed to the driver.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Column, Table, func, select

from hackathon.extensions import Base, db

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
