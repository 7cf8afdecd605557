"""Faults of sources that mark only some criteria, and of rules that name criteria which the panel does not mark."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from scoring.faults import Fault, make_fault
from scoring.names import is_lower_better
from scoring.policy.rubric import Criterion, unknown_criterion
from scoring.policy.settings import Source


def source_faults(sources: Sequence[Source], criteria: Sequence[Criterion]) -> Iterator[Fault]:
    """What keeps sources with criteria of their own from being put together."""
    keys = tuple(criterion.key for criterion in criteria)
    for number, source in enumerate(sources, start=1):
        yield from _list_faults(source, keys, f"sources[{number}].criteria")
    if any(source.criteria for source in sources):
        yield from _unmarked(sources, keys)
        yield from _unlike_the_panel(sources, criteria)


def _list_faults(source: Source, keys: Sequence[str], where: str) -> Iterator[Fault]:
    for number, key in enumerate(source.criteria, start=1):
        yield from unknown_criterion(key, keys=keys, where=f"{where}[{number}]")
        if key in source.criteria[: number - 1]:
            yield make_fault("twice-listed", column=f"{where}[{number}]", value=key)


def _unmarked(sources: Sequence[Source], keys: Sequence[str]) -> Iterator[Fault]:
    marked = {key for source in sources for key in source.criteria or keys}
    for number, key in enumerate(keys, start=1):
        if key not in marked:
            yield make_fault("criterion-without-source", column=f"criteria[{number}].key", value=key)


def _unlike_the_panel(sources: Sequence[Source], criteria: Sequence[Criterion]) -> Iterator[Fault]:
    everything = {criterion.key for criterion in criteria}
    counting = {criterion.key for criterion in criteria if criterion.counts}
    panel = set(sources[0].criteria) or everything
    for number, source in enumerate(sources, start=1):
        mine, where = set(source.criteria) or everything, f"sources[{number}].criteria"
        if mine <= everything and not mine & counting:
            yield make_fault("source-without-points", column=where)
        if mine != panel and is_lower_better(source.aggregation.method):
            yield make_fault("places-beside-criteria", column=where, method=source.aggregation.method)


def panel_faults(named: Mapping[str, str | None], sources: Sequence[Source], keys: Sequence[str]) -> Iterator[Fault]:
    """A fault for each place of the policy (of those in `named`, with the criterion that it names) that names a
    criterion of other sources alone."""
    own = sources[0].criteria if sources else ()
    for where, key in named.items():
        if own and key in keys and key not in own:
            yield make_fault("criterion-not-of-panel", column=where, value=key, panel=sources[0].name)
