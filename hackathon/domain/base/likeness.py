"""Likeness of affiliations and of mail addresses: whether two people come from one place."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from pathlib import Path

from rapidfuzz import fuzz

_SMALL_CHANGE = 88
"""Of a hundred: the likeness, letter by letter, from which two longer names are taken for one."""
_TELLING = 4
"""A name of fewer letters is alike only if it is the same: so short a word begins many names."""
_WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_LEGAL = re.compile("|".join(_WORDS["legal"]))
_INSTITUTION = re.compile(rf"^(.{{2,}}?(?:{'|'.join(_WORDS['institutions'])}))")
_SHORT_SCHOOL = re.compile(_WORDS["short_school"]["from"])
_NOWHERE, _PUBLIC_MAIL = frozenset(_WORDS["nowhere"]), frozenset(_WORDS["public_mail"])


def place_key(affiliation: str | None) -> str:
    """An affiliation without its legal form, spaces and signs; "" where it names no place at all."""
    text = unicodedata.normalize("NFKC", affiliation or "").casefold()
    key = "".join(letter for letter in _LEGAL.sub(" ", text) if letter.isalnum())
    return "" if key in _NOWHERE else _SHORT_SCHOOL.sub(_WORDS["short_school"]["to"], key)


def is_same_place(one: str, other: str) -> bool:
    """Do two keys of `place_key` name one place? A department is of its school, and a slip of the finger is none.

    Schools are the same or they are not: many differ by a letter of one syllable.
    """
    if not one or not other or one == other:
        return bool(one) and one == other
    if _INSTITUTION.match(one) and _INSTITUTION.match(other):
        return _institution(one) == _institution(other)
    short, long = sorted((one, other), key=len)
    if len(short) < _TELLING:
        return False
    return long.startswith(short) or _likeness(one, other) >= _SMALL_CHANGE


def _institution(key: str) -> str:
    """A school or institute without its departments; any other name as it is."""
    found = _INSTITUTION.match(key)
    return found[1] if found else key


def _likeness(one: str, other: str) -> float:
    ratio: float = fuzz.ratio(unicodedata.normalize("NFD", one), unicodedata.normalize("NFD", other))
    return ratio


def mail_domain(address: str | None) -> str:
    """Whose mail server an address belongs to; "" for those that anybody may use."""
    host = (address or "").rpartition("@")[2].strip().casefold().rstrip(".")
    return "" if host in _PUBLIC_MAIL or host.endswith((".example", ".test", ".invalid")) else host


def is_same_domain(one: str, other: str) -> bool:
    """One host, or one below the other: ee.univ.ac.kr is of univ.ac.kr."""
    return bool(one and other) and (one == other or one.endswith(f".{other}") or other.endswith(f".{one}"))
