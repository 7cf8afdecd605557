"""Paper ballots: two people type each one, and what they agree on is saved as the judge's sealed revision.

Nobody sees what the other typed before both have. An agreement is saved on the usual path: outside the window it is
held, and beside a ballot that the judge sent from a tablet it is a conflict; either waits for a ruling.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select

from hackathon import clock
from hackathon.domain.ballots import ballots, revisions
from hackathon.domain.ballots.revisions import Saved
from hackathon.domain.ballots.rulings import may_rule
from hackathon.domain.base import audit
from hackathon.domain.base.errors import Invalid
from hackathon.domain.base.keys import Key
from hackathon.domain.rounds.rounds import require_unlocked
from hackathon.extensions import db
from hackathon.models import Entry, Judge, PaperBallot, PaperText, Person, Round
from scoring.reading.canonical import canonical
from scoring.text import text

Marks = Mapping[str, Decimal]
Pair = tuple[int, int]
"""Of a judge and an entry, by their ids."""


@dataclass(frozen=True)
class Typing:
    """The newest that one person typed off one paper ballot."""

    person_id: int
    marks: Marks
    comment: str
    at: datetime
    revision_id: str | None

    def says(self, marks: Marks, comment: str | None = None) -> bool:
        return dict(self.marks) == dict(marks) and comment in (None, self.comment)


@dataclass(frozen=True)
class Paper:
    """One paper ballot: who typed it since it was last saved, and what it was saved as."""

    judge_id: int
    entry_id: int
    typings: tuple[Typing, ...] = ()
    saved: str | None = None

    def of(self, person: Person) -> Typing | None:
        return next((typing for typing in self.typings if typing.person_id == person.id), None)

    @property
    def differs(self) -> tuple[str, ...]:
        """The criteria on which people who typed it do not agree."""
        keys = sorted({key for typing in self.typings for key in typing.marks})
        return tuple(key for key in keys if len({typing.marks.get(key) for typing in self.typings}) > 1)

    @property
    def state(self) -> str:
        if self.saved:
            return "saved"
        return "differs" if self.differs else "once" if self.typings else "blank"


def papers_of(round: Round) -> dict[Pair, Paper]:
    """Every paper ballot of which somebody typed something: (judge, entry) → paper."""
    found: dict[Pair, list[Typing]] = {}
    rows = db.session.execute(
        select(PaperBallot, PaperText.comment)
        .outerjoin(PaperText, PaperText.paper_id == PaperBallot.id)
        .where(PaperBallot.round_id == round.id)
        .order_by(PaperBallot.id)
    )
    for row, comment in rows:
        marks = json.loads(row.marks, parse_float=Decimal, parse_int=Decimal)
        typing = Typing(row.typed_by, marks, comment or "", row.typed_at, row.revision_id)
        found.setdefault((row.judge_id, row.entry_id), []).append(typing)
    return {pair: _paper(pair, typed) for pair, typed in found.items()}


def _paper(pair: Pair, typed: Sequence[Typing]) -> Paper:
    """After it was saved the paper is done, until somebody types it again: then both must once more."""
    last = max((at for at, typing in enumerate(typed) if typing.revision_id), default=-1)
    since = {typing.person_id: typing for typing in typed[last + 1 :]}
    saved = typed[last].revision_id if last >= 0 and not since else None
    return Paper(*pair, typings=tuple(since.values()), saved=saved)


def type_in(
    round: Round, judge: Judge, sheet: Mapping[Entry, tuple[Marks, str]], *, key: Key, actor: Person
) -> dict[str, str]:
    """Keep what one person typed off a judge's sheet: entry code → once, same, differs, or how it was saved."""
    require_unlocked(round)
    if not may_rule(actor, round=round, judge=judge):
        raise Invalid(text("Nobody types in a paper of their own."), field="judge")
    db.session.execute(select(Round.id).where(Round.id == round.id).with_for_update())
    papers = papers_of(round)
    outcomes = {}
    for entry, (marks, comment) in sheet.items():
        paper = papers.get((judge.id, entry.id), Paper(judge.id, entry.id))
        outcomes[entry.team.code] = _type_one(round, judge, entry, paper, marks, comment, key=key, actor=actor)
    audit.record(
        round.event,
        "paper.typed",
        f"round:{round.key}",
        actor=actor,
        judge=judge.code,
        outcomes=dict(sorted(outcomes.items())),
    )
    return outcomes


def _type_one(
    round: Round, judge: Judge, entry: Entry, paper: Paper, marks: Marks, comment: str, *, key: Key, actor: Person
) -> str:
    revisions.check_marks(revisions.rubric_of(round.policy), marks, sealed=True)
    before = paper.of(actor)
    if before and before.says(marks, comment):
        return "differs" if paper.differs else "same"
    others = [typing for typing in paper.typings if typing.person_id != actor.id]
    agreed = next((other for other in others if other.says(marks)), None)
    whole = max(comment, agreed.comment, key=len) if agreed else comment
    saved = _save(round, judge, entry, marks, whole, key=key, actor=actor) if agreed else None
    _keep(round, judge, entry, marks, comment, saved=saved, actor=actor)
    return saved.status if saved else _unsaved_state(others)


def _unsaved_state(others: Sequence[Typing]) -> str:
    return "differs" if others else "once"


def _keep(
    round: Round, judge: Judge, entry: Entry, marks: Marks, comment: str, *, saved: Saved | None, actor: Person
) -> None:
    row = PaperBallot(
        round_id=round.id,
        judge_id=judge.id,
        entry_id=entry.id,
        marks=canonical(dict(marks)).decode(),
        typed_by=actor.id,
        typed_at=clock.now(),
        revision_id=saved.id if saved else None,
    )
    db.session.add(row)
    db.session.flush()
    if comment:
        db.session.add(PaperText(paper_id=row.id, comment=comment))


def _save(round: Round, judge: Judge, entry: Entry, marks: Marks, comment: str, *, key: Key, actor: Person) -> Saved:
    """On no head: what the judge sent from a tablet is not overwritten by a paper, it conflicts with it."""
    now = clock.now()
    draft = revisions.RevisionDraft(
        id=str(uuid.uuid4()),
        marks=dict(marks),
        sealed=True,
        made_at=now,
        comment=comment or None,
        device="paper",
    )
    return ballots.save(round, judge, entry, draft, key=key, by=actor, way="paper")
