"""Fields of a submission that a round asks for besides title, summary and links: texts and files."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hackathon.domain.applying.application_form import read_words
from hackathon.domain.base.errors import Invalid
from hackathon.domain.base.questions import Answer, File, Kind, Lines, Question
from scoring.text import Message, in_languages, text
from scoring.text import languages as all_languages

FILE_KINDS = ("pdf", "pptx", "docx", "xlsx", "hwpx", "hwp", "zip", "png", "jpeg", "mp4", "webm", "txt")
"""What a file may be: told by its content, never by its name."""
BIGGEST = 200
"""The biggest file in megabytes, unless the field says less or more."""
_MOST_MEGABYTES = 2000
_KEY = re.compile(r"[a-z][a-z0-9_-]{0,63}")


class Text(Lines):
    """Several lines, with a sentence of their own where they are too many."""

    def too_long(self, question: Question, answer: Answer) -> Message:
        label, most = in_languages(question.label), question.most
        return text(
            "{label} may have {most} characters; this has {length}.", label=label, most=most, length=len(answer)
        )


KINDS: dict[str, Kind] = {"text": Text(), "file": File()}
_ALLOWED = {"text": {"most"}, "file": {"types", "megabytes"}}


@dataclass(frozen=True)
class Field(Question):
    """One thing asked for; a file of one of `types`, at most `megabytes` big."""

    types: tuple[str, ...] = FILE_KINDS
    megabytes: int = BIGGEST

    @property
    def bytes(self) -> int:
        return self.megabytes * 1_000_000


def read_fields(
    rows: Sequence[Mapping[str, Any]], *, languages: Sequence[str] = (), where: str = "fields"
) -> tuple[Field, ...]:
    """The fields of a round, named in the event's languages. Raises Invalid with the number of the field and its key."""
    among = tuple(languages) or all_languages()
    fields = tuple(_field(row, among, f"{where} {number}") for number, row in enumerate(rows, start=1))
    keys = [field.key for field in fields]
    for key in keys:
        if keys.count(key) > 1:
            raise _fault(where, "key", text("'{key}' stands there twice", key=key))
    return fields


def _field(row: Mapping[str, Any], among: Sequence[str], where: str) -> Field:
    key, kind = row.get("key"), row.get("kind")
    if not isinstance(key, str) or not _KEY.fullmatch(key) or key in ("title", "summary", "links"):
        raise _fault(where, "key", text("a key in small Latin letters is needed"))
    if kind not in tuple(KINDS):
        raise _fault(where, "kind", text("must be text or file"))
    for extra in row.keys() - {"key", "kind", "name", "needed"} - _ALLOWED[kind]:
        raise _fault(where, extra, text("is not known here"))
    required = _flag(row, where)
    limits = {"most": KINDS[kind].most, **_limits(row, where)}
    return Field(key=key, kind=KINDS[kind], label=_name(row, among, where), required=required, **limits)


def _name(row: Mapping[str, Any], among: Sequence[str], where: str) -> dict[str, str]:
    try:
        return read_words(row.get("name"), among)
    except ValueError as error:
        raise _fault(where, "name", text("must be {form}", form=str(error))) from None


def answer_fields(rows: Sequence[Mapping[str, Any]]) -> dict[str, Field]:
    return {field.key: field for field in read_fields(rows) if not field.kind.is_file}


def file_fields(rows: Sequence[Mapping[str, Any]]) -> dict[str, Field]:
    return {field.key: field for field in read_fields(rows) if field.kind.is_file}


def _flag(row: Mapping[str, Any], where: str) -> bool:
    needed = row.get("needed", False)
    if not isinstance(needed, bool):
        raise _fault(where, "needed", text("must be true or false"))
    return needed


def _limits(row: Mapping[str, Any], where: str) -> dict[str, Any]:
    limits: dict[str, Any] = {}
    for name, most in (("most", 20_000), ("megabytes", _MOST_MEGABYTES)):
        if name in row:
            if not isinstance(row[name], int) or isinstance(row[name], bool) or not 1 <= row[name] <= most:
                raise _fault(where, name, text("must be a number from 1 to {most}", most=most))
            limits[name] = row[name]
    if "types" in row:
        unknown = sorted(set(map(str, row["types"])) - set(FILE_KINDS)) if isinstance(row["types"], list) else ["?"]
        if unknown or not row["types"]:
            known = ", ".join(FILE_KINDS)
            raise _fault(where, "types", text("must be some of {known}", known=known))
        limits["types"] = tuple(row["types"])
    return limits


def _fault(where: str, key: str, fault: Message) -> Invalid:
    return Invalid(text("{where}, '{key}': {fault}.", where=where, key=key, fault=fault), field=key)
