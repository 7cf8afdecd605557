"""The judge × entry grid as a picture that is a table: judges are rows, so that a long round scrolls sideways."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from hackathon import clock
from hackathon.domain.ballots.progress import Cell, Progress
from hackathon.models import Seat
from hackathon.web.http.languages import gettext as _

SHAPES = {"new": "n", "draft": "d", "sealed": "s", "conflict": "x", "recused": "r"}


@dataclass(frozen=True)
class Column:
    number: int
    code: str
    name: str
    sealed: int
    owed: int

    @property
    def complete(self) -> bool:
        return 0 < self.owed == self.sealed

    @property
    def quiet(self) -> bool:
        """Nobody has begun."""
        return self.sealed == 0


@dataclass(frozen=True)
class Row:
    """`states` holds one state a column, "" where nothing is assigned. `behind`: ballots that the others have sealed."""

    code: str
    name: str
    chair: bool
    states: tuple[str, ...]
    sealed: int
    owed: int
    behind: int
    last: str


@dataclass(frozen=True)
class Grid:
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    counts: Counter[str]
    words: dict[str, str]
    shapes: dict[str, str]

    @property
    def owed(self) -> int:
        return sum(self.counts.values()) - self.counts["recused"]

    @property
    def late(self) -> list[Row]:
        """Who keeps the others waiting, the most behind first."""
        return sorted((row for row in self.rows if row.behind), key=lambda row: (-row.behind, row.code))


def state_words() -> dict[str, str]:
    return {
        "new": _("none"),
        "draft": _("Draft"),
        "sealed": _("Sealed"),
        "conflict": _("Conflict"),
        "recused": _("Recused"),
    }


def grid_of(progress: Progress) -> Grid:
    behind = progress.behind()
    by_entry: dict[str, Counter[str]] = {}
    by_judge: dict[str, dict[str, Cell]] = {}
    for (judge, entry), cell in progress.cells.items():
        by_entry.setdefault(entry, Counter())[cell.state] += 1
        by_judge.setdefault(judge, {})[entry] = cell
    columns = tuple(
        Column(
            number=entry.position,
            code=entry.team.code,
            name=entry.team.name,
            sealed=by_entry.get(entry.team.code, Counter())["sealed"],
            owed=_owed(by_entry.get(entry.team.code, Counter())),
        )
        for entry in progress.entries
    )
    rows = tuple(_row(seat, by_judge.get(seat.judge.code, {}), columns, behind) for seat in progress.judges)
    return Grid(columns, rows, progress.counts(), state_words(), SHAPES)


def _row(seat: Seat, cells: dict[str, Cell], columns: tuple[Column, ...], behind: Counter[str]) -> Row:
    counts = Counter(cell.state for cell in cells.values())
    moments = [cell.at for cell in cells.values() if cell.at]
    return Row(
        code=seat.judge.code,
        name=seat.judge.person.name or seat.judge.code,
        chair=seat.chair,
        states=tuple(cells[column.code].state if column.code in cells else "" for column in columns),
        sealed=counts["sealed"],
        owed=_owed(counts),
        behind=behind[seat.judge.code],
        last=ago(max(moments)) if moments else "",
    )


def _owed(counts: Counter[str]) -> int:
    return sum(counts.values()) - counts["recused"]


def ago(moment: datetime) -> str:
    minutes = int((clock.now() - moment).total_seconds() // 60)
    if minutes < 1:
        return _("just now")
    if minutes < 60:
        return _("{minutes} min ago", minutes=minutes)
    if minutes < 48 * 60:
        return _("{hours} h ago", hours=minutes // 60)
    return _("{days} days ago", days=minutes // (24 * 60))
