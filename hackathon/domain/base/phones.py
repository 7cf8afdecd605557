"""Telephone numbers in one form: +821012345678."""

from __future__ import annotations

import re
import unicodedata

import phonenumbers

_MOBILE = re.compile(r"(?:010\d{8}|01[16789]\d{7,8})")


def normal_phone(text: str, *, region: str = "KR") -> str | None:
    """The international form of a number as people type it, or None where there cannot be such a number."""
    number = _parse(unicodedata.normalize("NFKC", text).strip(), region)
    return _written(number) if number and phonenumbers.is_possible_number(number) else None


def certain_phone(text: str) -> str | None:
    """The same for a number that nobody can be asked about, as in a file: None unless there is such a number.

    A spreadsheet takes the first zero away; a Korean mobile number must have as many digits as it needs.
    """
    digits = re.sub(r"[\s().\-–—_/·]", "", text)
    national = re.sub(r"^(?:\+?82|0082)0?", "0", digits)
    if re.match(r"1[016789]\d{7,8}$", national):
        national = "0" + national
    if _MOBILE.fullmatch(national):
        return "+82" + national[1:]
    number = None if national.startswith("01") else _parse(text, "KR")
    return _written(number) if number and phonenumbers.is_valid_number(number) else None


def _parse(text: str, region: str) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None


def _written(number: phonenumbers.PhoneNumber) -> str:
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
