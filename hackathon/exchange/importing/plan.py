"""The plan of an import: what it would do, and its report. Nothing has been written when one exists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from hackathon.exchange.importing.table.notes import RefusedRow
from hackathon.exchange.importing.table.table import Table
from hackathon.exchange.importing.table.values import Refusal
from hackathon.models import Person
from scoring.reading.canonical import digest
from scoring.reading.tables import RowNumber
from scoring.text import Text, text

Writer = Callable[[Person | None], None]


@dataclass(frozen=True)
class Change:
    """One field of somebody or something that is there already. `key` names it; `old` is shown, never logged."""

    row: int
    key: str
    field: str
    old: str
    new: str


@dataclass(frozen=True)
class Alike:
    """Rows, or a row and somebody who is there already, that may be the same."""

    rows: tuple[int, ...]
    names: tuple[str, ...]
    reason: Text


@dataclass(frozen=True)
class Contest:
    """Rows that say different things of one thing, such as a judge's ballot for a team: somebody must choose.

    `words` are what each row says. `offered` is the row that was sent last, where that can be told; none is taken
    until one is `chosen`.
    """

    key: str
    rows: tuple[int, ...]
    words: tuple[str, ...]
    offered: int | None = None
    chosen: int | None = None

    def report(self) -> dict[str, Any]:
        rows = zip(self.rows, self.words, strict=True)
        return {
            "key": self.key,
            "rows": [{**place_of(row), "id": int(row), "words": words} for row, words in rows],
            "offered": None if self.offered is None else int(self.offered),
            "chosen": None if self.chosen is None else int(self.chosen),
        }


@dataclass
class Plan:
    """Counts and details of an import, and how it is carried out."""

    table: Table
    added: list[int] = field(default_factory=list)
    """The rows that add something, by number."""
    changes: list[Change] = field(default_factory=list)
    changed: int = 0
    same: int = 0
    refused: list[RefusedRow] = field(default_factory=list)
    alike: list[Alike] = field(default_factory=list)
    contests: list[Contest] = field(default_factory=list)
    chosen: frozenset[int] = frozenset()
    """The rows that somebody chose where several say different things of one thing."""
    seen: str = ""
    """The state of the event that the plan rests on."""
    prepare: Callable[[], Writer] = lambda: lambda _actor: None
    """Makes ready what can be without the write lock; what it returns writes, inside a unit of work."""
    samples: list[list[str]] = field(default_factory=list)
    """A few of the rows that add something, as they will be stored."""

    def refuse(self, row: int, field: str, reason: Text) -> None:
        self.refused.append(RefusedRow(row, field, reason))

    def contest(
        self, key: str, rows: Sequence[int], *, words: Sequence[str], field: str, offered: int | None = None
    ) -> int | None:
        """The row that was chosen among several of one thing; else none, and all of them are refused."""
        chosen = next((row for row in rows if row in self.chosen), None)
        self.contests.append(Contest(key, tuple(rows), tuple(words), offered, chosen))
        numbers = ", ".join(map(str, rows))
        for row in rows:
            if chosen is None:
                self.refuse(
                    row, field, text("rows {rows} say different things of {key}; none is taken", rows=numbers, key=key)
                )
            elif row != chosen:
                self.refuse(row, field, text("row {row} was chosen for {key}", row=chosen, key=key))
        return chosen

    @property
    def is_empty(self) -> bool:
        return not self.added and not self.changed

    def outcome(self) -> str:
        """A short name for what the plan does: two plans with the same outcome do the same."""
        return digest(
            {
                "file": self.table.digest,
                "columns": self.table.columns,
                "added": self.added,
                "changes": [[each.row, each.key, each.field, each.old, each.new] for each in self.changes],
                "refused": [[each.row, each.field, str(each.reason)] for each in self.refused],
            }
        )[:20]

    def report(self, language: str) -> dict[str, Any]:
        """The report in the shape of the contract; `changes` comes on top of it."""
        table = self.table
        return {
            "file": table.name,
            "kind": table.kind,
            "encoding": table.encoding,
            "delimiter": table.delimiter,
            "digest": table.digest,
            "columns": table.columns,
            "rows": table.rows,
            "added": len(self.added),
            "changed": self.changed,
            "same": self.same,
            "refused": [
                {**place_of(each.row), "field": each.field, "reason": each.reason.say(language)}
                for each in self.refused
            ],
            "duplicates": [
                {
                    "rows": [place_of(row)["row"] for row in each.rows],
                    "names": list(each.names),
                    "reason": each.reason.say(language),
                }
                for each in self.alike
            ],
            "choices": [each.report() for each in self.contests],
            "notes": [note.say(language) for note in table.notes.sentences()],
            "changes": [
                {**place_of(each.row), "key": each.key, "field": each.field, "from": each.old, "to": each.new}
                for each in self.changes
            ],
        }


def place_of(row: int) -> dict[str, Any]:
    """A row's number as a report has it, and its sheet where several were read."""
    return {"row": row.row, "sheet": row.sheet} if isinstance(row, RowNumber) else {"row": row}


def refuse_overwriting(changes: Iterable[Change]) -> None:
    """After the first ballot nothing that stands somewhere is replaced. Raises Refusal where a change would."""
    refuse_fields([each.field for each in changes if each.old])


def refuse_fields(barred: Sequence[str]) -> None:
    """Raise Refusal for the first of the fields, and name them all."""
    if barred:
        names = ", ".join(barred)
        said = text("nothing is overwritten after the first ballot: {fields}", fields=names)
        raise Refusal(barred[0], said)
