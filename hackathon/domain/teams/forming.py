"""Forming of teams: founded by a captain, joined by a code, left, handed over, until the teams stand.

From `event.teams_closing_at` on only an organizer changes who is in a team, and says why. The row of the team is locked
before its members are counted: of two who want the last place one gets it.
"""

from __future__ import annotations

import unicodedata
from datetime import timedelta

from sqlalchemy import func, select

from hackathon import clock
from hackathon.domain.applying import applications
from hackathon.domain.applying.answers import clean, name_fault
from hackathon.domain.base import attempts, audit
from hackathon.domain.base.errors import DomainError, Invalid, NotFound
from hackathon.domain.base.questions import too_long
from hackathon.domain.base.typed_codes import make_code, read_code, typed_keys
from hackathon.domain.letters import letters
from hackathon.domain.people.passwords import TooManyAttempts
from hackathon.domain.teams import leaving
from hackathon.domain.teams.teams import name_key, next_number
from hackathon.extensions import db
from hackathon.models import Entrant, Event, Membership, Person, Team
from scoring.text import text

NAME = 40
GUESSES = 10


class TeamsClosed(DomainError):
    pass


class TeamFull(DomainError):
    pass


def are_teams_open(event: Event) -> bool:
    return clock.now() < event.teams_closing_at


def require_open(event: Event, *, reason: str = "") -> None:
    """Open to everybody until the teams stand; afterwards only an organizer acts, who gives a reason."""
    if not are_teams_open(event) and not reason.strip():
        raise TeamsClosed(text("The teams are closed. If something must change, talk to the organizer."))


def next_code(event: Event) -> str:
    """The next team code; asked for under the lock of the event, so that no two are alike."""
    applications.hold_event(event)
    codes = db.session.scalars(select(Team.code).where(Team.event_id == event.id))
    return f"T{next_number(codes):03d}"


def found_team(
    event: Event, entrant: Entrant, *, name: str, track: str | None = None, actor: Person, reason: str = ""
) -> Team:
    """Make a team of which this entrant is the captain and, for now, the only member."""
    require_open(event, reason=reason)
    _require_free(entrant)
    team = Team(
        event_id=event.id, code=next_code(event), created_at=clock.now(), invite=make_code(), name="", name_key=""
    )
    _name(event, team, name)
    _choose_track(event, team, track)
    team.members.append(Membership(entrant=entrant, captain=True, joined_at=clock.now()))
    db.session.add(team)
    db.session.flush()
    audit.record(event, "team.founded", f"team:{team.code}", actor=actor, reason=reason)
    return team


def rename(event: Event, team: Team, name: str, *, actor: Person, reason: str = "") -> None:
    require_open(event, reason=reason)
    _require_standing(team)
    if name_key(name) == team.name_key and name == team.name:
        return
    _name(event, team, name)
    db.session.flush()
    audit.record(event, "team.renamed", f"team:{team.code}", actor=actor, reason=reason)


def _name(event: Event, team: Team, name: str) -> None:
    name = " ".join(unicodedata.normalize("NFC", clean(name)).split())
    fault = name_fault(name) if len(name) <= NAME else too_long(NAME)
    key = name_key(name)
    if fault is None and not any(letter.isalnum() for letter in key):
        fault = text("It needs letters or digits.")
    if fault is not None:
        raise Invalid(fault, field="name")
    taken = select(Team.id).where(Team.event_id == event.id, Team.name_key == key, Team.id != (team.id or 0))
    with db.session.no_autoflush:
        if db.session.scalar(taken):
            raise Invalid(text("There is already a team called '{name}'.", name=name), field="name")
    team.name, team.name_key = name, key


def choose_track(event: Event, team: Team, track: str, *, actor: Person, reason: str = "") -> None:
    require_open(event, reason=reason)
    _require_standing(team)
    if track == team.track:
        return
    _choose_track(event, team, track)
    db.session.flush()
    audit.record(event, "team.track-chosen", f"team:{team.code}", actor=actor, reason=reason, track=track)


def _choose_track(event: Event, team: Team, track: str | None) -> None:
    if not track:
        return
    if track not in {each["key"] for each in event.tracks}:
        raise Invalid(text("There is no such track."), field="track")
    team.track = track


def renew_invite(event: Event, team: Team, *, actor: Person) -> str:
    """Another code: whoever has the old one can no longer join by it."""
    _require_standing(team)
    team.invite = make_code()
    db.session.flush()
    audit.record(event, "team.invite-renewed", f"team:{team.code}", actor=actor)
    return team.invite


def get_invited(event: Event, entrant: Entrant, code: str) -> Team:
    """The team that a code opens. Wrong guesses of one person are counted and soon stopped."""
    account = f"entrant:{entrant.id}"
    if attempts.count("join", within=timedelta(minutes=15), account=account) >= GUESSES:
        raise TooManyAttempts(text("Too many wrong codes. Wait 15 minutes, or ask the captain for the link."))
    team = _find_invited(event, typed_keys(code)) or _find_invited(event, read_code(code))
    if team is None:
        raise NotFound(text("There is no such code. It may have been renewed: ask the captain."))
    return team


def _find_invited(event: Event, invite: str | None) -> Team | None:
    """Invites of earlier versions have letters for which others are read today, so both are looked up."""
    if not invite:
        return None
    own = (Team.event_id == event.id, Team.invite == invite, Team.withdrawn_at.is_(None))
    return db.session.scalars(select(Team).where(*own)).first()


def note_wrong_code(entrant: Entrant, *, address: str) -> None:
    attempts.note("join", account=f"entrant:{entrant.id}", address=address)


def join(event: Event, team: Team, entrant: Entrant, *, actor: Person, reason: str = "") -> Membership:
    """Become a member. Raises TeamFull if somebody else got the last place."""
    require_open(event, reason=reason)
    _require_standing(team)
    _require_free(entrant)
    if len(_present(team)) >= event.team_max:
        raise TeamFull(text("{team} already has {most} members.", team=team.name, most=event.team_max))
    place = Membership(team_id=team.id, entrant_id=entrant.id, joined_at=clock.now())
    db.session.add(place)
    db.session.flush()
    db.session.expire(team, ["members"])
    audit.record(event, "team.joined", f"team:{team.code}", actor=actor, reason=reason, entrant=entrant.id)
    return place


def _present(team: Team) -> list[int]:
    """The members now, counted after the team has been locked."""
    db.session.execute(select(Team.id).where(Team.id == team.id).with_for_update())
    return list(
        db.session.scalars(
            select(Membership.id)
            .where(Membership.team_id == team.id, Membership.left_at.is_(None))
            .order_by(Membership.id)
        )
    )


def leave(event: Event, team: Team, entrant: Entrant, *, actor: Person, reason: str = "") -> None:
    """Leave, or be taken out by the captain or an organizer. A captain hands over first, unless nobody else is there."""
    require_open(event, reason=reason)
    present = _present(team)
    place = get_place(team, entrant)
    if place.captain and len(present) > 1:
        raise Invalid(text("Hand the captaincy over first."), field="captain")
    leaving.end_membership(event, team, place, actor=actor, reason=reason)


def hand_over(event: Event, team: Team, entrant: Entrant, *, actor: Person, reason: str = "") -> None:
    """Make another member the captain: at every moment there is one."""
    require_open(event, reason=reason)
    _require_standing(team)
    _present(team)
    place = get_place(team, entrant)
    if place.captain:
        return
    leaving.make_captain(event, team, place, actor=actor, reason=reason)
    letters.write(event, entrant.person, "team-captain", team=team.name)


def get_place(team: Team, entrant: Entrant) -> Membership:
    place = db.session.scalars(
        select(Membership).where(
            Membership.team_id == team.id, Membership.entrant_id == entrant.id, Membership.left_at.is_(None)
        )
    ).first()
    if place is None:
        raise NotFound(text("That is no member of this team."))
    return place


def find_place(entrant: Entrant) -> Membership | None:
    return db.session.scalars(
        select(Membership).where(Membership.entrant_id == entrant.id, Membership.left_at.is_(None))
    ).first()


def size_of(team: Team) -> int:
    present = (Membership.team_id == team.id, Membership.left_at.is_(None))
    return db.session.scalar(select(func.count()).select_from(Membership).where(*present)) or 0


def _require_free(entrant: Entrant) -> None:
    if not applications.is_admitted(entrant):
        raise Invalid(text("An application must be confirmed before joining a team."), field="entrant")
    if find_place(entrant) is not None:
        raise Invalid(text("Leave the other team first."), field="entrant")


def _require_standing(team: Team) -> None:
    if team.withdrawn_at:
        raise Invalid(text("This team has withdrawn."), field="team")
