"""Finds the header of a table: below titles, in one row or in two, or nowhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from hackathon.exchange.importing.table.headings import recognise
from hackathon.exchange.importing.table.values import clean
from scoring.reading.tables import Cells, is_blank

LOOKED_AT = 40
_DATA = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+|[+\d][\d\s().:/-]{6,}|\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Header:
    """`first` is the number of the first row below it; `names` are unique; `found` says whether there was any."""

    names: tuple[str, ...]
    first: int
    found: bool = True


def find_header(rows: Sequence[Cells], kind: str, *, criteria: Mapping[str, str]) -> Header:
    """The header among the first rows of a file: the row, or failing that the two, in which most columns are known."""
    candidates = [_Candidate(rows, at, depth) for depth in (1, 2) for at in range(len(rows))]
    scored = [(each.score(kind, criteria), each) for each in candidates if each.is_possible()]
    best = max((score for score, _ in scored), default=0)
    if best:
        return next(each for score, each in scored if score == best).header(kind, criteria)
    return _unknown_header(rows, kind)


class _Candidate:
    """One row, or two, taken for the header."""

    def __init__(self, rows: Sequence[Cells], at: int, depth: int) -> None:
        self.rows, self.at, self.depth = rows, at, depth
        self.texts = [clean(cell) for cell in rows[at]]

    def is_possible(self) -> bool:
        if not any(self.texts):
            return False
        return self.depth == 1 or (self.at + 1 < len(self.rows) and not holds_data(self.rows[self.at + 1]))

    def score(self, kind: str, criteria: Mapping[str, str]) -> int:
        """How many fields are named; a row that holds data is a header only if it names many."""
        known = {recognise(name, kind, criteria=criteria) for name in self.names(kind, criteria)} - {None}
        return 0 if holds_data(self.rows[self.at]) and len(known) < 3 else len(known)

    def names(self, kind: str, criteria: Mapping[str, str]) -> list[str]:
        if self.depth == 1:
            return self.texts
        lower = [clean(cell) for cell in self.rows[self.at + 1]]
        return [_best(pair, kind, criteria) for pair in _paired(self.texts, lower)]

    def header(self, kind: str, criteria: Mapping[str, str]) -> Header:
        return Header(names=unique(self.names(kind, criteria)), first=self.at + self.depth + 1)


def _paired(upper: Sequence[str], lower: Sequence[str]) -> Iterator[tuple[str, str]]:
    """What stands above a column (it holds up to the next that stands above) and what stands below it."""
    above = ""
    for top, low in zip_longest(upper, lower, fillvalue=""):
        above = top or above
        yield (above if low else top), low


def _best(pair: tuple[str, str], kind: str, criteria: Mapping[str, str]) -> str:
    """Both as one heading where that is known (팀원1 이름), else the one that is."""
    top, low = pair
    both = f"{top} {low}".strip() if top != low else top
    for name in (both, low, top):
        if recognise(name, kind, criteria=criteria):
            return name
    return both


def holds_data(cells: Cells) -> bool:
    """Whether a row holds an address, a number or a moment, as headings do not."""
    return any(_DATA.fullmatch(clean(cell)) for cell in cells if cell)


def unique(names: Sequence[str]) -> tuple[str, ...]:
    """Names that differ: one without a text is called by its place, a repeated one gets a number."""
    seen: Counter[str] = Counter()
    told = []
    for place, name in enumerate(names, start=1):
        name = name or f"#{place}"
        seen[name] += 1
        told.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(told)


def _unknown_header(rows: Sequence[Cells], kind: str) -> Header:
    """Nothing is known: the first row that has as many texts as the fullest, or none if it holds data already.

    Lists of two or three columns without a known heading are what Gavel takes: name, location, description.
    """
    filled = [len({clean(cell) for cell in row} - {""}) for row in rows]
    fullest = max(filled, default=0)
    at = next((at for at, count in enumerate(filled) if count >= max(1, fullest * 0.6)), 0)
    if rows and (holds_data(rows[at]) or is_blank(rows[at]) or (kind == "teams" and fullest in (2, 3))):
        return Header(names=unique([""] * len(rows[at])), first=at + 1, found=False)
    return Header(names=unique([clean(cell) for cell in rows[at]] if rows else []), first=at + 2)
