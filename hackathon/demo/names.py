"""Invented names, e-mail addresses and phone numbers; none of them can reach anybody."""

from __future__ import annotations

from dataclasses import dataclass

from hackathon.demo.seeded_random import SeededRandom
from hackathon.demo.texts import read_texts

DOMAINS = ("example.org", "example.com")
PHONE_NUMBERS = 10_000


@dataclass(frozen=True, slots=True)
class Name:
    surname: str
    given: str
    roman_surname: str
    roman_given: str

    @property
    def full(self) -> str:
        return self.surname + self.given


def invent_name(rng: SeededRandom) -> Name:
    words = read_texts("names")
    surname, roman_surname, _ = words["surnames"][rng.weighted([row[2] for row in words["surnames"]])]
    first = rng.pick(list(words["given"]))
    # A surname before the same syllable is possible but reads like a slip.
    second = rng.pick(words["given"][first])
    if surname == first:
        return invent_name(rng)
    roman_given = words["roman"][first] + words["roman"][second]
    return Name(surname, first + second, roman_surname, roman_given)


def invent_names(rng: SeededRandom, *, count: int) -> list[Name]:
    """That many names, no two alike."""
    names: dict[str, Name] = {}
    while len(names) < count:
        name = invent_name(rng)
        names.setdefault(name.full, name)
    return list(names.values())


class EmailBook:
    """Hands out addresses and never the same one twice."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def invent(self, name: Name, *, birth_year: int, rng: SeededRandom) -> str:
        address = f"{_local_part(name, birth_year=birth_year, rng=rng)}@{rng.pick(DOMAINS)}"
        if address in self._taken:
            return self.invent(name, birth_year=birth_year, rng=rng)
        self._taken.add(address)
        return address


def _local_part(name: Name, *, birth_year: int, rng: SeededRandom) -> str:
    surname, given = name.roman_surname, name.roman_given
    number = rng.between(1, 999)
    styles = (
        f"{given}.{surname}{birth_year % 100:02}",
        f"{surname}{given}{number}",
        f"{surname}_{given}{birth_year % 100:02}",
        f"{given}{number}",
        f"{given}-{surname}",
        f"{surname[0]}{given}{birth_year}",
        f"dev.{given}{number}",
    )
    return rng.pick(styles)


def invent_phones(rng: SeededRandom, *, count: int) -> list[str]:
    """International form, out of 010-0000-xxxx, which is nobody's number."""
    return [f"+82100000{number:04}" for number in rng.order(range(PHONE_NUMBERS))[:count]]
