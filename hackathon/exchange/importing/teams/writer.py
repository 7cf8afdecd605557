"""Writes the teams of a plan: the people first, then teams, then who is in which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from sqlalchemy import select, update

from hackathon.domain.people import imports
from hackathon.domain.teams.teams import name_key
from hackathon.exchange.importing.people.directory import Draft
from hackathon.exchange.importing.people.entrants import Gathered, prepare_people
from hackathon.exchange.importing.plan import Writer
from hackathon.exchange.importing.teams.team_row import TeamDraft
from hackathon.extensions import db
from hackathon.models import Entrant, Event, Membership, Person, Team


@dataclass
class Formed:
    """A team to be written, or (with its key) one that people join."""

    draft: TeamDraft
    team: int | None = None
    code: str = ""
    joining: Sequence[Draft] = ()
    captain: Draft | None = None
    work: bool = False


class HandsIn(Protocol):
    def hand_in(self, draft: TeamDraft, team: int, *, actor: Person | None) -> None: ...


@dataclass
class _Places:
    """Applications by person."""

    entrants: dict[int, int] = field(default_factory=dict)

    def of(self, draft: Draft) -> int:
        assert draft.person is not None  # everybody has been written by now
        return self.entrants[draft.person]


def team_writer(
    event: Event,
    gathered: Gathered,
    formed: Sequence[Formed],
    changes: Mapping[int, Mapping[str, tuple[Any, Any]]],
    works: HandsIn,
) -> Writer:
    """What writes everything that a plan of teams wants written."""
    people = prepare_people(event, gathered)

    def write(actor: Person | None) -> None:
        people.write()
        found = db.session.execute(select(Entrant.person_id, Entrant.id).where(Entrant.event_id == event.id))
        places = _Places(dict(found.all()))
        _write_new(event, [each for each in formed if each.team is None], places)
        imports.change(Team, changes)
        for each in formed:
            if each.joining or each.captain:
                _join(each, places)
            if each.work and each.team is not None:
                works.hand_in(each.draft, each.team, actor=actor)

    return write


def _write_new(event: Event, formed: Sequence[Formed], places: _Places) -> None:
    rows = [
        {
            "code": each.code,
            "name": each.draft.name,
            "name_key": name_key(each.draft.name),
            "track": each.draft.track or None,
        }
        for each in formed
    ]
    for each, key in zip(formed, imports.add_teams(event, rows), strict=True):
        each.team = key
    imports.add_memberships([row for each in formed for row in _memberships(each, places)])
    keys = [
        {"key": imports.source_key("project", each.draft.key), "team_id": each.team}
        for each in formed
        if each.draft.key
    ]
    if keys:
        imports.remember_keys(event, keys)


def _memberships(formed: Formed, places: _Places) -> list[dict[str, Any]]:
    """The members of a new team, the captain first."""
    draft = formed.draft
    ordered = sorted(draft.members, key=lambda member: member is not draft.captain)
    return [
        {"team_id": formed.team, "entrant_id": places.of(member), "captain": member is draft.captain}
        for member in ordered
    ]


def _join(formed: Formed, places: _Places) -> None:
    imports.add_memberships(
        [{"team_id": formed.team, "entrant_id": places.of(each), "captain": False} for each in formed.joining]
    )
    if formed.captain:
        here = (Membership.team_id == formed.team, Membership.left_at.is_(None))
        db.session.execute(update(Membership).where(*here, Membership.captain).values(captain=False))
        chosen = Membership.entrant_id == places.of(formed.captain)
        db.session.execute(update(Membership).where(*here, chosen).values(captain=True))
