"""The sheet on which one person types a judge's paper ballots: a row a team, checked and saved together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from flask import abort, render_template, request

from hackathon.database import unit_of_work
from hackathon.domain.ballots import paper
from hackathon.domain.ballots.paper import Paper
from hackathon.domain.ballots.progress import progress_of
from hackathon.domain.ballots.revisions import LONGEST_TEXT, check_marks, rubric_of
from hackathon.domain.ballots.rulings import may_rule
from hackathon.domain.base.errors import Invalid
from hackathon.exchange.printing.blank_sheets import scale_text
from hackathon.models import Entry, Judge, Round
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import chosen_language
from hackathon.web.http.languages import gettext as _
from hackathon.web.organizer.shared.desk import SIGNERS, Answer, actor, back, blueprint, load_judge, load_round, the_key
from hackathon.web.page.frame import words
from scoring import Rubric
from scoring.reading.cells import number_text

_NUMBER = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,9})?")
_UNREADABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True)
class Row:
    """A team on the sheet: what stands in its fields, and what is wrong with it."""

    entry: Entry
    paper: Paper | None
    typed: Mapping[str, str]
    comment: str
    error: str = ""
    open: bool = True

    @property
    def is_filled(self) -> bool:
        return bool(self.typed or self.comment)


@blueprint.get("/rounds/<key>/paper/<code>")
@policy(*SIGNERS)
def paper_sheet(key: str, code: str) -> str:
    round, judge = _load(key, code)
    return _sheet(round, judge, [_row(each, request.args.get("again")) for each in _papers(round, judge)])


def _load(key: str, code: str) -> tuple[Round, Judge]:
    round = load_round(key, "ballots")
    judge = load_judge(round, code)
    if not may_rule(actor(), round=round, judge=judge):
        abort(404)
    return round, judge


def _papers(round: Round, judge: Judge) -> list[tuple[Entry, Paper | None]]:
    """The teams on this judge's sheet in their order, those that the judge must not score left out."""
    progress, found = progress_of(round, judge=judge), paper.papers_of(round)
    owed = {entry for (_judge, entry), cell in progress.cells.items() if cell.state != "recused"}
    return [(entry, found.get((judge.id, entry.id))) for entry in progress.entries if entry.team.code in owed]


def _row(each: tuple[Entry, Paper | None], again: str | None) -> Row:
    entry, kept = each
    mine = kept.of(actor()) if kept else None
    typed = {key: number_text(mark) for key, mark in mine.marks.items()} if mine else {}
    is_open = kept is None or kept.saved is None or again == entry.team.code
    return Row(entry, kept, typed, mine.comment if mine else "", open=is_open)


def _sheet(round: Round, judge: Judge, rows: list[Row]) -> str:
    return render_template(
        "organizer/night/paper_sheet.html",
        round=round,
        judge=judge,
        rows=rows,
        criteria=[
            (c.key, words(c.name), scale_text(c.scale, chosen_language())) for c in rubric_of(round.policy).criteria
        ],
        names={c.key: words(c.name) for c in rubric_of(round.policy).criteria},
        locked=round.locked_at is not None,
        most=LONGEST_TEXT,
    )


@blueprint.post("/rounds/<key>/paper/<code>")
@policy(*SIGNERS)
def type_paper(key: str, code: str) -> Answer:
    round, judge = _load(key, code)
    rubric = rubric_of(round.policy)
    rows = [_read(each, rubric) for each in _papers(round, judge)]
    if any(row.error for row in rows):
        return _sheet(round, judge, rows), 422
    return back(round, "papers", _outcome_text(judge, _save(round, judge, rows)))


def _save(round: Round, judge: Judge, rows: list[Row]) -> Counter[str]:
    """How many papers came to which outcome; rows without anything typed are left out."""
    sheet = {row.entry: (_marks(row), row.comment) for row in rows if row.is_filled}
    if not sheet:
        return Counter()
    with unit_of_work():
        return Counter(paper.type_in(round, judge, sheet, key=the_key(), actor=actor()).values())


def _read(each: tuple[Entry, Paper | None], rubric: Rubric) -> Row:
    entry, kept = each
    code = entry.team.code
    fields = {key: request.form.get(f"{code}-{key}", "").strip() for key in rubric.keys}
    typed = {key: text for key, text in fields.items() if text}
    comment = _UNREADABLE.sub("", request.form.get(f"{code}-comment", "").replace("\r\n", "\n")).strip()
    row = Row(entry, kept, typed, comment)
    return replace(row, error=_fault(row, rubric)) if row.is_filled else row


def _fault(row: Row, rubric: Rubric) -> str:
    """The first thing that is wrong with a row, in one sentence."""
    unreadable = next((text for text in row.typed.values() if not _NUMBER.fullmatch(text)), None)
    if unreadable is not None:
        return _("“{text}” is no mark.", text=unreadable)
    if len(row.comment) > LONGEST_TEXT:
        return _("A comment has at most {most} characters.", most=LONGEST_TEXT)
    try:
        check_marks(rubric, _marks(row), sealed=True)
    except Invalid as refusal:
        return _named(refusal, rubric)
    return ""


def _named(refusal: Invalid, rubric: Rubric) -> str:
    """The sentence with the criterion by the name that stands on the paper."""
    sentence = refusal.sentence(chosen_language())
    if refusal.field not in rubric.keys:
        return sentence
    return sentence.replace(refusal.field, words(rubric.criteria[rubric.index(refusal.field)].name), 1)


def _marks(row: Row) -> dict[str, Decimal]:
    return {key: Decimal(text) for key, text in row.typed.items()}


def _outcome_text(judge: Judge, counts: Counter[str]) -> str:
    parts = [
        (counts["once"], _("typed once: {count}", count=counts["once"])),
        (counts["accepted"], _("agreed and counted: {count}", count=counts["accepted"])),
        (counts["differs"], _("differs from the other person: {count}", count=counts["differs"])),
        (
            counts["held"] + counts["conflict"],
            _("agreed, waiting for a ruling: {count}", count=counts["held"] + counts["conflict"]),
        ),
    ]
    text = ", ".join(words for count, words in parts if count) or _("Nothing was changed.")
    return f"{judge.code}: {text}"
