"""Reader of [ranking] and [[sources]]: the method, its settings, and the chain of tie-break steps."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from scoring.faults import Fault, make_fault
from scoring.names import METHODS, STEPS, has_one_direction, is_lower_better
from scoring.policy.rubric import MOST_PLACES, unknown_criterion
from scoring.policy.settings import Aggregation, Drop, Ranking, Source
from scoring.reading.cells import near, number_text
from scoring.reading.sections import Section
from scoring.text import text

ABOVE_ZERO = text("above 0")


@dataclass(frozen=True, slots=True)
class _AggregationKeys:
    """Aggregation keys of a [ranking] or a [[sources]] as written, before defaults are put together."""

    method: str | None
    drop: Drop | None
    judges: str | None


def read_ranking(top: Section, keys: tuple[str, ...]) -> tuple[Ranking, tuple[Source, ...]]:
    section = top.section("ranking") or Section({}, path="ranking", faults=top.faults)
    is_named = section.has("method")
    written = _aggregation_keys(section)
    own = _sources(top, written)
    sources = tuple(source for source, _ in own)
    methods = {written.method, *(source.aggregation.method for source in sources)}
    if not is_named and not sources:
        section.fault("missing-key", "method")
    _refuse_idle_settings(section, written, methods)
    for source_section, source_written, source in ((part, mine, made) for made, (part, mine) in own):
        _refuse_idle_settings(source_section, source_written, {source.aggregation.method})
    ranking = _ranking(section, written, keys)
    section.close()
    return ranking, sources


def _ranking(section: Section, written: _AggregationKeys, keys: tuple[str, ...]) -> Ranking:
    decimals = section.whole("decimals", default=-1, least=0, most=MOST_PLACES)
    supplied = {name for name in ("chair", "lot_seed") if section.has(name)}
    ties, chair, seed = section.texts("ties"), section.text("chair"), section.raw_text("lot_seed")
    section.faults += _step_faults(ties, keys=keys, supplied=supplied)
    return Ranking(
        aggregation=None if written.method is None else _aggregation(written, written),
        decimals=None if decimals < 0 else decimals,
        ties=ties,
        chair=chair,
        lot_seed=seed,
    )


def _step_faults(ties: Sequence[str], *, keys: Sequence[str], supplied: AbstractSet[str]) -> list[Fault]:
    """Steps that nobody knows, or that lack what the policy itself must supply ("chair", "lot_seed")."""
    faults: list[Fault] = []
    for number, name in enumerate(ties, start=1):
        where = f"ranking.ties[{number}]"
        if name.startswith("criterion:"):
            faults += unknown_criterion(name, keys=keys, where=where)
        elif name not in STEPS:
            offers = (*STEPS, *(f"criterion:{key}" for key in keys))
            faults.append(make_fault("unknown-step", column=where, value=name, near=near(name, offers)))
        elif name == "chair" and "chair" not in supplied:
            faults.append(make_fault("chair-not-named", column=where, value=name))
        elif name == "lot" and "lot_seed" not in supplied:
            faults.append(make_fault("lot-without-seed", column=where, value=name))
    return faults


def _aggregation_keys(section: Section) -> _AggregationKeys:
    method = section.text("method")
    if method is not None and method not in METHODS:
        section.fault("unknown-method", "method", method, near=near(method, METHODS))
    judges = section.choice("judges", ("random", "fixed")) if section.has("judges") else None
    return _AggregationKeys(method, _drop(section.section("drop")), judges)


def _drop(section: Section | None) -> Drop | None:
    if section is None:
        return None
    # Naming one side drops on that side only; naming neither drops one on each.
    rest = 0 if section.has("high") or section.has("low") else 1
    high, low = section.whole("high", default=rest, least=0), section.whole("low", default=rest, least=0)
    of = section.choice("of", ("total", "criterion"))
    section.close()
    return Drop(high, low, of)


def _aggregation(own: _AggregationKeys, general: _AggregationKeys) -> Aggregation:
    return Aggregation(
        method=own.method or general.method or "mean",
        drop=own.drop or general.drop or Drop(),
        judges=own.judges or general.judges or "random",
    )


def _refuse_idle_settings(section: Section, written: _AggregationKeys, methods: set[str | None]) -> None:
    if written.drop is not None and "trimmed-mean" not in methods:
        section.fault("drop-not-trimmed", "drop")
    if written.judges is not None and "adjusted" not in methods:
        section.fault("judges-not-adjusted", "judges", written.judges)


def _sources(top: Section, general: _AggregationKeys) -> list[tuple[Source, tuple[Section, _AggregationKeys]]]:
    found: list[tuple[Source, tuple[Section, _AggregationKeys]]] = []
    for section in top.sections("sources"):
        is_named = section.has("method")
        name, written = section.required_text("name"), _aggregation_keys(section)
        weight = section.required_number("weight")
        if weight <= 0:
            section.fault("out-of-range", "weight", number_text(weight), range=ABOVE_ZERO)
        if not is_named and general.method is None:
            section.fault("missing-key", "method")
        if name in [source.name for source, _ in found]:
            section.fault("duplicate-source", "name", name)
        section.close()
        found.append((Source(name, weight, _aggregation(written, general)), (section, written)))
    _refuse_mixed_directions(top, [source for source, _ in found])
    return found


def _refuse_mixed_directions(top: Section, sources: list[Source]) -> None:
    if not has_one_direction(source.aggregation.method for source in sources):
        lower = ", ".join(method for method in METHODS if is_lower_better(method))
        top.fault("mixed-directions", "sources", methods=lower)
