"""Chance made the same in every run: secrets come in one order, and whoever writes them down can leave them out."""

from __future__ import annotations

import base64
import re
import secrets
import uuid
from pathlib import Path
from random import Random

_random = Random(31)
_issued: list[str] = []
_LATER = (
    (re.compile(r"[\d,]+ MiB"), "<free> MiB"),
    (re.compile(r"([?&]v=)[0-9a-f]{12}"), r"\1<version>"),
    (re.compile(r"\b(?=[A-Z]*\d)(?=\d*[A-Z])(?:[2-9A-Z]{8}|[2-9A-Z]{10})\b"), "<code>"),
    (re.compile(r"\b[2-9A-Z]{5}-[2-9A-Z]{5}\b"), "<code>"),
)


def fix(home: Path) -> None:
    """Let `secrets` and `uuid` draw from one seed, and give the home a known key to sign with."""
    drawn = {
        "token_hex": _hex,
        "token_urlsafe": _urlsafe,
        "token_bytes": _bytes,
        "choice": lambda seq: seq[_random.randrange(len(seq))],
        "randbelow": _random.randrange,
    }
    for name, draw in drawn.items():
        setattr(secrets, name, draw)
    uuid.uuid4 = lambda: uuid.UUID(_keep(str(uuid.UUID(bytes=_random.randbytes(16), version=4))))
    keys = home / "keys"
    keys.mkdir(parents=True)
    (keys / "signing.key").write_bytes(bytes(range(32)))


def _bytes(nbytes: int | None = None) -> bytes:
    return _random.randbytes(nbytes or 32)


def _hex(nbytes: int | None = None) -> str:
    return _keep(_bytes(nbytes).hex())


def _urlsafe(nbytes: int | None = None) -> str:
    return _keep(base64.urlsafe_b64encode(_bytes(nbytes)).rstrip(b"=").decode())


def _keep(secret: str) -> str:
    _issued.append(secret)
    return secret


def without(text: str) -> str:
    """The text without any secret that was drawn, and without the versions of the files that pages are made of."""
    for secret in _issued:
        text = text.replace(secret, "<secret>")
    for pattern, word in _LATER:
        text = pattern.sub(word, text)
    return text
