"""Fields of a submission that a round asks for besides title, summary and links: texts and files."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hackathon.domain.base.errors import Invalid
from hackathon.domain.base.questions import Answer, File, Kind, Lines, Question
from scoring.faults import Both

FILE_KINDS = ("pdf", "pptx", "docx", "xlsx", "hwpx", "hwp", "zip", "png", "jpeg", "mp4", "webm", "txt")
"""What a file may be: told by its content, never by its name."""
BIGGEST = 200
"""The biggest file in megabytes, unless the field says less or more."""
_MOST_MEGABYTES = 2000
_KEY = re.compile(r"[a-z][a-z0-9_-]{0,63}")


class Text(Lines):
    """Several lines, with a sentence of their own where they are too many."""

    def too_long(self, question: Question, answer: Answer) -> Both:
        return too_long(f"{question.label['ko']}:", question.label["en"], most=question.most, length=len(answer))


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


def read_fields(rows: Sequence[Mapping[str, Any]], *, where: str = "fields") -> tuple[Field, ...]:
    """The fields of a round as they are kept. Raises Invalid with the number of the field and its key."""
    fields = tuple(_field(row, f"{where} {number}") for number, row in enumerate(rows, start=1))
    keys = [field.key for field in fields]
    for key in keys:
        if keys.count(key) > 1:
            raise _fault(where, "key", f"‘{key}’가 두 번 있습니다", f"'{key}' stands there twice")
    return fields


def _field(row: Mapping[str, Any], where: str) -> Field:
    key, kind, name = row.get("key"), row.get("kind"), row.get("name")
    if not isinstance(key, str) or not _KEY.fullmatch(key) or key in ("title", "summary", "links"):
        raise _fault(where, "key", "영문 소문자로 시작하는 열쇠가 필요합니다", "a key in small Latin letters is needed")
    if kind not in tuple(KINDS):
        raise _fault(where, "kind", f"{' 또는 '.join(KINDS)}이어야 합니다", f"must be {' or '.join(KINDS)}")
    if not isinstance(name, Mapping) or not all(isinstance(name.get(each), str) for each in ("ko", "en")):
        raise _fault(where, "name", "{ ko = …, en = … }이어야 합니다", "must be { ko = …, en = … }")
    for extra in row.keys() - {"key", "kind", "name", "needed"} - _ALLOWED[kind]:
        raise _fault(where, extra, "모르는 항목입니다", "is not known here")
    required = _flag(row, where)
    limits = {"most": KINDS[kind].most, **_limits(row, where)}
    return Field(key=key, kind=KINDS[kind], label=dict(name), required=required, **limits)


def answer_fields(rows: Sequence[Mapping[str, Any]]) -> dict[str, Field]:
    return {field.key: field for field in read_fields(rows) if not field.kind.is_file}


def file_fields(rows: Sequence[Mapping[str, Any]]) -> dict[str, Field]:
    return {field.key: field for field in read_fields(rows) if field.kind.is_file}


def _flag(row: Mapping[str, Any], where: str) -> bool:
    needed = row.get("needed", False)
    if not isinstance(needed, bool):
        raise _fault(where, "needed", "true 또는 false여야 합니다", "must be true or false")
    return needed


def _limits(row: Mapping[str, Any], where: str) -> dict[str, Any]:
    limits: dict[str, Any] = {}
    for name, most in (("most", 20_000), ("megabytes", _MOST_MEGABYTES)):
        if name in row:
            if not isinstance(row[name], int) or isinstance(row[name], bool) or not 1 <= row[name] <= most:
                raise _fault(where, name, f"1부터 {most}까지의 수여야 합니다", f"must be a number from 1 to {most}")
            limits[name] = row[name]
    if "types" in row:
        unknown = sorted(set(map(str, row["types"])) - set(FILE_KINDS)) if isinstance(row["types"], list) else ["?"]
        if unknown or not row["types"]:
            known = ", ".join(FILE_KINDS)
            raise _fault(where, "types", f"{known} 가운데서 골라야 합니다", f"must be some of {known}")
        limits["types"] = tuple(row["types"])
    return limits


def too_long(ko: str, en: str, *, most: int, length: int) -> Both:
    return Both(
        f"{ko} {most}자까지입니다. 지금 {length}자입니다.", f"{en} may have {most} characters; this has {length}."
    )


def _fault(where: str, key: str, ko: str, en: str) -> Invalid:
    return Invalid(f"{where}, ‘{key}’: {ko}.", f"{where}, '{key}': {en}.", field=key)
