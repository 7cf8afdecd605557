"""Cut: who advances, who waits in reserve, and the tie that may lie between."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from scoring.policy.settings import Advance

Group = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cut:
    """The line between advancing and not. Open = a tie lies across it: `places` are left for `entries`."""

    open: bool = False
    places: int = 0
    entries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Selection:
    """Who advances, who is in reserve (both in rank order), and the cut.

    `kept_out`: entry → the columns of the quotas that keep it out of a place it would else have had. `unmet` are column
    and value of every `least` that no place is left for, `blocked` of those that a `most` keeps from being met.
    """

    advance: tuple[str, ...] = ()
    reserve: tuple[str, ...] = ()
    cut: Cut = Cut()
    kept_out: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unmet: tuple[tuple[str, str], ...] = ()
    blocked: tuple[tuple[str, str], ...] = ()


def select(groups: Iterable[Group], rule: Advance) -> Selection:
    """Divide groups of equal rank, best first, by a rule without quotas. Only entries that may advance belong into the
    groups.

    >>> select([("T1",), ("T2", "T3"), ("T4",)], Advance(count=2, reserve=1)).cut
    Cut(open=True, places=1, entries=('T2', 'T3'))
    """
    left = list(groups)
    advance: list[str] = []
    while left and len(advance) + len(left[0]) <= rule.count:
        advance += left.pop(0)
    places, cut = rule.count - len(advance), Cut()
    if left and places:
        if rule.at_the_cut == "admit-all":
            advance += left.pop(0)
        elif rule.at_the_cut == "resolve":
            cut = Cut(True, places, tuple(sorted(left.pop(0))))
    return Selection(tuple(advance), tuple(first_groups(left, rule.reserve)), cut)


def first_groups(groups: Iterable[Sequence[str]], count: int) -> list[str]:
    """Whole groups until they hold `count` entries."""
    taken: list[str] = []
    for group in groups:
        if len(taken) >= count:
            break
        taken += group
    return taken
