"""The header of a table, found below titles, in one row or in two, or nowhere; and which field each column feeds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice, zip_longest

from hackathon.domain.base.errors import Invalid
from hackathon.exchange.importing.table.headings import is_field, is_resident_number, recognise
from hackathon.exchange.importing.table.judging_headings import said_maximum
from hackathon.exchange.importing.table.values import clean
from scoring.faults import ScoringError, make_fault
from scoring.reading.cells import near
from scoring.reading.tables import Cells, Part, is_blank
from scoring.text import text

LOOKED_AT = 40
_DATA = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+|[+\d][\d\s().:/-]{6,}|\d+(?:\.\d+)?")
_NUMBERED = re.compile(r" \(\d+\)$")
_GUESSED = {"entrants": ("name",), "judges": ("name", "affiliation"), "teams": ("team",)}
Recognise = Callable[[str], str | None]
Columns = dict[str, str | None]


@dataclass(frozen=True)
class ColumnChoices:
    """What columns may mean: the kind of file, and what somebody chose.

    `mapping` was chosen for this file and must name columns that exist; `remembered` was chosen for an earlier one.
    `criteria` are what the columns of ballots may be called: a heading without spaces → the criterion's key; `judges`
    likewise → the judge's code. `largest` are the marks at the end of each criterion's scale.
    """

    kind: str
    mapping: Mapping[str, str | None] = field(default_factory=dict)
    remembered: Mapping[str, str | None] = field(default_factory=dict)
    criteria: Mapping[str, str] = field(default_factory=dict)
    judges: Mapping[str, str] = field(default_factory=dict)
    largest: Mapping[str, Decimal] = field(default_factory=dict)

    def recognise(self, heading: str) -> str | None:
        return recognise(heading, self.kind, criteria=self.criteria, judges=self.judges)


@dataclass(frozen=True)
class Doubt:
    """A heading that names another largest mark than the criterion's: nobody knows on which scale its marks are."""

    heading: str
    said: Decimal
    criterion: str
    largest: Decimal


@dataclass(frozen=True)
class Header:
    """`first` is the number of the first row below it; `found` says whether there was any; names are unique."""

    columns: Columns
    first: int
    found: bool
    depth: int = 1
    """In how many rows it stands."""
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True)
class _Names:
    names: tuple[str, ...]
    first: int
    found: bool = True
    depth: int = 1


def read_header(part: Part, choices: ColumnChoices) -> Header:
    """Find the header and say what each column feeds. Raises ScoringError without any rows below it, and Invalid."""
    rows = list(islice(part.records(), LOOKED_AT))
    found = _find_names(rows, choices)
    below = islice(part.records(), found.first - 1, None)
    if all(is_blank(row) for row in below):
        raise ScoringError([make_fault("header-only" if rows else "empty-file")])
    names = _with_data(found.names, part)
    columns = _columns(names, rows[found.first - 1 :] if not found.found else None, choices)
    doubts = tuple(_doubts(columns, choices))
    columns |= {each.heading: None for each in doubts}
    return Header(columns, found.first, found.found, found.depth, doubts)


def _doubts(columns: Columns, choices: ColumnChoices) -> Iterator[Doubt]:
    """Headings whose number is not the end of the scale, unless somebody chose the column for this file by hand."""
    chosen = {clean(heading) for heading in choices.mapping}
    for heading, wanted in columns.items():
        criterion = (wanted or "").rpartition(".")[2]
        written = _NUMBERED.sub("", heading) if _NUMBERED.sub("", heading) in columns else heading
        said = said_maximum(written) if criterion in choices.largest and clean(heading) not in chosen else None
        if said is not None and said != choices.largest[criterion]:
            yield Doubt(heading, said, criterion, choices.largest[criterion])


def headed_alike(part: Part, header: Header, choices: ColumnChoices) -> int | None:
    """The first row below the same header in another sheet, or None where that stands nowhere."""
    rows = list(islice(part.records(), LOOKED_AT))
    wanted = list(header.columns)
    for at in range(len(rows) if header.found else 0):
        candidate = _Candidate(rows, at, header.depth, choices.recognise)
        if candidate.is_possible() and _without_end(_unique(candidate.names())) == wanted:
            return at + header.depth + 1
    return None


def known_fields(part: Part, choices: ColumnChoices) -> int:
    """How many fields the likeliest header of a sheet names."""
    rows = list(islice(part.records(), LOOKED_AT))
    return max((score for score, _ in _candidates(rows, choices)), default=0)


def _without_end(names: Sequence[str]) -> list[str]:
    kept = list(names)
    while kept and kept[-1].startswith("#"):
        kept.pop()
    return kept


def _with_data(names: Sequence[str], part: Part) -> list[str]:
    """The headings; those without a text at the end, over columns that hold nothing, are left off."""
    kept = list(names)
    while kept and kept[-1].startswith("#"):
        at = len(kept) - 1
        if any(len(row) > at and row[at].strip() for row in part.records()):
            break
        kept.pop()
    return kept


def _columns(names: Sequence[str], unnamed: Sequence[Cells] | None, choices: ColumnChoices) -> Columns:
    """The field of each column. `unnamed` are the rows of a file without a header."""
    if unnamed is None:
        found = {name: choices.recognise(_NUMBERED.sub("", name)) for name in names}
    else:
        found = _guess(names, unnamed, choices.kind)
    found = _settled(found, choices.kind)
    found |= {name: choices.remembered[clean(name)] for name in names if clean(name) in choices.remembered}
    for asked, wanted in choices.mapping.items():
        found[_asked_for(asked, names)] = _checked(asked, wanted, choices)
    return {name: None if is_resident_number(name) else wanted for name, wanted in found.items()}


def _guess(names: Sequence[str], rows: Sequence[Cells], kind: str) -> Columns:
    """A file without a header: the column of addresses is e-mail, the first other one the name, as Gavel has it."""
    at = next((at for at in range(len(names)) if _has_addresses(rows, at)), None)
    found: Columns = dict.fromkeys(names)
    others = [name for place, name in enumerate(names) if place != at]
    found |= zip(others, _GUESSED.get(kind, ()), strict=False)
    if kind in ("entrants", "judges") and at is not None:
        found[names[at]] = "email"
    if kind == "teams" and len(names) == 3:
        found[names[2]] = "summary"
    return found


def _has_addresses(rows: Sequence[Cells], at: int) -> bool:
    return any(len(row) > at and "@" in row[at] for row in rows)


def _settled(found: Columns, kind: str) -> Columns:
    """What one column means may follow from what the others are."""
    fields = set(found.values())
    if "name" in fields and kind == "teams" and "team" not in fields:
        return _replaced(found, {"name": "team"})
    if "name" in fields:
        return _replaced(found, {"first_name": None, "last_name": None})
    return found


def _replaced(found: Columns, others: Columns) -> Columns:
    return {name: others.get(wanted, wanted) if wanted else None for name, wanted in found.items()}


def _asked_for(asked: str, names: Sequence[str]) -> str:
    wanted = clean(asked)
    for name in names:
        if clean(name) == wanted:
            return name
    hint = near(wanted, names)
    if hint:
        said = text("The file has no column '{heading}' (did you mean \"{near}\"?).", heading=asked, near=hint)
        raise Invalid(said, field="map")
    raise Invalid(text("The file has no column '{heading}'.", heading=asked), field="map")


def _checked(asked: str, wanted: str | None, choices: ColumnChoices) -> str | None:
    if wanted is None:
        return None
    if is_resident_number(asked):
        raise Invalid(
            text("Resident registration numbers are not taken. Leave that column out."),
            field="map",
        )
    if not is_field(wanted, choices.kind, criteria=choices.criteria.values(), judges=set(choices.judges.values())):
        raise Invalid(text("There is no field '{field}'.", field=wanted), field="map")
    return wanted


def _find_names(rows: Sequence[Cells], choices: ColumnChoices) -> _Names:
    """The header among the first rows of a file: the row, or failing that the two, in which most columns are known."""
    scored = _candidates(rows, choices)
    best = max((score for score, _ in scored), default=0)
    if best:
        return next(each for score, each in scored if score == best).header()
    return _unknown_names(rows, choices.kind)


def _candidates(rows: Sequence[Cells], choices: ColumnChoices) -> list[tuple[int, _Candidate]]:
    candidates = [_Candidate(rows, at, depth, choices.recognise) for depth in (1, 2) for at in range(len(rows))]
    return [(_score(each, choices), each) for each in candidates if each.is_possible()]


def _score(candidate: _Candidate, choices: ColumnChoices) -> int:
    """A judge's name above a table must not pass for its header: the team stands in every table of marks."""
    score = candidate.score()
    names_teams = choices.criteria and any(choices.recognise(name) == "entry" for name in candidate.names())
    return score + 10 if score and names_teams else score


class _Candidate:
    """One row, or two, taken for the header."""

    def __init__(self, rows: Sequence[Cells], at: int, depth: int, recognise: Recognise) -> None:
        self.rows, self.at, self.depth, self.recognise = rows, at, depth, recognise
        self.texts = [clean(cell) for cell in rows[at]]

    def is_possible(self) -> bool:
        if not any(self.texts):
            return False
        return self.depth == 1 or (self.at + 1 < len(self.rows) and not _holds_data(self.rows[self.at + 1]))

    def score(self) -> int:
        """How many fields are named; a row that holds data is a header only if it names many."""
        known = {self.recognise(name) for name in self.names()} - {None}
        return 0 if _holds_data(self.rows[self.at]) and len(known) < 3 else len(known)

    def names(self) -> list[str]:
        if self.depth == 1:
            return self.texts
        lower = [clean(cell) for cell in self.rows[self.at + 1]]
        return [_best(pair, self.recognise) for pair in _paired(self.texts, lower)]

    def header(self) -> _Names:
        return _Names(_unique(self.names()), first=self.at + self.depth + 1, depth=self.depth)


def _paired(upper: Sequence[str], lower: Sequence[str]) -> Iterator[tuple[str, str]]:
    """What stands above a column (it holds up to the next that stands above) and what stands below it."""
    above = ""
    for top, low in zip_longest(upper, lower, fillvalue=""):
        above = top or above
        yield (above if low else top), low


def _best(pair: tuple[str, str], recognise: Recognise) -> str:
    """Both as one heading where that is known (Member 1 Name), else the one that is."""
    top, low = pair
    both = f"{top} {low}".strip() if top != low else top
    for name in (both, low, top):
        if recognise(name):
            return name
    return both


def _holds_data(cells: Cells) -> bool:
    """Whether a row holds an address, a number or a moment, as headings do not."""
    return any(_DATA.fullmatch(clean(cell)) for cell in cells if cell)


def _unique(names: Sequence[str]) -> tuple[str, ...]:
    """Names that differ: one without a text is called by its place, a repeated one gets a number."""
    seen: Counter[str] = Counter()
    named = []
    for place, name in enumerate(names, start=1):
        name = name or f"#{place}"
        seen[name] += 1
        named.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(named)


def _unknown_names(rows: Sequence[Cells], kind: str) -> _Names:
    """Nothing is known: the first row that has as many texts as the fullest, or none if it holds data already.

    Lists of two or three columns without a known heading are what Gavel takes: name, location, description.
    """
    if not rows:
        return _Names((), first=2)
    filled = [len({clean(cell) for cell in row} - {""}) for row in rows]
    at = _first_full(filled)
    if _holds_data(rows[at]) or is_blank(rows[at]) or (kind == "teams" and max(filled) in (2, 3)):
        return _Names(_unique([""] * len(rows[at])), first=at + 1, found=False)
    return _Names(_unique([clean(cell) for cell in rows[at]]), first=at + 2)


def _first_full(filled: Sequence[int]) -> int:
    enough = max(1, max(filled) * 0.6)
    return next((at for at, count in enumerate(filled) if count >= enough), 0)
