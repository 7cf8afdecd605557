"""Signatures (Ed25519) over canonical JSON: how they are checked, and public keys as people hand them over."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from pathlib import Path
from typing import Any

from scoring.faults import make_fault, raise_any
from scoring.reading.canonical import canonical

KEY_BYTES, SIGNATURE_BYTES = 32, 64
_LONGEST = 10_000
_HEX = re.compile(r"[0-9a-fA-F]{64}")


def is_signed(value: Any, *, signature: bytes, public_key: bytes) -> bool:
    """Whether `signature` (64 bytes) is that of the canonical JSON of `value` by the owner of `public_key` (32 bytes)."""
    from cryptography.exceptions import InvalidSignature  # only who checks a signature needs the library
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, canonical(value))
    except (InvalidSignature, ValueError):
        return False
    return True


def read_public_key(given: str) -> bytes:
    """The 32 bytes of a public key: 64 hex digits (in groups too), base64 or PEM, what `hackathon key` prints, or the path of a
    file with one of them.

    Raises ScoringError where it is none of these.
    """
    key = _parse(given.strip())
    if key is None:
        try:
            key = _parse(Path(given).read_text(encoding="utf-8-sig")[:_LONGEST].strip())
        except (OSError, ValueError):
            key = None
    if key is None:
        raise_any([make_fault("not-a-public-key", column="public-key", value=given)])
    assert key is not None
    return key


def _parse(text: str) -> bytes | None:
    lines = text.splitlines()
    if len(lines) > 1 and not text.startswith("-----BEGIN"):  # key and fingerprint, a line each
        found = {key for line in lines if (key := _parse(line.strip()))}
        return found.pop() if len(found) == 1 else None
    plain = text.rpartition(":")[2].replace(" ", "")
    if _HEX.fullmatch(plain):
        return bytes.fromhex(plain)
    try:
        key = _from_pem(text) if text.startswith("-----BEGIN") else base64.b64decode(text, validate=True)
    except (ValueError, binascii.Error):
        return None
    return key if len(key) == KEY_BYTES else None


def _from_pem(text: str) -> bytes:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    key = load_pem_public_key(text.encode())
    return key.public_bytes_raw() if isinstance(key, Ed25519PublicKey) else b""


def fingerprint(public_key: bytes) -> str:
    """A key in short, to be read out: half of its SHA-256 in groups of four; it begins with the key's id in receipts.

    >>> fingerprint(bytes(range(32)))
    '630d cd29 66c4 3366 9112 5448 bbb2 5b4f'
    """
    text = hashlib.sha256(public_key).hexdigest()[:32]
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def key_lines(public_key: bytes) -> str:
    """A key as it is handed out: the key and its fingerprint, a line each."""
    return f"key: {public_key.hex()}\nfingerprint: {fingerprint(public_key)}\n"


def key_name(public_key: bytes) -> str:
    """A key as people compare it: groups of eight hex digits.

    >>> key_name(bytes(range(32)))
    '00010203 04050607 08090a0b 0c0d0e0f 10111213 14151617 18191a1b 1c1d1e1f'
    """
    text = public_key.hex()
    return " ".join(text[at : at + 8] for at in range(0, len(text), 8))
