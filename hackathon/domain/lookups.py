"""What the tables say about revisions that are about to be saved: one question each for a whole transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, CompoundSelect, Select, bindparam, func, literal, select, tuple_, union_all

from hackathon.domain.drafts import Draft
from hackathon.domain.receipts import receipt_of
from hackathon.extensions import db
from hackathon.models import Assignment, Entry, Judge, Receipt, Recusal, Revision, Role, Round, Seat, SignIn, Team

Pair = tuple[int, int]
"""Of a judge and an entry, by their ids."""


@dataclass(frozen=True)
class Parcel:
    """What one person sent at once for one round: entry codes with drafts, and when it arrived here.

    The sender is a person's id, or the token of a session that is then checked in the very transaction.
    """

    sender: int | str
    round: str
    drafts: Sequence[tuple[str, Draft]]
    received_at: datetime
    judge: str | None = None
    """Whose ballots these are, if the sender says so: in other hands they are not taken."""
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


JUDGES = ("judge", "chair")
"""The roles that score."""


def _any(name: str) -> BindParameter[Any]:
    """A list whose length is known only when the statement is run: the statement itself is made once."""
    return bindparam(name, expanding=True)


_SEAT = (
    *(Round.id.label("round_id"), Round.key, Round.event_id, Round.policy),
    *(Round.opens_at, Round.closes_at, Round.locked_at, Round.published_at),
    *(Judge.id.label("judge_id"), Judge.code.label("judge"), Judge.person_id),
)


def _seats(*columns: Any) -> Select[Any]:
    return (
        select(*columns, *_SEAT)
        .select_from(Round)
        .join(Seat, Seat.round_id == Round.id)
        .join(Judge, Judge.id == Seat.judge_id)
        .where(Round.key.in_(_any("rounds")))
        .order_by(Round.id)
        .with_for_update(of=Round, key_share=True)
    )


_BY_PERSON = _seats(Judge.person_id.label("sender")).where(Judge.person_id.in_(_any("senders")))
_BY_TOKEN = (
    _seats(SignIn.token.label("sender"), SignIn.id.label("session_id"), SignIn.seen_at)
    .join(SignIn, SignIn.person_id == Judge.person_id)
    .where(SignIn.token.in_(_any("senders")), SignIn.ended_at.is_(None), SignIn.expires_at > bindparam("now"))
    .where(select(Role.id).where(Role.person_id == Judge.person_id, Role.name.in_(JUDGES)).exists())
)
_KNOWN = (
    select(
        *(Revision.id, Revision.revision, Revision.status, Revision.body, Revision.received_at),
        *(Receipt.digest, Receipt.chain, Receipt.counted, Receipt.key_id, Receipt.signature, Team.code),
    )
    .join(Receipt, Receipt.revision_id == Revision.id)
    .join(Entry, Entry.id == Revision.entry_id)
    .join(Team, Team.id == Entry.team_id)
    .where(Revision.id.in_(_any("ids")))
)
_ENTRIES = (
    select(Entry.round_id, Entry.id, Entry.withdrawn_at, Team.code)
    .join(Team, Team.id == Entry.team_id)
    .where(Entry.round_id.in_(_any("rounds")), Team.event_id.in_(_any("events")), Team.code.in_(_any("codes")))
)
_FACTS: CompoundSelect[Any] = union_all(
    select(literal("assigned"), Assignment.judge_id, Assignment.entry_id, literal(0)).where(
        tuple_(Assignment.judge_id, Assignment.entry_id).in_(_any("pairs"))
    ),
    select(literal("recused"), Recusal.judge_id, Recusal.entry_id, literal(0)).where(
        tuple_(Recusal.judge_id, Recusal.entry_id).in_(_any("pairs"))
    ),
    select(literal("head"), Revision.judge_id, Revision.entry_id, func.max(Revision.revision))
    .where(tuple_(Revision.judge_id, Revision.entry_id).in_(_any("pairs")), Revision.revision.is_not(None))
    .group_by(Revision.judge_id, Revision.entry_id),
)
_END = (
    select(Revision.chain_position, Receipt.chain)
    .join(Receipt, Receipt.revision_id == Revision.id)
    .where(Revision.round_id == bindparam("round"))
    .order_by(Revision.chain_position.desc())
    .limit(1)
)


def seats_of(parcels: Sequence[Parcel]) -> dict[tuple[int | str, str], Any]:
    """Who sits where, and where the rounds stand: (sender, round's key) → round and judge.

    The rounds' rows are held until the commit: a lock or a recusal either came before or waits.
    """
    asked = {"rounds": {parcel.round for parcel in parcels}, "now": max(parcel.received_at for parcel in parcels)}
    senders = {parcel.sender for parcel in parcels}
    found: list[Any] = []
    for statement, kind in ((_BY_TOKEN, str), (_BY_PERSON, int)):
        of_kind = {sender for sender in senders if isinstance(sender, kind)}
        found += ask(statement, {**asked, "senders": of_kind}) if of_kind else []
    return {(row.sender, row.key): row for row in found}


def known_of(ids: Iterable[str]) -> dict[str, Known]:
    """The revisions that came before under one of these ids."""
    found = ask(_KNOWN, {"ids": set(ids)})
    return {row.id: Known(row.id, row.revision, row.status, row.body, receipt_of(row.code, row, row)) for row in found}


def entries_of(seats: Iterable[Any], codes: Iterable[str]) -> dict[tuple[int, str], Any]:
    """What these codes name in the rounds of these seats: (round, code) → entry."""
    rounds = {seat.round_id: seat.event_id for seat in seats}
    asked = {"rounds": set(rounds), "events": set(rounds.values()), "codes": set(codes)}
    return {(row.round_id, row.code): row for row in ask(_ENTRIES, asked)}


def facts_of(pairs: set[Pair]) -> tuple[set[Pair], set[Pair], dict[Pair, int]]:
    """Which of these pairs are assigned, which recused, and the number of each ballot's head."""
    found: dict[str, dict[Pair, int]] = {"assigned": {}, "recused": {}, "head": {}}
    for kind, judge, entry, number in ask(_FACTS, {"pairs": pairs}):
        found[kind][judge, entry] = number
    return set(found["assigned"]), set(found["recused"]), found["head"]


def end_of(round_id: int) -> tuple[int, str]:
    """Where the round's chain ends now: the position and the link there."""
    found = ask(_END, {"round": round_id})
    return (found[0].chain_position, found[0].chain) if found else (0, "")


def ask(statement: Any, values: dict[str, Any]) -> Sequence[Any]:
    """Run a statement on the session's own connection, past the objects: half of the time would go into those."""
    return db.session.connection().execute(statement, values).all()
