"""Allocation of judges to entries: so many judges an entry, even loads, nobody against a conflict, repeatable by seed."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from itertools import combinations, product
from typing import Any

from scoring.faults import Fault, make_fault, raise_any
from scoring.reading.arguments import CODES, PAIRS, WHOLE, is_codes, is_list, is_whole, require
from scoring.reading.cells import to_key
from scoring.ties.lot import lot_hash

Pair = tuple[str, str]
Handover = tuple[str, str, str]  # giver, taker, entry
# Beyond so many rounds through the entries, pairs of judges hardly meet more evenly.
MIXING_TURNS = 8
PLURALS = {"entry": "entries", "judge": "judges"}


def allocate(
    entries: Iterable[str],
    judges: Iterable[str],
    *,
    per_entry: int,
    conflicts: Iterable[Pair] = (),
    keep: Iterable[Pair] = (),
    seed: str = "",
    uneven: bool = False,
) -> tuple[Pair, ...]:
    """Give every entry `per_entry` judges; the answer is (judge, entry) pairs, sorted.

    `conflicts` are (judge, entry) pairs that are never made. `keep` are pairs that stay, such as those scored already:
    they count among an entry's judges and in a judge's load; a judge in them who is not among `judges` (a drop-out)
    gets nothing new. Loads differ by one at most; with `uneven` they are as even as conflicts and `keep` allow. Judges
    and entries hang together in one graph where that can be reached, and pairs of judges meet about equally often.

    The order of the input does not matter: among equals the seed decides, through SHA-256 (`lot_hash`), so the same
    seed gives the same allocation everywhere. Raises ScoringError for a code that is empty or listed twice, for an
    entry that cannot get enough judges, and, without `uneven`, where loads cannot be within one of each other.

    >>> allocate(["T1", "T2", "T3"], ["J1", "J2", "J3"], per_entry=2, conflicts=[("J1", "T1")], seed="2025")
    (('J1', 'T2'), ('J1', 'T3'), ('J2', 'T1'), ('J2', 'T2'), ('J3', 'T1'), ('J3', 'T3'))
    """
    codes, seats = _codes(entries, column="entry"), _codes(judges, column="judge")
    require(per_entry, is_whole, argument="per_entry", wanted=WHOLE)
    if per_entry < 1:
        raise_any([make_fault("nobody-per-entry", column="per-entry", value=per_entry)])
    seating = Seating(
        codes, seats, seed=seed, barred=_pairs(conflicts, argument="conflicts"), kept=_pairs(keep, argument="keep")
    )
    raise_any(_shortages(seating, per_entry))
    seating.fill(per_entry)
    seating.level()
    if not uneven:
        raise_any(_unevenness(seating))
    seating.mix()
    seating.connect()
    return seating.pairs()


def _shortages(seating: Seating, per_entry: int) -> Iterator[Fault]:
    """One fault, however many entries cannot get enough judges."""
    able = {entry: len(seating.free(entry)) + len(seating.readers[entry]) for entry in sorted(seating.entries)}
    short = {entry: count for entry, count in able.items() if count < per_entry}
    if not short:
        return
    entry = min(short, key=lambda code: short[code])
    told: dict[str, Any] = {"entry": entry, "needed": per_entry, "able": short[entry]}
    if len(short) == 1:
        yield make_fault("too-few-judges", **told, lacking=per_entry - short[entry])
    else:
        yield make_fault("too-few-judges-for-many", **told, count=len(short), entries=", ".join(short))


def _unevenness(seating: Seating) -> Iterator[Fault]:
    """A fault that names the judges who cannot come within one of the busiest."""
    most = max((len(read) for read in seating.read.values()), default=0)
    short = {judge: len(read) for judge, read in sorted(seating.read.items()) if len(read) < most - 1}
    if short:
        names = ", ".join(f"{judge} ({count})" for judge, count in short.items())
        yield make_fault("uneven-loads", judges=names, most=most)


def _codes(codes: Iterable[str], *, column: str) -> list[str]:
    require(codes, is_codes, argument=PLURALS[column], wanted=CODES)
    found = [to_key(code) for code in codes]
    raise_any(make_fault("empty-key", column=column, value=code) for code in found if not code)
    raise_any(make_fault("twice-listed", value=code) for code in sorted(set(found)) if found.count(code) > 1)
    if not found:
        raise_any([make_fault("nobody-listed", column=column)])
    return found


def _pairs(pairs: Iterable[Pair], *, argument: str) -> set[Pair]:
    require(pairs, is_list, argument=argument, wanted=PAIRS)
    pairs = list(pairs)
    for pair in pairs:
        require(
            pair, lambda given: isinstance(given, tuple | list) and len(given) == 2, argument=argument, wanted=PAIRS
        )
    return {(to_key(judge), to_key(entry)) for judge, entry in pairs}


class Seating:
    """The working table of an allocation: Judges and the entries they read. Everything is walked in an order that the seed alone decides."""

    def __init__(
        self, entries: Iterable[str], judges: Iterable[str], *, seed: str, barred: set[Pair], kept: set[Pair]
    ) -> None:
        self.entries = sorted(entries, key=lambda code: lot_hash(seed, code))
        self.judges = sorted(judges, key=lambda code: lot_hash(seed, code))
        self._turn = {judge: turn for turn, judge in enumerate(self.judges)}
        self.barred = barred
        self.readers: dict[str, set[str]] = {entry: set() for entry in self.entries}
        self.read: dict[str, set[str]] = {judge: set() for judge in self.judges}
        self.met = {judge: dict.fromkeys(self.judges, 0) for judge in self.judges}
        self.fixed = {pair for pair in kept - barred if pair[1] in self.readers}
        for judge, entry in self.fixed:
            self._put(judge, entry)

    def pairs(self) -> tuple[Pair, ...]:
        """(judge, entry), sorted."""
        return tuple(sorted((judge, entry) for entry, readers in self.readers.items() for judge in readers))

    def free(self, entry: str) -> list[str]:
        """Judges who may read the entry and do not yet."""
        readers = self.readers[entry]
        return [judge for judge in self.judges if judge not in readers and (judge, entry) not in self.barred]

    # --- enough judges for every entry ----------------------------------------------------------------------------

    def fill(self, per_entry: int) -> None:
        """Give each entry the judges it lacks: first the entries with fewest to choose from, then in the seed's order.

        Of the judges who have least to read, the one who has met the entry's other judges least.
        """
        for entry in sorted(self.entries, key=lambda code: len(self.free(code))):
            while len(self.readers[entry]) < per_entry:
                mates = self._seated(entry)
                self._put(min(self.free(entry), key=lambda judge: self._burden(judge, mates)), entry)

    def _burden(self, judge: str, mates: list[str]) -> tuple[int, int]:
        return len(self.read[judge]), sum(self.met[judge][mate] for mate in mates)

    # --- even loads -----------------------------------------------------------------------------------------------

    def level(self) -> None:
        """Hand entries on, from judge to judge, until no chain of hand-overs makes the loads more even.

        Where no such chain is left, the loads have the most even shape there is (optimal semi-matching: Harvey, Ladner,
        Lovász and Tamir, 2006); so loads within one of each other are found wherever they exist.
        """
        while True:
            least = min(map(len, self.read.values()))
            heavy = [judge for judge in self.judges if len(self.read[judge]) >= least + 2]
            chain = next(filter(None, map(self._chain, sorted(heavy, key=lambda judge: -len(self.read[judge])))), None)
            if chain is None:
                return
            for giver, taker, entry in chain:
                self._hand_over(entry, giver, taker)

    def _chain(self, start: str) -> list[Handover]:
        """The shortest chain of hand-overs from `start` to somebody who has at least two entries fewer."""
        came: dict[str, Handover] = {}
        queue = deque([start])
        while queue:
            giver = queue.popleft()
            if len(self.read[giver]) <= len(self.read[start]) - 2:
                return _way(came, giver, start)
            for taker in self.judges:
                entry = self._spare(giver, taker) if taker not in came and taker != start else None
                if entry is not None:
                    came[taker] = giver, taker, entry
                    queue.append(taker)
        return []

    def _spare(self, giver: str, taker: str) -> str | None:
        """An entry that `giver` could hand to `taker`."""
        return min((entry for entry in self.read[giver] if self._may_hand(entry, giver, taker)), default=None)

    # --- pairs of judges ------------------------------------------------------------------------------------------

    def mix(self) -> None:
        """Let two judges swap an entry each wherever pairs of judges then meet more evenly; loads stay as they are."""
        for turn in range(1, MIXING_TURNS + 1):
            ahead = turn * len(self.entries) // (MIXING_TURNS + 1)
            for one, other in zip(self.entries, self.entries[ahead:] + self.entries[:ahead], strict=True):
                gains = {swap: self._gain(one, other, *swap) for swap in self._swaps(one, other)}
                best = max(gains, key=lambda swap: gains[swap], default=None)
                if best and gains[best] > 0:
                    self._swap(one, other, *best)

    def _swaps(self, one: str, other: str) -> list[Pair]:
        """Judges (of `one`, of `other`) who may change places, in the seed's order."""
        return list(product(self._movable(one, other), self._movable(other, one))) if one != other else []

    def _movable(self, entry: str, target: str) -> list[str]:
        return [judge for judge in self._seated(entry) if self._may_move(judge, entry, target)]

    def _gain(self, one: str, other: str, giver: str, taker: str) -> int:
        """Half of what the sum of squared meetings loses by the swap."""
        mates, others = self.readers[one] - {giver}, self.readers[other] - {taker}
        mine, theirs = self.met[giver], self.met[taker]
        gain = sum(mine[mate] - theirs[mate] - 1 for mate in mates - others if mate in mine)
        return gain + sum(theirs[mate] - mine[mate] - 1 for mate in others - mates if mate in mine)

    # --- one graph ------------------------------------------------------------------------------------------------

    def connect(self) -> None:
        """Swap between parts of the graph that do not touch, as long as that leaves fewer of them.

        An assignment on a circle can be spared: its part holds together without it. So a swap needs a part with a
        circle, and a graph of trees stays as it is.
        """
        while True:
            parts = self._parts()
            rich = self._with_a_circle(parts)
            pairs = combinations(self.entries, 2) if rich and len(set(parts.values())) > 1 else ()
            if not any(self._joined(one, other, parts) for one, other in pairs if {parts[one], parts[other]} & rich):
                return

    def _with_a_circle(self, parts: dict[str, int]) -> set[int]:
        """Parts with more assignments than a tree has."""
        spare: Counter[int] = Counter()
        for entry, part in parts.items():
            spare[part] += len(self._seated(entry)) - 1
        for read in self.read.values():
            spare.subtract([parts[entry] for entry in list(read)[:1]])
        return {part for part, count in spare.items() if count > -1}

    def _joined(self, one: str, other: str, parts: dict[str, int]) -> bool:
        if parts[one] == parts[other]:
            return False
        before = len(set(parts.values()))
        for giver, taker in self._swaps(one, other):
            self._swap(one, other, giver, taker)
            if len(set(self._parts().values())) < before:
                return True
            self._swap(one, other, taker, giver)
        return False

    def _parts(self) -> dict[str, int]:
        """Entry → number of the part of the graph that it belongs to."""
        parts: dict[str, int] = {}
        for number, start in enumerate(self.entries):
            queue = [] if start in parts else [start]
            while queue:
                entry = queue.pop()
                if entry not in parts:
                    parts[entry] = number
                    queue += [near for judge in self._seated(entry) for near in self.read[judge] if near not in parts]
        return parts

    # --- moves ----------------------------------------------------------------------------------------------------

    def _seated(self, entry: str) -> list[str]:
        """The entry's judges who still judge, in the seed's order."""
        return sorted(self.readers[entry] & self.met.keys(), key=self._turn.__getitem__)

    def _may_move(self, judge: str, entry: str, target: str) -> bool:
        free = judge not in self.readers[target] and (judge, target) not in self.barred
        return free and (judge, entry) not in self.fixed

    def _may_hand(self, entry: str, giver: str, taker: str) -> bool:
        free = taker not in self.readers[entry] and (taker, entry) not in self.barred
        return free and (giver, entry) not in self.fixed

    def _swap(self, one: str, other: str, giver: str, taker: str) -> None:
        self._hand_over(one, giver, taker)
        self._hand_over(other, taker, giver)

    def _hand_over(self, entry: str, giver: str, taker: str) -> None:
        self._count(entry, giver, -1)
        self.readers[entry].remove(giver)
        self.read[giver].remove(entry)
        self._put(taker, entry)

    def _put(self, judge: str, entry: str) -> None:
        if judge in self.met:
            self._count(entry, judge, 1)
            self.read[judge].add(entry)
        self.readers[entry].add(judge)

    def _count(self, entry: str, judge: str, by: int) -> None:
        """Note that `judge` meets everybody else on the entry once more, or once less."""
        for mate in self.readers[entry] - {judge}:
            if mate in self.met:
                self.met[judge][mate] += by
                self.met[mate][judge] += by


def _way(came: dict[str, Handover], end: str, start: str) -> list[Handover]:
    way: list[Handover] = []
    while end != start:
        way.append(came[end])
        end = came[end][0]
    return way
