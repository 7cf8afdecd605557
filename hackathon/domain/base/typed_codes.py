"""Codes that people type: made without look-alikes, read however they were typed, kept as a keyed digest."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import tomllib
import unicodedata
from pathlib import Path

ALPHABET = "23456789CDFGHJKMNPQRTVWXY"
"""No 0 O 1 I L, no letter that looks like a digit here (B S Z), no vowels that would make words."""
LENGTH, GROUP = 10, 5

_LOOKS_LIKE = str.maketrans("BSZU", "852V")
_LAYOUT = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))["layout"]
_KEYS = {
    start + number: key
    for place, start in (("first", 0x1100), ("middle", 0x1161), ("final", 0x11A8))
    for number, key in enumerate(_LAYOUT[place])
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
