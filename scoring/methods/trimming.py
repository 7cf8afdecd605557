"""Trimming: the mean without the highest and lowest totals, and what it leaves out."""

from __future__ import annotations

from functools import reduce
from math import lcm
from typing import Any

import numpy as np

from scoring.exact import BoolArray, Exact, IntArray, dense, largest, wide
from scoring.faults import make_fault, raise_any
from scoring.methods.panel import Panel
from scoring.policy.settings import Aggregation, Drop
from scoring.text import Text, joined, text, text_n


def trimmed_mean(panel: Panel, settings: Aggregation) -> Exact:
    """The mean after leaving out the `drop.high` highest and `drop.low` lowest totals of each entry, one of several
    equal ones; with `drop.of = "criterion"`, of each criterion's points, added up afterwards.

    An entry with fewer than `drop.min` ballots keeps them all. Raises ScoringError naming every entry that has no more
    ballots than are dropped. Source: the usual Korean rule of the mean without the highest and lowest mark, as in diving
    and ski jumping (`of = "criterion"`: figure skating, where each criterion's mean is rounded before they are added up).
    """
    drop = settings.drop
    _refuse_too_few(panel, drop)
    left = panel.counts - _dropped_counts(panel, drop)
    if drop.of == "total":
        return _kept_sums(panel, panel.totals, drop).over(left)
    counting = [at for at, criterion in enumerate(panel.rubric.criteria) if criterion.counts]
    kept = [_kept_sums(panel, panel.points_of(at), drop) for at in counting]
    nothing = Exact(np.zeros(len(panel.entries), dtype=np.int64), 1)
    rule = panel.rounding
    if rule is None or rule.at != "criterion-mean":
        return reduce(Exact.plus, kept, nothing).over(left)
    return reduce(Exact.plus, (each.over(left).rounded(rule.decimals, rule.mode) for each in kept), nothing)


def trimming_cautions(panel: Panel, settings: Aggregation) -> tuple[Text, ...]:
    """Names the entries that keep all their ballots because they have too few."""
    drop = settings.drop
    whole = [panel.entries[at] for at in np.flatnonzero(_keeps_all(panel, drop))]
    if not whole:
        return ()
    said = text(
        "nothing is left out of the mean where there are fewer than {min} ballots: {entries}",
        min=drop.min,
        entries=", ".join(whole),
    )
    return (joined([panel.source_name, said], ": ") if panel.source_name else said,)


def too_few(panel: Panel, settings: Aggregation) -> dict[int, Text]:
    """The entries that lack ballots for what is dropped, and how many they have."""
    drop = settings.drop
    short = _short_of(panel, drop)
    return {
        at: text_n(
            "{n} ballot, the rule needs {needed}", "{n} ballots, the rule needs {needed}", n=have, needed=drop.needed
        )
        for at, have in ((int(at), int(panel.counts[at])) for at in short)
    }


def trimmed_mark(panel: Panel, at: int, settings: Aggregation) -> tuple[Exact, BoolArray]:
    """Mean mark on the criterion at that index over what the method keeps, and which entries have one.

    Of k ballots with equal totals of which only some are left out, each counts with the part that is left of it, so that
    no judge is picked by code or order. A criterion of 0 points is read whole.
    """
    criterion, drop = panel.rubric.criteria[at], settings.drop
    if settings.method != "trimmed-mean" or not criterion.counts:
        return panel.mean_mark(at)
    units, scale = panel.marks[:, at], 10**criterion.scale.places
    units = wide(units, 2 * largest(units) * int(panel.counts.max(initial=1)))
    if drop.of == "criterion":
        kept = _kept_sums(panel, Exact(units, scale), drop)
    else:
        shares = _kept_shares(panel, drop)
        units = wide(units, largest(units) * shares.scale * int(panel.counts.max(initial=1)))
        kept = Exact(panel.sums(units * shares.ints), scale * shares.scale)
    return kept.over(panel.counts - _dropped_counts(panel, drop)), np.ones(len(panel.entries), dtype=np.bool_)


def dropped_ballots(panel: Panel, entry: int, drop: Drop) -> list[bool]:
    """Which ballots of one entry `trimmed_mean` leaves out; of equal totals the earlier judge's goes first."""
    start, count = int(panel.starts[entry]), int(panel.counts[entry])
    if _keeps_all(panel, drop)[entry]:
        return [False] * count
    totals = [int(total) for total in panel.totals.ints[start : start + count]]
    upward = sorted(range(count), key=lambda at: totals[at])
    highest = sorted(range(count), key=lambda at: -totals[at])[: drop.high]
    lowest = [at for at in upward if at not in highest][: drop.low]
    return [at in highest or at in lowest for at in range(count)]


def _kept_shares(panel: Panel, drop: Drop) -> Exact:
    """The part of each ballot that the trimmed mean of totals keeps, 0 to 1."""
    values = dense(panel.totals.ints)
    order = np.lexsort((values, panel.entry))
    entry, value = panel.entry[order], values[order]
    begins = np.append(True, (entry[1:] != entry[:-1]) | (value[1:] != value[:-1]))[: len(order)]
    first = np.flatnonzero(begins)
    size = np.diff(np.append(first, len(order)))
    owner = entry[first]
    below, trims = first - panel.starts[owner], ~_keeps_all(panel, drop)[owner]
    above = panel.counts[owner] - below - size
    dropped = np.clip(drop.low - below, 0, size) + np.clip(drop.high - above, 0, size)
    kept = np.where(trims, size - dropped, size)
    scale = lcm(*(int(one) for one in size[(kept > 0) & (kept < size)]))
    whole = wide(kept, scale * int(panel.counts.max(initial=1)))
    shares = np.empty(len(order), dtype=whole.dtype)
    shares[order] = (whole * scale // size)[np.cumsum(begins) - 1]
    return Exact(shares, scale)


def _kept_sums(panel: Panel, values: Exact, drop: Drop) -> Exact:
    """Values of each ballot added up per entry without the extremes."""
    return Exact(_kept_ints(panel, values.ints, drop), values.scale)


def _kept_ints(panel: Panel, ints: IntArray, drop: Drop) -> IntArray:
    if drop.high <= 1 and drop.low <= 1:
        # The extremes of each entry can be read off without sorting.
        whole = kept = panel.sums(ints)
        kept = kept - np.maximum.reduceat(ints, panel.starts) if drop.high else kept
        kept = kept - np.minimum.reduceat(ints, panel.starts) if drop.low else kept
        return kept if drop.min is None else np.where(_keeps_all(panel, drop), whole, kept)
    return panel.sums(np.where(_inside(panel, drop), panel.sorted_within(ints), 0))


def _inside(panel: Panel, drop: Drop) -> BoolArray:
    place = np.arange(len(panel.entry)) - np.repeat(panel.starts, panel.counts)
    inside: BoolArray = (place >= drop.low) & (place < np.repeat(panel.counts, panel.counts) - drop.high)
    return inside if drop.min is None else inside | np.repeat(_keeps_all(panel, drop), panel.counts)


def _keeps_all(panel: Panel, drop: Drop) -> BoolArray:
    """Which entries have too few ballots for any to be left out."""
    few: BoolArray = panel.counts < (drop.min or 0)
    return few


def _dropped_counts(panel: Panel, drop: Drop) -> IntArray | int:
    if drop.min is None:
        return drop.high + drop.low
    return np.where(_keeps_all(panel, drop), 0, drop.high + drop.low)


def _short_of(panel: Panel, drop: Drop) -> IntArray:
    """The entries of which nothing would be left; none where the rule says what becomes of them."""
    return np.flatnonzero((panel.counts < drop.needed) & (drop.min is None))


def _refuse_too_few(panel: Panel, drop: Drop) -> None:
    drops: dict[str, Any] = {"high": drop.high, "low": drop.low, "source": panel.source_name}
    raise_any(
        make_fault("too-few-ballots", value=code, entry=code, have=have, **drops)
        for code, have in ((panel.entries[at], int(panel.counts[at])) for at in _short_of(panel, drop))
    )
