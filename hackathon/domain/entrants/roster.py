"""The roster: entrants as an organizer looks for them: by name, by where they stand, by what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import joinedload

from hackathon.domain.people.people import normal_name
from hackathon.domain.results import status
from hackathon.extensions import db
from hackathon.models import Entrant, Event, Guardian, Membership, Person, Team

STANDS = ("admitted", "no-team", "unconfirmed", "guardian", "no-phone", "no-email", "no-consent")
ENDED = ("withdrawn", "disqualified")
OUTCOMES = ("shortlisted", "reserve", "not-selected", "finalist", "result")
SHOWS = (*STANDS, *OUTCOMES, *ENDED)


@dataclass(frozen=True)
class Wanted:
    text: str = ""
    show: str = ""
    page: int = 1


@dataclass(frozen=True)
class Row:
    """An entrant with the team they are in now."""

    entrant: Entrant
    place: Membership | None
    awaited: bool


def count(event: Event, wanted: Wanted) -> int:
    query = select(func.count()).select_from(Entrant).join(Person, Person.id == Entrant.person_id)
    return db.session.scalar(query.where(*_where(event, wanted))) or 0


def rows(event: Event, wanted: Wanted, *, offset: int = 0, limit: int | None = None) -> list[Row]:
    """In the order of application; the number of queries does not grow with the rows."""
    query = (
        select(Entrant)
        .join(Person, Person.id == Entrant.person_id)
        .where(*_where(event, wanted))
        .options(joinedload(Entrant.person))
        .order_by(Entrant.applied_at, Entrant.id)
        .offset(offset)
    )
    found = db.session.scalars(query.limit(limit) if limit else query).all()
    places, waiting = _places(event), set(db.session.scalars(_waiting()))
    return [Row(each, places.get(each.id), each.id in waiting) for each in found]


def _places(event: Event) -> dict[int, Membership]:
    query = (
        select(Membership)
        .join(Team, Team.id == Membership.team_id)
        .where(Team.event_id == event.id, Membership.left_at.is_(None))
        .options(joinedload(Membership.team))
    )
    return {place.entrant_id: place for place in db.session.scalars(query)}


def _waiting() -> Any:
    """Entrants under fourteen without a guardian's consent."""
    return select(Entrant.id).outerjoin(Guardian).where(Entrant.under_14, Guardian.agreed_at.is_(None))


def _where(event: Event, wanted: Wanted) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = [Entrant.event_id == event.id, Person.erased_at.is_(None)]
    text = normal_name(wanted.text)
    if text:
        where.append(_named(text))
    if wanted.show in STANDS or wanted.show in ENDED:
        where += _standing(wanted.show)
    elif wanted.show in OUTCOMES:
        where.append(Entrant.id.in_(_members_of(_teams_with(event, wanted.show))))
    return where


def _named(text: str) -> ColumnElement[bool]:
    in_team = (
        select(Membership.entrant_id)
        .join(Team, Team.id == Membership.team_id)
        .where(Membership.left_at.is_(None))
        .where(or_(Team.name.icontains(text, autoescape=True), Team.code == text.upper()))
    )
    return or_(
        Person.name.icontains(text, autoescape=True),
        Person.email.icontains(text, autoescape=True),
        Person.affiliation.icontains(text, autoescape=True),
        Entrant.id.in_(in_team),
    )


def _standing(show: str) -> list[ColumnElement[bool]]:
    stands = and_(Entrant.withdrawn_at.is_(None), Entrant.disqualified_at.is_(None))
    admitted = and_(stands, Entrant.confirmed, Entrant.id.not_in(_waiting()))
    placed = select(Membership.entrant_id).where(Membership.left_at.is_(None))
    conditions: dict[str, list[ColumnElement[bool]]] = {
        "admitted": [admitted],
        "no-team": [admitted, Entrant.id.not_in(placed)],
        "unconfirmed": [stands, Entrant.confirmed.is_(False)],
        "guardian": [stands, Entrant.confirmed.is_(True), Entrant.id.in_(_waiting())],
        "no-phone": [stands, Person.phone.is_(None)],
        "no-email": [stands, Person.email.is_(None)],
        "no-consent": [stands, Entrant.consented_at.is_(None)],
        "withdrawn": [Entrant.withdrawn_at.is_not(None)],
        "disqualified": [Entrant.disqualified_at.is_not(None)],
    }
    return conditions[show]


def _teams_with(event: Event, outcome: str) -> Sequence[int]:
    teams = db.session.scalars(select(Team).where(Team.event_id == event.id, ~Team.sample)).all()
    return [team_id for team_id, each in status.statuses_of(event, teams).items() if each == outcome]


def _members_of(teams: Sequence[int]) -> Any:
    return select(Membership.entrant_id).where(Membership.team_id.in_(teams), Membership.left_at.is_(None))
