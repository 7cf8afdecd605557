"""Selection of the naive twin: who advances, who waits, and what a tie across the cut leaves open."""

from __future__ import annotations

from tests.scoring.twin.naive.quotas import Quotas

Groups = list[list[str]]  # of entries that may advance, equal ones together, from the top


class Selection:
    """`passed` holds the columns whose `most` kept an entry out of a place that was free when its turn came."""

    def __init__(self) -> None:
        self.advance: list[str] = []
        self.reserve: list[str] = []
        self.places = 0
        self.open: list[str] = []
        self.passed: dict[str, list[str]] = {}
        self.short = False
        self.seen: set[str] = set()


def select(groups: Groups, *, count: int, reserve: int, at_the_cut: str) -> Selection:
    """Without a quota: from the top, whole groups as long as they fit."""
    chosen = Selection()
    beyond = False
    for group in groups:
        free = count - len(chosen.advance)
        if not beyond and len(group) <= free:
            chosen.advance += group
        elif not beyond and free and at_the_cut == "admit-all":
            chosen.advance += group
            beyond = True
        elif not beyond and free and at_the_cut == "resolve":
            chosen.places, chosen.open, beyond = free, group, True
        else:
            beyond = True
            chosen.reserve += group if len(chosen.reserve) < reserve else []
    return chosen


def select_by_quota(groups: Groups, quotas: Quotas, *, reserve: int, at_the_cut: str) -> Selection:
    """The first group whose inner order would change who of it advances lies across the cut."""
    chosen = Selection()
    first = quotas.run([entry for group in groups for entry in group], set())
    # Our reading: a `least` without a place is a fault however a tie at the cut is settled.
    chosen.short, chosen.seen = first.short, first.seen
    fixed: set[str] = set()
    left, across = groups, _pass_down(chosen, groups, quotas, fixed)
    while across is not None and at_the_cut == "admit-all":
        chosen.seen.add("quota: a tied group admitted whole")
        fixed = _above(left, across, quotas, fixed) | set(left[across])
        left = left[across + 1 :]
        across = _pass_down(chosen, left, quotas, fixed)
    if across is None:
        admitted = quotas.run([entry for group in left for entry in group], fixed).admitted
        chosen.advance = _in_order(groups, admitted)
        chosen.reserve = _reserve(groups, chosen.advance, [], quotas, reserve)
        return chosen
    chosen.seen.add(f"quota: a tied group across the cut, {at_the_cut}")
    chosen.advance = _in_order(groups, _above(groups, across, quotas, fixed))
    if at_the_cut == "resolve":
        members = set(groups[across])
        chosen.open = groups[across]
        chosen.places = max(len(run.admitted & members) for run in quotas.runs(groups, across, fixed))
        chosen.reserve = _reserve(groups[:across], chosen.advance, [], quotas, reserve)
    else:
        chosen.reserve = _reserve(groups, chosen.advance, groups[across], quotas, reserve)
    return chosen


def _pass_down(chosen: Selection, groups: Groups, quotas: Quotas, fixed: set[str]) -> int | None:
    """Where the first group across the cut is; whoever is kept out above it is noted."""
    across = next((at for at in range(len(groups)) if quotas.lies_across(groups, at, fixed)), None)
    passed = quotas.passed(groups, fixed)
    chosen.passed |= {entry: passed[entry] for group in groups[:across] for entry in group if entry in passed}
    return across


def _above(groups: Groups, across: int, quotas: Quotas, fixed: set[str]) -> set[str]:
    """Our reading: whoever is ranked above the group advances if it does so in every order of the group."""
    always = set.intersection(*(run.admitted for run in quotas.runs(groups, across, fixed)))
    return fixed | {entry for group in groups[:across] for entry in group if entry in always}


def _in_order(groups: Groups, admitted: set[str]) -> list[str]:
    return [entry for group in groups for entry in group if entry in admitted]


def _reserve(groups: Groups, advance: list[str], head: list[str], quotas: Quotas, most: int) -> list[str]:
    """By rank whoever breaks no `most` together with those who advance; a tie at the end is admitted whole."""
    waiting = list(head) if most else []
    for group in groups:
        if len(waiting) < most:
            fit = [entry for entry in group if entry not in advance and entry not in head]
            waiting += [entry for entry in fit if not quotas.full_columns(entry, set(advance))]
    return waiting
