"""Likeness of affiliations and of mail addresses: whether two people come from one place."""

from __future__ import annotations

import re
import unicodedata

from rapidfuzz import fuzz

_SMALL_CHANGE = 88
"""Of a hundred: the likeness, letter by letter, from which two longer names are taken for one."""
_TELLING = 4
"""A name of fewer letters is alike only if it is the same: 한국 begins many names."""
_LEGAL = re.compile(
    r"\((주|유|재|사)\)|주식회사|유한회사|재단법인|사단법인|학교법인|\b(incorporated|inc|co|ltd|llc|corp|gmbh)\b\.?"
)
_INSTITUTION = re.compile(r"^(.{2,}?(?:대학교|과학기술원|고등학교|연구원|연구소|university|institute))")
_SHORT_SCHOOL = re.compile(r"^(.{2,3})대(?!학)(?=$|.*(?:과|학부|전공|대학원)$)")
_NOWHERE = frozenset(
    [
        "무소속",
        "개인",
        "프리랜서",
        "없음",
        "해당없음",
        "학생",
        "대학생",
        "직장인",
        "구직자",
        "구직중",
        "취업준비생",
        "취준생",
        "자영업",
        "무직",
        "기타",
        "none",
        "na",
        "freelance",
        "freelancer",
        "independent",
        "student",
        "individual",
        "unemployed",
    ]
)
_PUBLIC_MAIL = frozenset(
    [
        "naver.com",
        "gmail.com",
        "googlemail.com",
        "daum.net",
        "hanmail.net",
        "kakao.com",
        "nate.com",
        "korea.com",
        "dreamwiz.com",
        "empal.com",
        "outlook.com",
        "outlook.kr",
        "hotmail.com",
        "live.com",
        "live.co.kr",
        "msn.com",
        "icloud.com",
        "me.com",
        "mac.com",
        "yahoo.com",
        "yahoo.co.kr",
        "proton.me",
        "protonmail.com",
        "pm.me",
        "gmx.com",
        "aol.com",
        "mail.com",
        "zoho.com",
        "example.org",
        "example.com",
        "example.net",
    ]
)


def place_key(affiliation: str | None) -> str:
    """An affiliation without its legal form, spaces and signs; "" where it names no place at all."""
    text = unicodedata.normalize("NFKC", affiliation or "").casefold()
    key = "".join(letter for letter in _LEGAL.sub(" ", text) if letter.isalnum())
    return "" if key in _NOWHERE else _SHORT_SCHOOL.sub(r"\1대학교", key)


def is_same_place(one: str, other: str) -> bool:
    """Do two keys of `place_key` name one place? A department is of its school, and a slip of the finger is none.

    Schools are the same or they are not: many differ by a letter, as 서강대학교 and 서경대학교.
    """
    if not one or not other or one == other:
        return bool(one) and one == other
    if _INSTITUTION.match(one) and _INSTITUTION.match(other):
        return _institution(one) == _institution(other)
    short, long = sorted((one, other), key=len)
    if len(short) < _TELLING:
        return False
    return long.startswith(short) or _likeness(one, other) >= _SMALL_CHANGE


def _institution(key: str) -> str:
    """A school or institute without its departments; any other name as it is."""
    found = _INSTITUTION.match(key)
    return found[1] if found else key


def _likeness(one: str, other: str) -> float:
    ratio: float = fuzz.ratio(unicodedata.normalize("NFD", one), unicodedata.normalize("NFD", other))
    return ratio


def mail_domain(address: str | None) -> str:
    """Whose mail server an address belongs to; "" for those that anybody may use."""
    host = (address or "").rpartition("@")[2].strip().casefold().rstrip(".")
    return "" if host in _PUBLIC_MAIL or host.endswith((".example", ".test", ".invalid")) else host


def is_same_domain(one: str, other: str) -> bool:
    """One host, or one below the other: ee.univ.ac.kr is of univ.ac.kr."""
    return bool(one and other) and (one == other or one.endswith(f".{other}") or other.endswith(f".{one}"))
