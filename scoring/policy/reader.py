"""Builds a Policy from the data of its TOML file and finds everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, TypedDict

from scoring.faults import Both, Fault, raise_any
from scoring.policy.parts import Advance, AwardRule, Cutoff, Ranking, Source
from scoring.policy.ranking_reader import read_ranking
from scoring.policy.rubric import Criterion, Rubric, Scale, is_storable, rubric_faults, unknown_criterion
from scoring.reading.cells import near, number_text, to_key
from scoring.reading.sections import Section


class PolicyParts(TypedDict):
    """The fields of a Policy."""

    rubric: Rubric
    ranking: Ranking
    carry_weight: Decimal | None
    sources: tuple[Source, ...]
    cutoff: Cutoff | None
    advance: Advance | None
    awards: tuple[AwardRule, ...]


def read_policy(data: Mapping[str, Any]) -> PolicyParts:
    """The parts of a policy; raises ScoringError with every fault."""
    faults: list[Fault] = []
    top = Section(data, faults=faults)
    criteria = tuple(_criterion(section) for section in top.sections("criteria"))
    keys = tuple(criterion.key for criterion in criteria)
    known = {fault.column for fault in faults}
    faults += [fault for fault in rubric_faults(criteria) if fault.column not in known]
    ranking, sources = read_ranking(top, keys)
    carry = _carry(top.section("carry"))
    cutoff = _cutoff(top.section("cutoff"), keys)
    advance = _advance(top.section("advance"))
    awards = tuple(_award(section, keys) for section in top.sections("awards"))
    top.close()
    raise_any(faults)
    return PolicyParts(
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
    # A name may be one text for both languages; whichever language is missing borrows from the other.
    table = section.section("name") if isinstance(section.peek("name"), dict) else None
    if table is None:
        name = section.text("name", default=key) or key
        return {"ko": name, "en": name}
    ko, en = table.text("ko"), table.text("en")
    table.close()
    return {"ko": ko or en or key, "en": en or ko or key}


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
        section.fault("out-of-range", "weight", number_text(weight), range=Both("0 이상 100 이하", "from 0 to 100"))
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
        name=section.required_text("name"),
        criterion=_award_criterion(section, keys),
        count=section.whole("count", default=1, least=1),
        exclusive=section.flag("exclusive", default=False),
        shared=section.flag("shared", default=False),
        minimum=section.number("minimum"),
    )
    section.close()
    return made


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
