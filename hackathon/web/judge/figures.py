"""A judge's own ballots as pictures: where this total stands, how often each mark was given, how the day went."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

from flask_babel import gettext as _

from hackathon.domain.packets import Item, Packet
from hackathon.web.judge.blocks import MOST_BUTTONS
from hackathon.web.judge.wording import mark_text, number
from hackathon.web.pages import words
from scoring import Rubric
from scoring.rubric import Criterion
from scoring.rulers import LEFT, RIGHT, Scale, Spread, draw, fit


@dataclass(frozen=True)
class Standing:
    """A total among the judge's own. `totals` are the others', for the page to count again as marks change."""

    scale: Scale
    spread: Spread
    sentence: str
    totals: str
    left: int = LEFT
    right: int = RIGHT


def standing_of(packet: Packet, item: Item, total: Fraction | None) -> Standing:
    others = [other.total for other in packet.begun if other is not item and other.total is not None]
    known = [*others, *([total] if total is not None else [])]
    scale = fit([*known, full_marks(packet.rubric)])
    return Standing(
        scale=scale,
        spread=draw([(other, False) for other in others], total, scale),
        sentence=place(others, total),
        totals=json.dumps([float(other) for other in others]),
    )


def full_marks(rubric: Rubric) -> Fraction:
    return sum((Fraction(criterion.points) for criterion in rubric.criteria), Fraction(0))


def place(others: Sequence[Fraction], total: Fraction | None) -> str:
    """Which place this total would take among all of one's own."""
    if total is None:
        return _("점수를 모두 매기면 내 채점표 %(count)d개 사이의 자리가 보입니다.", count=len(others))
    higher = sum(1 for other in others if other > total)
    return _("내 채점표 %(count)d개 중 %(place)d번째로 높음", count=len(others) + 1, place=higher + 1)


@dataclass(frozen=True)
class Bar:
    x: float
    height: float
    label: str
    count: int


@dataclass(frozen=True)
class Distribution:
    """How often each mark of a criterion was given, on a ground of WIDTH by FLOOR."""

    name: str
    points: str
    mean: str
    bars: tuple[Bar, ...]
    width: float
    label: str


WIDTH, FLOOR, TALLEST = 242, 78, 56


def distributions_of(packet: Packet) -> list[Distribution]:
    return [_distribution(packet, criterion) for criterion in packet.rubric.criteria]


def _distribution(packet: Packet, criterion: Criterion) -> Distribution:
    marks = [item.head.marks[criterion.key] for item in packet.begun if item.head and criterion.key in item.head.marks]
    labels = _labels(criterion)
    scale = criterion.scale
    reach = (scale.max - scale.min) / max(len(labels) - 1, 1)
    counts = Counter(round(float((mark - scale.min) / reach)) for mark in marks)
    highest = max(counts.values(), default=1)
    room = WIDTH / len(labels)
    bars = tuple(
        Bar(round(room * (at + 0.5), 1), round(TALLEST * counts[at] / highest, 1), label, counts[at])
        for at, label in enumerate(labels)
    )
    name = words(criterion.name)
    return Distribution(
        name=name,
        points=number(criterion.points),
        mean=number(Fraction(sum(marks, scale.min * 0)) / len(marks)) if marks else "–",
        bars=bars,
        width=round(room * 0.72, 1),
        label=_("%(name)s 점수 분포", name=name),
    )


def _labels(criterion: Criterion) -> list[str]:
    """Every mark of a short scale, eleven even parts of a long one."""
    scale = criterion.scale
    steps = int((scale.max - scale.min) / scale.step)
    parts = steps if steps < MOST_BUTTONS else 10
    return [mark_text(scale.min + (scale.max - scale.min) * at / parts) for at in range(parts + 1)]


@dataclass(frozen=True)
class Course:
    """Totals in the order of presentation, with the running median of five as a line."""

    scale: Scale
    dots: tuple[tuple[float, float], ...]
    line: str
    rows: tuple[tuple[float, str], ...]
    columns: tuple[tuple[float, str], ...]


_TOP, _BOTTOM, _NEAR = 8, 76, 2


def course_of(packet: Packet) -> Course | None:
    """None before there are two totals to compare."""
    totals = [(item.number, item.total) for item in packet.begun if item.total is not None]
    if len(totals) < 2:
        return None
    scale = fit([total for _number, total in totals])
    first, last = totals[0][0], totals[-1][0]

    def x(at: int) -> float:
        return round(34 + (at - first) / max(last - first, 1) * 220, 1)

    def y(value: Fraction) -> float:
        return round(_BOTTOM - float((value - scale.low) / (scale.high - scale.low)) * (_BOTTOM - _TOP), 1)

    trend = [median(t for _n, t in totals[max(0, at - _NEAR) : at + _NEAR + 1]) for at in range(len(totals))]
    return Course(
        scale=scale,
        dots=tuple((x(at), y(total)) for at, total in totals),
        line=" ".join(f"{x(at)},{y(middle)}" for (at, _total), middle in zip(totals, trend, strict=True)),
        rows=tuple((y(Fraction(value)), f"{float(value):g}") for value in (scale.low, scale.high)),
        columns=((x(first), str(first)), (x(last), str(last))),
    )
