"""Duplicates, people who may be one: the same phone, or names alike together with something else that is.

Names alone say little (among a thousand Korean applicants many share one), so a likeness of names counts only beside a
likeness of addresses, affiliations or teams. Only people who share such a thing are compared, which keeps it fast.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz

from hackathon.exchange.importing.people.directory import Directory, Known, jamo
from hackathon.exchange.importing.people.person_row import PersonRow
from hackathon.exchange.importing.plan import Alike
from hackathon.exchange.importing.table.values import key_of
from scoring.text import Text, text

_TYPO, _ALMOST, _HOST = 85, 90, 70
_MOST_IN_A_GROUP = 60  # a whole university is no sign of anything
_MOST_SHOWN = 500

SAME_PHONE = text("the same phone number")
SAME_NAME = text("the same name, and an affiliation, team or address alike")
TYPO = text("names that differ by a stroke or two, and the same team or an address alike")
EMAIL_TYPO = text("e-mail addresses almost the same")


@dataclass(frozen=True)
class Profile:
    """Somebody to compare: a row of the file (row above 0) or a person who is there already."""

    id: int
    row: int
    name: str
    email: str
    phone: str
    affiliation: str
    team: str


def find_alike(new: Sequence[PersonRow], directory: Directory) -> list[Alike]:
    """Pairs of new rows, or of a new row and a known person, that may be one."""
    fresh = [_of_row(row, number) for number, row in enumerate(new, start=1)]
    pairs = pairs_alike([*fresh, *_known(directory)])
    return [_alike(one, other, reason) for one, other, reason in pairs if one.row or other.row][:_MOST_SHOWN]


def _of_row(row: PersonRow, number: int) -> Profile:
    return Profile(-number, row.row, row.name, row.email or "", row.phone or "", row.affiliation, row.team)


def _alike(one: Profile, other: Profile, reason: Text) -> Alike:
    return Alike(tuple(each.row for each in (one, other) if each.row), (one.name, other.name), reason)


def known_alike(directory: Directory) -> list[tuple[Profile, Profile, Text]]:
    """Pairs of people who are there already and may be one."""
    return pairs_alike(_known(directory))


def _known(directory: Directory) -> list[Profile]:
    return [_of_person(known) for known in directory.people.values() if not known.withdrawn_at]


def _of_person(known: Known) -> Profile:
    team = str(known.answers.get("team", "")) if known.answers else ""
    name, email, phone = known.name or "", known.email or "", known.phone or ""
    return Profile(known.id, 0, name, email, phone, known.facts.get("affiliation") or "", team)


def pairs_alike(people: Sequence[Profile]) -> list[tuple[Profile, Profile, Text]]:
    """Every pair that may be one person, once, with what makes it so."""
    found: dict[tuple[int, int], tuple[Profile, Profile, Text]] = {}
    for group in _groups(people):
        for one, other in combinations(group, 2):
            key = (min(one.id, other.id), max(one.id, other.id))
            if key not in found and (reason := _reason(one, other)):
                found[key] = (one, other, reason)
    return sorted(found.values(), key=lambda each: (each[0].row, each[1].row, each[0].id))


_SIGNS: dict[str, Callable[[Profile], str]] = {
    "phone": lambda one: one.phone,
    "name": lambda one: key_of(one.name),
    "team": lambda one: key_of(one.team),
    "affiliation": lambda one: key_of(one.affiliation),
    "email": lambda one: _local(one.email),
}


def _groups(people: Sequence[Profile]) -> Iterator[list[Profile]]:
    """Those who share a sign, one sign after the other: all of them at once would not fit well into memory."""
    for sign in _SIGNS.values():
        groups: defaultdict[str, list[Profile]] = defaultdict(list)
        for one in people:
            groups[sign(one)].append(one)
        groups.pop("", None)
        yield from (group for group in groups.values() if 1 < len(group) <= _MOST_IN_A_GROUP)


def _local(email: str) -> str:
    """An address without its host, dots and signs."""
    bare = re.sub(r"[^a-z0-9]", "", email.partition("@")[0].partition("+")[0])
    return bare if len(bare) >= 5 else ""


def _reason(one: Profile, other: Profile) -> Text | None:
    if _is_shared(one.phone, other.phone):
        return SAME_PHONE
    near = _addresses_alike(one.email, other.email)
    if near and _is_one_address_mistyped(one, other):
        return EMAIL_TYPO
    close = near or _is_shared(one.team, other.team)
    if key_of(one.name) == key_of(other.name):
        return SAME_NAME if close or _is_shared(one.affiliation, other.affiliation) else None
    return TYPO if close and _names_almost(one.name, other.name) else None


def _is_one_address_mistyped(one: Profile, other: Profile) -> bool:
    return _local(one.email) == _local(other.email) and fuzz.ratio(jamo(one.name), jamo(other.name)) >= 60


def _is_shared(one: str, other: str) -> bool:
    return bool(one) and key_of(one) == key_of(other)


def _addresses_alike(one: str, other: str) -> bool:
    """What stands before the sign must be almost the same, and what stands behind it at most mistyped."""
    first, second = one.partition("@"), other.partition("@")
    if not first[2] or not second[2] or fuzz.ratio(first[2], second[2]) < _HOST:
        return False
    return fuzz.ratio(first[0], second[0]) >= _ALMOST


def _names_almost(one: str, other: str) -> bool:
    """A slip of one vowel or one final consonant; the family name must be the same."""
    first, second = jamo(one), jamo(other)
    return key_of(one)[:1] == key_of(other)[:1] and len(first) >= 6 and fuzz.ratio(first, second) >= _TYPO
