"""Ballots: every save is a new revision that is never changed, and every answer is a signed receipt.

The save path speaks to the tables directly (Core, no ORM objects): it is the one that thirty tablets wait for.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import Row, and_, func, insert, select

from hackathon import clock
from hackathon.domain.canonical import canonical, digest
from hackathon.domain.errors import Invalid
from hackathon.domain.keys import Key
from hackathon.domain.rounds import state_of
from hackathon.extensions import db
from hackathon.models import Assignment, BallotText, Entry, Judge, Receipt, Recusal, Revision, Round, Team
from scoring import Policy, Rubric

Marks = Mapping[str, Any]
"""As a judge sent them: whole numbers and decimals, once they are checked."""
LONGEST_TEXT = 2000
"""Characters in a comment for the team, and in a private note."""


@dataclass(frozen=True)
class Draft:
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
    """What became of a revision: accepted, duplicate, conflict or held."""

    id: str
    status: str
    revision: int | None
    receipt: dict[str, Any] = field(default_factory=dict)


def save(round: Round, judge: Judge, entry: Entry, draft: Draft, *, key: Key, admitted: bool = False) -> Saved:
    """Keep a revision and answer with its receipt.

    The same id and body again is a duplicate. A revision based on an old head is kept as a conflict, one that comes
    after close or lock is held for the chair; neither counts, until somebody who may rule on it has it `admitted`.
    Raises Invalid where a revision can never be valid.
    """
    _check(round, judge, entry, draft)
    body = _body(judge, entry, draft)
    db.session.execute(select(Round.id).where(Round.id == round.id).with_for_update())  # the chain has one end
    known = db.session.execute(select(Revision).where(Revision.id == draft.id)).scalar()
    if known is not None:
        return _repeat(known, body)
    head = _head(judge, entry)
    status = "accepted" if admitted else _status(round, draft, head)
    revision = (head or 0) + 1 if status == "accepted" else None
    row = _insert(round, judge, entry, draft, status=status, revision=revision, body=body)
    return Saved(draft.id, status, revision, _give_receipt(row, judge, entry, key=key))


def _check(round: Round, judge: Judge, entry: Entry, draft: Draft) -> None:
    if entry.round_id != round.id or entry.withdrawn_at:
        raise Invalid("이 심사 단계에 없는 팀입니다.", "This team is not in this round.", field="entry")
    if db.session.scalar(select(Recusal.id).where(Recusal.judge_id == judge.id, Recusal.entry_id == entry.id)):
        raise Invalid("제척·기피·회피한 팀은 채점할 수 없습니다.", "You are recused from this team.", field="entry")
    assigned = select(Assignment.id).where(Assignment.judge_id == judge.id, Assignment.entry_id == entry.id)
    if db.session.scalar(assigned) is None:
        raise Invalid("배정되지 않은 팀입니다.", "This team is not assigned to you.", field="entry")
    check_marks(rubric_of(round.policy), draft.marks, sealed=draft.sealed)
    _check_texts(draft)


def _check_texts(draft: Draft) -> None:
    for name, text in (("comment", draft.comment), ("note", draft.note)):
        if text and len(text) > LONGEST_TEXT:
            raise Invalid(
                f"{LONGEST_TEXT}자까지 쓸 수 있습니다. 지금 {len(text)}자입니다.",
                f"At most {LONGEST_TEXT} characters are kept; this has {len(text)}.",
                field=name,
            )


def _is_number(mark: object) -> bool:
    """True is no number here, though Python thinks so; NaN is none either."""
    if isinstance(mark, bool):
        return False
    return isinstance(mark, int) or (isinstance(mark, Decimal) and mark.is_finite())


@lru_cache(maxsize=32)
def rubric_of(policy: str) -> Rubric:
    return Policy.from_text(policy).rubric


def check_marks(rubric: Rubric, marks: Marks, *, sealed: bool) -> None:
    """Refuse a mark that is on no criterion, no number, off the scale or off its step, and a gap in a sealed ballot."""
    criteria = {criterion.key: criterion for criterion in rubric.criteria}
    for name, mark in marks.items():
        if name not in criteria:
            raise Invalid(f"‘{name}’은(는) 평가항목이 아닙니다.", f"'{name}' is no criterion.", field=name)
        if not _is_number(mark) or criteria[name].scale.fault_code(Decimal(mark)):
            raise Invalid(f"{name}: 쓸 수 없는 점수 {mark}", f"{name}: {mark} is not on the scale.", field=name)
    missing = [criterion.key for criterion in rubric.criteria if criterion.points and criterion.key not in marks]
    if sealed and missing:
        raise Invalid(f"{missing[0]}: 점수가 비어 있습니다.", f"{missing[0]}: the mark is missing.", field=missing[0])


def _body(judge: Judge, entry: Entry, draft: Draft) -> str:
    """The id is random, so that it salts the digest: the comment cannot be guessed back from it."""
    return digest(
        {
            "id": draft.id,
            "judge": judge.code,
            "entry": entry.id,
            "base": draft.base,
            "marks": dict(draft.marks),
            "sealed": draft.sealed,
            "comment": draft.comment,
            "note": draft.note,
        }
    )


def _repeat(known: Revision, body: str) -> Saved:
    if known.body != body:
        raise Invalid(
            "같은 번호로 다른 채점표가 이미 왔습니다.", "This id was already used for another ballot.", field="id"
        )
    return Saved(known.id, "duplicate", known.revision, get_receipt(known.id))


def _head(judge: Judge, entry: Entry) -> int | None:
    return db.session.scalar(
        select(func.max(Revision.revision)).where(Revision.judge_id == judge.id, Revision.entry_id == entry.id)
    )


def _status(round: Round, draft: Draft, head: int | None) -> str:
    if state_of(round) != "open":
        return "held"
    return "accepted" if draft.base == head else "conflict"


def _insert(
    round: Round, judge: Judge, entry: Entry, draft: Draft, *, status: str, revision: int | None, body: str
) -> dict[str, Any]:
    last = db.session.scalar(select(func.max(Revision.chain_position)).where(Revision.round_id == round.id))
    row = {
        "id": draft.id,
        "round_id": round.id,
        "entry_id": entry.id,
        "judge_id": judge.id,
        "revision": revision,
        "base": draft.base,
        "status": status,
        "sealed": draft.sealed,
        "marks": canonical(dict(draft.marks)).decode(),
        "body": body,
        "made_at": draft.made_at,
        "received_at": clock.now(),
        "device": draft.device,
        "chain_position": (last or 0) + 1,
    }
    db.session.execute(insert(Revision), row)
    if draft.comment or draft.note:
        db.session.execute(insert(BallotText), {"revision_id": draft.id, "comment": draft.comment, "note": draft.note})
    return row


def _give_receipt(row: dict[str, Any], judge: Judge, entry: Entry, *, key: Key) -> dict[str, Any]:
    code = db.session.scalar(select(Team.code).where(Team.id == entry.team_id))
    marks_digest = digest(
        {"entry": code, "judge": judge.code, "marks": json.loads(row["marks"]), "sealed": row["sealed"]}
    )
    before = db.session.scalar(
        select(Receipt.chain)
        .join(Revision, Revision.id == Receipt.revision_id)
        .where(Revision.round_id == row["round_id"], Revision.chain_position == row["chain_position"] - 1)
    )
    receipt = {
        "id": row["id"],
        "entry": code,
        "revision": row["revision"],
        "digest": marks_digest,
        "received_at": _stamp(row["received_at"]),
        "chain": digest({"before": before or "", "id": row["id"], "digest": marks_digest}),
        "counted": row["status"] == "accepted" and row["sealed"],
        "key_id": key.id,
    }
    receipt["signature"] = key.sign(receipt)
    kept = {name: receipt[name] for name in ("digest", "chain", "counted", "key_id", "signature")}
    db.session.execute(insert(Receipt), {"revision_id": row["id"], **kept})
    return receipt


def _stamp(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds").replace("+00:00", "Z")


def get_receipt(revision_id: str) -> dict[str, Any]:
    """The receipt as it was signed."""
    row = db.session.execute(
        select(Receipt, Revision.revision, Revision.received_at, Team.code)
        .join(Revision, Revision.id == Receipt.revision_id)
        .join(Entry, Entry.id == Revision.entry_id)
        .join(Team, Team.id == Entry.team_id)
        .where(Receipt.revision_id == revision_id)
    ).one()
    kept = row.Receipt
    return {
        "id": revision_id,
        "entry": row.code,
        "revision": row.revision,
        "digest": kept.digest,
        "received_at": _stamp(row.received_at),
        "chain": kept.chain,
        "counted": kept.counted,
        "key_id": kept.key_id,
        "signature": kept.signature,
    }


def counted(round: Round) -> list[Row[tuple[str, str, str]]]:
    """The ballots that count: each judge's newest sealed accepted revision for an entry, recusals left out.

    One row a ballot: entry code, judge code, marks as JSON.
    """
    newest = (
        select(Revision.entry_id, Revision.judge_id, func.max(Revision.revision).label("revision"))
        .where(Revision.round_id == round.id, Revision.sealed, Revision.status == "accepted")
        .group_by(Revision.entry_id, Revision.judge_id)
        .subquery()
    )
    same = and_(
        Revision.entry_id == newest.c.entry_id,
        Revision.judge_id == newest.c.judge_id,
        Revision.revision == newest.c.revision,
    )
    recused = select(Recusal.id).where(Recusal.judge_id == newest.c.judge_id, Recusal.entry_id == newest.c.entry_id)
    return list(
        db.session.execute(
            select(Team.code.label("entry"), Judge.code.label("judge"), Revision.marks)
            .select_from(newest)
            .join(Revision, same)
            .join(Entry, Entry.id == newest.c.entry_id)
            .join(Team, Team.id == Entry.team_id)
            .join(Judge, Judge.id == newest.c.judge_id)
            .where(Entry.withdrawn_at.is_(None), ~recused.exists())
            .order_by(Team.code, Judge.code)
        )
    )
