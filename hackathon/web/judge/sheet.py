"""The ballot as a form: what stands in it, what was typed, and what of it cannot be kept."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from flask_babel import gettext as _

from hackathon import clock
from hackathon.domain.ballots import LONGEST_TEXT, Draft, check_marks
from hackathon.domain.errors import Invalid
from hackathon.domain.packets import Item, total_of
from hackathon.web.judge.wording import mark_text, number, scale_words
from hackathon.web.pages import words
from scoring import Rubric

_NUMBER = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,9})?")
_UNREADABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True)
class Sheet:
    """`typed` holds the marks as they were written, `marks` those that can be read; `errors` one sentence a field."""

    id: str
    base: int | None
    typed: Mapping[str, str]
    marks: Mapping[str, Decimal]
    comment: str
    note: str
    errors: Mapping[str, str] = field(default_factory=dict)

    def draft(self, *, sealed: bool) -> Draft:
        return Draft(
            id=self.id,
            marks=dict(self.marks),
            sealed=sealed,
            made_at=clock.now(),
            base=self.base,
            comment=self.comment or None,
            note=self.note or None,
        )

    def renamed(self, *, sealed: bool) -> Sheet:
        """The same content under an id of its own, always the same one: pressing again stays a repetition."""
        content = json.dumps([self.base, sorted(self.typed.items()), self.comment, self.note, sealed])
        return replace(self, id=str(uuid.uuid5(uuid.UUID(self.id), content)))


def sheet_of(item: Item) -> Sheet:
    """What the server holds, ready to be changed; each rendering is a revision of its own to be."""
    head = item.head
    marks = dict(head.marks) if head else {}
    return Sheet(
        id=str(uuid.uuid4()),
        base=item.base,
        typed={key: mark_text(mark) for key, mark in marks.items()},
        marks=marks,
        comment=head.comment if head else "",
        note=head.note if head else "",
    )


def read(form: Mapping[str, str], rubric: Rubric) -> Sheet:
    """What was sent. Whatever was typed stays, also where it can never be kept."""
    typed = {key: form.get(f"mark-{key}", "").strip() for key in rubric.keys}
    marks = {key: Decimal(text) for key, text in typed.items() if _NUMBER.fullmatch(text)}
    sheet = Sheet(
        id=_id(form.get("id", "")),
        base=int(form["base"]) if re.fullmatch(r"[0-9]{1,9}", form.get("base", "")) else None,
        typed={key: text for key, text in typed.items() if text},
        marks=marks,
        comment=_text(form.get("comment", "")),
        note=_text(form.get("note", "")),
    )
    return replace(sheet, errors=_faults(sheet, rubric))


def _id(text: str) -> str:
    try:
        return str(uuid.UUID(text))
    except ValueError:
        return str(uuid.uuid4())


def _text(text: str) -> str:
    """A browser sends line ends as two characters; other control characters are in no text that somebody writes."""
    return _UNREADABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _faults(sheet: Sheet, rubric: Rubric) -> dict[str, str]:
    found = {}
    for key in sheet.typed:
        try:
            check_marks(rubric, {key: sheet.marks.get(key)}, sealed=False)
        except Invalid:
            found[key] = mark_fault(rubric, key)
    for name, text in (("comment", sheet.comment), ("note", sheet.note)):
        if len(text) > LONGEST_TEXT:
            found[name] = _("%(most)d자까지 쓸 수 있습니다. 지금 %(now)d자입니다.", most=LONGEST_TEXT, now=len(text))
    return found


def mark_fault(rubric: Rubric, key: str) -> str:
    criterion = rubric.criteria[rubric.index(key)]
    return _("%(name)s: %(scale)s 점수를 고르세요.", name=words(criterion.name), scale=scale_words(criterion.scale))


def gaps(sheet: Sheet, rubric: Rubric) -> dict[str, str]:
    """What is missing before the ballot can be sealed: criterion → sentence."""
    missing = [c for c in rubric.criteria if c.counts and c.key not in sheet.typed]
    return {c.key: _("%(name)s 점수를 매겨야 봉인할 수 있습니다.", name=words(c.name)) for c in missing}


def shown_total(sheet: Sheet, rubric: Rubric) -> str:
    total = None if sheet.errors.keys() & set(rubric.keys) else total_of(rubric, sheet.marks)
    return "–" if total is None else number(total)
