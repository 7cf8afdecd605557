"""Quotas of the naive twin: two passes by rank, and every order of a tied group tried."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import permutations

from tests.scoring.twin.naive.case import Case, Data

Groups = list[list[str]]


@dataclass
class Run:
    """What one order of the entries gives. `short`: a `least` found no place left."""

    admitted: set[str] = field(default_factory=set)
    passed: dict[str, list[str]] = field(default_factory=dict)
    short: bool = False
    seen: set[str] = field(default_factory=set)


class Quotas:
    def __init__(self, case: Case, quotas: list[Data], count: int, able: list[str]) -> None:
        self.quotas, self.count = quotas, count
        # Each entry's value in the column of each quota.
        self.values = {entry: [case.cell(entry, quota["by"]) for quota in quotas] for entry in able}

    def _taken(self, at: int, value: str, admitted: set[str]) -> int:
        return sum(self.values[entry][at] == value for entry in admitted)

    def full_columns(self, entry: str, admitted: set[str]) -> list[str]:
        """The columns where the `most` of the entry's value is reached."""
        found = []
        for at, (quota, value) in enumerate(zip(self.quotas, self.values[entry], strict=True)):
            if value is not None and "most" in quota and self._taken(at, value, admitted) >= quota["most"]:
                found.append(quota["by"])
        return found

    def is_wanted(self, entry: str, admitted: set[str]) -> bool:
        """Whether the `least` of one of its values is not met yet."""
        pairs = enumerate(zip(self.quotas, self.values[entry], strict=True))
        return any(
            value is not None and self._taken(at, value, admitted) < quota.get("least", 0)
            for at, (quota, value) in pairs
        )

    def run(self, order: list[str], fixed: set[str]) -> Run:
        """Both passes. `fixed` are in already (admit-all); a `least` below them then gets a place past the count."""
        run = Run(set(fixed))
        for needed in (True, False):
            for entry in order:
                if entry in run.admitted or (needed and not self.is_wanted(entry, run.admitted)):
                    continue
                free = len(run.admitted) < self.count or (needed and bool(fixed))
                full = self.full_columns(entry, run.admitted)
                if free and full:
                    run.passed[entry] = list(dict.fromkeys([*run.passed.get(entry, []), *full]))
                elif free:
                    run.admitted.add(entry)
                    if needed and order.index(entry) >= self.count:
                        run.seen.add("quota: a least lifts an entry over the cut")
                elif needed and not full:
                    run.short = True
                    run.seen.add("quota: no place left for a least")
        run.passed = {entry: columns for entry, columns in run.passed.items() if entry not in run.admitted}
        return run

    def runs(self, groups: Groups, at: int, fixed: set[str]) -> list[Run]:
        """A run for each order of the members of a tied group."""
        above = [entry for group in groups[:at] for entry in group]
        below = [entry for group in groups[at + 1 :] for entry in group]
        return [self.run([*above, *order, *below], fixed) for order in permutations(groups[at])]

    def lies_across(self, groups: Groups, at: int, fixed: set[str]) -> bool:
        """Whether the order of the members changes who of them advances."""
        return len({frozenset(run.admitted & set(groups[at])) for run in self.runs(groups, at, fixed)}) > 1

    def passed(self, groups: Groups, fixed: set[str]) -> dict[str, list[str]]:
        """The columns whose `most` keeps an entry out of a free place, in one order of its group or another."""
        found: dict[str, list[str]] = {}
        for at, group in enumerate(groups):
            for run in self.runs(groups, at, fixed):
                for entry in set(group) & set(run.passed):
                    found[entry] = list(dict.fromkeys([*found.get(entry, []), *run.passed[entry]]))
        return found
