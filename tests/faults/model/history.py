"""What happened between devices and a server, and what the server holds in the end: the matter of rules.py.

Nothing here or there shares code with the server: canonical JSON, digests and the scale are written once more, in the
plainest way, from the words of the protocol.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

Json = Mapping[str, Any]
Pair = tuple[str, str]
"""A ballot: judge, entry."""
KEPT = ("accepted", "conflict", "held")
SCALE = {"creativity": range(11), "technical": range(11)}
"""The marks that the rubric of tests/factories.py allows."""


@dataclass(frozen=True)
class Said:
    """One revision sent once, by a judge who saw the revision with the id `saw` as the head when writing it.

    `answer` is the server's result for it, None if it gave none; only what was `heard` reached the device.
    """

    judge: str
    revision: Json
    answer: Json | None = None
    heard: bool = True
    saw: str | None = None

    @property
    def id(self) -> str:
        return str(self.revision["id"])

    @property
    def pair(self) -> Pair:
        return self.judge, self.revision["entry"]

    @property
    def body(self) -> tuple[object, ...]:
        said = self.revision
        return (*self.pair, said["base"], said["sealed"], plain(said["marks"]), *texts(said))


@dataclass(frozen=True)
class Act:
    """What organizers did in between: opened, shut, recused and ruled (judge, entry), withdrawn (entry)."""

    kind: str
    judge: str = ""
    entry: str = ""


@dataclass(frozen=True)
class Row:
    """A revision as the server holds it."""

    id: str
    judge: str
    entry: str
    revision: int | None
    base: int | None
    status: str
    sealed: bool
    marks: Json
    comment: str
    note: str
    position: int
    receipt: Json

    @property
    def pair(self) -> Pair:
        return self.judge, self.entry

    @property
    def body(self) -> tuple[object, ...]:
        return (*self.pair, self.base, self.sealed, plain(self.marks), self.comment, self.note)


@dataclass(frozen=True)
class History:
    """`events` in the order in which they happened; `serial` where nothing overlapped, so that each answer can be
    foretold. `counted` are (entry, judge, marks); `heads` are the ids that the judges' packets show."""

    events: Sequence[Said | Act]
    rows: Sequence[Row]
    heads: Mapping[Pair, str]
    counted: Sequence[tuple[str, str, Json]]
    public: bytes
    serial: bool = True

    @property
    def said(self) -> list[Said]:
        return [event for event in self.events if isinstance(event, Said)]

    @property
    def in_order(self) -> list[Row]:
        return sorted(self.rows, key=lambda row: row.position)


def texts(said: Json) -> tuple[str, str]:
    return said.get("comment") or "", said.get("note") or ""


def plain(marks: Json) -> str:
    """Marks as canonical JSON: 7.0 and 7 are the same mark."""
    whole = {
        key: int(mark) if not isinstance(mark, bool | str) and mark == int(mark) else mark
        for key, mark in marks.items()
    }
    return json.dumps(whole, sort_keys=True, separators=(",", ":"))


def sha(value: Json) -> str:
    return hashlib.sha256(canonical(value)).hexdigest()


def canonical(value: Json) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def is_valid(revision: Json) -> bool:
    marks = revision["marks"]
    on_scale = all(
        key in SCALE and isinstance(mark, int | float) and not isinstance(mark, bool) and Fraction(mark) in SCALE[key]
        for key, mark in marks.items()
    )
    return on_scale and (not revision["sealed"] or marks.keys() == SCALE.keys())


def acts(history: History, kind: str) -> list[Act]:
    return [event for event in history.events if isinstance(event, Act) and event.kind == kind]


def accepted(history: History) -> dict[Pair, list[Row]]:
    """The accepted rows of each ballot, in the order of the chain."""
    found: dict[Pair, list[Row]] = {}
    for row in history.in_order:
        if row.status == "accepted":
            found.setdefault(row.pair, []).append(row)
    return found
