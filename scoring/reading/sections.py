"""Sections of a TOML file: each key is asked for once, and whatever was not asked for is a fault."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, TypeVar

from scoring.faults import Fault, ScoringError, make_fault
from scoring.reading.arguments import MAPPING, TOML, is_mapping, is_text, require
from scoring.reading.cells import near, parse_decimal, to_key, to_text
from scoring.text import Text, joined, text

_MISSING = object()
Default = TypeVar("Default")
_PLACE = re.compile(r"\(at (?:line (\d+), column (\d+)|end of document)\)")

TEXT = text("text in quotes")
WHOLE = text("a whole number")
NUMBER = text("a finite number")
FLAG = text("true or false")
TABLE = text("a table { … }")
TABLES = text("a list of tables [[…]]")
TEXTS = text("a list of texts")


def parse_toml(content: str) -> dict[str, Any]:
    """TOML as a dictionary, decimals as Decimal."""
    require(content, is_text, argument="text", wanted=TOML)
    try:
        return tomllib.loads(content.removeprefix("\ufeff"), parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise ScoringError([make_fault("not-toml", reason=_place(str(error)))]) from None
    except (ValueError, RecursionError):
        reason = text("a number is too long, or it is nested too deeply")
        raise ScoringError([make_fault("not-toml", reason=reason)]) from None


def decode_toml(raw: bytes) -> str:
    """The text of a TOML file, which is always UTF-8."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ScoringError([make_fault("not-toml", reason=text("it is not UTF-8"))]) from None


def _place(message: str) -> Text:
    found = _PLACE.search(message)
    what = _PLACE.sub("", message).strip() or "?"
    if found and found[1]:
        return text("line {line}, column {column}: {what}", line=found[1], column=found[2], what=what)
    return text("end of the file: {what}", what=what) if found else joined([what])


class Section:
    """One table. A wrong value becomes a fault and reads as the default, so that one pass finds all faults."""

    def __init__(self, data: Mapping[str, Any], *, path: str = "", faults: list[Fault]) -> None:
        require(data, is_mapping, argument="data", wanted=MAPPING)
        self._left = {str(key): value for key, value in data.items()}
        self._asked: list[str] = []
        self.path = path
        self.faults = faults

    def where(self, key: str) -> str:
        """The key with the tables it lies in, as people write it: ranking.drop.high."""
        return f"{self.path}.{key}" if self.path else key

    def has(self, key: str) -> bool:
        """Whether the key stands there and has not been read yet."""
        return key in self._left

    def peek(self, key: str) -> object:
        """What stands at the key, left there."""
        return self._left.get(key)

    def fault(self, code: str, key: str, value: object = None, **facts: str | Text) -> None:
        """Note a fault at `key`."""
        shown = str(value).lower() if isinstance(value, bool) else value
        self.faults.append(make_fault(code, row=None, column=self.where(key), value=shown, **facts))

    def text(self, key: str, *, default: str | None = None) -> str | None:
        """Text that is not blank, trimmed and NFC-normalised."""
        value = self._take(key)
        if value is _MISSING:
            return default
        if not isinstance(value, str):
            return self._wrong(key, value, TEXT, default)
        if not to_key(value):
            self.fault("empty-text", key)
            return default
        return to_key(value)

    def required_text(self, key: str) -> str:
        """Text that must be there; "" after a fault."""
        if not self.has(key):
            self.fault("missing-key", key)
        return self.text(key) or ""

    def raw_text(self, key: str) -> str | None:
        """Text exactly as it stands, not blank; None where it is absent."""
        value = self._left.get(key)
        return value if self.text(key) is not None and isinstance(value, str) else None

    def whole(self, key: str, *, default: int, least: int, most: int | None = None) -> int:
        """A whole number from `least` to `most`."""
        value = self._take(key)
        if value is _MISSING:
            return default
        if isinstance(value, bool) or not isinstance(value, int):
            return self._wrong(key, value, WHOLE, default)
        if value < least or (most is not None and value > most):
            limits = text("at least {least}", least=least)
            if most is not None:
                limits = text("from {least} to {most}", least=least, most=most)
            self.fault("out-of-range", key, value, range=limits)
            return default
        return value

    def number(self, key: str) -> Decimal | None:
        """A finite number, or None."""
        value = self._take(key)
        if value is _MISSING:
            return None
        number = None
        if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
            number = parse_decimal(to_text(value))
        return self._wrong(key, value, NUMBER, None) if number is None else number

    def required_number(self, key: str) -> Decimal:
        """A finite number that must be there; 1 after a fault, which nothing further objects to."""
        if not self.has(key):
            self.fault("missing-key", key)
        number = self.number(key)
        return Decimal(1) if number is None else number

    def flag(self, key: str, *, default: bool) -> bool:
        """true or false."""
        value = self._take(key)
        if value is _MISSING:
            return default
        return value if isinstance(value, bool) else self._wrong(key, value, FLAG, default)

    def choice(self, key: str, choices: tuple[str, ...]) -> str:
        """One of `choices`, the first by default."""
        value = self.text(key, default=choices[0]) or choices[0]
        if value not in choices:
            self.fault("not-a-choice", key, value, choices=", ".join(choices), near=near(value, choices))
            return choices[0]
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, trimmed and NFC-normalised."""
        value = self._take(key)
        if value is _MISSING:
            return ()
        if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
            return self._wrong(key, value, TEXTS, ())
        return tuple(to_key(item) for item in value)

    def section(self, key: str) -> Section | None:
        """A table in this one, or None."""
        value = self._take(key)
        if value is _MISSING:
            return None
        if not isinstance(value, Mapping):
            return self._wrong(key, value, TABLE, None)
        return Section(value, path=self.where(key), faults=self.faults)

    def sections(self, key: str) -> list[Section]:
        """The tables of a list [[key]]; in faults they are counted from 1."""
        value = self._take(key)
        if value is _MISSING:
            return []
        if not isinstance(value, list | tuple) or not all(isinstance(item, Mapping) for item in value):
            return self._wrong(key, None, TABLES, [])
        made = enumerate(value, start=1)
        return [Section(item, path=f"{self.where(key)}[{number}]", faults=self.faults) for number, item in made]

    def items(self) -> list[str]:
        """All keys that have not been read, for a table whose keys are names."""
        return list(self._left)

    def close(self) -> None:
        """Note every key that nobody asked for."""
        for key, value in self._left.items():
            shown = None if isinstance(value, dict | list) else value
            self.fault("unknown-key", key, shown, near=near(key, self._asked))

    def _take(self, key: str) -> Any:
        self._asked.append(key)
        return self._left.pop(key, _MISSING)

    def _wrong(self, key: str, value: object, wanted: Text, default: Default) -> Default:
        self.fault("wrong-type", key, None if isinstance(value, Mapping) else value, wanted=wanted)
        return default
