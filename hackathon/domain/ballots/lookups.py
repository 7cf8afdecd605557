"""Lookups before revisions are saved: one question to each table for a whole transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ARRAY, Integer, Select, Text, any_, bindparam, func, literal, select, tuple_, union_all

from hackathon.domain.ballots.heads import head_number
from hackathon.domain.ballots.receipts import receipt_of
from hackathon.domain.ballots.revisions import RevisionDraft
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
    drafts: Sequence[tuple[str, RevisionDraft]]
    received_at: datetime
    judge: str | None = None
    """Whose ballots these are, if the sender says so: in other hands they are not taken."""
    admitted: bool = False
    """Whether somebody who may rule on it lets it in after all; that is their act, and recorded as theirs."""
    by: int | None = None
    """The person who brings it in for the judge; none: the judge does."""
    way: str = ""
    """How it was brought in: import, paper, file."""


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


# --- the statements, made once for each kind of database: a list whose length differs from call to call is an array on
# PostgreSQL, so that the text stays the same and the server plans it once; SQLite has no arrays and plans in no time ---

JUDGES = ("judge", "chair")
"""The roles that score."""
_SEAT = (
    *(Round.id.label("round_id"), Round.key, Round.event_id, Round.policy),
    *(Round.opens_at, Round.closes_at, Round.locked_at, Round.published_at),
    *(Judge.id.label("judge_id"), Judge.code.label("judge"), Judge.person_id),
)


class Questions:
    """Every statement takes its lists by name; those of pairs also as two lists, one of judges and one of entries."""

    def __init__(self, *, arrays: bool) -> None:
        self.arrays = arrays
        self.by_person = self._seats(Judge.person_id.label("sender")).where(self._among(Judge.person_id, "senders"))
        self.by_token = self._by_token()
        self.taken = select(Revision.id).where(self._among(Revision.id, "ids"))
        self.known = self._known()
        self.entries = (
            select(Entry.round_id, Entry.id, Entry.withdrawn_at, Team.code)
            .join(Team, Team.id == Entry.team_id)
            .where(self._among(Entry.round_id, "rounds"), self._among(Team.event_id, "events"))
            .where(self._among(Team.code, "codes"))
        )
        self.facts = union_all(
            select(literal("assigned"), *self._pair(Assignment), self._head()).where(self._paired(Assignment)),
            select(literal("recused"), *self._pair(Recusal), literal(0)).where(self._paired(Recusal)),
        )
        self.end = (
            select(Revision.chain_position, Receipt.chain)
            .join(Receipt, Receipt.revision_id == Revision.id)
            .where(Revision.round_id == bindparam("round"))
            .order_by(Revision.chain_position.desc())
            .limit(1)
        )

    def _seats(self, *columns: Any) -> Select[Any]:
        return (
            select(*columns, *_SEAT)
            .select_from(Round)
            .join(Seat, Seat.round_id == Round.id)
            .join(Judge, Judge.id == Seat.judge_id)
            .where(self._among(Round.key, "rounds"))
            .order_by(Round.id)
            .with_for_update(of=Round, key_share=True)
        )

    def _by_token(self) -> Select[Any]:
        scores = select(Role.id).where(Role.person_id == Judge.person_id, Role.name.in_(JUDGES))
        return (
            self._seats(SignIn.token.label("sender"), SignIn.id.label("session_id"), SignIn.seen_at)
            .join(SignIn, SignIn.person_id == Judge.person_id)
            .where(self._among(SignIn.token, "senders"), SignIn.ended_at.is_(None))
            .where(SignIn.expires_at > bindparam("now"), scores.exists())
        )

    def _known(self) -> Any:
        return (
            select(
                *(Revision.id, Revision.revision, Revision.status, Revision.body, Revision.received_at),
                *(Receipt.digest, Receipt.chain, Receipt.counted, Receipt.key_id, Receipt.signature, Team.code),
            )
            .join(Receipt, Receipt.revision_id == Revision.id)
            .join(Entry, Entry.id == Revision.entry_id)
            .join(Team, Team.id == Entry.team_id)
            .where(self._among(Revision.id, "ids"))
        )

    def _among(self, column: Any, name: str) -> Any:
        if not self.arrays:
            return column.in_(bindparam(name, expanding=True))
        kind = Integer() if isinstance(column.type, Integer) else Text()
        return column == any_(bindparam(name, type_=ARRAY(kind)))

    def _head(self) -> Any:
        """Asked for one ballot at a time, it is the end of an index; for all at once SQLite reads all they hold."""
        return head_number(entry=Assignment.entry_id, judge=Assignment.judge_id).scalar_subquery()

    def _pair(self, table: Any) -> tuple[Any, Any]:
        return table.judge_id, table.entry_id

    def _paired(self, table: Any) -> Any:
        pair = tuple_(*self._pair(table))
        if not self.arrays:
            return pair.in_(bindparam("pairs", expanding=True))
        judges, entries = (func.unnest(bindparam(name, type_=ARRAY(Integer()))) for name in ("judges", "entries"))
        return pair.in_(select(judges, entries))


@lru_cache(maxsize=4)
def questions_for(dialect: str) -> Questions:
    return Questions(arrays=dialect == "postgresql")
