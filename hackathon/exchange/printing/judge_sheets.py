"""Sheets of judges, one each: every ballot of this round with its marks, as it counts."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from hackathon.domain.ballots.heads import heads_of, is_head
from hackathon.domain.ballots.progress import Progress
from hackathon.domain.ballots.totals import total_of
from hackathon.extensions import db
from hackathon.models import BallotText, Entry, Receipt, Revision, Round, Seat
from hackathon.permissions import hides_names
from scoring import Policy, Standings
from scoring.exact import decimal_text
from scoring.policy.rubric import Rubric
from scoring.reading.cells import number_text
from scoring.text import Text, joined, text, text_p

_SEALED, _CONFLICT = text_p("ballot", "sealed"), text_p("ballot", "conflict")
_STATES: dict[str, Text] = {
    "new": text_p("ballot", "not scored"),
    "draft": text_p("ballot", "draft"),
    "conflict": _CONFLICT,
    "recused": text_p("ballot", "recused"),
    "sealed": _SEALED,
}
Ballot = tuple[Revision, str, str]
"""The newest sealed revision of a ballot, its comment, and the digest on its receipt."""


def judge_sheets(round: Round, table: Standings, progress: Progress, *, language: str) -> list[dict[str, Any]]:
    """What the layout draws for each seat of the panel."""
    rubric, ballots = Policy.from_text(round.policy).panel_rubric, _ballots(round)
    dropped = {(row.entry, each.judge) for row in table.rows for each in table.totals_of(row.entry) if each.dropped}
    return [_sheet(seat, progress, rubric, ballots, dropped, language) for seat in progress.judges]


def _ballots(round: Round) -> dict[tuple[int, int], Ballot]:
    newest = heads_of(Revision.round_id == round.id, sealed=True)
    rows = db.session.execute(
        select(Revision, BallotText.comment, Receipt.digest)
        .join(Receipt, Receipt.revision_id == Revision.id)
        .outerjoin(BallotText, BallotText.revision_id == Revision.id)
        .join(newest, is_head(newest))
    )
    return {(row.judge_id, row.entry_id): (row, comment or "", digest) for row, comment, digest in rows}


def _state(state: str, *, is_sealed: bool, is_dropped: bool) -> Text:
    told: Text = _STATES[state]
    if is_sealed:
        told = joined([_SEALED, _CONFLICT], " · ") if state == "conflict" else _SEALED
    return text("{state} (left out)", state=told) if is_dropped else told


def _count_line(progress: Progress, judge: str) -> Text:
    counts = progress.counts(judge=judge)
    owed = sum(counts.values()) - counts["recused"]
    return text("{sealed} of {owed} sealed", sealed=counts["sealed"], owed=owed)


def _sheet(
    seat: Seat,
    progress: Progress,
    rubric: Rubric,
    ballots: dict[tuple[int, int], Ballot],
    dropped: set[tuple[str, str]],
    language: str,
) -> dict[str, Any]:
    judge, rows, comments = seat.judge, [], []
    for entry in progress.entries:
        cell = progress.cells.get((judge.code, entry.team.code))
        if cell is None:
            continue
        ballot = ballots.get((judge.id, entry.id)) if cell.state != "recused" else None
        is_dropped = (entry.team.code, judge.code) in dropped
        state = _state(cell.state, is_sealed=ballot is not None, is_dropped=is_dropped)
        rows.append(_row(entry, state.say(language), ballot, rubric))
        if ballot and ballot[1]:
            comments.append({"code": entry.team.code, "team": name_of(entry), "text": ballot[1]})
    return {
        "code": judge.code,
        "name": judge.person.name or judge.code,
        "chair": seat.chair,
        "line": _count_line(progress, judge.code).say(language),
        "rows": rows,
        "comments": comments,
    }


def name_of(entry: Entry) -> str:
    """What a sheet in a judge's hands calls a team: nothing beside its number while the round is blind."""
    return "" if hides_names(entry.round) else entry.team.name


def _row(entry: Entry, state: str, ballot: Ballot | None, rubric: Rubric) -> dict[str, Any]:
    marks: dict[str, Decimal] = {}
    if ballot:
        marks = json.loads(ballot[0].marks, parse_float=Decimal, parse_int=Decimal)
    total = total_of(rubric, marks) if ballot else None
    return {
        "number": entry.position,
        "code": entry.team.code,
        "team": name_of(entry),
        "marks": [number_text(marks[key]) if key in marks else "" for key in rubric.keys],
        "total": "" if total is None else decimal_text(total, 2),
        "state": state,
        "digest": ballot[2][:12] if ballot else "",
    }
