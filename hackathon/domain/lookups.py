"""What the tables say about revisions that are about to be saved: one question each for a whole transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hackathon.domain.drafts import Draft
from hackathon.domain.questions import questions_for
from hackathon.domain.receipts import receipt_of
from hackathon.extensions import db

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


def seats_of(parcels: Sequence[Parcel]) -> dict[tuple[int | str, str], Any]:
    """Who sits where, and where the rounds stand: (sender, round's key) → round and judge.

    The rounds' rows are held until the commit: a lock or a recusal either came before or waits.
    """
    asked = {"rounds": {parcel.round for parcel in parcels}, "now": max(parcel.received_at for parcel in parcels)}
    senders = {parcel.sender for parcel in parcels}
    found: list[Any] = []
    for question, kind in (("by_token", str), ("by_person", int)):
        of_kind = {sender for sender in senders if isinstance(sender, kind)}
        found += _ask(question, **asked, senders=of_kind) if of_kind else []
    return {(row.sender, row.key): row for row in found}


def known_of(ids: Iterable[str]) -> dict[str, Known]:
    """The revisions that came before under one of these ids."""
    taken = {row.id for row in _ask("taken", ids=set(ids))}  # mostly none are
    found = _ask("known", ids=taken) if taken else []
    return {row.id: Known(row.id, row.revision, row.status, row.body, receipt_of(row.code, row, row)) for row in found}


def entries_of(seats: Iterable[Any], codes: Iterable[str]) -> dict[tuple[int, str], Any]:
    """What these codes name in the rounds of these seats: (round, code) → entry."""
    rounds = {seat.round_id: seat.event_id for seat in seats}
    found = _ask("entries", rounds=set(rounds), events=set(rounds.values()), codes=set(codes))
    return {(row.round_id, row.code): row for row in found}


def facts_of(pairs: set[Pair]) -> tuple[set[Pair], set[Pair], dict[Pair, int]]:
    """Which of these pairs are assigned, which recused, and the number of the head where there is one."""
    found: dict[str, dict[Pair, int | None]] = {"assigned": {}, "recused": {}}
    judges, entries = [judge for judge, _ in pairs], [entry for _, entry in pairs]
    for kind, judge, entry, number in _ask("facts", pairs=pairs, judges=judges, entries=entries):
        found[kind][judge, entry] = number
    heads = {pair: number for pair, number in found["assigned"].items() if number}
    return set(found["assigned"]), set(found["recused"]), heads


def end_of(round_id: int) -> tuple[int, str]:
    """Where the round's chain ends now: the position and the link there."""
    found = _ask("end", round=round_id)
    return (found[0].chain_position, found[0].chain) if found else (0, "")


def _ask(question: str, **values: Any) -> Sequence[Any]:
    """Put a question on the session's own connection, past the objects: half of the time would go into those."""
    connection = db.session.connection()
    statement = getattr(questions_for(connection.dialect.name), question)
    lists = {name: list(value) if isinstance(value, set) else value for name, value in values.items()}
    return connection.execute(statement, lists).all()
