"""Entries of a round: the order in which they present, and who withdraws."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from hackathon import clock
from hackathon.domain.base import audit
from hackathon.domain.base.errors import Invalid
from hackathon.domain.rounds import rounds
from hackathon.extensions import db
from hackathon.models import Entry, Person, Round, Team
from scoring.text import Code, text


def reorder_entries(round: Round, codes: Sequence[str], *, actor: Person | None = None) -> None:
    """Present the entries in this order. Once judging has opened, the order stands."""
    rounds.require_unlocked(round)
    if rounds.state_of(round) != "planned":
        raise Invalid(
            text("The order of presentation stands once judging has opened."),
            field="order",
        )
    entries = rounds.entries_by_code(round)
    if sorted(codes) != sorted(entries):
        raise Invalid(text("The order must name every team once."), field="order")
    if list(codes) == list(entries):
        return
    gone = [entry for entry in round.entries if entry.withdrawn_at]
    for place, entry in enumerate(round.entries, start=1):
        entry.position = -place  # out of the way: a position belongs to one entry at every moment
    db.session.flush()
    for place, entry in enumerate([*(entries[code] for code in codes), *gone], start=1):
        entry.position = place
    db.session.flush()
    audit.record(round.event, "round.reordered", f"round:{round.key}", actor=actor, order=list(codes))


def withdraw_entry(round: Round, entry: Entry, *, reason: str, actor: Person | None = None) -> None:
    """Take an entry out of the round. Its ballots stay stored and stop counting."""
    rounds.hold(round)
    rounds.require_unlocked(round)
    if not reason.strip():
        raise Invalid(text("A withdrawal needs a reason."), field="reason")
    if entry.withdrawn_at:
        raise Invalid(text("{team} has already withdrawn.", team=Code(entry.team.code)))
    entry.withdrawn_at = clock.now()
    db.session.flush()
    audit.record(
        round.event, "entry.withdrawn", f"round:{round.key}", actor=actor, reason=reason, entry=entry.team.code
    )


def find_entry(round: Round, code: str) -> Entry | None:
    """The entry of the team with this code, one that withdrew too."""
    return db.session.scalars(select(Entry).join(Team).where(Entry.round_id == round.id, Team.code == code)).first()


def all_entries(round: Round) -> list[Entry]:
    """Every entry with its team in the order of presentation, those who withdrew last."""
    query = select(Entry).join(Team).where(Entry.round_id == round.id).options(joinedload(Entry.team))
    return list(db.session.scalars(query.order_by(Entry.withdrawn_at.is_not(None), Entry.position)))


def team_names(round: Round) -> dict[str, tuple[int, str]]:
    """Number and name of every team in the round, by its code."""
    query = select(Team.code, Team.id, Team.name).join(Entry, Entry.team_id == Team.id)
    return {code: (key, name) for code, key, name in db.session.execute(query.where(Entry.round_id == round.id))}
