"""ZIP archive that is the same bytes for the same members: sorted, stored, without a clock.

There is one way to write an archive, so reading one back is checked by writing it again: whatever else lies in the file
(a comment, a second member of the same name, a changed attribute, bytes at the end) is then a difference.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

# Version 2.0, UTF-8 names, stored, 1980-01-01 00:00: what every reader of ZIP files understands.
_COMMON = struct.pack("<HHHHH", 20, 0x800, 0, 0, 0x21)
_MODE = 0o100644 << 16
_UNIX = 3 << 8
MOST_MEMBERS = 100


def pack(members: Mapping[str, bytes]) -> bytes:
    """The bytes of the archive. Names are plain; sizes stay below 4 GiB in all.

    >>> pack({"b.txt": b"2", "a.txt": b"1"}) == pack({"a.txt": b"1", "b.txt": b"2"})
    True
    """
    body, directory = bytearray(), bytearray()
    for name, content in sorted(members.items()):
        path = name.encode()
        sizes = struct.pack("<LLLHH", zlib.crc32(content), len(content), len(content), len(path), 0)
        place = struct.pack("<HHHLL", 0, 0, 0, _MODE, len(body))
        directory += b"PK\x01\x02" + struct.pack("<H", _UNIX | 20) + _COMMON + sizes + place + path
        body += b"PK\x03\x04" + _COMMON + sizes + path + content
    count = len(members)
    end = struct.pack("<HHHHLLH", 0, 0, count, count, len(directory), len(body), 0)
    return bytes(body + directory + b"PK\x05\x06" + end)


def unpack(raw: bytes) -> dict[str, bytes]:
    """The members that can be read, by name; of a repeated name, the last. A damaged or compressed one is left out.

    Nothing is decompressed and nothing touches the disk, so neither a bomb nor a path can do harm. ValueError where the
    bytes are no ZIP file, or one of more members than a bundle has.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            listed = archive.infolist()
            if len(listed) > MOST_MEMBERS:
                raise ValueError("too many members")
            return {info.filename: content for info in listed if (content := _content(archive, info)) is not None}
    except (zipfile.BadZipFile, struct.error, OSError, NotImplementedError, UnicodeDecodeError) as error:
        raise ValueError("no ZIP file") from error


def unpack_anyhow(raw: bytes, *, most: int) -> dict[str, bytes]:
    """The members of an archive that any program packed, compressed or in a folder; only to say what became of a bundle.

    ValueError where the bytes are no such archive, or its members hold more than `most` bytes in all.
    """
    found: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            for info in archive.infolist()[: MOST_MEMBERS * 2]:
                if info.is_dir() or info.filename.startswith("__MACOSX/"):
                    continue
                with archive.open(info) as stream:
                    content = stream.read(most + 1)
                most -= len(content)
                if most < 0:
                    raise ValueError("too large")
                name = info.filename.rpartition("/")[2]
                if name in found:
                    raise ValueError("a name comes twice")
                found[name] = content
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        OSError,
        NotImplementedError,
        RuntimeError,
        EOFError,
    ) as error:
        raise ValueError("no ZIP file") from error
    return found


def find_difference(raw: bytes) -> int | None:
    """Where the bytes first differ from what `pack` makes of their own members; None where they do not.

    ValueError where they are no ZIP file.
    """
    packed = pack(unpack(raw))
    if packed == raw:
        return None
    pairs = enumerate(zip(packed, raw, strict=False))
    return next((at for at, (one, other) in pairs if one != other), min(len(packed), len(raw)))


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes | None:
    if info.compress_type != zipfile.ZIP_STORED or info.file_size != info.compress_size:
        return None
    try:
        return archive.read(info)
    except (zipfile.BadZipFile, struct.error, OSError, NotImplementedError, RuntimeError, EOFError, ValueError):
        return None
