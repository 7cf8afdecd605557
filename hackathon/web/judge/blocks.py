"""One block of the ballot a criterion: its question, the marks that can be given, and what the levels mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from hackathon.domain.packets import earned
from hackathon.models import Round
from hackathon.web.judge.sheet import Sheet
from hackathon.web.judge.wording import mark_text, number
from hackathon.web.pages import words
from scoring import Rubric
from scoring.rubric import Criterion, Scale

MOST_BUTTONS = 12


@dataclass(frozen=True)
class Level:
    """What a range of marks means. It stands under the buttons from `first` on, `span` of them."""

    marks: str
    name: str
    first: int
    span: int

    @property
    def covered(self) -> list[int]:
        return list(range(self.first, self.first + self.span))


@dataclass(frozen=True)
class Block:
    key: str
    name: str
    question: str
    points: str
    counts: bool
    buttons: tuple[str, ...]
    """The marks as buttons; none where the scale has too many steps for them."""
    low: str
    high: str
    step: str
    levels: tuple[Level, ...]
    typed: str
    earned: str
    error: str


def blocks_of(round: Round, rubric: Rubric, sheet: Sheet) -> list[Block]:
    return [_block(criterion, rubric, sheet, round.guide.get(criterion.key) or {}) for criterion in rubric.criteria]


def _block(criterion: Criterion, rubric: Rubric, sheet: Sheet, guide: Mapping[str, Any]) -> Block:
    key, scale = criterion.key, criterion.scale
    readable = key in sheet.marks and key not in sheet.errors
    return Block(
        key=key,
        name=words(criterion.name),
        question=words(guide.get("question") or {}),
        points=number(criterion.points),
        counts=criterion.counts,
        buttons=_buttons(scale),
        low=mark_text(scale.min),
        high=mark_text(scale.max),
        step=mark_text(scale.step),
        levels=_levels(guide, scale),
        typed=mark_text(sheet.marks[key]) if readable else sheet.typed.get(key, ""),
        earned=number(earned(rubric, key, sheet.marks[key])) if readable else "–",
        error=sheet.errors.get(key, ""),
    )


def _steps(scale: Scale) -> int:
    return int((scale.max - scale.min) / scale.step) + 1


def _buttons(scale: Scale) -> tuple[str, ...]:
    if _steps(scale) > MOST_BUTTONS:
        return ()
    return tuple(mark_text(scale.min + at * scale.step) for at in range(_steps(scale)))


def _levels(guide: Mapping[str, Any], scale: Scale) -> tuple[Level, ...]:
    return tuple(_level(written, scale) for written in guide.get("levels") or ())


def _level(written: Mapping[str, Any], scale: Scale) -> Level:
    low, high = (Decimal(str(written[end])) for end in ("from", "to"))
    inside = [at for at in range(min(_steps(scale), MOST_BUTTONS)) if low <= scale.min + at * scale.step <= high]
    marks = mark_text(low) if low == high else f"{mark_text(low)}–{mark_text(high)}"
    return Level(marks, words(written["name"]), first=inside[0] + 1 if inside else 1, span=len(inside) or 1)


@dataclass(frozen=True)
class Line:
    """One line of the read-back before sealing."""

    name: str
    mark: str
    points: str


def read_back(rubric: Rubric, sheet: Sheet) -> list[Line]:
    return [_line(criterion, rubric, sheet) for criterion in rubric.criteria]


def _line(criterion: Criterion, rubric: Rubric, sheet: Sheet) -> Line:
    mark = sheet.marks.get(criterion.key)
    gained = "–" if mark is None else number(earned(rubric, criterion.key, mark))
    points = _("%(earned)s / %(points)s점", earned=gained, points=number(criterion.points))
    return Line(
        name=words(criterion.name),
        mark="–" if mark is None else mark_text(mark),
        points=points if criterion.counts else _("동점일 때만"),
    )
