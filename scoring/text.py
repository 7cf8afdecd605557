"""Text in any language: an English sentence as the id of a message, with values, put into words at the edge.

    >>> fault = text("{judge} has not sealed {n} ballots", judge="J03", n=2)
    >>> str(fault), say(fault, "en")
    ('J03 has not sealed 2 ballots', 'J03 has not sealed 2 ballots')

A catalogue is a folder of gettext files, LANGUAGE/LC_MESSAGES/DOMAIN.mo. A sentence that no catalogue holds, or holds
with blanks of its own, is said in English. In a translation a blank may ask for a Korean particle by a pair of `korean.PAIRS`.
"""

from __future__ import annotations

import gettext
import string
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias

from scoring.korean import PAIRS, with_particle

ENGLISH = "en"
_places: list[tuple[Path, str]] = [(Path(__file__).parent / "locale", "scoring")]


class Text:
    """Base of what can be said in any language."""

    __slots__ = ()

    def say(self, language: str) -> str:
        raise NotImplementedError

    def __str__(self) -> str:
        return self.say(ENGLISH)


@dataclass(frozen=True, slots=True, repr=False)
class Message(Text):
    """One sentence: its English id and what fills its blanks; `plural` is the id for a number of things but one."""

    id: str
    values: tuple[tuple[str, Any], ...] = ()
    context: str = ""
    plural: str = ""

    def say(self, language: str) -> str:
        values = {name: say(value, language) for name, value in self.values}
        return fill(self.find(language), values) or fill(self.find(ENGLISH), values) or self.id

    def find(self, language: str) -> str:
        """The sentence in `language`, its blanks still open."""
        if not self.id:  # which would find the head of the catalogue
            return ""
        found = catalogue(language, tuple(_places))
        if not self.plural:
            return found.pgettext(self.context, self.id) if self.context else found.gettext(self.id)
        n = int(dict(self.values)["n"])
        if self.context:
            return found.npgettext(self.context, self.id, self.plural, n)
        return found.ngettext(self.id, self.plural, n)

    def filled(self, values: Mapping[str, object]) -> Message:
        """The same sentence with these values in its blanks."""
        return replace(self, values=tuple(values.items()))

    def __repr__(self) -> str:
        return f"Message({str(self)!r})"

    __str__ = Text.__str__


@dataclass(frozen=True, slots=True)
class Joined(Text):
    """Several texts, one after the other."""

    parts: tuple[Any, ...]
    separator: str

    def say(self, language: str) -> str:
        return self.separator.join(say(part, language) for part in self.parts)

    __str__ = Text.__str__


@dataclass(frozen=True, slots=True)
class InLanguages(Text):
    """What people wrote in some languages, the first being said where a language is missing."""

    words: tuple[tuple[str, str], ...]

    def say(self, language: str) -> str:
        words = {name: text for name, text in self.words if text}
        return words.get(language) or next(iter(words.values()), "")

    __str__ = Text.__str__


class Code(str):
    """A public key of a team or judge: read sign by sign, so that its last sound is always known."""

    __slots__ = ()


Sayable: TypeAlias = "str | int | Text"


def text(sentence: str, /, **values: object) -> Message:
    """A sentence to be said later; its id is a literal, or `make messages` cannot find it."""
    return Message(sentence, tuple(values.items()))


def text_n(one: str, many: str, /, n: int, **values: object) -> Message:
    """A sentence that depends on a number, which fills its blank {n}."""
    return Message(one, (("n", n), *values.items()), plural=many)


def text_p(context: str, sentence: str, /, **values: object) -> Message:
    """A sentence whose English serves several things: the context, a word for translators, says which is meant."""
    return Message(sentence, tuple(values.items()), context)


def joined(parts: Iterable[Sayable], separator: str = ", ") -> Joined:
    """Texts in a row, such as the items of a list."""
    return Joined(tuple(parts), separator)


def in_languages(words: Mapping[str, str]) -> InLanguages:
    """A text of the event's people: language → text, the first language first."""
    return InLanguages(tuple(words.items()))


def say(value: object, language: str) -> str:
    """A value in words: a text in `language`, everything else as it stands."""
    if isinstance(value, Text):
        return value.say(language)
    return value if isinstance(value, str) else str(value)


def fill(sentence: str, values: Mapping[str, str]) -> str:
    """The sentence with its blanks filled; "" where it asks for a value that nobody gave. Without values it stands."""
    if not values:
        return sentence
    try:
        return _BLANKS.vformat(sentence, (), values)
    except (KeyError, IndexError, ValueError, AttributeError):  # a fault of the catalogue, found by its test
        return ""


def add_catalogues(folder: Path, domain: str) -> None:
    """Look for sentences in FOLDER/LANGUAGE/LC_MESSAGES/DOMAIN.mo too, after the places known before."""
    if (folder, domain) not in _places:
        _places.append((folder, domain))


def files_of(language: str, domain: str) -> list[Path]:
    """The compiled catalogues of one language and domain that can be read."""
    return [file for file in _files() if _is_of(file, language, domain) and _is_readable(file)]


def unreadable_catalogues() -> list[Path]:
    """Files that stand where a catalogue belongs and are none: what they would say is said in English."""
    return [file for file in _files() if not _is_readable(file)]


def languages() -> tuple[str, ...]:
    """Every language that something can be said in: English, and each that has a catalogue."""
    return tuple(sorted({_language_of(file) for file in _files() if _is_readable(file)} | {ENGLISH}))


@lru_cache(maxsize=64)
def catalogue(language: str, places: tuple[tuple[Path, str], ...]) -> gettext.NullTranslations:
    """The catalogues of one language in all places, as one."""
    whole = gettext.NullTranslations()
    for file in reversed(_files(places) if language != ENGLISH else []):
        if _language_of(file) == language and (found := _read(file)):
            found.add_fallback(whole)
            whole = found
    return whole


def _files(places: Iterable[tuple[Path, str]] | None = None) -> list[Path]:
    found = _places if places is None else places
    return [file for folder, domain in found for file in sorted(folder.glob(f"*/LC_MESSAGES/{domain}.mo"))]


def _language_of(file: Path) -> str:
    """gettext writes pt_BR where pages and browsers write pt-BR."""
    return file.parent.parent.name.replace("_", "-")


def _is_of(file: Path, language: str, domain: str) -> bool:
    return file.stem == domain and _language_of(file) == language


def _is_readable(file: Path) -> bool:
    return _can_be_read(file, file.stat().st_mtime_ns)


@lru_cache(maxsize=256)
def _can_be_read(file: Path, _changed: int) -> bool:
    return _read(file) is not None


def _read(file: Path) -> gettext.GNUTranslations | None:
    """None where the file is no catalogue: one that somebody dropped in must not take every page down."""
    try:
        with file.open("rb") as compiled:
            return gettext.GNUTranslations(compiled)
    except (OSError, ValueError, LookupError, struct.error):  # all that the reader of gettext stumbles over
        return None


class _Blanks(string.Formatter):
    """Blanks by name alone: nothing of a value can be reached but its words."""

    def get_field(self, field_name: str, args: Any, kwargs: Any) -> Any:
        return kwargs[field_name], field_name

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec in PAIRS:
            return with_particle(value, format_spec, is_code=isinstance(value, Code))
        return str(value) if not format_spec else format(value, format_spec)


_BLANKS = _Blanks()
