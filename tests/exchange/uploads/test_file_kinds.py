"""Files of every kind, and what only pretends to be one: told by content, refused with a reason, never unpacked."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest

from hackathon.exchange.uploads.file_kinds import NotTaken, kind_of


def a_zip(*names: str, contents: dict[str, bytes] | None = None, stored: bool = False) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), b"x")
        for name, content in (contents or {}).items():
            archive.writestr(name, content)
    return out.getvalue()


def a_bomb() -> bytes:
    """Sixty megabytes of nothing in a few kilobytes."""
    return a_zip(contents={"zeros.bin": bytes(60_000_000)})


def a_liar() -> bytes:
    """An archive whose directory claims five thousand megabytes for one small entry."""
    small = bytearray(a_zip("a.txt"))
    at = small.index(b"PK\x01\x02")
    small[at + 24 : at + 28] = struct.pack("<I", 4_100_000_000)
    return bytes(small)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TAKEN = {
    "pdf": b"%PDF-1.7\n%\xe2\xe3\n1 0 obj\n",
    "png": b"\x89PNG\r\n\x1a\n" + bytes(40),
    "jpeg": b"\xff\xd8\xff\xe0" + bytes(40),
    "mp4": b"\x00\x00\x00\x18ftypmp42" + bytes(40),
    "webm": b"\x1aE\xdf\xa3" + bytes(40),
    "pptx": a_zip("[Content_Types].xml", "ppt/presentation.xml"),
    "docx": a_zip("[Content_Types].xml", "word/document.xml"),
    "xlsx": a_zip("[Content_Types].xml", "xl/workbook.xml"),
    "hwpx": a_zip(contents={"mimetype": b"application/hwp+zip", "Contents/header.xml": b"x"}),
    "hwp": OLE + bytes(2_000_000) + b"HWP Document File" + bytes(100),
    "zip": a_zip("src/main.py", "README.md"),
    "txt": "한글 메모\n둘째 줄".encode(),
}
REFUSED = {
    "a page": (b"<!doctype html><script>alert(1)</script>", "markup"),
    "a picture that runs": (b"\xef\xbb\xbf <svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "markup"),
    "a program": (b"MZ\x90\x00" + bytes(100), "unknown"),
    "text of another encoding": ("한글".encode("cp949"), "unknown"),
    "bytes": (bytes(range(256)), "unknown"),
    "an old document of another program": (OLE + bytes(1000), "unknown"),
    "a PDF with an archive behind it": (TAKEN["pdf"] + a_zip("evil.class"), "two-kinds"),
    "a picture with an archive behind it": (TAKEN["jpeg"] + a_zip("evil.jar"), "two-kinds"),
    "a bomb": (a_bomb(), "bomb"),
    "an archive that claims too much": (a_liar(), "bomb"),
    "an archive that climbs out": (a_zip("../../etc/cron.d/x"), "paths"),
    "an archive that climbs out the other way": (a_zip("..\\..\\windows\\x"), "paths"),
    "an archive from the root": (a_zip("/etc/passwd"), "paths"),
    "an archive of another drive": (a_zip("C:/x"), "paths"),
    "half an archive": (a_zip("a.txt", stored=True)[:40], "broken"),
}


def written(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "file"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("kind", TAKEN)
def test_a_file_is_what_its_content_is(tmp_path: Path, kind: str) -> None:
    assert kind_of(written(tmp_path, TAKEN[kind])) == kind


@pytest.mark.parametrize("what", REFUSED)
def test_what_would_harm_or_is_unknown_is_refused(tmp_path: Path, what: str) -> None:
    content, fault = REFUSED[what]
    with pytest.raises(NotTaken) as refusal:
        kind_of(written(tmp_path, content))
    assert refusal.value.fault == fault
