"""Check-ins: tickets that a camera reads, who comes and goes, and where each team sits."""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select

from hackathon import clock
from hackathon.domain.base import audit
from hackathon.domain.base.errors import Invalid, NotFound
from hackathon.domain.base.typed_codes import keyed_digest
from hackathon.domain.people.people import normal_name
from hackathon.extensions import db
from hackathon.models import CheckIn, Entrant, Entry, Event, Membership, Person, Role, Round, Team
from scoring.text import text

PLACE = 40
"""The longest name of a table or room."""
_TICKET = re.compile(r"([0-9]{1,9})-([0-9a-f]{20})\Z")
_MOST_FOUND = 20


@dataclass(frozen=True)
class Guest:
    """Somebody who may come: with their team, where it sits, and whether they are in now."""

    person: Person
    team: Team | None
    place: str | None
    way: str | None
    at: datetime | None

    @property
    def is_in(self) -> bool:
        return self.way == "in"


def ticket_of(person: Person, *, secret: str) -> str:
    """What the QR code of a person says; it names nobody, and only this installation can make one."""
    return f"{person.id}-{_mark(person.id, secret=secret)}"


def _mark(number: int, *, secret: str) -> str:
    return keyed_digest("ticket", str(number), secret=secret)[:20]


def read_ticket(event: Event, scanned: str, *, secret: str) -> Person:
    """The person of a ticket, as it was scanned or typed: the address in the QR code or its last part."""
    found = _TICKET.search(scanned.strip())
    person = db.session.get(Person, int(found[1])) if found and _is_ours(*found.groups(), secret=secret) else None
    if person is None or person.event_id != event.id or person.erased_at is not None:
        raise NotFound(text("This is no ticket of this event."))
    return person


def _is_ours(number: str, mark: str, *, secret: str) -> bool:
    return hmac.compare_digest(_mark(int(number), secret=secret), mark)


def note(event: Event, person: Person, way: str, *, by: Person | None = None) -> CheckIn:
    """Somebody comes in or goes out. What is so already is not written again."""
    if way not in ("in", "out"):
        raise Invalid(text("There is only in and out."), field="way")
    db.session.execute(select(Person.id).where(Person.id == person.id).with_for_update())  # two doors, one person
    newest = db.session.scalars(
        select(CheckIn).where(CheckIn.person_id == person.id).order_by(CheckIn.id.desc()).limit(1)
    ).first()
    if newest is not None and newest.way == way:
        return newest
    row = CheckIn(event_id=event.id, person_id=person.id, way=way, at=clock.now(), noted_by=by.id if by else None)
    db.session.add(row)
    db.session.flush()
    return row


def guest_of(event: Event, person: Person) -> Guest:
    return _guests(event, [person])[0]


def find_guests(event: Event, text: str) -> list[Guest]:
    """People by a part of their name, their team's name or its code, a few of them."""
    wanted = normal_name(text)
    if not wanted:
        return []
    teams = or_(Team.name.icontains(wanted, autoescape=True), func.upper(Team.code) == wanted.upper())
    members = select(Entrant.person_id).join(Membership).join(Team).where(Membership.left_at.is_(None), teams)
    query = _people(event).where(or_(Person.name.icontains(wanted, autoescape=True), Person.id.in_(members)))
    return _guests(event, db.session.scalars(query.order_by(Person.name, Person.id).limit(_MOST_FOUND)).all())


def _people(event: Event):  # type: ignore[no-untyped-def]
    return select(Person).where(Person.event_id == event.id, Person.erased_at.is_(None))


def expected(event: Event, round: Round) -> list[Guest]:
    """Everybody who should be there for a round: the members of its teams, and who works for the event."""
    entered = select(Entry.team_id).where(Entry.round_id == round.id, Entry.withdrawn_at.is_(None))
    members = (
        select(Entrant.person_id).join(Membership).where(Membership.team_id.in_(entered), Membership.left_at.is_(None))
    )
    staff = select(Role.person_id)
    query = _people(event).where(or_(Person.id.in_(members), Person.id.in_(staff)))
    return _guests(event, db.session.scalars(query.order_by(Person.name, Person.id)).all(), round=round)


def inside(event: Event) -> int:
    """How many people are in the building."""
    newest = select(func.max(CheckIn.id)).where(CheckIn.event_id == event.id).group_by(CheckIn.person_id)
    return db.session.scalar(select(func.count()).where(CheckIn.id.in_(newest), CheckIn.way == "in")) or 0


def _guests(event: Event, people: Sequence[Person], *, round: Round | None = None) -> list[Guest]:
    keys = [person.id for person in people]
    teams, places, newest = _teams(keys), _places(round or _at_the_venue(event)), _newest(event)
    return [
        Guest(
            person,
            team := teams.get(person.id),
            places.get(team.id) if team else None,
            *((newest[person.id].way, newest[person.id].at) if person.id in newest else (None, None)),
        )
        for person in people
    ]


def _at_the_venue(event: Event) -> Round | None:
    """The last round is the one that people come for."""
    return event.rounds[-1] if event.rounds else None


def _teams(people: Sequence[int]) -> dict[int, Team]:
    found = db.session.execute(
        select(Entrant.person_id, Team)
        .join(Membership, Membership.entrant_id == Entrant.id)
        .join(Team, Team.id == Membership.team_id)
        .where(Membership.left_at.is_(None), Entrant.person_id.in_(people))
    )
    return dict(found.all())


def _places(round: Round | None) -> dict[int, str]:
    if round is None:
        return {}
    found = select(Entry.team_id, Entry.place).where(Entry.round_id == round.id, Entry.place.is_not(None))
    return {team: place for team, place in db.session.execute(found) if place}


def _newest(event: Event) -> dict[int, CheckIn]:
    found = select(CheckIn).where(CheckIn.event_id == event.id).order_by(CheckIn.id)
    return {row.person_id: row for row in db.session.scalars(found)}


def seat_teams(round: Round, places: Mapping[str, str], *, actor: Person | None = None) -> int:
    """Give teams their table or room: code → name, empty to take it away. Returns how many changed."""
    entries = {entry.team.code: entry for entry in round.entries}
    changed = {}
    for code, name in places.items():
        clean = normal_name(name)
        if len(clean) > PLACE:
            raise Invalid(text("{code}: at most {most} characters.", code=code, most=PLACE), field=code)
        if code not in entries:
            raise Invalid(text("{code} is not in this round.", code=code), field=code)
        if (entries[code].place or "") != clean:
            entries[code].place = clean or None
            changed[code] = clean
    if changed:
        db.session.flush()
        audit.record(round.event, "places.given", f"round:{round.key}", actor=actor, places=changed)
    return len(changed)
