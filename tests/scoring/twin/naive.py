"""The rules once more, as slowly and plainly as they can be written: fractions, loops and dictionaries.

It reads the policy as plain data, shares no code with the package, and the two must agree on every event.
"""

from __future__ import annotations

import hashlib
from fractions import Fraction
from typing import Any

Row = dict[str, Any]
Data = dict[str, Any]


class Naive:
    """One event ranked by hand: after `run()`, the attributes hold what the package's Standings should say."""

    def __init__(self, policy: Data, ballots: list[Row], **given: Any) -> None:
        self.policy = policy
        self.criteria = policy["criteria"]
        self.ranking = policy.get("ranking", {})
        self.entries: dict[str, Any] = given.get("entries") or {}
        self.adjustments = given.get("adjustments") or []
        self.carry = given.get("carry") or {}
        self.decisions = given.get("decisions") or {}
        self.all_entries = sorted({row["entry"] for row in ballots} | set(self.entries))
        self.counted = [{**row, "total": self.total(row)} for row in ballots if self.is_complete(row)]
        # The first source is the panel: its ballots alone are read beside the scores of the sources.
        panel = policy["sources"][0]["name"] if policy.get("sources") else None
        self.ballots = [row for row in self.counted if panel is None or row["source"] == panel]
        self.places: list[tuple[list[str], str | None]] = []
        self.score: dict[str, Fraction] = {}

    # ballots

    def is_complete(self, row: Row) -> bool:
        return all(row[one["key"]] is not None for one in self.criteria if one["points"] != 0)

    def points(self, row: Row, one: Data) -> Fraction:
        if one["points"] == 0:
            return Fraction(0)
        highest = one.get("scale", {}).get("max", one["points"])
        return Fraction(str(one["points"])) * Fraction(str(row[one["key"]])) / Fraction(str(highest))

    def total(self, row: Row) -> Fraction:
        return sum((self.points(row, one) for one in self.criteria), Fraction(0))

    def of(self, entry: str) -> list[Row]:
        return [row for row in self.ballots if row["entry"] == entry]

    def totals(self, entry: str) -> list[Fraction]:
        return [row["total"] for row in self.of(entry)]

    def mean_points(self, entry: str, key: str) -> Fraction:
        one = next(one for one in self.criteria if one["key"] == key)
        return mean([self.points(row, one) for row in self.of(entry)])

    # scores

    def aggregate(self, rows: list[Row], settings: Data) -> Fraction:
        totals = [row["total"] for row in rows]
        if settings["method"] == "mean":
            return mean(totals)
        if settings["method"] == "median":
            return middle(totals)
        drop = settings.get("drop", {"high": 1, "low": 1})
        high, low = drop.get("high", 0), drop.get("low", 0)
        if drop.get("of") == "criterion":
            return sum(
                (mean(trim([self.points(row, one) for row in rows], high, low)) for one in self.criteria), Fraction(0)
            )
        return mean(trim(totals, high, low))

    def panel_score(self, entry: str) -> Fraction | None:
        rows, sources = [row for row in self.counted if row["entry"] == entry], self.policy.get("sources")
        if not sources:
            return self.aggregate(rows, self.ranking) if rows else None
        score = Fraction(0)
        for source in sources:
            mine = [row for row in rows if row["source"] == source["name"]]
            if not mine:
                return None
            settings = {**self.ranking, **source}
            score += Fraction(str(source["weight"])) * self.aggregate(mine, settings)
        return score / sum(Fraction(str(source["weight"])) for source in sources)

    def final_score(self, entry: str) -> Fraction | None:
        score = self.panel_score(entry)
        if score is None:
            return None
        if "carry" in self.policy:
            weight = Fraction(str(self.policy["carry"]["weight"]))
            score = ((100 - weight) * score + weight * Fraction(str(self.carry[entry]))) / 100
        for code, points in self.adjustments:
            if code == entry:
                score += Fraction(str(points))
        decimals = self.ranking.get("decimals")
        return score if decimals is None else half_away(score, decimals)

    # ties

    def steps(self) -> list[str]:
        names: list[str] = []
        for step in self.ranking.get("ties", []):
            if step == "criteria-in-order":
                names += ["criterion:" + one["key"] for one in self.criteria]
            elif step == "criteria-by-points":
                heavy = sorted(
                    (one for one in self.criteria if one["points"]), key=lambda one: -Fraction(str(one["points"]))
                )
                names += ["criterion:" + one["key"] for one in heavy]
            else:
                names.append(step)
        return names

    def find(self, step: str, entry: str, group: list[str]) -> Any:
        """What the step finds for the entry, more being better; None = no data."""
        totals = sorted(self.totals(entry), reverse=True)
        if step.startswith("criterion:"):
            marks = [row[step[10:]] for row in self.of(entry)]
            given = [Fraction(str(mark)) for mark in marks if mark is not None]
            return mean(given) if given else None
        if step == "head-to-head":
            return sum(self.beats(entry, other) for other in group if other != entry)
        if step == "lot":
            seed = self.seed()
            return [-byte for byte in hashlib.sha256(f"{seed}\n{entry}".encode()).digest()]
        if step == "decision":
            order = self.decisions.get("order", [])
            return -order.index(entry) if entry in order else None
        if step == "previous":
            before = self.entries[entry]
            return None if before is None else Fraction(str(before))
        if step == "chair":
            mine = [row["total"] for row in self.of(entry) if row["judge"] == self.ranking["chair"]]
            return mean(mine) if mine else None
        if step == "rejudge":
            again = [self.total(row) for row in self.decisions.get("rejudge", []) if row["entry"] == entry]
            return mean(again) if again else None
        return {"countback": totals, "median": middle(totals), "mean": mean(totals), "low": totals[-1]}[step]

    def beats(self, entry: str, other: str) -> bool:
        margin = 0
        for mine in self.of(entry):
            for theirs in self.of(other):
                if (mine["judge"], mine.get("source")) == (theirs["judge"], theirs.get("source")):
                    margin += (mine["total"] > theirs["total"]) - (mine["total"] < theirs["total"])
        return margin > 0

    def seed(self) -> str:
        seed: str = self.ranking["lot_seed"]
        return self.decisions.get("lot_seed", seed) if seed == "pending" else seed

    def separate(self, group: list[str], steps: list[str], above: str | None) -> list[tuple[list[str], str | None]]:
        """Groups in order, each with the step that parted it from the one before."""
        if len(group) == 1 or not steps or (steps[0] == "lot" and self.seed() == "pending"):
            return [(sorted(group), above)]
        found = {entry: self.find(steps[0], entry, group) for entry in group}
        with_data = [value for value in found.values() if value is not None]
        classes = [[entry for entry in group if found[entry] == value] for value in distinct_downward(with_data)]
        classes += [rest for rest in [[entry for entry in group if found[entry] is None]] if rest]
        result: list[tuple[list[str], str | None]] = []
        for number, part in enumerate(classes):
            result += self.separate(part, steps[1:], steps[0] if number else above)
        return result

    def run(self) -> Naive:
        for entry in self.all_entries:
            score = self.final_score(entry)
            if score is not None:
                self.score[entry] = score
        for value in distinct_downward(list(self.score.values())):
            group = [entry for entry in sorted(self.score) if self.score[entry] == value]
            self.places += self.separate(group, self.steps(), None)
        return self

    # results

    def standings(self) -> list[tuple[int, str, Fraction, bool, str | None]]:
        rows: list[tuple[int, str, Fraction, bool, str | None]] = []
        for group, step in self.places:
            rank = len(rows) + 1
            rows += [(rank, entry, self.score[entry], len(group) > 1, step) for entry in group]
        return rows

    def ties(self) -> list[tuple[tuple[str, ...], Fraction, bool]]:
        found = []
        for value in distinct_downward(list(self.score.values())):
            group = tuple(sorted(entry for entry in self.score if self.score[entry] == value))
            if len(group) > 1:
                alone = {entry for part, _ in self.places if len(part) == 1 for entry in part}
                found.append((group, value, set(group) <= alone))
        return found

    def may_win(self, entry: str) -> bool:
        cutoff = self.policy.get("cutoff", {})
        lines = [(self.mean_points(entry, key), line) for key, line in cutoff.get("criterion", {}).items()]
        if "total" in cutoff:
            lines.append((self.score[entry], cutoff["total"]))
        for value, line in lines:
            if value < Fraction(str(line)) or (value == Fraction(str(line)) and not cutoff.get("inclusive", True)):
                return False
        return entry not in self.decisions.get("waived", [])

    def selection(self) -> tuple[list[str], list[str], tuple[bool, int, list[str]]]:
        rule = self.policy.get("advance")
        chosen: list[str] = []
        waiting: list[str] = []
        cut: tuple[bool, int, list[str]] = (False, 0, [])
        if rule is None:
            return chosen, waiting, cut
        beyond = False
        for group, _ in self.places:
            able = [entry for entry in group if self.may_win(entry)]
            free = rule["count"] - len(chosen)
            if not able:
                continue
            if not beyond and len(able) <= free:
                chosen += able
            elif not beyond and free and rule["at_the_cut"] == "admit-all":
                chosen, beyond = chosen + able, True
            elif not beyond and free and rule["at_the_cut"] == "resolve":
                cut, beyond = (True, free, able), True
            else:
                beyond = True
                waiting += able if len(waiting) < rule["reserve"] else []
        return chosen, waiting, cut

    def awards(self) -> list[tuple[str, str | None, bool]]:
        rows: list[tuple[str, str | None, bool]] = []
        self.in_question: set[str] = set()
        for award in self.policy.get("awards", []):
            rows += self.give(award, {entry for _, entry, _ in rows})
        return rows

    def give(self, award: Data, holders: set[str | None]) -> list[tuple[str, str | None, bool]]:
        count = min(award.get("count", 1), len(self.all_entries))
        rank = {entry: rank for rank, entry, *_ in self.standings()}
        able = [entry for entry in rank if self.may_win(entry)]
        if award.get("exclusive"):
            able = [entry for entry in able if entry not in holders]
        by = award.get("by", "overall")
        if "minimum" in award:
            measured = {e: self.score[e] if by == "overall" else self.mean_points(e, by[10:]) for e in able}
            able = [entry for entry in able if measured[entry] >= Fraction(str(award["minimum"]))]
        merit = {e: (self.mean_points(e, by[10:]) if by != "overall" else Fraction(0), -rank[e]) for e in able}
        rows: list[tuple[str, str | None, bool]] = []
        for value in distinct_downward(list(merit.values())):
            group = sorted(entry for entry in able if merit[entry] == value)
            free = count - len(rows)
            doubtful = set(group) & self.in_question if award.get("exclusive") else set()
            if free > 0 and not doubtful and (len(group) <= free or award.get("shared")):
                rows += [(award["name"], entry, False) for entry in group]
            elif free > 0:
                rows += [(award["name"], None, True)] * free
                reached = [entry for entry in able if merit[entry] <= value] if doubtful else group
                self.question(reached, merit, free, doubtful)
        return rows + [(award["name"], None, False)] * (count - len(rows))

    def question(self, reached: list[str], merit: dict[str, Any], free: int, doubtful: set[str]) -> None:
        """Who may win the places left open may not win an exclusive award below for certain."""
        found: set[str] = set()
        for value in distinct_downward([merit[entry] for entry in reached]):
            if len(found - (self.in_question if doubtful else set())) < free:
                found |= {entry for entry in reached if merit[entry] == value}
        self.in_question |= found


def mean(values: list[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def middle(values: list[Fraction]) -> Fraction:
    ordered = sorted(values)
    return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2


def trim(values: list[Fraction], high: int, low: int) -> list[Fraction]:
    return sorted(values)[low : len(values) - high]


def half_away(value: Fraction, decimals: int) -> Fraction:
    moved = abs(value) * 10**decimals
    whole = moved.numerator // moved.denominator
    whole += 1 if moved - whole >= Fraction(1, 2) else 0
    return Fraction(whole if value >= 0 else -whole, 10**decimals)


def distinct_downward(values: list[Any]) -> list[Any]:
    found: list[Any] = []
    for value in sorted(values, reverse=True):
        if not found or found[-1] != value:
            found.append(value)
    return found
