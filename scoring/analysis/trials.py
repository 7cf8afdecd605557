"""Trials: a round ranked again under other conditions, and what came of it beside the standings as they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from scoring.faults import ScoringError
from scoring.standings.standings import Standings
from scoring.text import Text, joined

Places = tuple[frozenset[str], frozenset[str]]
Winners = list[tuple[str | None, bool]]


@dataclass(frozen=True, eq=False)
class Trial:
    """One run under other conditions. Of its standings only what is asked for is kept, so that many runs of a large round
    fit the memory: `ranks` by entry, who advances or is tied across the cut, who wins what. `skipped`: why there was no run.
    """

    name: str
    base: Standings
    ranks: Mapping[str, int]
    places: Places | None = None
    winners: Mapping[str, Winners] | None = None
    skipped: Text | None = None

    @classmethod
    def run(cls, name: str, base: Standings, ranking: Callable[[], Standings]) -> Self:
        """Rank again; a ScoringError becomes the reason why the run was skipped."""
        try:
            found = ranking()
        except ScoringError as error:
            return cls(name, base, {}, skipped=joined((fault.message for fault in error.faults[:3]), " "))
        winners = {rule.title: winners_of(found, rule.title) for rule in base.policy.awards}
        return cls(name, base, found.ranks, advancing(found), winners)

    @property
    def first(self) -> list[str]:
        """Who shares the first rank."""
        return [entry for entry, place in self.ranks.items() if place == 1]

    @property
    def first_holds(self) -> bool:
        """Whether the same entries stand first."""
        return set(self.first) == {entry for entry, place in self.base.ranks.items() if place == 1}

    @property
    def advance_holds(self) -> bool | None:
        """Whether the same entries advance, and the same are tied across the cut; None without [advance]."""
        if self.base.policy.advance is None:
            return None
        return self.places == advancing(self.base)

    def award_holds(self, name: str) -> bool:
        """Whether the same entries win the award of that name."""
        return self.winners is not None and self.winners[name] == winners_of(self.base, name)

    @property
    def changed(self) -> list[str]:
        """Entries whose rank is another, or that have none any more."""
        return [entry for entry, place in self.base.ranks.items() if self.ranks.get(entry) != place]

    def to_dict(self) -> dict[str, Any]:
        """What the JSON says about a run with other rules."""
        if self.skipped is not None:
            return {"skipped": str(self.skipped)}
        return {
            "ranks": dict(self.ranks),
            "first": self.first,
            "first_holds": self.first_holds,
            "advance_holds": self.advance_holds,
            "changed": self.changed,
        }


def advancing(standings: Standings) -> Places:
    """Who advances, and who is tied across the cut."""
    return frozenset(standings.advance), frozenset(standings.cut.entries)


def winners_of(standings: Standings, name: str) -> Winners:
    """Who wins the places of an award, in no particular order."""
    return sorted(((row.entry, row.open) for row in standings.awards if row.name == name), key=str)
