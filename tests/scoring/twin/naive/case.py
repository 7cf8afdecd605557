"""A case: all that is handed to a ranking, as plain data; and the refusal of one."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import Any

Row = dict[str, Any]
Data = dict[str, Any]


class Refused(Exception):
    """The case has a fault; the text says which, in a word or two."""


@dataclass
class Case:
    """`entries`: code → cells by column (`previous` a number, the rest text); None = whoever has a ballot.

    The twin notes in `seen` which rare ways it went, so that a test can tell that random events go all of them.
    """

    policy: Data
    ballots: list[Row]
    entries: dict[str, Row] | None = None
    adjustments: list[tuple[str, Any]] = field(default_factory=list)
    carry: dict[str, Any] | None = None
    decisions: Data = field(default_factory=dict)
    provisional: bool = False
    seen: set[str] = field(default_factory=set)

    @property
    def states(self) -> dict[str, str]:
        return dict(self.decisions.get("states", {}))

    def codes(self) -> list[str]:
        """Everybody who takes part and has no state."""
        known = self.entries if self.entries is not None else {row["entry"] for row in self.ballots}
        return sorted(set(known) - set(self.states))

    def cell(self, entry: str, column: str) -> str | None:
        """The text of a column of --entries; an empty cell is no value."""
        value = (self.entries or {}).get(entry, {}).get(column)
        text = "" if value is None else unicodedata.normalize("NFC", str(value)).strip()
        return text or None
