"""Glyphs of a font, read from the font itself: an accessible PDF must not hold a character without one."""

from __future__ import annotations

import struct
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

SUBSTITUTE = "□"
"""Stands where a character is that no font here can show."""
Ranges = tuple[tuple[int, int], ...]
_FORMAT_4, _FORMAT_12 = 4, 12


@lru_cache(maxsize=8)
def shown_by(folders: tuple[str, ...]) -> Ranges:
    """The code points that the fonts in these folders have, as ranges in order."""
    found: set[tuple[int, int]] = set()
    for folder in folders:
        for path in sorted(Path(folder).rglob("*")):
            if path.suffix.lower() in (".otf", ".ttf"):
                found |= set(_ranges(path.read_bytes()))
    return tuple(sorted(found))


def _ranges(font: bytes) -> Iterable[tuple[int, int]]:
    """The ranges of a font's `cmap` table; a font that is built otherwise shows nothing for all we know."""
    (count,) = struct.unpack_from(">H", font, 4)
    tables = {font[at : at + 4]: struct.unpack_from(">L", font, at + 8)[0] for at in range(12, 12 + 16 * count, 16)}
    start = tables.get(b"cmap")
    if start is None:
        return
    (subtables,) = struct.unpack_from(">H", font, start + 2)
    for at in range(start + 4, start + 4 + 8 * subtables, 8):
        where = start + struct.unpack_from(">L", font, at + 4)[0]
        (form,) = struct.unpack_from(">H", font, where)
        if form == _FORMAT_12:
            yield from _format_12(font, where)
        elif form == _FORMAT_4:
            yield from _format_4(font, where)


def _format_12(font: bytes, where: int) -> Iterable[tuple[int, int]]:
    (groups,) = struct.unpack_from(">L", font, where + 12)
    for at in range(where + 16, where + 16 + 12 * groups, 12):
        first, last = struct.unpack_from(">LL", font, at)
        yield first, last


def _format_4(font: bytes, where: int) -> Iterable[tuple[int, int]]:
    segments = struct.unpack_from(">H", font, where + 6)[0] // 2
    ends = struct.unpack_from(f">{segments}H", font, where + 14)
    starts = struct.unpack_from(f">{segments}H", font, where + 16 + 2 * segments)
    yield from ((first, last) for first, last in zip(starts, ends, strict=True) if last != 0xFFFF)


def shown(value: Any, ranges: Ranges) -> Any:
    """The same data with every character that cannot be shown replaced, or left out where it has no shape of its own."""
    if isinstance(value, str):
        return "".join(_shown(character, ranges) for character in value)
    if isinstance(value, list):
        return [shown(each, ranges) for each in value]
    if isinstance(value, dict):
        return {name: shown(each, ranges) for name, each in value.items()}
    return value


def _shown(character: str, ranges: Ranges) -> str:
    code = ord(character)
    place = bisect_right(ranges, (code, 0x110000)) - 1
    # ranges may overlap by fonts: the one before may reach further than the one that starts last
    if character.isspace() or any(first <= code <= last for first, last in ranges[max(place - 2, 0) : place + 1]):
        return character
    return "" if unicodedata.category(character) in ("Mn", "Cf", "Sk") else SUBSTITUTE
