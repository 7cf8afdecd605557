"""Codes that people type: made without look-alikes, read however they were typed, kept as a keyed digest."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata

ALPHABET = "23456789CDFGHJKMNPQRTVWXY"
"""No 0 O 1 I L, no letter that looks like a digit here (B S Z), no vowels that would make words."""
LENGTH, GROUP = 10, 5

_LOOKS_LIKE = str.maketrans("BSZU", "852V")
# A Korean keyboard left on: the keys of the two-set layout, by the letter that they make (first, middle, final).
_FIRST = ["r", "R", "s", "e", "E", "f", "a", "q", "Q", "t", "T", "d", "w", "W", "c", "z", "x", "v", "g"]
_MIDDLE = [
    "k",
    "o",
    "i",
    "O",
    "j",
    "p",
    "u",
    "P",
    "h",
    "hk",
    "ho",
    "hl",
    "y",
    "n",
    "nj",
    "np",
    "nl",
    "b",
    "m",
    "ml",
    "l",
]
_FINAL = [
    "r",
    "R",
    "rt",
    "s",
    "sw",
    "sg",
    "e",
    "f",
    "fr",
    "fa",
    "fq",
    "ft",
    "fx",
    "fv",
    "fg",
    "a",
    "q",
    "qt",
    "t",
    "T",
    "d",
    "w",
    "c",
    "z",
    "x",
    "v",
    "g",
]
_KEYS = {
    **{0x1100 + number: key for number, key in enumerate(_FIRST)},
    **{0x1161 + number: key for number, key in enumerate(_MIDDLE)},
    **{0x11A8 + number: key for number, key in enumerate(_FINAL)},
}


def make_code() -> str:
    """Ten of 25 signs: 9.5 × 10¹³ codes. Sixty cards and a thousand guesses a second: one chance in 18,000 a day."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def shown(code: str) -> str:
    """The code as it is printed: K7Q4M-9TX3R."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def typed_keys(typed: str) -> str:
    """The keys that were pressed: case, spaces, hyphens and a Korean keyboard left on do not matter."""
    keys = unicodedata.normalize("NFKD", typed[:200]).translate(_KEYS).upper()
    return "".join(sign for sign in keys if sign.isalnum())


def read_code(typed: str) -> str | None:
    """The code that somebody meant, whatever look-alikes they typed; None if it can be none."""
    code = typed_keys(typed).translate(_LOOKS_LIKE)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else None


def keyed_digest(purpose: str, text: str, *, secret: str) -> str:
    """What is stored of a short code: without the secret a stolen table could be tried out."""
    return hmac.new(secret.encode(), f"{purpose}\n{text}".encode(), hashlib.sha256).hexdigest()
