"""The teams that are there, found by code, by the project's address, by name; and who is in which."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from hackathon.domain.people import imports
from hackathon.domain.teams.teams import name_key, next_number
from hackathon.exchange.importing.table.values import Bad
from hackathon.exchange.importing.teams.team_row import TeamDraft
from hackathon.extensions import db
from hackathon.models import Entrant, Event, Membership, SourceKey, Team
from scoring.faults import Both


@dataclass
class Standing:
    """A team that is there already."""

    id: int
    code: str
    name: str
    track: str
    members: dict[int, bool] = field(default_factory=dict)
    """Person → whether they are the captain."""


class Teams:
    """Every team of the event, and who is where."""

    def __init__(self, event: Event) -> None:
        rows = db.session.execute(
            select(Team.id, Team.code, Team.name, Team.track).where(Team.event_id == event.id, ~Team.sample)
        )
        self.all = {row.id: Standing(row.id, row.code, row.name, row.track or "") for row in rows}
        self.by_code = {team.code: team for team in self.all.values()}
        self.by_name = {name_key(team.name): team for team in self.all.values()}
        keys = select(SourceKey.key, SourceKey.team_id).where(SourceKey.event_id == event.id)
        self.by_key = {key: self.all[team] for key, team in db.session.execute(keys) if team in self.all}
        self.of_person: dict[int, Standing] = {}
        for team, person, captain in db.session.execute(_places(event)):
            self.all[team].members[person] = captain
            self.of_person[person] = self.all[team]

    def next_number(self) -> int:
        return next_number(self.by_code)

    def find(self, draft: TeamDraft) -> Standing | None:
        found = self.by_code.get(draft.code) if draft.code else None
        if found is None and draft.key:
            return self.by_key.get(project_key(draft.key))
        if found is None and draft.name:
            found = self.by_name.get(name_key(draft.name))
            if found and draft.code and found.code != draft.code:
                said = Both(f"이미 {found.code}인 팀입니다", f"this team has the code {found.code} already")
                raise Bad("code", said)
        return found


def project_key(address: str) -> str:
    return imports.source_key("project", address)


def _places(event: Event) -> Any:
    return (
        select(Membership.team_id, Entrant.person_id, Membership.captain)
        .join(Entrant, Entrant.id == Membership.entrant_id)
        .where(Entrant.event_id == event.id, Membership.left_at.is_(None))
        .order_by(Membership.id)
    )
