"""Invented names, e-mail addresses and phone numbers; none of them can reach anybody."""

from __future__ import annotations

from dataclasses import dataclass

from hackathon.demo.dice import Dice
from hackathon.demo.words import read_words

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


def invent_name(dice: Dice) -> Name:
    words = read_words("names")
    surname, roman_surname, _ = words["surnames"][dice.weighted([row[2] for row in words["surnames"]])]
    first = dice.pick(list(words["given"]))
    # A surname before the same syllable (하하늘) is possible but reads like a slip.
    second = dice.pick(words["given"][first])
    if surname == first:
        return invent_name(dice)
    roman_given = words["roman"][first] + words["roman"][second]
    return Name(surname, first + second, roman_surname, roman_given)


def invent_names(dice: Dice, *, count: int) -> list[Name]:
    """That many names, no two alike."""
    names: dict[str, Name] = {}
    while len(names) < count:
        name = invent_name(dice)
        names.setdefault(name.full, name)
    return list(names.values())


class EmailBook:
    """Hands out addresses and never the same one twice."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def invent(self, name: Name, *, birth_year: int, dice: Dice) -> str:
        address = f"{_local_part(name, birth_year=birth_year, dice=dice)}@{dice.pick(DOMAINS)}"
        if address in self._taken:
            return self.invent(name, birth_year=birth_year, dice=dice)
        self._taken.add(address)
        return address


def _local_part(name: Name, *, birth_year: int, dice: Dice) -> str:
    surname, given = name.roman_surname, name.roman_given
    number = dice.between(1, 999)
    styles = (
        f"{given}.{surname}{birth_year % 100:02}",
        f"{surname}{given}{number}",
        f"{surname}_{given}{birth_year % 100:02}",
        f"{given}{number}",
        f"{given}-{surname}",
        f"{surname[0]}{given}{birth_year}",
        f"dev.{given}{number}",
    )
    return dice.pick(styles)


def invent_phones(dice: Dice, *, count: int) -> list[str]:
    """International form, out of 010-0000-xxxx, which is nobody's number."""
    return [f"+82100000{number:04}" for number in dice.order(range(PHONE_NUMBERS))[:count]]
