"""The reserve of a round: who steps in for an entry that withdrew."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import select

from hackathon.domain.base import audit
from hackathon.domain.base.errors import Invalid
from hackathon.domain.letters import letters
from hackathon.domain.results.publications import find_held
from hackathon.domain.rounds import assignments, rounds
from hackathon.domain.rounds.entries import withdraw_entry
from hackathon.domain.teams.teams import members_of
from hackathon.extensions import db
from hackathon.models import Entry, Person, Round, Team
from hackathon.permissions import visible
from scoring.text import in_languages, text


def open_places(round: Round) -> int:
    """How many of those who withdrew have nobody in their place yet."""
    entries = db.session.scalars(select(Entry).where(Entry.round_id == round.id)).all()
    gone = sum(1 for entry in entries if entry.withdrawn_at)
    return max(gone - len(_stood_in(round, entries)), 0)


def _stood_in(round: Round, entries: Sequence[Entry]) -> list[int]:
    result = find_held(round.source) if round.source else None
    if result is None:
        return []
    sent = json.loads(result.standings)["advance"]
    advanced = set(db.session.scalars(select(Team.id).where(Team.event_id == round.event_id, Team.code.in_(sent))))
    return [entry.team_id for entry in entries if entry.team_id not in advanced]


def next_in_line(round: Round) -> Team | None:
    """The first team of the reserve that is not in the round yet."""
    result = find_held(round.source) if round.source else None
    if result is None:
        return None
    waiting = json.loads(result.standings)["reserve"]
    inside = select(Entry.team_id).where(Entry.round_id == round.id)
    found = db.session.scalars(
        select(Team).where(
            Team.event_id == round.event_id,
            Team.code.in_(waiting),
            Team.withdrawn_at.is_(None),
            Team.id.not_in(inside),
        )
    )
    return min(
        (team for team in found if rounds.is_for(round, team)), key=lambda team: waiting.index(team.code), default=None
    )


def step_in(round: Round, *, actor: Person | None = None) -> Team:
    """Let the first of the reserve take the place of an entry that withdrew; it presents last and gets its judges."""
    team = next_in_line(round)
    if team is None or not open_places(round):
        raise Invalid(text("There is no open place, or nobody is left in reserve."), field="entry")
    (entry,) = rounds.enter(round, [team])
    judges = assignments.fill_entry(round, entry, actor=actor)
    audit.record(round.event, "entry.stepped-in", f"round:{round.key}", actor=actor, entry=team.code, judges=judges)
    if visible(None, "entries", round=round):
        _tell(round, team)
    return team


def _tell(round: Round, team: Team) -> None:
    """A letter to the captain: nobody waits for a place that they hold already."""
    for person, captain in members_of(team):
        if captain:
            name = in_languages(round.name).say(person.language)
            letters.write(round.event, person, "team-stepped-in", team=team.name, round=name)


def replace(round: Round, entry: Entry, *, reason: str, actor: Person | None = None) -> Team:
    """Withdraw an entry and let the first of the reserve step in for it, both or neither."""
    withdraw_entry(round, entry, reason=reason, actor=actor)
    return step_in(round, actor=actor)
