"""People found by text and role, a page at a time, in a number of queries that does not grow with them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from hackathon.domain.people.merging import is_present
from hackathon.domain.people.people import normal_name
from hackathon.extensions import db
from hackathon.models import Entrant, Event, Judge, Membership, Person, Role
from hackathon.models.people import ROLES

PER_PAGE = 50
FILTERS = (*ROLES, "captain", "member")


@dataclass(frozen=True)
class Wanted:
    """What the list is narrowed to."""

    text: str = ""
    role: str = ""
    page: int = 1


@dataclass(frozen=True)
class Listing:
    wanted: Wanted
    total: int
    people: Sequence[Person]
    codes: Mapping[int, str] = field(default_factory=dict)
    """Person id → a judge's code."""
    teams: Mapping[int, Membership] = field(default_factory=dict)
    """Person id → the place in a team."""

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PER_PAGE))


def search(event: Event, wanted: Wanted) -> Listing:
    where = _where(event, wanted)
    total = db.session.scalar(select(func.count()).select_from(Person).where(*where)) or 0
    listing = Listing(wanted=wanted, total=total, people=[])
    page = min(max(wanted.page, 1), listing.pages)
    found = db.session.scalars(
        select(Person)
        .where(*where)
        .options(selectinload(Person.roles))
        .order_by(Person.roles.any().desc(), func.coalesce(Person.name, Person.email), Person.id)
        .offset((page - 1) * PER_PAGE)
        .limit(PER_PAGE)
    ).all()
    ids = [person.id for person in found]
    return Listing(
        wanted=Wanted(text=wanted.text, role=wanted.role, page=page),
        total=total,
        people=found,
        codes=codes_of(ids),
        teams=teams_of(ids),
    )


def _where(event: Event, wanted: Wanted) -> list[ColumnElement[bool]]:
    where = [Person.event_id == event.id, Person.erased_at.is_(None), is_present(event)]
    text = normal_name(wanted.text)
    if text:
        where.append(or_(Person.name.icontains(text, autoescape=True), Person.email.icontains(text, autoescape=True)))
    if wanted.role in ROLES:
        where.append(Person.roles.any(Role.name == wanted.role))
    elif wanted.role in FILTERS:
        where.append(Person.id.in_(_in_teams(captains_only=wanted.role == "captain")))
    return where


def _in_teams(*, captains_only: bool) -> ColumnElement[int]:
    found = select(Entrant.person_id).join(Membership, Membership.entrant_id == Entrant.id)
    found = found.where(Membership.left_at.is_(None))
    return (found.where(Membership.captain) if captains_only else found).scalar_subquery()


def codes_of(ids: Collection[int]) -> dict[int, str]:
    """The codes of those who are judges, by the number of the person."""
    found = db.session.execute(select(Judge.person_id, Judge.code).where(Judge.person_id.in_(ids)))
    return dict(found.all())


def teams_of(ids: Collection[int]) -> dict[int, Membership]:
    """The present places in teams, by the number of the person."""
    found = db.session.execute(
        select(Entrant.person_id, Membership)
        .join(Membership, Membership.entrant_id == Entrant.id)
        .where(Entrant.person_id.in_(ids), Membership.left_at.is_(None))
        .options(joinedload(Membership.team))
    )
    return dict(found.all())
