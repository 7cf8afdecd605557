"""Which judge reads which entry: so many judges an entry, even loads, nobody against a conflict, repeatable by seed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scoring.faults import Fault, make_fault, raise_any
from scoring.reading import to_key
from scoring.seating import Pair, Seating


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
    if per_entry < 1:
        raise_any([make_fault("nobody-per-entry", column="per-entry", value=per_entry)])
    seating = Seating(codes, seats, seed=seed, barred=_pairs(conflicts), kept=_pairs(keep))
    raise_any(_shortages(seating, per_entry))
    seating.fill(per_entry)
    seating.level()
    if not uneven:
        raise_any(_unevenness(seating))
    seating.mix()
    seating.connect()
    return seating.pairs()


def _shortages(seating: Seating, per_entry: int) -> Iterator[Fault]:
    for entry in sorted(seating.entries):
        able = len(seating.free(entry)) + len(seating.readers[entry])
        if able < per_entry:
            yield make_fault("too-few-judges", entry=entry, needed=per_entry, able=able, lacking=per_entry - able)


def _unevenness(seating: Seating) -> Iterator[Fault]:
    """A fault that names the judges who cannot come within one of the busiest."""
    most = max((len(read) for read in seating.read.values()), default=0)
    short = {judge: len(read) for judge, read in sorted(seating.read.items()) if len(read) < most - 1}
    if short:
        names = ", ".join(f"{judge} ({count})" for judge, count in short.items())
        yield make_fault("uneven-loads", judges=names, most=most)


def _codes(codes: Iterable[str], *, column: str) -> list[str]:
    found = [to_key(code) for code in codes]
    raise_any(make_fault("empty-key", column=column, value=code) for code in found if not code)
    raise_any(make_fault("twice-listed", value=code) for code in sorted(set(found)) if found.count(code) > 1)
    if not found:
        raise_any([make_fault("nobody-listed", column=column)])
    return found


def _pairs(pairs: Iterable[Pair]) -> set[Pair]:
    return {(to_key(judge), to_key(entry)) for judge, entry in pairs}
