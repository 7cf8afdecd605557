"""Selection of those who advance and of the reserve, the cut between them, and the awards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from scoring.policy.settings import Advance, AwardRule
from scoring.text import Sayable, in_languages

Group = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cut:
    """The line between advancing and not. Open = a tie lies across it: `places` are left for `entries`."""

    open: bool = False
    places: int = 0
    entries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Selection:
    """Who advances, who is in reserve (both in rank order), and the cut."""

    advance: tuple[str, ...] = ()
    reserve: tuple[str, ...] = ()
    cut: Cut = Cut()


@dataclass(frozen=True, slots=True)
class Award:
    """One place of an award. `entry` is None where it stays vacant or, `open`, where one of `candidates` will get it.

    `name` is the first text of the award's name; `names` has all of them, where the policy gives a name in languages.
    `why_open`: "tie"; "decision" (of the jury, not given yet); or "above": an open award above may take one of them.
    `key` names the award in decisions and logs.
    """

    name: str
    entry: str | None
    open: bool = False
    candidates: tuple[str, ...] = ()
    names: Mapping[str, str] | None = None
    key: str = ""
    why_open: str | None = None

    @property
    def title(self) -> Sayable:
        """The name, to be said in the reader's language."""
        return in_languages(self.names) if self.names else self.name


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that may advance and win. `points` = mean points by criterion."""

    entry: str
    rank: int
    score: Fraction
    points: Mapping[str, Fraction]


def select(groups: Iterable[Group], rule: Advance | None) -> Selection:
    """Divide groups of equal rank, best first, by `rule`. Only entries that may advance belong into the groups.

    >>> select([("T1",), ("T2", "T3"), ("T4",)], Advance(count=2, reserve=1))
    Selection(advance=('T1',), reserve=('T4',), cut=Cut(open=True, places=1, entries=('T2', 'T3')))
    """
    if rule is None:
        return Selection()
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
    return Selection(tuple(advance), tuple(_first_groups(left, rule.reserve)), cut)


def _first_groups(groups: Iterable[Group], count: int) -> list[str]:
    taken: list[str] = []
    for group in groups:
        if len(taken) >= count:
            break
        taken += group
    return taken


def give_awards(
    rules: Iterable[AwardRule], candidates: Sequence[Candidate], *, lower_is_better: bool = False
) -> tuple[Award, ...]:
    """Give the awards in file order, one row per place.

    An entry whose score is worse than `minimum` (below it; above it where lower is better) cannot win the award; a place
    for which nobody is left stays vacant. A tie for the last place leaves the places it reaches for open, unless the
    award may be shared.
    """
    given: list[Award] = []
    for rule in rules:
        holders = {award.entry for award in given} if rule.exclusive else set()
        able = [one for one in candidates if one.entry not in holders and _reaches(one, rule, lower_is_better)]
        given += _places(rule, _groups(able, rule))
    return tuple(given)


def _reaches(candidate: Candidate, rule: AwardRule, lower_is_better: bool) -> bool:
    if rule.minimum is None:
        return True
    line = Fraction(rule.minimum)
    return candidate.score <= line if lower_is_better else candidate.score >= line


def _groups(candidates: Sequence[Candidate], rule: AwardRule) -> list[Group]:
    def place(one: Candidate) -> tuple[Fraction, int]:
        return (-one.points[rule.criterion] if rule.criterion else Fraction(0), one.rank)

    ordered = sorted(candidates, key=lambda one: (*place(one), one.entry))
    return [tuple(one.entry for one in group) for _, group in groupby(ordered, key=place)]


def _places(rule: AwardRule, groups: Iterable[Group]) -> list[Award]:
    rows: list[Award] = []
    for group in groups:
        free = rule.count - len(rows)
        if free <= 0:
            break
        if len(group) <= free or rule.shared:
            rows += [Award(rule.title, entry, names=rule.names) for entry in group]
        else:
            return rows + [Award(rule.title, None, True, group, rule.names)] * free
    return rows + [Award(rule.title, None, names=rule.names)] * (rule.count - len(rows))
