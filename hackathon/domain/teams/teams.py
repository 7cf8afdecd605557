"""Teams and their members."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from sqlalchemy import func, select

from hackathon import clock
from hackathon.domain.base.errors import Invalid
from hackathon.extensions import db
from hackathon.models import (
    Entrant,
    Event,
    Membership,
    Person,
    Team,
)
from scoring.text import text

_CODE = re.compile(r"T([0-9]{1,9})")


def name_key(name: str) -> str:
    """Under this key two names are the same: compatibility forms, case and spaces do not tell teams apart."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def next_number(codes: Iterable[str]) -> int:
    """The number after the highest of the codes T001, T002, …"""
    return max((int(found[1]) for code in codes if (found := _CODE.fullmatch(code))), default=0) + 1


def add_team(
    event: Event,
    *,
    code: str,
    name: str,
    members: Sequence[Entrant],
    captain: Entrant,
    track: str | None = None,
    complete: bool = True,
) -> Team:
    """Write a team with its members. Size and unique name are checked, and that the captain is one of them.

    One that is not `complete` yet may have fewer members than a team needs: others join later.
    """
    if not (event.team_min if complete else 1) <= len(members) <= event.team_max:
        raise Invalid(
            text(
                "Team {name}: {least}–{most} members are allowed, not {count}.",
                name=name,
                least=event.team_min,
                most=event.team_max,
                count=len(members),
            ),
            field="members",
        )
    if captain not in members:
        raise Invalid(text("Team {name}: the captain is no member.", name=name), field="captain")
    key = name_key(name)
    if db.session.scalar(select(Team.id).where(Team.event_id == event.id, Team.name_key == key)):
        raise Invalid(text("There is already a team called '{name}'.", name=name), field="name")
    team = Team(event_id=event.id, code=code, name=name, name_key=key, track=track, created_at=clock.now())
    for member in members:
        team.members.append(Membership(entrant=member, captain=member is captain, joined_at=clock.now()))
    db.session.add(team)
    db.session.flush()
    return team


def members_of(team: Team) -> list[tuple[Person, bool]]:
    """Who is in the team now and whether they are its captain, the captain first."""
    found = db.session.execute(
        select(Person, Membership.captain)
        .join(Entrant, Entrant.person_id == Person.id)
        .join(Membership, Membership.entrant_id == Entrant.id)
        .where(Membership.team_id == team.id, Membership.left_at.is_(None))
        .order_by(Membership.captain.desc(), Membership.id)
    )
    return [(person, captain) for person, captain in found]


def find_teams(event: Event, text: str = "") -> list[Team]:
    """The teams of people, by code: all of them, or those with this code or with this text in their name."""
    query = select(Team).where(Team.event_id == event.id, ~Team.sample).order_by(Team.code)
    if text.strip():
        named = Team.name_key.contains(name_key(text), autoescape=True)
        query = query.where(named | (Team.code == text.strip().upper()))
    return list(db.session.scalars(query))


def find_team(event: Event, code: str) -> Team | None:
    query = select(Team).where(Team.event_id == event.id, Team.code == code, ~Team.sample)
    return db.session.scalars(query).first()


def sizes() -> dict[int, int]:
    """How many members each team has now, by its number."""
    present = select(Membership.team_id, func.count()).where(Membership.left_at.is_(None))
    return dict(db.session.execute(present.group_by(Membership.team_id)).all())


def former_members(team: Team) -> Sequence[Membership]:
    """Those who left, in the order in which they did."""
    former = select(Membership).where(Membership.team_id == team.id, Membership.left_at.is_not(None))
    return db.session.scalars(former.order_by(Membership.left_at)).all()


def places_of(entrant: Entrant) -> Sequence[Membership]:
    """Every place that an entrant has or had, the oldest first."""
    query = select(Membership).where(Membership.entrant_id == entrant.id).order_by(Membership.id)
    return db.session.scalars(query).all()
