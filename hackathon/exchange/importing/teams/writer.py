"""The writer of planned teams: the people first, then teams, then who is in which,
and what they hand in: title, summary and links, as the first version or as a newer one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select, update

from hackathon.domain.base.errors import Invalid
from hackathon.domain.people import imports
from hackathon.domain.submissions import submissions
from hackathon.domain.teams.teams import name_key
from hackathon.exchange.importing.people.entrants import Changes, PeopleChanges, prepare_people
from hackathon.exchange.importing.people.person_row import PersonRow
from hackathon.exchange.importing.plan import Writer
from hackathon.exchange.importing.table.values import Refusal, refusal_of
from hackathon.exchange.importing.teams.team_row import TeamRow
from hackathon.extensions import db
from hackathon.models import Entrant, Event, Membership, Person, Round, SubmissionVersion, Team
from scoring.reading.canonical import digest
from scoring.text import text


@dataclass
class TeamWrite:
    """A team to be written, or (with its key) one that people join."""

    row: TeamRow
    team: int | None = None
    code: str = ""
    joining: Sequence[PersonRow] = ()
    captain: PersonRow | None = None
    hands_in: bool = False


@dataclass
class _Places:
    """Applications by person."""

    entrants: dict[int, int] = field(default_factory=dict)

    def of(self, person: PersonRow) -> int:
        assert person.person is not None  # everybody has been written by now
        return self.entrants[person.person]


def team_writer(
    event: Event,
    people: PeopleChanges,
    teams: Sequence[TeamWrite],
    changes: Mapping[int, Changes],
    handed_in: Submissions,
) -> Writer:
    """What writes everything that a plan of teams wants written."""
    batch = prepare_people(event, people)

    def write(actor: Person | None) -> None:
        batch.write()
        found = db.session.execute(select(Entrant.person_id, Entrant.id).where(Entrant.event_id == event.id))
        places = _Places(dict(found.all()))
        _write_new(event, [each for each in teams if each.team is None], places)
        _remember_projects(event, teams)
        imports.change(Team, changes)
        for each in teams:
            if each.joining or each.captain:
                _join(each, places)
            if each.hands_in and each.team is not None:
                handed_in.hand_in(each.row, each.team, actor=actor)

    return write


def _write_new(event: Event, teams: Sequence[TeamWrite], places: _Places) -> None:
    rows = [
        {
            "code": each.code,
            "name": each.row.name,
            "name_key": name_key(each.row.name),
            "track": each.row.track or None,
        }
        for each in teams
    ]
    for each, key in zip(teams, imports.add_teams(event, rows), strict=True):
        each.team = key
    imports.add_memberships([row for each in teams for row in _memberships(each, places)])


def _remember_projects(event: Event, teams: Sequence[TeamWrite]) -> None:
    """A project's address finds its team in the next file, whatever its title is by then."""
    keys = [
        {"key": imports.source_key("project", each.row.key), "team_id": each.team} for each in teams if each.row.key
    ]
    if keys:
        imports.remember_keys(event, keys)


def _memberships(write: TeamWrite, places: _Places) -> list[dict[str, Any]]:
    """The members of a new team, the captain first."""
    row = write.row
    ordered = sorted(row.members, key=lambda member: member is not row.captain)
    return [
        {"team_id": write.team, "entrant_id": places.of(member), "captain": member is row.captain} for member in ordered
    ]


def _join(write: TeamWrite, places: _Places) -> None:
    imports.add_memberships(
        [{"team_id": write.team, "entrant_id": places.of(each), "captain": False} for each in write.joining]
    )
    if write.captain:
        here = (Membership.team_id == write.team, Membership.left_at.is_(None))
        db.session.execute(update(Membership).where(*here, Membership.captain).values(captain=False))
        chosen = Membership.entrant_id == places.of(write.captain)
        db.session.execute(update(Membership).where(*here, chosen).values(captain=True))


class Submissions:
    """What teams handed in for one round: the one that was asked for, or the first."""

    def __init__(self, event: Event, round: Round | None) -> None:
        self.round = round or next((each for each in event.rounds if each.source_id is None), None)
        found = (
            select(SubmissionVersion.team_id, SubmissionVersion.digest, SubmissionVersion.title)
            .where(SubmissionVersion.round_id == (self.round.id if self.round else 0))
            .order_by(SubmissionVersion.version)
        )
        versions = db.session.execute(found).all()
        self.newest: dict[int, str] = {team: digest for team, digest, _title in versions}
        self.titles = {(team, name_key(title)) for team, _digest, title in versions}

    def is_titled(self, team: int, *, name: str) -> bool:
        """Whether the team has the name of a work that it handed in, perhaps with a number behind it."""
        bare = re.sub(r" \(\d+\)$", "", name)
        return bool({(team, name_key(name)), (team, name_key(bare))} & self.titles)

    def is_new(self, row: TeamRow, team: int | None, *, overwrites: bool) -> bool:
        """Whether the row hands in something that does not stand there yet. Raises Refusal where it cannot."""
        content = row.submission
        if content is None or self.round is None:
            return False
        try:
            checked = submissions.check(**content)
        except Invalid as error:
            raise refusal_of(error) from None
        before = self.newest.get(team) if team is not None else None
        if before == digest(checked):
            return False
        if self.round.locked_at or (before and not overwrites):
            raise Refusal(
                "title",
                text("nothing is overwritten after the first ballot: title"),
            )
        return True

    def hand_in(self, row: TeamRow, team: int, *, actor: Person | None) -> None:
        content = row.submission
        if content is not None and self.round is not None:
            submissions.submit(self.round, db.session.get_one(Team, team), **content, by=actor)
