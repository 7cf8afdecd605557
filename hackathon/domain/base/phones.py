"""Telephone numbers in one form: +821012345678."""

from __future__ import annotations

import unicodedata

import phonenumbers


def normal_phone(text: str, *, region: str = "KR") -> str | None:
    """The international form of a number as people type it, or None where there cannot be such a number."""
    plain = unicodedata.normalize("NFKC", text).strip()
    try:
        number = phonenumbers.parse(plain, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
