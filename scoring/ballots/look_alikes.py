"""Look-alikes: codes that differ only in case, width, spacing or leading zeros, and are perhaps one team or judge."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from string import ascii_lowercase, ascii_uppercase, digits

from scoring.ballots.ballots import Ballots
from scoring.faults import quote
from scoring.text import Text, text

_SPACE, _ZEROS = re.compile(r"[^\S\0]+"), re.compile(r"(?<![0-9])0+(?=[0-9])")
_SHAPE = str.maketrans(digits + ascii_uppercase + ascii_lowercase, "0" * 10 + "A" * 26 + "a" * 26)
_BETWEEN = "\0"  # stands in no code that was read from a file


def find_look_alikes(ballots: Ballots, listed: Iterable[str]) -> list[Text]:
    """A caution for each group of entries (those of the list too) and of judges that only look different."""
    entries: list[Text] = [
        text(
            "the entries {codes} differ in case, width, spacing or leading zeros only: are they one?",
            codes=_named(codes),
        )
        for codes in alike(sorted({*ballots.entries, *listed}))
    ]
    return entries + [
        text(
            "the judges {codes} differ in case, width, spacing or leading zeros only: are they one?",
            codes=_named(codes),
        )
        for codes in alike(ballots.judges)
    ]


def alike(codes: Iterable[str]) -> list[list[str]]:
    """Groups of codes that look alike, in the order of the codes.

    >>> alike(["007", "7", "J1", "T 1", "t1", "Ｔ１"])
    [['007', '7'], ['T 1', 't1', 'Ｔ１']]
    """
    codes = list(codes)
    together = _BETWEEN.join(codes)
    # Codes of one shape, such as T0001 to T9999, differ in a letter or a number: the usual round is told at once.
    if together.isascii() and len(set(together.translate(_SHAPE).split(_BETWEEN))) < 2:
        return []
    plain = _plain(together).split(_BETWEEN)
    if len(plain) != len(codes):
        plain = [_plain(code) for code in codes]
    if len(set(plain)) == len(codes):
        return []
    groups: dict[str, list[str]] = {}
    for code, seen in zip(codes, plain, strict=True):
        groups.setdefault(seen, []).append(code)
    return [group for group in groups.values() if len(group) > 1]


def _plain(codes: str) -> str:
    return _ZEROS.sub("", _SPACE.sub("", unicodedata.normalize("NFKC", codes).casefold()))


def _named(codes: Iterable[str]) -> str:
    return ", ".join(f'"{quote(code)}"' for code in codes)
