"""Kinds of files, told by their content. The name and what the sender says of it count for nothing."""

from __future__ import annotations

import codecs
import zipfile
from pathlib import Path

MEDIA = {
    "pdf": "application/pdf",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "hwpx": "application/hwp+zip",
    "hwp": "application/x-hwp",
    "zip": "application/zip",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "txt": "text/plain; charset=utf-8",
}
_HEADS = ((b"%PDF-", "pdf"), (b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpeg"), (b"\x1aE\xdf\xa3", "webm"))
_OFFICE = (("ppt/", "pptx"), ("word/", "docx"), ("xl/", "xlsx"))
_OLE, _HWP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"HWP Document File"
_PIECE = 1 << 20
RATIO, UNPACKED, ENTRIES = 200, 4_000_000_000, 50_000
"""A ZIP that would unpack to more is a bomb, whoever made it."""


class NotTaken(Exception):
    """`fault` is "unknown", "markup", "two-kinds", "broken", "bomb" or "paths"."""

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault


def kind_of(path: Path) -> str:
    """The kind of a file. Raises NotTaken where it is none that we take, or would harm whoever opens it."""
    with path.open("rb") as file:
        head = file.read(4096)
    kind = next((kind for start, kind in _HEADS if head.startswith(start)), None)
    if kind or head[4:8] == b"ftyp":
        return _single(path, kind or "mp4")
    if head.startswith(b"PK\x03\x04"):
        return _archive(path)
    if head.startswith(_OLE):
        return _hangul(path)
    return _text(path, head)


def _single(path: Path, kind: str) -> str:
    """A file that is also an archive is read as one thing here and as another elsewhere."""
    if zipfile.is_zipfile(path):
        raise NotTaken("two-kinds")
    return kind


def _archive(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _refuse_harm(entries, path.stat().st_size)
            return _office(archive, [entry.filename for entry in entries])
    except (zipfile.BadZipFile, ValueError, OverflowError, RuntimeError, NotImplementedError) as error:
        raise NotTaken("broken") from error


def _refuse_harm(entries: list[zipfile.ZipInfo], size: int) -> None:
    """Nothing is unpacked to find this out: the directory of the archive says it."""
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > ENTRIES or unpacked > UNPACKED or (unpacked > 50_000_000 and unpacked > RATIO * size):
        raise NotTaken("bomb")
    if any(_leads_outside(entry.filename.replace("\\", "/")) for entry in entries):
        raise NotTaken("paths")


def _leads_outside(name: str) -> bool:
    return name.startswith("/") or name[1:2] == ":" or ".." in name.split("/")


def _office(archive: zipfile.ZipFile, names: list[str]) -> str:
    if _says(archive, names, b"application/hwp+zip"):
        return "hwpx"
    if "[Content_Types].xml" in names:
        return next((kind for start, kind in _OFFICE if any(name.startswith(start) for name in names)), "zip")
    return "zip"


def _says(archive: zipfile.ZipFile, names: list[str], media: bytes) -> bool:
    """Whether the archive's own short word about itself is this one."""
    return (
        "mimetype" in names
        and archive.getinfo("mimetype").file_size < 100
        and archive.read("mimetype").strip() == media
    )


def _hangul(path: Path) -> str:
    before = b""
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            if _HWP in before + piece:
                return "hwp"
            before = piece[-len(_HWP) :]
    raise NotTaken("unknown")


def _text(path: Path, head: bytes) -> str:
    """Plain UTF-8, all of it. Markup is refused: it would run where somebody opens it."""
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise NotTaken("markup")
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                if b"\x00" in piece:
                    raise NotTaken("unknown")
                decoder.decode(piece)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise NotTaken("unknown") from error
    return "txt"
