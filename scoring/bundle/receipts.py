"""Receipts of ballots: what a server signed when it kept one, and how it is found again in a results file.

A receipt is {"id", "entry", "revision", "digest", "received_at", "chain", "counted", "key_id", "signature"}. Its digest is the
SHA-256 of the RFC 8785 JSON {"entry", "judge", "marks", "sealed"}; the Ed25519 signature is over the RFC 8785 JSON of all
members but itself.
"""

from __future__ import annotations

import base64
import binascii
import csv
import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from scoring.bundle.acts import Pair
from scoring.bundle.signing import is_signed
from scoring.faults import ScoringError, make_fault
from scoring.reading.canonical import digest
from scoring.reading.cells import parse_decimal
from scoring.reading.tables import read_bytes

MEMBERS = {"id", "entry", "revision", "digest", "received_at", "chain", "counted", "key_id", "signature"}
LARGEST = 64 * 2**20
_KEYS = ("entry", "judge", "source")


def key_id(public_key: bytes) -> str:
    """The short name under which receipts know a key."""
    return hashlib.sha256(public_key).hexdigest()[:16]


def is_receipt(value: Any) -> bool:
    """Whether a value has the members of a receipt, and no others."""
    return isinstance(value, dict) and set(value) == MEMBERS


def is_by(receipt: Mapping[str, Any], *, public_key: bytes) -> bool:
    """Whether the owner of the key signed the receipt."""
    signed = {name: value for name, value in receipt.items() if name != "signature"}
    try:
        signature = base64.b64decode(receipt["signature"], validate=True)
    except (binascii.Error, TypeError, ValueError):
        return False
    return is_signed(signed, signature=signature, public_key=public_key)


def read_receipts(path: str | Path) -> list[dict[str, Any]]:
    """Read a file with one receipt, or with a list of them. Raises ScoringError where it is neither."""
    raw = read_bytes(path)
    try:
        value = json.loads(raw[:LARGEST])
    except (ValueError, RecursionError):
        value = None
    found = value if isinstance(value, list) else [value]
    if not found or not all(map(is_receipt, found)):
        raise ScoringError([make_fault("not-a-receipt")]).in_file(Path(path).name)
    return found


def sealed_digests(ballots: bytes, *, source: str = "") -> dict[Pair, str]:
    """(judge, entry) → the digest that a receipt of this ballot has, of every row of ballots.csv.

    `source` leaves rows of other sources out: votes have no receipts. ValueError for a pair that comes twice.
    """
    found: dict[Pair, str] = {}
    for row in csv.DictReader(io.StringIO(ballots.decode())):
        if source and row.get("source") != source:
            continue
        marks = {key: parse_decimal(cell) for key, cell in row.items() if key not in _KEYS and cell}
        pair = (row["judge"], row["entry"])
        if pair in found:
            raise ValueError("two ballots of one judge for one entry")
        found[pair] = digest({"entry": row["entry"], "judge": row["judge"], "marks": marks, "sealed": True})
    return found


def by_pair(listed: Sequence[Any]) -> dict[Pair, Mapping[str, Any]]:
    """(judge, entry) → receipt, of the member receipts.json: [{"judge", "receipt"}, …]. ValueError for any other shape."""
    found: dict[Pair, Mapping[str, Any]] = {}
    for each in listed:
        if not isinstance(each, dict) or set(each) != {"judge", "receipt"} or not is_receipt(each["receipt"]):
            raise ValueError("not a receipt")
        pair = (each["judge"], each["receipt"]["entry"])
        if pair in found:
            raise ValueError("two receipts of one ballot")
        found[pair] = each["receipt"]
    return found
