"""Store of submitted files: streamed to the disk, resumed where they were cut, never half a file under its name.

uploads/partial/ID          what has come so far
uploads/ab/ab12…            the whole file, under its SHA-256
"""

from __future__ import annotations

import errno
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from hackathon.domain.base.errors import DomainError
from hackathon.exchange.uploads.file_kinds import NotTaken, kind_of
from scoring.text import text

PIECE = 1 << 16
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class NoRoom(DomainError):
    status = 507


@dataclass(frozen=True)
class Examined:
    """A whole file: its SHA-256, and its kind or the reason why it is not taken."""

    digest: str
    kind: str | None
    fault: str | None


def path_of(folder: Path, digest: str) -> Path:
    """Where a whole file lies."""
    return folder / digest[:2] / digest


def _partial(folder: Path, upload_id: str) -> Path:
    return folder / "partial" / upload_id


def write(folder: Path, upload_id: str, stream: IO[bytes], *, offset: int, most: int) -> int:
    """Write the bytes that follow on `offset`, `most` of them; returns how many came and are safe on the disk.

    What a cut left beyond `offset` is written again. Raises NoRoom where the disk is full.
    """
    path = _partial(folder, upload_id)
    written = 0
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("r+b" if path.exists() else "w+b") as file:
            file.seek(offset)
            while written < most and (piece := stream.read(min(PIECE, most - written))):
                file.write(piece)
                written += len(piece)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        if error.errno in _FULL:
            raise NoRoom(
                text("The server has no room for this file. What arrived before is kept. Please tell an organizer."),
            ) from error
        raise
    return written


def examine(folder: Path, upload_id: str, *, promised: str | None, types: tuple[str, ...]) -> Examined:
    """What all the bytes together are. A file that is taken lies under its SHA-256 afterwards."""
    path = _partial(folder, upload_id)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if promised not in (None, digest):
        return Examined(digest, None, "digest")
    try:
        kind = kind_of(path)
    except NotTaken as refusal:
        return Examined(digest, None, refusal.fault)
    if kind not in types:
        return Examined(digest, None, "type")
    _place(path, path_of(folder, digest))
    return Examined(digest, kind, None)


def _place(path: Path, place: Path) -> None:
    """The whole file appears under its name at once; the same bytes from two teams are one file."""
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        place.hardlink_to(path)
    except FileExistsError:
        return
    handle = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def forget(folder: Path, upload_id: str) -> None:
    """The copy on its way has done its work."""
    _partial(folder, upload_id).unlink(missing_ok=True)
