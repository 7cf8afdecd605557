"""Reader of policies: the fields of a Policy from the data of its TOML file, or every fault in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypedDict

from scoring.faults import Fault, make_fault, raise_any
from scoring.names import METHODS, STEPS, has_one_direction, is_lower_better
from scoring.policy.rubric import (
    MOST_PLACES,
    Criterion,
    Rubric,
    Scale,
    is_storable,
    rubric_faults,
    unknown_criterion,
)
from scoring.policy.settings import Advance, Aggregation, AwardRule, Cutoff, Drop, Ranking, Source
from scoring.reading.cells import near, number_text, to_key
from scoring.reading.sections import Section
from scoring.text import text

ABOVE_ZERO = text("above 0")
# A language as its code names it. Countries that people write for Korean, Japanese and Chinese are slips.
LANGUAGE = re.compile(r"(?!(?:kr|jp|cn)$)[a-z]{2,3}(?:[_-][A-Za-z0-9]+)*")
# The digest of a policy has always covered a name in these two, one borrowing from the other; every digest ever
# published depends on it.
DIGESTED_LANGUAGES = ("ko", "en")


class PolicyFields(TypedDict):
    """The fields of a Policy."""

    rubric: Rubric
    ranking: Ranking
    carry_weight: Decimal | None
    sources: tuple[Source, ...]
    cutoff: Cutoff | None
    advance: Advance | None
    awards: tuple[AwardRule, ...]


def read_policy(data: Mapping[str, Any]) -> PolicyFields:
    """The parts of a policy; raises ScoringError with every fault."""
    faults: list[Fault] = []
    top = Section(data, faults=faults)
    criteria = tuple(_criterion(section) for section in top.sections("criteria"))
    keys = tuple(criterion.key for criterion in criteria)
    known = {fault.column for fault in faults}
    faults += [fault for fault in rubric_faults(criteria) if fault.column not in known]
    ranking, sources = _read_ranking(top, keys)
    carry = _carry(top.section("carry"))
    cutoff = _cutoff(top.section("cutoff"), keys)
    advance = _advance(top.section("advance"))
    awards = tuple(_award(section, keys) for section in top.sections("awards"))
    top.close()
    raise_any(faults)
    return PolicyFields(
        rubric=Rubric(criteria), ranking=ranking, carry_weight=carry, sources=sources,
        cutoff=cutoff, advance=advance, awards=awards,
    )  # fmt: skip


def _criterion(section: Section) -> Criterion:
    key = section.required_text("key")
    points = section.required_number("points")
    name = _name(section, key)
    scale = _scale(section, points)
    section.close()
    return Criterion(key=key, name=name, points=points, scale=scale)


def _name(section: Section, key: str) -> dict[str, str]:
    """Language → name, for every language that the policy names the criterion in, and for those of the digest."""
    table = section.section("name") if isinstance(section.peek("name"), dict) else None
    if table is None:
        return dict.fromkeys(DIGESTED_LANGUAGES, section.text("name", default=key) or key)
    given = {language: table.text(language) for language in table.items() if LANGUAGE.fullmatch(language)}
    table.close()
    names = {language: name for language, name in given.items() if name}
    languages = [*DIGESTED_LANGUAGES, *(language for language in names if language not in DIGESTED_LANGUAGES)]
    borrowed = next((names[language] for language in languages if language in names), key)
    return {language: names.get(language, borrowed) for language in languages}


def _scale(section: Section, points: Decimal) -> Scale:
    table = section.section("scale")
    least = highest = step = None
    if table is not None:
        least, highest, step = table.number("min"), table.number("max"), table.number("step")
        table.close()
    if highest is None and points == 0:
        section.fault("scale-required", "scale")
    # A criterion that is faulty already gets a harmless scale, so that it is not blamed twice.
    harmless = points if points > 0 and is_storable(points) else Decimal(1)
    return Scale(
        min=Decimal(0) if least is None else least,
        max=harmless if highest is None else highest,
        step=Decimal(1) if step is None else step,
    )


def _carry(section: Section | None) -> Decimal | None:
    if section is None:
        return None
    weight = section.required_number("weight")
    if not 0 <= weight <= 100:
        section.fault(
            "out-of-range", "weight", number_text(weight), range=text("from {least} to {most}", least=0, most=100)
        )
    section.close()
    return weight


def _cutoff(section: Section | None, keys: tuple[str, ...]) -> Cutoff | None:
    if section is None:
        return None
    total, lines = section.number("total"), {}
    table = section.section("criterion")
    for written in table.items() if table else []:
        assert table is not None
        line, key = table.number(written), to_key(written)
        table.faults += unknown_criterion(written, keys=keys, where=table.where(written))
        lines[key] = Decimal(0) if line is None else line
    inclusive = section.flag("inclusive", default=True)
    section.close()
    return Cutoff(total, lines, inclusive)


def _advance(section: Section | None) -> Advance | None:
    if section is None:
        return None
    if not section.has("count"):
        section.fault("missing-key", "count")
    made = Advance(
        count=section.whole("count", default=0, least=0),
        reserve=section.whole("reserve", default=0, least=0),
        at_the_cut=section.choice("at_the_cut", ("resolve", "admit-all", "admit-none")),
    )
    section.close()
    return made


def _award(section: Section, keys: tuple[str, ...]) -> AwardRule:
    made = AwardRule(
        name=_award_name(section),
        criterion=_award_criterion(section, keys),
        count=section.whole("count", default=1, least=1),
        exclusive=section.flag("exclusive", default=False),
        shared=section.flag("shared", default=False),
        minimum=section.number("minimum"),
    )
    section.close()
    return made


def _award_name(section: Section) -> str | dict[str, str]:
    """A text, or language → text."""
    table = section.section("name") if isinstance(section.peek("name"), dict) else None
    if table is None:
        return section.required_text("name")
    given = {language: table.text(language) for language in table.items() if LANGUAGE.fullmatch(language)}
    table.close()
    names = {language: name for language, name in given.items() if name}
    if not names:
        section.fault("missing-key", "name")
    return names or ""


def _award_criterion(section: Section, keys: tuple[str, ...]) -> str | None:
    order = section.text("by", default="overall") or "overall"
    if order == "overall":
        return None
    kind, _, key = order.partition(":")
    if kind != "criterion" or not key:
        section.fault(
            "unknown-order", "by", order, near=near(order, ("overall", *(f"criterion:{one}" for one in keys)))
        )
        return None
    section.faults += unknown_criterion(order, keys=keys, where=section.where("by"))
    return to_key(key)


@dataclass(frozen=True, slots=True)
class _AggregationKeys:
    """Aggregation keys of a [ranking] or a [[sources]] as written, before defaults are put together."""

    method: str | None
    drop: Drop | None
    judges: str | None


def _read_ranking(top: Section, keys: tuple[str, ...]) -> tuple[Ranking, tuple[Source, ...]]:
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
