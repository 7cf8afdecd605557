"""Ballots: every save is a new revision that is never changed, and every answer is a signed receipt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, select

from hackathon import clock
from hackathon.domain.ballots.heads import heads_of, is_head
from hackathon.domain.ballots.lookups import Parcel
from hackathon.domain.ballots.receipts import receipt_of
from hackathon.domain.ballots.revisions import RevisionDraft, Saved
from hackathon.domain.ballots.saving import save_all
from hackathon.domain.base.errors import Invalid
from hackathon.domain.base.keys import Key
from hackathon.extensions import db
from hackathon.models import Entry, Judge, Person, Receipt, Recusal, Revision, Round, Team
from scoring.text import text


def save(
    round: Round,
    judge: Judge,
    entry: Entry,
    draft: RevisionDraft,
    *,
    key: Key,
    admitted: bool = False,
    by: Person | None = None,
    way: str = "",
) -> Saved:
    """Keep a revision and answer with its receipt. `by` brings it in for the judge, in that `way` (import, paper, file).

    The same id and body again is a duplicate. A revision based on an old head is kept as a conflict, one that comes
    after close or lock is held for the chair; neither counts, until somebody who may rule on it has it `admitted`.
    Raises Invalid where a revision can never be valid.
    """
    db.session.flush()  # what the caller changed must be seen: saving asks the tables, not the objects
    drafts = [(entry.team.code, draft)]
    actor = by.id if by else None
    parcel = Parcel(judge.person_id, round.key, drafts, clock.now(), admitted=admitted, by=actor, way=way)
    (answers,) = save_all([parcel], key=key)
    if answers is None:
        raise Invalid(text("This judge has no seat in this round."), field="judge")
    (answer,) = answers
    if isinstance(answer, Invalid):
        raise answer
    return answer


def counted(round: Round) -> list[Row[tuple[str, str, str]]]:
    """The ballots that count: each judge's newest sealed accepted revision for an entry, recusals left out.

    One row a ballot: entry code, judge code, marks as JSON.
    """
    return list(db.session.execute(_counting(round)))


def receipts_of_counted(round: Round) -> list[dict[str, Any]]:
    """The receipt of every ballot that counts, each with its judge, as a results bundle carries them."""
    query = _counting(round).add_columns(Revision, Receipt).join(Receipt, Receipt.revision_id == Revision.id)
    rows: Sequence[Any] = db.session.execute(query).all()
    return [{"judge": row.judge, "receipt": receipt_of(row.entry, row.Revision, row.Receipt)} for row in rows]


def _counting(round: Round) -> Select[str, str, str]:
    newest = heads_of(Revision.round_id == round.id, sealed=True)
    recused = select(Recusal.id).where(Recusal.judge_id == newest.c.judge_id, Recusal.entry_id == newest.c.entry_id)
    return (
        select(Team.code.label("entry"), Judge.code.label("judge"), Revision.marks)
        .select_from(newest)
        .join(Revision, is_head(newest))
        .join(Entry, Entry.id == newest.c.entry_id)
        .join(Team, Team.id == Entry.team_id)
        .join(Judge, Judge.id == newest.c.judge_id)
        .where(Entry.withdrawn_at.is_(None), ~recused.exists())
        .order_by(Team.code, Judge.code)
    )
