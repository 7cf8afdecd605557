"""Counting: which ballots count and which entries can be ranked; what is aggregated alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from scoring.ballots.ballots import Ballots
from scoring.exact import BoolArray, IntArray
from scoring.faults import make_fault, raise_any
from scoring.methods.aggregation import METHODS
from scoring.methods.panel import Panel
from scoring.policy.policy import Policy
from scoring.policy.settings import Aggregation, Source
from scoring.text import Text, joined, text

NOT_CARRIED = text("no carried score")


@dataclass(frozen=True, eq=False)
class Part:
    """Ballots that are aggregated alone: those of one source, or all where there are no sources."""

    panel: Panel
    aggregation: Aggregation
    source: Source | None = None


@dataclass(frozen=True, eq=False)
class Counted:
    """The ballots that count. `panel` is what criteria, tie steps and cut-offs read. `left_out` are sources without a
    ballot yet, `lacking` says of entries why they cannot be ranked yet; both are for provisional standings only."""

    panel: Panel
    parts: Sequence[Part]
    left_out: tuple[str, ...] = ()
    lacking: Mapping[str, Text] = field(default_factory=dict)


def sources_of(policy: Policy) -> Sequence[Source | None]:
    """The sources; where there are none, None stands for all ballots."""
    return policy.sources or (None,)


def counted_in(ballots: Ballots, source: Source | None) -> BoolArray:
    """Which ballots are complete and of the source."""
    if source is None:
        return ballots.complete
    number = ballots.sources.index(source.name) if source.name in ballots.sources else -1
    of_source: BoolArray = ballots.complete & (ballots.source == number)
    return of_source if ballots.sources else np.zeros(len(ballots), dtype=np.bool_)


def count_by_source(ballots: Ballots, sources: Sequence[Source | None]) -> IntArray:
    """Complete ballots per source (rows) and entry of `ballots.entries`."""
    return np.stack([_per_entry(ballots, counted_in(ballots, source)) for source in sources])


def _per_entry(ballots: Ballots, counted: BoolArray) -> IntArray:
    return np.bincount(ballots.entry if counted.all() else ballots.entry[counted], minlength=len(ballots.entries))


def count_ballots(ballots: Ballots, policy: Policy, *, panel_is_first_source: bool) -> Counted:
    """The ballots of the entries that have a complete one of every source. Raises ScoringError where nobody has."""
    sources = sources_of(policy)
    counts = count_by_source(ballots, sources)
    ranked: BoolArray = np.all(counts > 0, axis=0)
    if not ranked.any():
        lacking = [one.name for one, row in zip(sources, counts, strict=True) if one and not row.any()]
        faults = [make_fault("source-without-ballots", source=name) for name in lacking if ballots.complete.any()]
        raise_any(fault.in_file(ballots.file) for fault in faults or [make_fault("no-complete-ballot")])
    if policy.sources and not panel_is_first_source:
        panel = Panel.of(ballots, rubric=policy.rubric, counted=ballots.complete, ranked=ranked)
        return Counted(panel, [part_of(ballots, policy, one, ranked) for one in sources])
    parts = [part_of(ballots, policy, one, ranked) for one in sources]
    return Counted(parts[0].panel, parts)


def part_of(ballots: Ballots, policy: Policy, source: Source | None, ranked: BoolArray) -> Part:
    """The ballots of a source for the `ranked` entries (a flag per entry), and how they are aggregated."""
    how = policy.panel_aggregation if source is None else source.aggregation
    name = "" if source is None else source.name
    panel = Panel.of(
        ballots,
        rubric=policy.rubric.of_source(name),
        counted=counted_in(ballots, source),
        ranked=ranked,
        source=name,
        rounding=policy.rounding_inside(how),
    )
    return Part(panel, how, source)


def count_provisionally(ballots: Ballots, policy: Policy, *, carried: frozenset[str] | None) -> Counted:
    """The ballots of the entries that can be ranked already, and why the others cannot be. `carried`: who has a carried
    score; None where none is needed. A source other than the panel without any ballot that counts is left out."""
    sources = sources_of(policy)
    counts = count_by_source(ballots, sources)
    used = [at for at, row in enumerate(counts) if at == 0 or row.any()]
    left_out = tuple(one.name for at, one in enumerate(sources) if one and at not in used)
    kept = [sources[at] for at in used]
    ranked, lacking = _rankable(ballots, policy, kept, counts[used], carried)
    parts = [part_of(ballots, policy, source, ranked) for source in kept]
    return Counted(parts[0].panel, parts, left_out, lacking)


def _rankable(
    ballots: Ballots,
    policy: Policy,
    sources: Sequence[Source | None],
    counts: IntArray,
    carried: frozenset[str] | None,
) -> tuple[BoolArray, dict[str, Text]]:
    """Which entries every method can rank, and why the others of those with ballots cannot be."""
    ranked: BoolArray = np.all(counts > 0, axis=0)
    lacking: dict[str, Text] = {
        code: NOT_CARRIED for code in ballots.entries if carried is not None and code not in carried
    }
    ranked &= np.array([code not in lacking for code in ballots.entries], dtype=np.bool_)
    # First every source as a whole, then again among those that are left, until nobody falls out any more.
    looked_at = list(counts > 0)
    while ranked.any():
        parts = [part_of(ballots, policy, *pair) for pair in zip(sources, looked_at, strict=True)]
        found = {code: why for part in parts for code, why in _lacking_in(part).items() if code not in lacking}
        lacking |= found
        ranked &= np.array([code not in found for code in ballots.entries], dtype=np.bool_)
        if all(np.array_equal(one, ranked) for one in looked_at):
            break
        looked_at = [ranked.copy()] * len(sources)
    return ranked, lacking


def _lacking_in(part: Part) -> dict[str, Text]:
    find, panel = METHODS[part.aggregation.method].lacking, part.panel
    found = find(panel, part.aggregation) if find else {}
    name = panel.source_name
    return {panel.entries[at]: joined([name, why], ": ") if name else why for at, why in found.items()}
