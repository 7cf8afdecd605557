"""Revisions as a judge sends them, and the checks that need no database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from hackathon import clock
from hackathon.domain.base.errors import Invalid
from scoring import Policy, Rubric
from scoring.policy.rubric import Criterion, Scale
from scoring.reading.canonical import digest
from scoring.text import text

Marks = Mapping[str, Any]
"""As a judge sent them: whole numbers and decimals, once they are checked."""
LONGEST_TEXT = 2000
"""Characters in a comment for the team, and in a private note."""
_LARGEST, _MOST_PLACES = 10**9, 18
"""No scale goes further; what lies beyond is never worked with, for some numbers do not fit into memory."""


@dataclass(frozen=True)
class RevisionDraft:
    """One revision as a judge sends it. `base` is the head's number that the judge saw, None if there was none."""

    id: str
    marks: Marks
    sealed: bool
    made_at: datetime
    base: int | None = None
    comment: str | None = None
    note: str | None = None
    device: str | None = None


@dataclass(frozen=True)
class Saved:
    """What became of a revision: accepted, conflict or held; duplicate where `first` tells what it was before."""

    id: str
    status: str
    revision: int | None
    receipt: dict[str, Any] = field(default_factory=dict)
    first: str = ""


def body_of(draft: RevisionDraft, *, judge: str, entry_id: int) -> str:
    """The digest of everything that the judge sent. The id is random, so that it salts it: no comment can be guessed back."""
    return digest(
        {
            "id": draft.id,
            "judge": judge,
            "entry": entry_id,
            "base": draft.base,
            "marks": dict(draft.marks),
            "sealed": draft.sealed,
            "comment": draft.comment,
            "note": draft.note,
        }
    )


def facts_of_saved(kept: Sequence[Saved], *, made: Mapping[str, datetime]) -> dict[str, Any]:
    """What an act says of the revisions that it saved: enough to find each of them, and its receipt, again. `made` is what
    the devices' clocks said, by id."""
    receipts = [saved.receipt for saved in kept]
    return {
        "entries": [receipt["entry"] for receipt in receipts],
        "statuses": [saved.status for saved in kept],
        "ids": [receipt["id"] for receipt in receipts],
        "digests": [receipt["digest"] for receipt in receipts],
        "revisions": [receipt["revision"] for receipt in receipts],
        "counted": [receipt["counted"] for receipt in receipts],
        "made": [clock.rfc3339(made[receipt["id"]].astimezone(UTC), precision="microseconds") for receipt in receipts],
        "end": receipts[-1]["chain"],
    }


@lru_cache(maxsize=32)
def rubric_of(policy: str) -> Rubric:
    return Policy.from_text(policy).panel_rubric


@lru_cache(maxsize=4096)
def _fault(scale: Scale, mark: Decimal) -> str | None:
    """The same few marks come again and again."""
    return scale.fault_code(mark)


def is_number(mark: object) -> bool:
    """True is no number here, though Python thinks so; NaN is none either."""
    if isinstance(mark, bool) or not isinstance(mark, int | Decimal):
        return False
    if isinstance(mark, int):
        return -_LARGEST < mark < _LARGEST
    exponent = mark.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -_MOST_PLACES and -_LARGEST < mark < _LARGEST


def check_shape(draft: RevisionDraft) -> None:
    """Refuse what no rubric could take."""
    for name, mark in draft.marks.items():
        if not is_number(mark):
            raise off_scale(name, mark)
    for name, words in (("comment", draft.comment), ("note", draft.note)):
        if words and len(words) > LONGEST_TEXT:
            raise Invalid(
                text("At most {most} characters are kept; this has {length}.", most=LONGEST_TEXT, length=len(words)),
                field=name,
                code="too-long",
            )


def check_marks(rubric: Rubric, marks: Marks, *, sealed: bool) -> None:
    """Refuse a mark that is on no criterion, no number, off the scale or off its step, and a gap in a sealed ballot."""
    criteria = {criterion.key: criterion for criterion in rubric.criteria}
    for name, mark in marks.items():
        _check_mark(criteria.get(name), name, mark)
    missing = [criterion.key for criterion in rubric.criteria if criterion.points and criterion.key not in marks]
    if sealed and missing:
        raise Invalid(
            text("{criterion}: the mark is missing.", criterion=missing[0]),
            field=missing[0],
            code="mark-missing",
        )


def _check_mark(criterion: Criterion | None, name: str, mark: Any) -> None:
    if criterion is None:
        raise Invalid(
            text("'{key}' is no criterion.", key=name),
            field=name,
            code="unknown-criterion",
        )
    fault = _fault(criterion.scale, Decimal(mark)) if is_number(mark) else "not-a-number"
    if fault:
        raise off_scale(name, mark, code=fault)


def off_scale(name: str, mark: object, *, code: str = "not-a-number") -> Invalid:
    shown = str(mark)[:20]
    return Invalid(text("{criterion}: {mark} is not on the scale.", criterion=name, mark=shown), field=name, code=code)
