"""Headings of marks: a criterion or a judge, as forms, grids and tables of many judges write them, and the scale they name."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

_WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_TITLES = sorted(_WORDS["titles"], key=len, reverse=True)
_SCALE = {name: "|".join(map(re.escape, words)) for name, words in _WORDS["scale"].items()}
_NUMBER = r"(\d{1,4}(?:\.\d{1,3})?)"
_SAID = rf"(?:(?:{_SCALE['before']})\s*:?\s*)?(?:{_NUMBER}\s*(?:{_SCALE['behind']})?\s*(?:{_SCALE['between']})\s*)?{_NUMBER}\s*(?:{_SCALE['behind']})?"
_IN_BRACKETS = re.compile(r"[(\[<{]([^()\[\]<>{}]*)[)\]>}]")
_SAID_ALONE = re.compile(_SAID)
_BEHIND_SLASH = re.compile(rf"/\s*{_NUMBER}\s*(?:{_SCALE['behind']})?\s*$")
_AT_THE_END = re.compile(
    rf"\s(?:(?:{_SCALE['before']})\s*{_NUMBER}|{_NUMBER}\s*(?:{_SCALE['between']})\s*{_NUMBER}\s*(?:{_SCALE['behind']})?|{_NUMBER}\s*(?:{_SCALE['behind']}))\s*$",
    re.IGNORECASE,
)
_PARTS = re.compile(r"[.:：>|–—]|\s-\s")
MARK = "mark"
"""`J01.mark` is a column of one judge's marks that names no criterion."""


def bare(text: str) -> str:
    """A text without case, width, spaces and signs."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


def without_title(word: str) -> str:
    """A judge's name without titles before or behind it, and without what stands in brackets."""
    name = _IN_BRACKETS.sub(" ", unicodedata.normalize("NFKC", word)).strip()
    for title in _TITLES:
        if name.casefold().startswith(title) and len(name) > len(title):
            name = name[len(title) :].lstrip(" .:")
        if name.casefold().endswith(title) and len(name) > len(title):
            name = name[: -len(title)].rstrip()
    return name


def without_scale(heading: str) -> str:
    """A heading without the scale behind it: Creativity/40, Creativity out of 40."""
    text = unicodedata.normalize("NFKC", heading)
    return _AT_THE_END.sub("", _BEHIND_SLASH.sub("", text))


def find_criterion(heading: str, criteria: Mapping[str, str]) -> str | None:
    """The criterion of a grid: `Question [Row]` (Google), `Question.Row` (Microsoft)."""
    rows = _IN_BRACKETS.findall(unicodedata.normalize("NFKC", heading))
    pieces = [*reversed(rows), _PARTS.split(_IN_BRACKETS.sub(" ", heading))[-1]]
    return next((criteria[bare(piece)] for piece in pieces if bare(piece) in criteria), None)


def find_judges_column(heading: str, criteria: Mapping[str, str], judges: Mapping[str, str]) -> str | None:
    """`J01.creativity` for a judge's and a criterion's name in one heading, `J01.mark` for a judge's alone."""
    for first, rest in _cuts(heading):
        for one, other in ((first, rest), (rest, first)):
            judge, criterion = find_judge(one, judges), criteria.get(bare(_IN_BRACKETS.sub(" ", other)))
            if judge and criterion:
                return f"{judge}.{criterion}"
    alone = find_judge(heading, judges)
    return f"{alone}.{MARK}" if alone else None


def find_judge(word: str, judges: Mapping[str, str]) -> str | None:
    """The code of the judge whom a word names, with or without a title."""
    return judges.get(bare(word)) or judges.get(bare(without_title(word)))


def _cuts(heading: str) -> Iterator[tuple[str, str]]:
    """The heading cut in two at every space or sign."""
    for found in re.finditer(r"[\s.:/|·,–—-]+|(?<=\S)(?=[\[(])", heading):
        yield heading[: found.start()], heading[found.end() :]


def said_maximum(heading: str) -> Decimal | None:
    """The largest mark that a heading names: 40 of `Creativity (40)`, 5 of `[0-5]` and `/5`; None where it names none."""
    text = unicodedata.normalize("NFKC", heading).casefold().strip()
    for found in _IN_BRACKETS.finditer(text):
        said = _SAID_ALONE.fullmatch(found[1].strip()) if found.start() else None
        if said:
            return Decimal(said[2])
    rest = _IN_BRACKETS.sub(" ", text).rstrip()
    ending = _BEHIND_SLASH.search(rest) or _AT_THE_END.search(rest)
    numbers = [each for each in ending.groups() if each] if ending else []
    return Decimal(numbers[-1]) if numbers else None
