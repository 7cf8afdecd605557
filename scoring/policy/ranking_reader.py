"""Reader of [ranking], [[sources]] and [adjustments]: methods, their settings, and the chain of tie-break steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scoring.faults import Fault, make_fault
from scoring.names import METHODS, STEPS, has_one_direction, is_lower_better
from scoring.policy.rubric import MOST_PLACES, unknown_criterion
from scoring.policy.settings import AdjustmentRule, Aggregation, Drop, Ranking, Source
from scoring.policy.step_rules import parse_step, step_offers
from scoring.reading.cells import near, number_text
from scoring.reading.sections import Section
from scoring.text import text

ABOVE_ZERO = text("above 0")
ROUNDING = ("half-up", "half-even", "down")
ROUND_AT = ("score", "ballot", "criterion")


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
    ranking = _ranking(section, written)
    section.faults += _step_faults(ranking, keys=keys, sources=sources)
    section.close()
    return ranking, sources


def _ranking(section: Section, written: _AggregationKeys) -> Ranking:
    if not section.has("decimals"):
        for key in ("rounding", "round_at"):
            if section.has(key):
                section.fault("rounding-without-decimals", key)
    decimals = section.whole("decimals", default=-1, least=0, most=MOST_PLACES)
    return Ranking(
        aggregation=None if written.method is None else _aggregation(written, written),
        decimals=None if decimals < 0 else decimals,
        ties=section.texts("ties"),
        chair=section.text("chair"),
        lot_seed=section.raw_text("lot_seed"),
        rounding=section.choice("rounding", ROUNDING),
        round_at=section.choice("round_at", ROUND_AT),
        groups=_groups(section),
    )


def _groups(section: Section) -> tuple[str, ...]:
    groups = section.texts("groups")
    for at, column in enumerate(groups):
        if not column:
            section.fault("empty-text", "groups")
        elif column in groups[:at]:
            section.fault("twice-listed", "groups", column)
    return groups


def _step_faults(ranking: Ranking, *, keys: Sequence[str], sources: Sequence[Source]) -> list[Fault]:
    """Steps that nobody knows, or that lack what the policy itself must supply."""
    faults: list[Fault] = []
    panel = sources[0].aggregation if sources else ranking.aggregation
    names = [source.name for source in sources]
    for number, written in enumerate(ranking.ties, start=1):
        where, step = f"ranking.ties[{number}]", parse_step(written, keys)
        if step.kind == "criterion":
            faults += unknown_criterion(f"criterion:{step.named}", keys=keys, where=where)
        elif step.kind == "source":
            faults += unknown_source(written, step.named, names=names, where=where)
        elif step.kind not in STEPS:
            offer = near(written, step_offers(keys, names))
            faults.append(make_fault("unknown-step", column=where, value=written, near=offer))
        faults += _lacks(step.kind, ranking, where)
        if step.trimmed and panel is not None and panel.method != "trimmed-mean":
            faults.append(make_fault("trimmed-step-not-trimmed", column=where, value=written))
    return faults


def _lacks(kind: str, ranking: Ranking, where: str) -> list[Fault]:
    if kind == "chair" and ranking.chair is None:
        return [make_fault("chair-not-named", column=where, value=kind)]
    if kind == "lot" and ranking.lot_seed is None:
        return [make_fault("lot-without-seed", column=where, value=kind)]
    return []


def unknown_source(written: str, name: str, *, names: Sequence[str], where: str) -> list[Fault]:
    """A fault where no source is called `name`; `written` is how the policy says it."""
    if name in names:
        return []
    return [make_fault("no-such-source", column=where, value=written, near=near(name, names))]


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
    fewest = section.whole("min", default=0, least=high + low + 1) or None
    section.close()
    return Drop(high, low, of, fewest)


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
        if section.peek("criteria") == []:
            section.fault("source-without-points", "criteria")
        criteria = section.texts("criteria")
        section.close()
        found.append((Source(name, weight, _aggregation(written, general), criteria), (section, written)))
    _refuse_mixed_directions(top, [source for source, _ in found])
    return found


def _refuse_mixed_directions(top: Section, sources: list[Source]) -> None:
    if not has_one_direction(source.aggregation.method for source in sources):
        lower = ", ".join(method for method in METHODS if is_lower_better(method))
        top.fault("mixed-directions", "sources", methods=lower)


def read_adjustments(section: Section | None, ranking: Ranking, sources: Sequence[Source]) -> AdjustmentRule | None:
    if section is None:
        return None
    general = ranking.aggregation
    methods = [source.aggregation.method for source in sources] or ([general.method] if general else [])
    for key in ("most", "floor"):
        if section.has(key) and any(is_lower_better(method) for method in methods):
            section.fault("limit-on-places", key, method=methods[0])
    most = section.number("most")
    if most is not None and most < 0:
        section.fault("out-of-range", "most", number_text(most), range=text("at least {least}", least=0))
    rule = AdjustmentRule(most, section.number("floor"))
    section.close()
    return rule
