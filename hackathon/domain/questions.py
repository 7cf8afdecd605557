"""The questions that saving asks, made once for each kind of database.

A list whose length differs from call to call is an array on PostgreSQL: the text of the statement stays the same, so
that the server plans it once. SQLite has no arrays and plans in no time.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sqlalchemy import ARRAY, Integer, Select, Text, any_, bindparam, func, literal, select, tuple_, union_all

from hackathon.models import Assignment, Entry, Judge, Receipt, Recusal, Revision, Role, Round, Seat, SignIn, Team

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
        own = (Revision.entry_id == Assignment.entry_id, Revision.judge_id == Assignment.judge_id)
        return select(func.max(Revision.revision)).where(*own).scalar_subquery()

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
