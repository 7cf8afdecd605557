"""Unsent ballots, as they leave the tablet when all networks die: one file, or texts of QR codes.

A code is `HJ1:<set>:<part>/<parts>:<text>`; the parts of a set in their order are the file, and the set is named by the
first digits of the file's SHA-256, so that a part that was read wrongly is noticed.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from hackathon.domain.base.errors import Invalid

FORMAT = "hackathon-unsent-1"
LONGEST = 400_000
"""Bytes: every ballot of a judge with long comments takes a tenth of it."""
MOST_PARTS = 999
_CODE = re.compile(r"HJ1:([0-9a-f]{8}):([0-9]{1,3})/([0-9]{1,3}):(.*)", re.S)


@dataclass(frozen=True)
class Package:
    """One judge's unsent revisions, as yet unchecked."""

    event: str
    judge: str
    device: str
    revisions: list[Any]
    digest: str


@dataclass
class Parts:
    """The parts of one set of codes that are there by now."""

    name: str
    count: int
    texts: dict[int, str] = field(default_factory=dict)

    @property
    def missing(self) -> list[int]:
        return [number for number in range(1, self.count + 1) if number not in self.texts]

    @property
    def whole(self) -> str:
        return "".join(self.texts[number] for number in range(1, self.count + 1))


def read(text: str) -> list[Package]:
    """The packages in a file or in pasted codes. Raises Invalid with the one sentence that says what is wrong."""
    text = text.lstrip("\ufeff")
    if len(text.encode()) > LONGEST:
        raise Invalid(
            f"{LONGEST // 1000}KB까지 읽을 수 있습니다.", f"At most {LONGEST // 1000} KB are read.", field="text"
        )
    if not text.strip():
        raise Invalid("읽을 내용이 없습니다.", "There is nothing to read.", field="text")
    if text.lstrip().startswith("{"):
        return [_package(text)]
    return [_package(_checked(parts)) for parts in sets_in(text)]


def sets_in(text: str) -> list[Parts]:
    """The sets of codes in a text of one code a line, complete or not."""
    found: dict[str, Parts] = {}
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    for number, line in enumerate(lines, start=1):
        if line.strip():
            _sort_in(found, line, number)
    return list(found.values())


def _sort_in(found: dict[str, Parts], line: str, number: int) -> None:
    read = _CODE.fullmatch(line.lstrip())  # not its end: a part may end in a space of somebody's comment
    if read is None:
        raise Invalid(
            f"{number}번째 줄은 태블릿이 만든 코드가 아닙니다.", f"Line {number} is no code of a tablet.", field="text"
        )
    name, part, count, content = read[1], int(read[2]), int(read[3]), read[4]
    parts = found.setdefault(name, Parts(name, count))
    if not 1 <= part <= count <= MOST_PARTS or parts.count != count or parts.texts.get(part, content) != content:
        raise Invalid(
            f"{number}번째 줄이 같은 묶음 {name}의 다른 코드와 맞지 않습니다.",
            f"Line {number} does not fit the other codes of set {name}.",
            field="text",
        )
    parts.texts[part] = content


def _checked(parts: Parts) -> str:
    if parts.missing:
        names = ", ".join(map(str, parts.missing))
        raise Invalid(
            f"묶음 {parts.name}: 코드 {parts.count}개 가운데 {names}번이 아직 없습니다.",
            f"Set {parts.name}: of {parts.count} codes, {names} are still missing.",
            field="text",
        )
    if hashlib.sha256(parts.whole.encode()).hexdigest()[:8] != parts.name:
        raise Invalid(
            f"묶음 {parts.name}: 읽은 내용이 태블릿의 것과 다릅니다. 코드를 다시 읽으세요.",
            f"Set {parts.name}: what was read is not what the tablet shows. Read its codes again.",
            field="text",
        )
    return parts.whole


def _package(text: str) -> Package:
    try:
        read = json.loads(text, parse_float=Decimal, parse_int=_whole, parse_constant=Decimal)
    except (ValueError, RecursionError):
        raise Invalid(
            "JSON으로 읽을 수 없습니다. 파일이 잘렸거나 다른 파일입니다.",
            "This cannot be read as JSON: the file is cut off, or another one.",
            field="text",
        ) from None
    if not isinstance(read, dict) or read.get("format") != FORMAT:
        raise Invalid(
            "태블릿에서 꺼낸 ‘보내지 못한 채점표’ 파일이 아닙니다.",
            "This is no file of unsent ballots from a tablet.",
            field="text",
        )
    event, judge, device, revisions = (read.get(name) for name in ("event", "judge", "device", "revisions"))
    if not isinstance(judge, str) or not isinstance(revisions, list) or not revisions:
        raise Invalid("파일에 채점표가 없습니다.", "There are no ballots in the file.", field="text")
    return Package(
        event=event if isinstance(event, str) else "",
        judge=judge,
        device=device if isinstance(device, str) else "",
        revisions=revisions,
        digest=hashlib.sha256(text.strip().encode()).hexdigest(),
    )


def _whole(digits: str) -> int | Decimal:
    """Python reads no whole number of thousands of digits; as a decimal it is off every scale all the same."""
    return int(digits) if len(digits) <= 18 else Decimal(digits)
