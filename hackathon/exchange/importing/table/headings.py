"""What a single heading names: Korean and English ones as forms really have them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from hackathon.exchange.importing.table.columns import COLUMNS, FIELDS, PERSON

_KNOWN = {word: column.key for column in COLUMNS.values() for word in column.headings.split()}
_KNOWN_IN = {
    kind: {word: column.key for column in COLUMNS.values() for word in column.in_kind.get(kind, "").split()}
    for kind in FIELDS
}
_WITHIN = {column.key: column.within.split() for column in COLUMNS.values() if column.within}
_OTHERS = (
    *(
        "보호자",
        "비상",
        "긴급",
        "추천인",
        "학부모",
        "지도교수",
        "담당자",
        "법정대리인",
        "emergency",
        "guardian",
        "parent",
        "referr",
    ),
    *("영문", "한자", "english", "닉네임", "nickname", "screenname", "수신", "newsletter", "tshirt", "티셔츠"),
)
_RESIDENT = ("주민등록번호", "주민번호", "주민등록", "residentregistration", "rrn", "외국인등록번호")
_MEMBER = re.compile(r"(?:팀원정보|팀원|멤버|구성원|참가자|참여자|teammember|teammate|member|participant)(\d{1,2})(.*)")
_MEMBER_BEHIND = re.compile(
    r"(?:팀원|멤버|구성원|참가자|참여자|teammember|teammate|member)?(.+?)(?:팀원|member)?(\d{1,2})"
)
_CAPTAIN = re.compile(
    r"(?:팀장|대표자|팀대표|리더|teamleader|leader|teamcaptain|captain|submitter|제출자|contactperson)(?:의)?(.+)"
)


def bare_heading(header: str) -> str:
    """A heading without what forms put around it: numbers in front, stars, remarks in brackets, spaces and signs."""
    text = unicodedata.normalize("NFKC", header).casefold()
    text = re.sub(r"^\s*(?:q\s*)?\d{1,2}\s*[.)\]:]\s*", "", text)
    short = re.sub(r"[(\[<{（][^)\]>}）]*[)\]>}）]", "", text)
    bare = re.sub(r"[\W_]+", "", short)
    return bare or re.sub(r"[\W_]+", "", text)


def is_resident_number(header: str) -> bool:
    """Whether a column asks for the number that nobody may keep."""
    return any(word in bare_heading(header) for word in _RESIDENT)


def recognise(header: str, kind: str, *, criteria: Mapping[str, str] = {}) -> str | None:
    """The field that a heading names in a file of this kind, or None."""
    if not header.strip():
        return None
    if header.strip() in FIELDS[kind] or header.strip() in criteria.values():
        return header.strip()
    word = bare_heading(header)
    if word in criteria:
        return criteria[word]
    if is_resident_number(header):
        return None
    return _known(word, kind) or _in_a_team(header, word, kind) or _consent(word, kind) or _within(word, kind)


def _known(word: str, kind: str) -> str | None:
    field = _KNOWN.get(word)
    return field if field in FIELDS[kind] else _KNOWN_IN[kind].get(word)


def _in_a_team(header: str, word: str, kind: str) -> str | None:
    if kind not in ("entrants", "teams"):
        return None
    whole = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", header).casefold())
    for text in dict.fromkeys((word, whole)):
        found = _MEMBER.fullmatch(text)
        if found:
            return _member_field(f"member{int(found[1])}", found[2])
        found = _MEMBER_BEHIND.fullmatch(text)
        if found and found[1] in _KNOWN and _person_field(found[1]):
            return _member_field(f"member{int(found[2])}", found[1])
    found = _CAPTAIN.fullmatch(word)
    return _member_field("captain", found[1]) if found and _person_field(found[1]) else None


def _member_field(who: str, rest: str) -> str | None:
    field = _person_field(rest) if rest else "name"
    return f"{who}.{field}" if field else None


def _person_field(word: str) -> str | None:
    if word in ("명", "성명", "정보"):
        return "name"
    field = _KNOWN.get(word)
    return field if field in PERSON else None


def _consent(word: str, kind: str) -> str | None:
    """The consent without which nobody can take part; those that are free to refuse keep nobody out."""
    asks = ("개인정보" in word and "동의" in word) or "privacypolicy" in word
    free = any(
        part in word for part in ("제3자", "제삼자", "마케팅", "선택", "초상", "촬영", "홍보", "optional", "marketing")
    )
    return "consent" if asks and not free and "consent" in FIELDS[kind] else None


def _within(word: str, kind: str) -> str | None:
    if any(other in word for other in _OTHERS) or "동의" in word or len(word) > 60:
        return None
    for field, parts in _WITHIN.items():
        if field in FIELDS[kind] and any(part in word for part in parts):
            return field
    return None


def is_field(field: str, kind: str, *, criteria: Iterable[str] = ()) -> bool:
    """Whether a column of this kind of file may feed `field`."""
    if field in FIELDS[kind] or field in criteria:
        return True
    who, _, what = field.partition(".")
    return kind in ("entrants", "teams") and what in PERSON and bool(re.fullmatch(r"captain|member\d{1,2}", who))
