"""Reader of [cutoff], [advance] and [[awards]]: who is barred, who goes on, who wins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from scoring.faults import Fault, make_fault
from scoring.policy.languages import texts_by_language
from scoring.policy.ranking_reader import unknown_source
from scoring.policy.rubric import unknown_criterion
from scoring.policy.settings import Advance, AwardRule, Cutoff, Quota
from scoring.reading.cells import near, to_key
from scoring.reading.sections import Section

ORDERS = ("overall", "decision")
"""What an award may go by, beside criterion:KEY and source:NAME."""


def read_cutoff(section: Section | None, keys: tuple[str, ...]) -> Cutoff | None:
    if section is None:
        return None
    made = Cutoff(
        total=section.number("total"),
        criterion=_lines(section.section("criterion"), keys),
        inclusive=section.flag("inclusive", default=True),
        ballots=section.whole("ballots", default=0, least=1),
        any_judge=_lines(section.section("any_judge"), keys),
    )
    section.close()
    return made


def _lines(table: Section | None, keys: tuple[str, ...]) -> dict[str, Decimal]:
    """Criterion → the line that it sets."""
    lines: dict[str, Decimal] = {}
    for written in table.items() if table else []:
        assert table is not None
        line, key = table.number(written), to_key(written)
        table.faults += unknown_criterion(written, keys=keys, where=table.where(written))
        lines[key] = Decimal(0) if line is None else line
    return lines


def read_advance(section: Section | None) -> Advance | None:
    if section is None:
        return None
    if not section.has("count"):
        section.fault("missing-key", "count")
    made = Advance(
        count=section.whole("count", default=0, least=0),
        reserve=section.whole("reserve", default=0, least=0),
        at_the_cut=section.choice("at_the_cut", ("resolve", "admit-all", "admit-none")),
        quota=tuple(_quota(one) for one in section.sections("quota")),
    )
    section.faults += _quota_faults(made.quota)
    section.close()
    return made


def _quota(section: Section) -> Quota:
    by = section.required_text("by")
    if not (section.has("most") or section.has("least")):
        section.fault("quota-without-limit", "by", by)
    most, least = (section.whole(key, default=-1, least=0) for key in ("most", "least"))
    section.close()
    return Quota(by, None if most < 0 else most, None if least < 0 else least)


def _quota_faults(quotas: Sequence[Quota]) -> Iterator[Fault]:
    """A fault for each column of which at least more than at most so many are to advance."""
    for number, quota in enumerate(quotas, start=1):
        caps = [one.most for one in quotas if one.by == quota.by and one.most is not None]
        if quota.least is not None and caps and quota.least > min(caps):
            where = f"advance.quota[{number}].least"
            yield make_fault("least-above-most", column=where, value=quota.least, most=min(caps))


def read_award(section: Section, keys: tuple[str, ...], sources: Sequence[str]) -> AwardRule:
    order = _order(section, keys, sources)
    if order == "decision":
        for key in ("minimum", "shared"):
            if section.has(key):
                section.fault("not-with-a-decision", key)
    kind, _, named = order.partition(":")
    made = AwardRule(
        name=_award_name(section),
        criterion=to_key(named) if kind == "criterion" else None,
        count=section.whole("count", default=1, least=1),
        exclusive=section.flag("exclusive", default=False),
        shared=section.flag("shared", default=False),
        minimum=section.number("minimum"),
        key=section.text("key") or "",
        source=to_key(named) if kind == "source" else None,
        decision=order == "decision",
        where=_where(section.section("where")),
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


def _order(section: Section, keys: tuple[str, ...], sources: Sequence[str]) -> str:
    """What the award goes by; "overall" after a fault."""
    order = section.text("by", default="overall") or "overall"
    kind, _, named = order.partition(":")
    if order in ORDERS:
        return order
    if kind not in ("criterion", "source") or not named:
        offers = (*ORDERS, *(f"criterion:{one}" for one in keys), *(f"source:{one}" for one in sources))
        section.fault("unknown-order", "by", order, near=near(order, offers))
        return "overall"
    where = section.where("by")
    if kind == "source":
        section.faults += unknown_source(order, to_key(named), names=sources, where=where)
    else:
        section.faults += unknown_criterion(order, keys=keys, where=where)
    return order


def _where(table: Section | None) -> dict[str, tuple[str, ...]]:
    """Column → the values that pass, from a text or a list of texts for each."""
    if table is None:
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for column in table.items():
        written = table.peek(column)
        values = table.texts(column) if isinstance(written, list) else (table.text(column),)
        if written == [] or "" in values:
            table.fault("empty-text", column)
        found[to_key(column)] = tuple(value for value in values if value)
    return found


def same_references(awards: Sequence[AwardRule]) -> Iterator[tuple[int, str]]:
    """Number (from 1) and text of every award that can be called what one above it is called too."""
    for at, award in enumerate(awards):
        above = frozenset[str]().union(*(one.references for one in awards[:at]))
        yield from ((at + 1, one) for one in sorted(award.references & above))


def key_faults(awards: Sequence[AwardRule]) -> Iterator[Fault]:
    """A fault for every award whose key, or whose name as the key of another, is taken."""
    keys = {award.key for award in awards if award.key}
    for number, reference in same_references(awards):
        if reference in keys:
            yield make_fault("duplicate-award", column=f"awards[{number}]", value=reference)
