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
from scoring.text import text

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


def read(content: str) -> list[Package]:
    """The packages in a file or in pasted codes. Raises Invalid with the one sentence that says what is wrong."""
    content = content.lstrip("\ufeff")
    if len(content.encode()) > LONGEST:
        raise Invalid(text("At most {most} KB are read.", most=LONGEST // 1000), field="text")
    if not content.strip():
        raise Invalid(text("There is nothing to read."), field="text")
    if content.lstrip().startswith("{"):
        return [_package(content)]
    return [_package(_checked(parts)) for parts in sets_in(content)]


def sets_in(content: str) -> list[Parts]:
    """The sets of codes in a text of one code a line, complete or not."""
    found: dict[str, Parts] = {}
    lines = [line.removesuffix("\r") for line in content.split("\n")]
    for number, line in enumerate(lines, start=1):
        if line.strip():
            _sort_in(found, line, number)
    return list(found.values())


def _sort_in(found: dict[str, Parts], line: str, number: int) -> None:
    read = _CODE.fullmatch(line.lstrip())  # not its end: a part may end in a space of somebody's comment
    if read is None:
        raise Invalid(text("Line {number} is no code of a tablet.", number=number), field="text")
    name, part, count, content = read[1], int(read[2]), int(read[3]), read[4]
    parts = found.setdefault(name, Parts(name, count))
    if not 1 <= part <= count <= MOST_PARTS or parts.count != count or parts.texts.get(part, content) != content:
        raise Invalid(
            text("Line {number} does not fit the other codes of set {name}.", number=number, name=name),
            field="text",
        )
    parts.texts[part] = content


def _checked(parts: Parts) -> str:
    if parts.missing:
        names = ", ".join(map(str, parts.missing))
        raise Invalid(
            text(
                "Set {name}: of {count} codes, {numbers} are still missing.",
                name=parts.name,
                count=parts.count,
                numbers=names,
            ),
            field="text",
        )
    if hashlib.sha256(parts.whole.encode()).hexdigest()[:8] != parts.name:
        raise Invalid(
            text("Set {name}: what was read is not what the tablet shows. Read its codes again.", name=parts.name),
            field="text",
        )
    return parts.whole


def _package(content: str) -> Package:
    try:
        read = json.loads(content, parse_float=Decimal, parse_int=_whole, parse_constant=Decimal)
    except (ValueError, RecursionError):
        raise Invalid(
            text("This cannot be read as JSON: the file is cut off, or another one."),
            field="text",
        ) from None
    if not isinstance(read, dict) or read.get("format") != FORMAT:
        raise Invalid(
            text("This is no file of unsent ballots from a tablet."),
            field="text",
        )
    event, judge, device, revisions = (read.get(name) for name in ("event", "judge", "device", "revisions"))
    if not isinstance(judge, str) or not isinstance(revisions, list) or not revisions:
        raise Invalid(text("There are no ballots in the file."), field="text")
    return Package(
        event=event if isinstance(event, str) else "",
        judge=judge,
        device=device if isinstance(device, str) else "",
        revisions=revisions,
        digest=hashlib.sha256(content.strip().encode()).hexdigest(),
    )


def _whole(digits: str) -> int | Decimal:
    """Python reads no whole number of thousands of digits; as a decimal it is off every scale all the same."""
    return int(digits) if len(digits) <= 18 else Decimal(digits)
