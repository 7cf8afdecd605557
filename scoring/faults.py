"""What is wrong with an input, said so that the person who made the file can mend it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from scoring.messages import SENTENCES

LONGEST_QUOTE = 60


class Both(NamedTuple):
    """One text in Korean and in English."""

    ko: str
    en: str

    def say(self, language: str) -> str:
        """The text in `language`: Korean for "ko", else English."""
        return self.ko if language == "ko" else self.en


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that keeps an input from being used.

    `code` is stable and meant for programs; the sentences are meant for people. `row` counts as a spreadsheet does,
    the header being row 1; `column` is a column of a sheet or a key of a policy; `value` is what stood there.
    """

    code: str
    sentence_ko: str
    sentence_en: str
    row: int | None = None
    column: str | None = None
    value: str | None = None
    file: str | None = None

    def sentence(self, language: str) -> str:
        """The sentence in `language` ("ko" or "en")."""
        return self.sentence_ko if language == "ko" else self.sentence_en

    def in_file(self, name: str) -> Fault:
        """The same fault naming the file, unless it names one already or `name` is empty."""
        return replace(self, file=name) if name and not self.file else self

    def line(self, language: str) -> str:
        """The sentence with the name of the file in front of it, where there is one."""
        return f"{self.file}: {self.sentence(language)}" if self.file else self.sentence(language)


class ScoringError(Exception):
    """Bad input. `.faults` lists everything that was found, in the order of the rows."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(fault.line("en") for fault in self.faults))

    def in_file(self, name: str) -> ScoringError:
        """The same error with `name` put on every fault that names no file yet."""
        return ScoringError(fault.in_file(name) for fault in self.faults)


def quote(value: object) -> str:
    """A value as one short line: control characters escaped, long text cut."""
    text = "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in str(value))
    return text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…"


def make_fault(
    code: str, *, row: int | None = None, column: str | None = None, value: object = None, **facts: str | int | Both
) -> Fault:
    """Build the fault `code`; `facts` fill the blanks of its sentence (a `Both` fills each language with its own)."""
    shown = None if value is None else quote(value)
    ko, en = SENTENCES[code]
    return Fault(
        code=code,
        sentence_ko=_place_ko(row, column, shown) + ko.format_map(_facts(facts, 0, shown)),
        sentence_en=_place_en(row, column, shown) + en.format_map(_facts(facts, 1, shown)),
        row=row,
        column=column,
        value=shown,
    )


def raise_any(faults: Iterable[Fault]) -> None:
    """Raise a ScoringError if there is any fault."""
    found = tuple(faults)
    if found:
        raise ScoringError(found)


def _facts(facts: Mapping[str, object], language: int, value: str | None) -> dict[str, str]:
    picked = {name: fact[language] if isinstance(fact, Both) else quote(fact) for name, fact in facts.items()}
    return {"value": value or "", **picked}


def _place_ko(row: int | None, column: str | None, value: str | None) -> str:
    if row is None and column is None:
        return ""
    parts = [] if row is None else [f"{row}행"]
    if column is not None:
        parts.append(f"{quote(column)} {'항목' if row is None else '열'}")
    if value is not None:
        parts.append(f'값 "{value}"')
    return ", ".join(parts) + ": "


def _place_en(row: int | None, column: str | None, value: str | None) -> str:
    if row is None and column is None:
        return ""
    parts = [] if row is None else [f"row {row}"]
    if column is not None:
        parts.append(f"{'key' if row is None else 'column'} {quote(column)}")
    if value is not None:
        parts.append(f'value "{value}"')
    return ", ".join(parts) + ": "
