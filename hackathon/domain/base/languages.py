"""Languages of an event: what they are called, and which comes first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale, UnknownLocaleError

from scoring.text import ENGLISH, Text, joined, text


@lru_cache(maxsize=64)
def locale_of(language: str) -> Locale:
    """Names of days, months and languages; English ones for a language that only its catalogue knows."""
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(ENGLISH)


@dataclass(frozen=True, slots=True)
class LanguageName(Text):
    """What a language is called in another, or in itself."""

    code: str

    def say(self, language: str) -> str:
        return str(locale_of(language).languages.get(self.code.replace("-", "_"), self.code))

    __str__ = Text.__str__


def named(languages: Sequence[str]) -> Text:
    """All of them in a row."""
    *others, last = (LanguageName(language) for language in languages)
    return text("{others} and {last}", others=joined(others), last=last) if others else last


def led_by(language: str, languages: Sequence[str]) -> tuple[str, ...]:
    """The languages with this one first, or as they are where it is none of them."""
    return tuple(sorted(languages, key=lambda each: each != language))
