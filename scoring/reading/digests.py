"""Digests of the content of an input, whatever the layout of its file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable


def compact_json(value: object) -> str:
    """JSON without spaces, keys sorted, text as it is."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256_of(value: object) -> str:
    """SHA-256 (hex) of the compact JSON of `value` in UTF-8."""
    return hashlib.sha256(compact_json(value).encode()).hexdigest()


def sha256_of_arrays(lines: Iterable[Iterable[str]]) -> str:
    """SHA-256 (hex) of one compact JSON array per line, each ended by LF; the items come written as JSON already."""
    digest = hashlib.sha256()
    for line in lines:
        digest.update(f"[{','.join(line)}]\n".encode())
    return digest.hexdigest()
