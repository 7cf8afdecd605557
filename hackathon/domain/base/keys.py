"""The installation's Ed25519 key: it signs receipts and results, and lives in the home folder."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from hackathon.config import keep_once
from scoring.reading.canonical import canonical


class Key:
    """A private key with the short id under which its public half is known."""

    def __init__(self, secret: bytes) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(secret)
        self.public = self._private.public_key().public_bytes_raw()
        self.id = hashlib.sha256(self.public).hexdigest()[:16]

    def sign(self, value: Any) -> str:
        """The signature over the canonical JSON of `value`, in base64."""
        return base64.b64encode(self._private.sign(canonical(value))).decode()


@lru_cache(maxsize=8)
def get_key(folder: Path) -> Key:
    """The key in `folder`, made on first use; two processes that start together agree on one."""
    secret = Ed25519PrivateKey.generate().private_bytes_raw()
    return Key(keep_once(folder / "signing.key", secret))


def is_signed(value: Any, *, signature: str, public: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(base64.b64decode(signature), canonical(value))
    except (InvalidSignature, ValueError):
        return False
    return True
