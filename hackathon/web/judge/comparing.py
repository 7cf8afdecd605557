"""All of a judge's own ballots side by side, so that the first team and the last meet the same yardstick."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from flask import render_template
from flask_babel import gettext as _

from hackathon.domain.packets import Item, Packet
from hackathon.web.judge.figures import course_of, distributions_of
from hackathon.web.judge.home import state_names
from hackathon.web.judge.wording import mark_text, number
from hackathon.web.pages import words


@dataclass(frozen=True)
class Column:
    """A column that the table can be sorted by; `sorted` is "", "descending" or "ascending"."""

    key: str
    name: str
    sorted: str
    up: bool
    """Whether pressing the head sorts upwards next."""


@dataclass(frozen=True)
class Cell:
    mark: str
    share: float
    """How much of the full mark this is, of 84 dots of width."""


@dataclass(frozen=True)
class Row:
    item: Item
    cells: tuple[Cell, ...]
    total: str


def page(packet: Packet, *, sort: str, down: bool) -> str:
    keys = {"number", "total", *packet.rubric.keys}
    sort = sort if sort in keys else "total"
    in_order = sorted(packet.begun, key=_by(sort), reverse=down)  # equal ones stay in the order of presentation
    return render_template(
        "judge/compare.html",
        packet=packet,
        columns=_columns(packet, sort, down),
        rows=[_row(packet, item) for item in in_order],
        figures=distributions_of(packet),
        course=course_of(packet),
        names=state_names(),
    )


def _by(sort: str) -> Callable[[Item], Fraction]:
    if sort == "number":
        return lambda item: Fraction(item.number)
    if sort == "total":
        return lambda item: Fraction(-1) if item.total is None else item.total
    return lambda item: Fraction(item.head.marks.get(sort, -1)) if item.head else Fraction(-1)


def _columns(packet: Packet, sort: str, down: bool) -> list[Column]:
    criteria = [
        (criterion.key, _("%(name)s %(points)s점", name=words(criterion.name), points=number(criterion.points)))
        for criterion in packet.rubric.criteria
    ]
    order = "descending" if down else "ascending"
    return [
        Column(key, name, order if key == sort else "", up=down if key == sort else key == "number")
        for key, name in [("number", _("순번")), *criteria, ("total", _("총점"))]
    ]


def _row(packet: Packet, item: Item) -> Row:
    marks = item.head.marks if item.head else {}
    cells = [
        Cell(mark_text(marks[c.key]), round(float(84 * marks[c.key] / c.scale.max), 1))
        if c.key in marks
        else Cell("–", 0)
        for c in packet.rubric.criteria
    ]
    return Row(item, tuple(cells), "–" if item.total is None else number(item.total))
