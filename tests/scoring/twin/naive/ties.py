"""Ties of the naive twin: each step looks only at entries still tied, each part goes on with the next step."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

from tests.scoring.twin.naive.ballots import Ballot, Box, drops_nothing, mean_mark, read_box, trimmed_mark, weights_left
from tests.scoring.twin.naive.case import Data, Refused
from tests.scoring.twin.naive.figures import downward, exact, mean, middle
from tests.scoring.twin.naive.rules import PLACES
from tests.scoring.twin.naive.scores import Scored

KOREAN_STAMP = re.compile(r"(\d+)\. (\d+)\. (\d+) (오전|오후) (\d+):(\d+):(\d+)")
Places = list[tuple[list[str], str | None]]


class Tiebreak:
    """The order of the entries: groups from the top, each with the step that parted it from the one above."""

    def __init__(self, scored: Scored) -> None:
        self.scored, self.case, self.rules = scored, scored.case, scored.rules
        self.steps = self.rules.steps()
        self.again: Box = read_box(self.rules, self.rules.panel, self.case.decisions.get("rejudge") or [])
        _check_steps(self)
        self.places: Places = []
        self.ties: list[Data] = []
        sign = -1 if self.rules.lower_is_better else 1
        final = scored.final
        for value in downward([sign * one for one in final.values()]):
            group = sorted(entry for entry in final if sign * final[entry] == value)
            self._place(group)

    def _place(self, group: list[str]) -> None:
        tried: dict[int, dict[str, Any]] = {}
        parts = self._separate(group, 0, None, tried)
        self.places += parts
        if len(group) > 1:
            steps = [{"rule": self.steps[at], "values": tried[at]} for at in sorted(tried)]
            resolved = all(len(part) == 1 for part, _ in parts)
            self.ties.append({"entries": group, "steps": steps, "resolved": resolved})

    def _separate(self, group: list[str], at: int, above: str | None, tried: dict[int, dict[str, Any]]) -> Places:
        if len(group) == 1 or at == len(self.steps):
            return [(sorted(group), above)]
        step = self.steps[at]
        found = {entry: self._find(step, entry, group) for entry in group}
        tried.setdefault(at, {}).update(found)
        given = [value for value in found.values() if value is not None]
        parts = [[entry for entry in group if found[entry] == value] for value in downward(given)]
        parts += [rest for rest in [[entry for entry in group if found[entry] is None]] if rest]
        if step == "lot" and self.seed() == "pending":
            return [(sorted(group), above)]
        result: Places = []
        for number, part in enumerate(parts):
            result += self._separate(part, at + 1, step if number else above, tried)
        return result

    def _find(self, step: str, entry: str, group: list[str]) -> Any:
        """What the step finds for the entry, more being better; None = no data."""
        if step.startswith("criterion:"):
            return self._mark(step, entry)
        if step.startswith("source:"):
            return self._source(step.removeprefix("source:"), entry)
        if step == "head-to-head":
            return sum(self._beats(entry, other) for other in group if other != entry)
        if step in ("lot", "decision", "rejudge"):
            return self._decided(step, entry)
        if step in ("previous", "submitted"):
            return self._listed(step, entry)
        totals = sorted((ballot.total for ballot in self.scored.of(entry)), reverse=True)
        if step == "chair":
            totals = [ballot.total for ballot in self.scored.of(entry) if ballot.judge == self.rules.ranking["chair"]]
            return mean(totals) if totals else None
        return {"countback": totals, "median": middle(totals), "mean": mean(totals), "low": totals[-1]}[step]

    def _mark(self, step: str, entry: str) -> Fraction | None:
        key = step.removeprefix("criterion:")
        if key.endswith(":trimmed"):
            return self._trimmed_mark(key.removesuffix(":trimmed"), self.scored.of(entry))
        return mean_mark(self.scored.of(entry), key)

    def _trimmed_mark(self, key: str, ballots: list[Ballot]) -> Fraction | None:
        panel = self.rules.panel
        if drops_nothing(panel, ballots):
            self.case.seen.add("trimmed: nothing dropped")
        elif any(0 < weight < 1 for weight in weights_left(panel, ballots)):
            self.case.seen.add(f"trimmed by {panel['of']}: equal totals at the edge")
        return trimmed_mark(self.rules, panel, ballots, key)

    def _source(self, name: str, entry: str) -> Fraction | None:
        """A source that waits for its first ballot has no data."""
        value = self.scored.by_source.get(name, {}).get(entry)
        method = next(source["method"] for source in self.rules.sources if source["name"] == name)
        return -value if value is not None and method in PLACES else value

    def _beats(self, entry: str, other: str) -> bool:
        margin = 0
        for mine in self.scored.of(entry):
            for theirs in self.scored.of(other):
                if mine.judge == theirs.judge:
                    margin += (mine.total > theirs.total) - (mine.total < theirs.total)
        return margin > 0

    def _decided(self, step: str, entry: str) -> Any:
        if step == "lot":
            seed = self.seed()
            if seed == "pending":
                return None
            return [-byte for byte in hashlib.sha256(f"{seed}\n{entry}".encode()).digest()]
        if step == "decision":
            order = self.case.decisions.get("order", [])
            return -order.index(entry) if entry in order else None
        again = [ballot.total for ballot in self.again.get(entry, [])]
        return mean(again) if again else None

    def _listed(self, step: str, entry: str) -> Any:
        cells = (self.case.entries or {}).get(entry, {})
        if step == "previous":
            return None if cells.get("previous") is None else exact(cells["previous"])
        stamp = self.case.cell(entry, "submitted_at")
        if stamp is None:
            return None
        # All times have a zone or none has: UTC keeps their order.
        time = read_time(stamp)
        return -(time if time.tzinfo else time.replace(tzinfo=UTC)).timestamp()

    def seed(self) -> str:
        seed: str = self.rules.ranking["lot_seed"]
        return self.case.decisions.get("lot_seed", seed) if seed == "pending" else seed

    def ranks(self) -> dict[str, int]:
        ranks: dict[str, int] = {}
        for group, _ in self.places:
            ranks |= dict.fromkeys(group, len(ranks) + 1)
        return ranks


def read_time(stamp: str) -> datetime:
    """ISO 8601, or what a Korean form writes: `2026. 5. 1 오후 3:04:05`."""
    korean = KOREAN_STAMP.fullmatch(stamp)
    if korean:
        year, month, day, hour, minute, second = map(int, korean.group(1, 2, 3, 5, 6, 7))
        hour = hour % 12 + (12 if korean[4] == "오후" else 0)
        stamp = f"{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"
    return datetime.fromisoformat(stamp)


def _check_steps(ties: Tiebreak) -> None:
    """A step lacks what it reads."""
    case = ties.case
    columns = {column for cells in (case.entries or {}).values() for column in cells}
    # Our reading: a column without a single number is none.
    if "previous" in ties.steps and all(cells.get("previous") is None for cells in (case.entries or {}).values()):
        raise Refused("previous without its column")
    rows = [row for row in case.ballots if row["entry"] not in case.states]
    panel = [row for row in rows if not ties.rules.has_sources or row["source"] == ties.rules.panel["name"]]
    seated = {row["judge"] for row in panel}
    # Our reading: provisionally the chair's ballots may still come.
    if not case.provisional and "chair" in ties.steps and ties.rules.ranking["chair"] not in seated:
        raise Refused("a chair without a ballot")
    if "submitted" in ties.steps:
        if "submitted_at" not in columns:
            raise Refused("submitted without its column")
        _check_stamps([case.cell(entry, "submitted_at") for entry in case.codes()])


def _check_stamps(stamps: list[str | None]) -> None:
    try:
        read = [read_time(stamp) for stamp in stamps if stamp is not None]
    except ValueError:
        raise Refused("an unreadable time") from None
    if len({one.tzinfo is None for one in read}) > 1:
        raise Refused("times with and without a zone")
