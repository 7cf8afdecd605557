"""Audiences of a message: everybody, those of a status, or those who still miss something."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from hackathon.domain.ballots.progress import progress_of
from hackathon.domain.results.status import STATUSES, statuses_of
from hackathon.extensions import db
from hackathon.models import Entrant, Entry, Event, Judge, Membership, Person, Round, Seat, SubmissionVersion, Team

_Find = Callable[[Event, "Round | None"], Sequence["Reader"]]


@dataclass(frozen=True)
class Reader:
    """One person that a message reaches, with the team that its words may name."""

    person: Person
    team: str = ""


@dataclass(frozen=True)
class Audience:
    """`needs_round` says that it makes sense for one round only."""

    find: _Find
    needs_round: bool = False


def readers_of(event: Event, audience: str, round: Round | None = None) -> list[Reader]:
    """The people of an audience, each once, without those whose personal data is gone."""
    found: dict[int, Reader] = {}
    for reader in AUDIENCES[audience].find(event, round):
        if reader.person.erased_at is None:
            found.setdefault(reader.person.id, reader)
    return list(found.values())


def _members(event: Event, *, captains: bool = False) -> list[tuple[Person, Team]]:
    """Who is in which team now, the captain first; only applications that stand."""
    query = (
        select(Person, Team)
        .join(Entrant, Entrant.person_id == Person.id)
        .join(Membership, Membership.entrant_id == Entrant.id)
        .join(Team, Team.id == Membership.team_id)
        .where(Team.event_id == event.id, Membership.left_at.is_(None), Entrant.withdrawn_at.is_(None))
        .order_by(Team.code, Membership.captain.desc(), Membership.id)
    )
    if captains:
        query = query.where(Membership.captain)
    return [(person, team) for person, team in db.session.execute(query)]


def _everybody(event: Event, _round: Round | None) -> list[Reader]:
    teams = {person.id: team.name for person, team in _members(event)}
    return [Reader(person, teams.get(person.id, "")) for person in _entrants(event)]


def _entrants(event: Event, *where: object) -> Sequence[Person]:
    query = select(Person).join(Entrant, Entrant.person_id == Person.id).order_by(Person.id)
    standing = (Entrant.event_id == event.id, Entrant.withdrawn_at.is_(None), Entrant.disqualified_at.is_(None))
    return db.session.scalars(query.where(*standing, *where)).all()  # type: ignore[arg-type]


def _captains(event: Event, _round: Round | None) -> list[Reader]:
    return [Reader(person, team.name) for person, team in _members(event, captains=True) if team.withdrawn_at is None]


def _without_team(event: Event, _round: Round | None) -> list[Reader]:
    placed = {person.id for person, _team in _members(event)}
    return [Reader(person) for person in _entrants(event) if person.id not in placed]


def _unconfirmed(event: Event, _round: Round | None) -> list[Reader]:
    return [Reader(person) for person in _entrants(event, Entrant.confirmed.is_(False))]


def _of_status(status: str) -> _Find:
    def find(event: Event, _round: Round | None) -> list[Reader]:
        members = _members(event)
        standing = statuses_of(event, list({team.id: team for _person, team in members}.values()))
        return [Reader(person, team.name) for person, team in members if standing[team.id] == status]

    return find


def _without_submission(event: Event, round: Round | None) -> list[Reader]:
    """The captains of teams that are in the round, or may come into it, and have handed in nothing for it."""
    assert round is not None
    handed_in = select(SubmissionVersion.team_id).where(SubmissionVersion.round_id == round.id)
    entered = select(Entry.team_id).where(Entry.round_id == round.id, Entry.withdrawn_at.is_(None))
    teams = select(Team.id).where(Team.event_id == event.id, Team.withdrawn_at.is_(None), Team.id.not_in(handed_in))
    if round.source_id is not None:
        teams = teams.where(Team.id.in_(entered))
    late = set(db.session.scalars(teams))
    return [Reader(person, team.name) for person, team in _members(event, captains=True) if team.id in late]


def _judges(event: Event, round: Round | None) -> list[Reader]:
    assert round is not None
    query = select(Person).join(Judge, Judge.person_id == Person.id).join(Seat, Seat.judge_id == Judge.id)
    return [
        Reader(person) for person in db.session.scalars(query.where(Seat.round_id == round.id).order_by(Judge.code))
    ]


def _judges_behind(event: Event, round: Round | None) -> list[Reader]:
    """Judges with a ballot that is not sealed yet."""
    assert round is not None
    progress = progress_of(round)
    owing = {judge for (judge, _entry), cell in progress.cells.items() if cell.state in ("new", "draft", "conflict")}
    return [Reader(seat.judge.person) for seat in progress.judges if seat.judge.code in owing]


AUDIENCES: dict[str, Audience] = {
    "everybody": Audience(_everybody),
    "captains": Audience(_captains),
    "without-team": Audience(_without_team),
    "unconfirmed": Audience(_unconfirmed),
    "without-submission": Audience(_without_submission, needs_round=True),
    **{f"status:{status}": Audience(_of_status(status)) for status in STATUSES},
    "judges": Audience(_judges, needs_round=True),
    "judges-behind": Audience(_judges_behind, needs_round=True),
}
