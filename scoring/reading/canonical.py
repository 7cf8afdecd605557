"""Canonical JSON (RFC 8785) and the digests made of it.

Only what we digest and sign ourselves passes here: strings, booleans, null, whole numbers and lists and objects of them;
marks are whole numbers or decimals kept as the shortest number that JSON can write.
"""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from typing import Any

from scoring.reading.cells import json_number

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def canonical(value: Any) -> bytes:
    """The RFC 8785 bytes of a value: keys in UTF-16 order, no space, numbers as ECMAScript writes them.

    >>> canonical({"b": [7.0, "é"], "a": None})
    b'{"a":null,"b":[7,"\\xc3\\xa9"]}'
    """
    return _ENCODER.encode(_plain(value)).encode()


def digest(value: Any) -> str:
    """SHA-256 (hex) of the canonical bytes of a value."""
    return hashlib.sha256(canonical(value)).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(value[key]) for key in _in_order(value)}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, float | Decimal):
        return _number(Decimal(str(value)))
    return value


def _in_order(keys: dict[str, Any]) -> list[str]:
    """Keys of plain letters sort the same way, only faster."""
    return sorted(keys) if all(map(str.isascii, keys)) else sorted(keys, key=_utf16)


def _number(value: Decimal) -> int | float:
    """Marks have few digits, so that ECMAScript and Python write the same shortest form."""
    number = json_number(value)
    if isinstance(number, float) and not Decimal("1e-6") <= abs(value) < Decimal("1e15"):
        raise ValueError(f"{value} has no common shortest form")
    return number


def _utf16(key: str) -> bytes:
    return key.encode("utf-16-be", "surrogatepass")
