"""Scores of the naive twin: methods, sources, carry, adjustments, rounding, in the order of work of the contract."""

from __future__ import annotations

from fractions import Fraction

from tests.scoring.twin.naive.ballots import Ballot, Box, read_boxes
from tests.scoring.twin.naive.case import Case, Data, Refused
from tests.scoring.twin.naive.figures import ZERO, exact, total
from tests.scoring.twin.naive.methods import Scores, score
from tests.scoring.twin.naive.rules import PLACES, Rules


class Scored:
    """Every entry's final score, the scores of its sources before weights, and the panel's ballots behind them."""

    def __init__(self, case: Case, rules: Rules) -> None:
        self.case, self.rules = case, rules
        boxes = read_boxes(case, rules)
        if not case.provisional and not all(boxes):
            raise Refused("no complete ballot")
        # Provisionally a source without ballots waits, but never the panel.
        used = [(source, box) for source, box in zip(rules.sources, boxes, strict=True) if box or source is rules.panel]
        if len(used) < len(boxes):
            case.seen.add("provisional: a source waits")
        self.used: list[Data] = [source for source, _ in used]
        self.panel: Box = {}
        self.by_source: dict[str, Scores] = {}
        self._score_whole([box for _, box in used])
        _check_adjustments(case, rules)
        self.final: Scores = {}
        for entry in case.codes():
            if all(entry in self.by_source[source["name"]] for source in self.used):
                self.final[entry] = self._final(entry)
        if not self.final and not case.provisional:
            raise Refused("no complete ballot")

    def _score_whole(self, boxes: list[Box]) -> None:
        """Our reading: ballots for an entry that lacks a source, or that a source cannot score yet, count nowhere."""
        whole = set.intersection(*map(set, boxes))
        if self.case.provisional:
            # To the letter: every judge with a ballot, whatever it is for, must have marked an entry.
            for source, box in zip(self.used, boxes, strict=True):
                whole &= set(self._of_source(source, box))
        if "carry" in self.rules.policy:
            whole = self._carried(whole)
        while True:
            counted = [{entry: box[entry] for entry in box if entry in whole} for box in boxes]
            pairs = zip(self.used, counted, strict=True)
            self.panel = counted[0]
            self.by_source = {source["name"]: self._of_source(source, box) for source, box in pairs}
            scored = set.intersection(*map(set, self.by_source.values()))
            if scored == whole:
                return
            whole = scored

    def _carried(self, whole: set[str]) -> set[str]:
        carried = whole & set(self.case.carry or {})
        if carried != whole and not self.case.provisional:
            raise Refused("no carried score")
        return carried

    def _of_source(self, source: Data, box: Box) -> Scores:
        """Scores before weights. Our reading: a source with criteria of its own is rounded on its own points (that is
        inside the method) and then put on the panel's."""
        factor = self.rules.factor(source)
        found = score(self.rules, source, box, provisional=self.case.provisional)
        return {entry: value * factor for entry, value in found.items()}

    def of(self, entry: str) -> list[Ballot]:
        return self.panel.get(entry, [])

    def _final(self, entry: str) -> Fraction:
        weights = total(source["weight"] for source in self.used)
        value = total(source["weight"] * self.by_source[source["name"]][entry] for source in self.used) / weights
        if "carry" in self.rules.policy:
            weight = exact(self.rules.policy["carry"]["weight"])
            value = ((100 - weight) * value + weight * exact((self.case.carry or {})[entry])) / 100
        value = _adjusted(self.case, self.rules, entry, value)
        if self.rules.decimals is not None and (2 * value * 10**self.rules.decimals) % 2 == 1:
            self.case.seen.add(f"rounded at the half: {self.rules.rounding}")
        return self.rules.rounded(value)


def _adjusted(case: Case, rules: Rules, entry: str, value: Fraction) -> Fraction:
    """`most` limits what the positive points add together; the floor lifts whoever is below, adjusted or not."""
    points = [exact(number) for code, number in case.adjustments if code == entry]
    bonus = total(one for one in points if one > 0)
    if "most" in rules.adjustments and bonus > exact(rules.adjustments["most"]):
        bonus = exact(rules.adjustments["most"])
        case.seen.add("a bonus capped")
    value += bonus + total(one for one in points if one < 0)
    if "floor" in rules.adjustments and value < exact(rules.adjustments["floor"]):
        case.seen.add("an adjusted score lifted" if points else "a score lifted that nothing adjusts")
        return exact(rules.adjustments["floor"])
    return value


def _check_adjustments(case: Case, rules: Rules) -> None:
    if case.adjustments and any(source["method"] in PLACES for source in rules.sources):
        raise Refused("adjustments with places")
    known = set(case.entries) if case.entries is not None else {row["entry"] for row in case.ballots}
    if any(entry not in known for entry, _ in case.adjustments):
        raise Refused("an adjustment for an unknown entry")


def mean_points(scored: Scored, entry: str, key: str) -> Fraction:
    ballots = scored.of(entry)
    return total(ballot.points[key] for ballot in ballots) / len(ballots) if ballots else ZERO
