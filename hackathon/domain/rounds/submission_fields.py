"""Fields of a submission that a round asks for besides title, summary and links: texts and files."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hackathon.domain.base.errors import Invalid

KINDS = ("text", "file")
FILE_KINDS = ("pdf", "pptx", "docx", "xlsx", "hwpx", "hwp", "zip", "png", "jpeg", "mp4", "webm", "txt")
"""What a file may be: told by its content, never by its name."""
LONGEST, BIGGEST = 2000, 200
"""The longest text in characters, and the biggest file in megabytes, unless the field says less or more."""
_MOST_MEGABYTES = 2000
_KEY = re.compile(r"[a-z][a-z0-9_-]{0,63}")
_ALLOWED = {"text": {"most"}, "file": {"types", "megabytes"}}


@dataclass(frozen=True)
class Field:
    """One thing asked for. `most` characters of a text; a file of one of `types`, at most `megabytes` big."""

    key: str
    kind: str
    name: Mapping[str, str]
    needed: bool = False
    most: int = LONGEST
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
    if kind not in KINDS:
        raise _fault(where, "kind", "text 또는 file이어야 합니다", "must be text or file")
    if not isinstance(name, Mapping) or not all(isinstance(name.get(each), str) for each in ("ko", "en")):
        raise _fault(where, "name", "{ ko = …, en = … }이어야 합니다", "must be { ko = …, en = … }")
    for extra in row.keys() - {"key", "kind", "name", "needed"} - _ALLOWED[kind]:
        raise _fault(where, extra, "모르는 항목입니다", "is not known here")
    return Field(key=key, kind=kind, name=dict(name), needed=_flag(row, where), **_limits(row, where))


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


def _fault(where: str, key: str, ko: str, en: str) -> Invalid:
    return Invalid(f"{where}, ‘{key}’: {ko}.", f"{where}, '{key}': {en}.", field=key)
