"""Which judge reads which entry: so many judges an entry, even loads, nobody against a conflict, repeatable by seed."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator
from itertools import combinations, product

from scoring.faults import Fault, make_fault, raise_any
from scoring.lot import lot_hash
from scoring.reading import to_key

Pair = tuple[str, str]
# Beyond so many tries per entry the pairs of judges get no more even to speak of.
TRIES_PER_ENTRY = 24


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

    `conflicts` are (judge, entry) pairs that are never made. `keep` are pairs that stay, such as those scored already;
    they count towards an entry's judges and a judge's load, a judge in it who is not among `judges` (a drop-out) gets
    nothing new. Loads differ by one at most; with `uneven` they are as even as conflicts and `keep` allow. Judges and
    entries hang together in one graph where that is possible, and pairs of judges meet about equally often.

    The order of the input does not matter. The seed decides among equals through SHA-256 (`lot_hash`), so the same
    seed gives the same allocation everywhere. Raises ScoringError for a code that is empty or listed twice, for an
    entry that cannot get enough judges, and, without `uneven`, where loads cannot be within one of each other.

    >>> allocate(["T1", "T2"], ["J1", "J2", "J3"], per_entry=2, conflicts=[("J1", "T1")], uneven=True)
    (('J1', 'T2'), ('J2', 'T1'), ('J2', 'T2'), ('J3', 'T1'))
    """
    codes = _codes(entries, column="entry"), _codes(judges, column="judge")
    if per_entry < 1:
        raise_any([make_fault("nobody-per-entry", column="per-entry", value=per_entry)])
    table = _Table(*codes, seed=seed, barred=_pairs(conflicts), kept=_pairs(keep))
    raise_any(table.shortages(per_entry))
    table.fill(per_entry)
    table.level()
    if not uneven:
        raise_any(table.unevenness())
    table.mix()
    table.connect()
    return tuple(sorted((judge, entry) for entry, readers in table.readers.items() for judge in readers))


def loads(pairs: Iterable[Pair], judges: Iterable[str]) -> dict[str, int]:
    """How many entries each of `judges` reads.

    >>> loads([("J1", "T1"), ("J1", "T2")], ["J1", "J2"])
    {'J1': 2, 'J2': 0}
    """
    counted = dict.fromkeys(judges, 0)
    for judge, _ in pairs:
        if judge in counted:
            counted[judge] += 1
    return counted


class _Table:
    """Who reads what so far. Everything is walked in an order that the seed alone decides."""

    def __init__(
        self, entries: list[str], judges: list[str], *, seed: str, barred: set[Pair], kept: set[Pair]
    ) -> None:
        self.entries = sorted(entries, key=lambda code: lot_hash(seed, code))
        self.judges = sorted(judges, key=lambda code: lot_hash(seed, code))
        self.barred, self.fixed = barred, {pair for pair in kept - barred if pair[1] in set(entries)}
        self.readers: dict[str, set[str]] = {entry: set() for entry in self.entries}
        self.read: dict[str, set[str]] = {judge: set() for judge in self.judges}
        self.met: dict[str, dict[str, int]] = {judge: dict.fromkeys(self.judges, 0) for judge in self.judges}
        self.seed = seed
        for judge, entry in sorted(self.fixed):
            self._put(judge, entry)

    def shortages(self, per_entry: int) -> Iterator[Fault]:
        """A fault for every entry that cannot get so many judges."""
        for entry in sorted(self.entries):
            free = len(self._free(entry)) + len(self.readers[entry])
            if free < per_entry:
                yield make_fault("too-few-judges", entry=entry, needed=per_entry, free=free, lacking=per_entry - free)

    def unevenness(self) -> Iterator[Fault]:
        """A fault that names the judges who cannot come within one of the busiest."""
        most = max((len(read) for read in self.read.values()), default=0)
        short = {judge: len(read) for judge, read in sorted(self.read.items()) if len(read) < most - 1}
        if short:
            names = ", ".join(f"{judge} ({count})" for judge, count in short.items())
            yield make_fault("uneven-loads", judges=names, most=most)

    def fill(self, per_entry: int) -> None:
        """Give each entry the judges it lacks; those with fewest choices first, then in the seed's order."""
        for entry in sorted(self.entries, key=lambda code: len(self._free(code))):
            while len(self.readers[entry]) < per_entry:
                mates = [mate for mate in self.readers[entry] if mate in self.met]
                self._put(min(self._free(entry), key=lambda judge: (len(self.read[judge]), self._meetings(judge, mates))), entry)

    def level(self) -> None:
        """Hand entries on, from judge to judge, until no chain of hand-overs makes the loads more even.

        Loads of this kind have one best shape, and a shape that no such chain improves is it (optimal semi-matching:
        Harvey, Ladner, Lovász and Tamir, 2006): where loads within one exist, this finds them.
        """
        while True:
            chains = (self._chain(judge) for judge in sorted(self.judges, key=lambda one: -len(self.read[one])))
            chain = next((found for found in chains if found), None)
            if chain is None:
                return
            for giver, taker, entry in chain:
                self._move(entry, giver, taker)
    
    def _chain(self, start: str) -> list[tuple[str, str, str]]:
        """The shortest chain of (giver, taker, entry) from `start` to somebody with at least two entries fewer."""
        came: dict[str, tuple[str, str]] = {}
        queue = deque([start])
        while queue:
            giver = queue.popleft()
            if len(self.read[giver]) <= len(self.read[start]) - 2:
                return self._way(came, giver, start)
            for taker in self.judges:
                if taker not in came and taker != start:
                    entry = self._spare(giver, taker)
                    if entry:
                        came[taker] = giver, entry
                        queue.append(taker)
        return []
