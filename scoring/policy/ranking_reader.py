"""Reads [ranking] and [[sources]]: how ballots become scores and how equal scores are told apart."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from scoring.faults import Both, Fault, make_fault
from scoring.names import METHODS, STEPS, has_one_direction
from scoring.policy.parts import Aggregation, Drop, Ranking, Source
from scoring.policy.rubric import MOST_PLACES, unknown_criterion
from scoring.reading.cells import near, number_text
from scoring.reading.sections import Section

ABOVE_ZERO = Both("0보다 큰", "above 0")


@dataclass(frozen=True, slots=True)
class _Told:
    """What a [ranking] or a [[sources]] says about aggregation, before defaults are put together."""

    method: str | None
    drop: Drop | None
    judges: str | None


def read_ranking(top: Section, keys: tuple[str, ...]) -> tuple[Ranking, tuple[Source, ...]]:
    section = top.section("ranking") or Section({}, path="ranking", faults=top.faults)
    is_named = section.has("method")
    told = _told(section)
    own = _sources(top, told)
    sources = tuple(source for source, _ in own)
    methods = {told.method, *(source.aggregation.method for source in sources)}
    if not is_named and not sources:
        section.fault("missing-key", "method")
    _refuse_idle_settings(section, told, methods)
    for source_section, source_told, source in ((part, mine, made) for made, (part, mine) in own):
        _refuse_idle_settings(source_section, source_told, {source.aggregation.method})
    ranking = _ranking(section, told, keys)
    section.close()
    return ranking, sources


def _ranking(section: Section, told: _Told, keys: tuple[str, ...]) -> Ranking:
    decimals = section.whole("decimals", default=-1, least=0, most=MOST_PLACES)
    supplied = {name for name in ("chair", "lot_seed") if section.has(name)}
    ties, chair, seed = section.texts("ties"), section.text("chair"), section.raw_text("lot_seed")
    section.faults += _step_faults(ties, keys=keys, supplied=supplied)
    return Ranking(
        aggregation=None if told.method is None else _aggregation(told, told),
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


def _told(section: Section) -> _Told:
    method = section.text("method")
    if method is not None and method not in METHODS:
        section.fault("unknown-method", "method", method, near=near(method, METHODS))
    judges = section.choice("judges", ("random", "fixed")) if section.has("judges") else None
    return _Told(method, _drop(section.section("drop")), judges)


def _drop(section: Section | None) -> Drop | None:
    if section is None:
        return None
    # Naming one side drops on that side only; naming neither drops one on each.
    rest = 0 if section.has("high") or section.has("low") else 1
    high, low = section.whole("high", default=rest, least=0), section.whole("low", default=rest, least=0)
    of = section.choice("of", ("total", "criterion"))
    section.close()
    return Drop(high, low, of)


def _aggregation(own: _Told, general: _Told) -> Aggregation:
    return Aggregation(
        method=own.method or general.method or "mean",
        drop=own.drop or general.drop or Drop(),
        judges=own.judges or general.judges or "random",
    )


def _refuse_idle_settings(section: Section, told: _Told, methods: set[str | None]) -> None:
    if told.drop is not None and "trimmed-mean" not in methods:
        section.fault("drop-not-trimmed", "drop")
    if told.judges is not None and "adjusted" not in methods:
        section.fault("judges-not-adjusted", "judges", told.judges)


def _sources(top: Section, general: _Told) -> list[tuple[Source, tuple[Section, _Told]]]:
    found: list[tuple[Source, tuple[Section, _Told]]] = []
    for section in top.sections("sources"):
        is_named = section.has("method")
        name, told = section.required_text("name"), _told(section)
        weight = section.required_number("weight")
        if weight <= 0:
            section.fault("out-of-range", "weight", number_text(weight), range=ABOVE_ZERO)
        if not is_named and general.method is None:
            section.fault("missing-key", "method")
        if name in [source.name for source, _ in found]:
            section.fault("duplicate-source", "name", name)
        section.close()
        found.append((Source(name, weight, _aggregation(told, general)), (section, told)))
    _refuse_mixed_directions(top, [source for source, _ in found])
    return found


def _refuse_mixed_directions(top: Section, sources: list[Source]) -> None:
    if not has_one_direction(source.aggregation.method for source in sources):
        top.fault("mixed-directions", "sources")
