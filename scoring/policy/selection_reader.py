"""Reader of [cutoff], [advance] and [[awards]]: who is barred, who goes on, who wins."""

from __future__ import annotations

from decimal import Decimal

from scoring.policy.languages import texts_by_language
from scoring.policy.rubric import unknown_criterion
from scoring.policy.settings import Advance, AwardRule, Cutoff
from scoring.reading.cells import near, to_key
from scoring.reading.sections import Section


def read_cutoff(section: Section | None, keys: tuple[str, ...]) -> Cutoff | None:
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


def read_advance(section: Section | None) -> Advance | None:
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


def read_award(section: Section, keys: tuple[str, ...]) -> AwardRule:
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
    if not isinstance(section.peek("name"), dict):
        return section.required_text("name")
    names = texts_by_language(section, "name")
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
