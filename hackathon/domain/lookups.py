"""What the tables say about revisions that are about to be saved: one question each for a whole transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, literal, select, tuple_, union_all

from hackathon.domain.drafts import Draft
from hackathon.domain.receipts import receipt_of
from hackathon.extensions import db
from hackathon.models import Assignment, Entry, Judge, Receipt, Recusal, Revision, Round, Seat, Team

Pair = tuple[int, int]
"""Of a judge and an entry, by their ids."""


@dataclass(frozen=True)
class Parcel:
    """What one person sent at once for one round: entry codes with drafts, and when it arrived here."""

    person_id: int
    round: str
    drafts: Sequence[tuple[str, Draft]]
    received_at: datetime
    admitted: bool = False
    """Whether somebody who may rule on it lets it in after all; that is their act, and recorded as theirs."""


@dataclass(frozen=True)
class Known:
    """A revision that came before: what it was, and what was answered."""

    id: str
    revision: int | None
    status: str
    body: str
    receipt: dict[str, Any]


def seats_of(parcels: Sequence[Parcel]) -> dict[tuple[int, str], Any]:
    """Who sits where, and where the rounds stand: (person, round's key) → round and judge.

    The rounds' rows are held until the commit: a lock or a recusal either came before or waits.
    """
    found = db.session.execute(
        select(
            Round.id.label("round_id"),
            *(Round.key, Round.event_id, Round.policy),
            *(Round.opens_at, Round.closes_at, Round.locked_at, Round.published_at),
            *(Judge.id.label("judge_id"), Judge.code.label("judge"), Judge.person_id),
        )
        .join(Seat, Seat.round_id == Round.id)
        .join(Judge, Judge.id == Seat.judge_id)
        .where(Judge.person_id.in_({parcel.person_id for parcel in parcels}))
        .where(Round.key.in_({parcel.round for parcel in parcels}))
        .order_by(Round.id)
        .with_for_update(of=Round, key_share=True)
    )
    return {(row.person_id, row.key): row for row in found}


def known_of(ids: Iterable[str]) -> dict[str, Known]:
    found = db.session.execute(
        select(
            *(Revision.id, Revision.revision, Revision.status, Revision.body, Revision.received_at),
            *(Receipt.digest, Receipt.chain, Receipt.counted, Receipt.key_id, Receipt.signature, Team.code),
        )
        .join(Receipt, Receipt.revision_id == Revision.id)
        .join(Entry, Entry.id == Revision.entry_id)
        .join(Team, Team.id == Entry.team_id)
        .where(Revision.id.in_(set(ids)))
    )
    return {row.id: Known(row.id, row.revision, row.status, row.body, receipt_of(row.code, row, row)) for row in found}


def entries_of(rounds: set[int], codes: set[str]) -> dict[tuple[int, str], Any]:
    found = db.session.execute(
        select(Entry.round_id, Entry.id, Entry.withdrawn_at, Team.code)
        .join(Team, Team.id == Entry.team_id)
        .where(Entry.round_id.in_(rounds), Team.code.in_(codes))
    )
    return {(row.round_id, row.code): row for row in found}


def facts_of(pairs: set[Pair]) -> tuple[set[Pair], set[Pair], dict[Pair, int]]:
    """Which of these pairs are assigned, which recused, and the number of each ballot's head."""
    if not pairs:
        return set(), set(), {}
    assigned, recused, heads = (
        tuple_(table.judge_id, table.entry_id).in_(pairs) for table in (Assignment, Recusal, Revision)
    )
    found: Iterable[Any] = db.session.execute(
        union_all(
            select(literal("assigned"), Assignment.judge_id, Assignment.entry_id, literal(0)).where(assigned),
            select(literal("recused"), Recusal.judge_id, Recusal.entry_id, literal(0)).where(recused),
            select(literal("head"), Revision.judge_id, Revision.entry_id, func.max(Revision.revision))
            .where(heads, Revision.revision.is_not(None))
            .group_by(Revision.judge_id, Revision.entry_id),
        )
    )
    sorted_out: dict[str, dict[Pair, int]] = {"assigned": {}, "recused": {}, "head": {}}
    for kind, judge, entry, number in found:
        sorted_out[kind][judge, entry] = number
    return set(sorted_out["assigned"]), set(sorted_out["recused"]), sorted_out["head"]


def end_of(round_id: int) -> tuple[int, str]:
    """Where the round's chain ends now: the position and the link there."""
    found = db.session.execute(
        select(Revision.chain_position, Receipt.chain)
        .join(Receipt, Receipt.revision_id == Revision.id)
        .where(Revision.round_id == round_id)
        .order_by(Revision.chain_position.desc())
        .limit(1)
    ).first()
    return (found.chain_position, found.chain) if found else (0, "")
