"""What a single heading names: Korean and English ones as forms really have them."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from hackathon.exchange.importing.table.columns import FIELDS, PERSON
from hackathon.exchange.importing.table.day_order import split_order
from hackathon.exchange.importing.table.judging_headings import MARK, find_criterion, find_judges_column, without_scale

_WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_FIELDS: dict[str, dict[str, Any]] = _WORDS["fields"]
_KNOWN = {word: field for field, words in _FIELDS.items() for word in words["headings"]}
_KNOWN_IN = {
    kind: {word: field for field, words in _FIELDS.items() for word in words.get("in_kind", {}).get(kind, ())}
    for kind in FIELDS
}
_WITHIN: dict[str, list[str]] = {field: words["within"] for field, words in _FIELDS.items() if "within" in words}
_ONE_OF = {name: "|".join(words) for name, words in _WORDS["member"].items()}
_MEMBER = re.compile(rf"(?:{_ONE_OF['before_number']})(\d{{1,2}})(.*)")
_MEMBER_BEHIND = re.compile(rf"(?:{_ONE_OF['before_field']})?(.+?)(?:{_ONE_OF['behind_field']})?(\d{{1,2}})")
_CAPTAIN = re.compile(rf"(?:{_ONE_OF['captain']})(?:{_ONE_OF['of']})?(.+)")


def bare_heading(header: str) -> str:
    """A heading without what forms put around it: numbers in front, stars, remarks in brackets, spaces and signs."""
    text = unicodedata.normalize("NFKC", header).casefold()
    text = re.sub(r"^\s*(?:q\s*)?\d{1,2}\s*[.)\]:]\s*", "", text)
    short = re.sub(r"[(\[<{（][^)\]>}）]*[)\]>}）]", "", text)
    bare = re.sub(r"[\W_]+", "", short)
    return bare or re.sub(r"[\W_]+", "", text)


def is_resident_number(header: str) -> bool:
    """Whether a column asks for the number that nobody may keep."""
    return any(word in bare_heading(header) for word in _WORDS["resident"])


def recognise(
    header: str, kind: str, *, criteria: Mapping[str, str] = {}, judges: Mapping[str, str] = {}
) -> str | None:
    """The field that a heading names in a file of this kind, or None."""
    if not header.strip():
        return None
    if header.strip() in FIELDS[kind] or header.strip() in criteria.values():
        return header.strip()
    word = bare_heading(header)
    if word in criteria:
        return criteria[word]
    marks = without_scale(header) if criteria else ""
    of_marks = marks and (
        criteria.get(bare_heading(marks))
        or find_judges_column(marks, criteria, judges)
        or find_criterion(marks, criteria)
    )
    if of_marks:
        return of_marks
    if is_resident_number(header):
        return None
    return _known(word, kind) or _in_a_team(header, word, kind) or _consent(word, kind) or _within(word, kind)


def _known(word: str, kind: str) -> str | None:
    field = _KNOWN.get(word)
    return field if field in FIELDS[kind] else _KNOWN_IN[kind].get(word)


def _in_a_team(header: str, word: str, kind: str) -> str | None:
    if kind not in ("entrants", "teams"):
        return None
    whole = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", header).casefold())
    for text in dict.fromkeys((word, whole)):
        found = _MEMBER.fullmatch(text)
        if found:
            return _member_field(f"member{int(found[1])}", found[2])
        found = _MEMBER_BEHIND.fullmatch(text)
        if found and found[1] in _KNOWN and _person_field(found[1]):
            return _member_field(f"member{int(found[2])}", found[1])
    found = _CAPTAIN.fullmatch(word)
    return _member_field("captain", found[1]) if found and _person_field(found[1]) else None


def _member_field(who: str, rest: str) -> str | None:
    field = _person_field(rest) if rest else "name"
    return f"{who}.{field}" if field else None


def _person_field(word: str) -> str | None:
    if word in _WORDS["member"]["name"]:
        return "name"
    field = _KNOWN.get(word)
    return field if field in PERSON else None


def _consent(word: str, kind: str) -> str | None:
    """The consent without which nobody can take part; those that are free to refuse keep nobody out."""
    asks = any(all(part in word for part in parts) for parts in _WORDS["consent"]["asks"])
    free = any(part in word for part in _WORDS["consent"]["free"])
    return "consent" if asks and not free and "consent" in FIELDS[kind] else None


def _within(word: str, kind: str) -> str | None:
    if any(other in word for other in _WORDS["others"]) or len(word) > 60:
        return None
    for field, parts in _WITHIN.items():
        if field in FIELDS[kind] and any(part in word for part in parts):
            return field
    return None


def is_field(field: str, kind: str, *, criteria: Collection[str] = (), judges: Collection[str] = ()) -> bool:
    """Whether a column of this kind of file may feed `field`."""
    if split_order(field)[0] in FIELDS[kind] or field in criteria:
        return True
    who, _, what = field.partition(".")
    if who in judges:
        return what == MARK or what in criteria
    return kind in ("entrants", "teams") and what in PERSON and bool(re.fullmatch(r"captain|member\d{1,2}", who))
