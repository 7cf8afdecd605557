"""Awards of the naive twin, given in file order: winners, vacant places, and what stays open with its candidates."""

from __future__ import annotations

from fractions import Fraction

from tests.scoring.twin.naive.barred import bars
from tests.scoring.twin.naive.case import Data, Refused
from tests.scoring.twin.naive.figures import downward, exact
from tests.scoring.twin.naive.rules import PLACES, texts_of
from tests.scoring.twin.naive.scores import mean_points
from tests.scoring.twin.naive.ties import Tiebreak


class Ceremony:
    """All awards. `question`: entries that may still win an open award listed above."""

    def __init__(self, ties: Tiebreak) -> None:
        self.ties, self.scored, self.case, self.rules = ties, ties.scored, ties.case, ties.rules
        self.ranks = ties.ranks()
        self.barred = {entry for entry in self.ranks if bars(self.scored, entry)}
        self.holders: set[str] = set()
        self.question: set[str] = set()
        self.rows: list[Data] = []
        picks = self._picks()
        for number, award in enumerate(self.rules.awards):
            decided = picks.get(number)
            rows = self._picked(award, decided) if award.get("by") == "decision" else self._ordered(award, decided)
            self.holders |= {row["entry"] for row in rows if row["entry"] is not None}
            for row in rows:
                self.question |= set(row.get("candidates", []))
            self.rows += rows

    def _picks(self) -> dict[int, list[str]]:
        """The decision about each award, found by its key or any text of its name."""
        found: dict[int, list[str]] = {}
        for name, winners in self.case.decisions.get("awards", {}).items():
            numbers = [at for at, award in enumerate(self.rules.awards) if name in texts_of(award)]
            if not numbers or numbers[0] in found or len(set(winners)) < len(winners):
                raise Refused("a decision about no award, or two about one")
            found[numbers[0]] = list(winners)
        return found

    def _count(self, award: Data) -> int:
        """An award has at most as many rows as there are entries."""
        return min(award.get("count", 1), len(self.case.codes()) + len(self.case.states))

    def _matches(self, award: Data, entry: str) -> bool:
        for column, wanted in award.get("where", {}).items():
            if self.case.cell(entry, column) not in ([wanted] if isinstance(wanted, str) else wanted):
                return False
        return True

    def _is_free(self, award: Data, entry: str) -> bool:
        return not (award.get("exclusive") and entry in self.holders)

    # the jury's pick

    def _picked(self, award: Data, decided: list[str] | None) -> list[Data]:
        """Unranked entries may be picked; whoever waived may not win."""
        waived = self.case.decisions.get("waived", [])
        able = [
            entry
            for entry in self.case.codes()
            if entry not in self.barred
            and entry not in waived
            and self._matches(award, entry)
            and self._is_free(award, entry)
        ]
        if decided is None:
            # Our reading: a place that nobody could be picked for is vacant.
            return [row(award, None, candidates=able or None)] * self._count(award)
        if len(decided) > self._count(award) or not set(decided) <= set(able):
            raise Refused("a pick that may not be")
        if set(decided) - set(self.ranks):
            self.case.seen.add("award: an unranked entry picked")
        doubtful = [at for at, entry in enumerate(decided) if award.get("exclusive") and entry in self.question]
        if doubtful:
            # Our reading: from the first pick on that may still win above, an exclusive award stays open.
            self.case.seen.add("award: a pick in question")
            given = [row(award, entry) for entry in decided[: doubtful[0]]]
            candidates = sorted(decided[doubtful[0] :])
            return given + [row(award, None, candidates=candidates)] * (self._count(award) - len(given))
        vacant = self._count(award) - len(decided)
        if vacant:
            self.case.seen.add("award: a pick leaves places vacant")
        return [row(award, entry) for entry in decided] + [row(award, None)] * vacant

    # by an order

    def _waits(self, award: Data) -> bool:
        """Our reading: an award by a source that still waits for its first ballot is open to everybody who may win, and
        nothing can be decided about it yet."""
        by = award.get("by", "overall")
        may_win = set(self.ranks) - self.barred
        return bool(may_win) and by.startswith("source:") and by.removeprefix("source:") not in self.scored.by_source

    def _merit(self, award: Data, entry: str) -> Fraction:
        """What the award orders by, more being better."""
        by = award.get("by", "overall")
        if by.startswith("criterion:"):
            return mean_points(self.scored, entry, by.removeprefix("criterion:"))
        if by == "overall":
            return self._sign(award) * self.scored.final[entry]
        return self._sign(award) * self.scored.by_source[by.removeprefix("source:")][entry]

    def _sign(self, award: Data) -> int:
        by = award.get("by", "overall")
        method = self.rules.panel["method"]
        if by.startswith("source:"):
            name = by.removeprefix("source:")
            method = next(source["method"] for source in self.rules.sources if source["name"] == name)
        return -1 if method in PLACES and not by.startswith("criterion:") else 1

    def _able(self, award: Data) -> list[str]:
        able = [entry for entry in sorted(self.ranks) if entry not in self.barred and self._is_free(award, entry)]
        return [entry for entry in able if self._matches(award, entry)]

    def _groups(self, award: Data) -> list[list[str]]:
        able = self._able(award)
        if "minimum" in award:
            line = self._sign(award) * exact(award["minimum"])
            able = [entry for entry in able if self._merit(award, entry) >= line]
        by_rank_alone = award.get("by", "overall") == "overall"
        keys = {e: (Fraction(0) if by_rank_alone else self._merit(award, e), -self.ranks[e]) for e in able}
        return [[entry for entry in able if keys[entry] == key] for key in downward(keys.values())]

    def _ordered(self, award: Data, decided: list[str] | None) -> list[Data]:
        if self._waits(award):
            return [row(award, None, candidates=self._able(award) or None)] * self._count(award)
        rows: list[Data] = []
        candidates: list[str] = []
        own_tie = False
        groups = self._groups(award)
        for at, group in enumerate(groups):
            free = self._count(award) - len(rows)
            if free <= 0 or candidates:
                break
            if award.get("exclusive") and set(group) & self.question:
                candidates = self._spread(groups[at:], free)
                self.case.seen.add("award: open from above")
                if len(set(candidates) - self.question) < free:
                    self.case.seen.add("award: fewer candidates than open places")
            elif len(group) <= free or award.get("shared"):
                rows += [row(award, entry) for entry in group]
                if len(group) > free:
                    self.case.seen.add("award: shared past its count")
            else:
                candidates, own_tie = group, True
                self.case.seen.add("award: open by a tie")
        if decided is not None and not own_tie:
            # Our reading: what is open only because of an award above is decided there first.
            raise Refused("a decision about no open place")
        return rows + self._rest(award, self._count(award) - len(rows), candidates, decided)

    def _spread(self, groups: list[list[str]], places: int) -> list[str]:
        """Whole groups, until they hold as many entries not in question as places are open."""
        found: list[str] = []
        for group in groups:
            if len(set(found) - self.question) < places:
                found += group
        return sorted(found)

    def _rest(self, award: Data, free: int, candidates: list[str], decided: list[str] | None) -> list[Data]:
        """Vacant places; or open ones, unless a decision names exactly as many candidates."""
        if decided is not None:
            if len(decided) != free or not set(decided) <= set(candidates):
                raise Refused("a decision about no open place")
            self.case.seen.add("award: an open place decided")
            return [row(award, entry) for entry in decided]
        if candidates:
            return [row(award, None, candidates=candidates)] * free
        return [row(award, None)] * free


def row(award: Data, entry: str | None, *, candidates: list[str] | None = None) -> Data:
    plain = {"name": award["name"], "entry": entry, "open": candidates is not None}
    return plain if candidates is None else plain | {"candidates": candidates}
