"""Leaving a team: another captain follows, or the team dissolves and gives up its places in rounds."""

from __future__ import annotations

from sqlalchemy import select

from hackathon import clock
from hackathon.domain.base import audit
from hackathon.domain.base.errors import Invalid
from hackathon.domain.letters import letters
from hackathon.domain.rounds.entries import withdraw_entry
from hackathon.extensions import db
from hackathon.models import Entrant, Entry, Event, Membership, Person, Round, Team
from scoring.text import text

_DISSOLVED = text("Every member has left.")


def find_captain(team: Team) -> Membership | None:
    own = (Membership.team_id == team.id, Membership.captain, Membership.left_at.is_(None))
    return db.session.scalars(select(Membership).where(*own)).first()


def end_membership(event: Event, team: Team, place: Membership, *, actor: Person | None, reason: str = "") -> None:
    """End somebody's time in a team. If it was the captain, whoever came first follows; the last one dissolves it."""
    db.session.execute(select(Team.id).where(Team.id == team.id).with_for_update())
    rest = (Membership.team_id == team.id, Membership.left_at.is_(None), Membership.id != place.id)
    first = db.session.scalars(select(Membership).where(*rest).order_by(Membership.joined_at, Membership.id)).first()
    if place.captain and first is not None:
        make_captain(event, team, first, actor=actor, reason=reason)
        letters.write(event, first.entrant.person, "team-captain", team=team.name)
    place.left_at = clock.now()
    db.session.flush()
    db.session.expire(team, ["members"])
    audit.record(event, "team.left", f"team:{team.code}", actor=actor, reason=reason, entrant=place.entrant_id)
    if first is None:
        _dissolve(event, team, actor=actor)


def take_out(event: Event, place: Membership, *, actor: Person, reason: str = "") -> None:
    """An organizer takes somebody out of a team; a letter tells them."""
    team, person = place.team, place.entrant.person
    end_membership(event, team, place, actor=actor, reason=reason)
    letters.write(event, person, "team-removed", team=team.name)


def make_captain(event: Event, team: Team, place: Membership, *, actor: Person | None, reason: str = "") -> None:
    """The place becomes the captain's. The old one gives up first: the index allows one at every moment."""
    before = find_captain(team)
    if before is not None:
        before.captain = False
        db.session.flush()
    place.captain = True
    db.session.flush()
    audit.record(event, "team.handed-over", f"team:{team.code}", actor=actor, reason=reason, to=place.entrant_id)


def _dissolve(event: Event, team: Team, *, actor: Person | None) -> None:
    """The name becomes free; what the team handed in stays, and its places in rounds that are not locked are given up."""
    team.withdrawn_at, team.invite = clock.now(), None
    team.name_key = f"{team.name_key[:180]}·{team.code}"
    db.session.flush()
    give_up_places(team, reason=" / ".join(_DISSOLVED.say(language) for language in event.languages), actor=actor)
    audit.record(event, "team.dissolved", f"team:{team.code}", actor=actor)


def give_up_places(team: Team, *, reason: str, actor: Person | None) -> list[Round]:
    """Withdraw the team from every round that is not locked; returns the rounds whose result stands as it is."""
    entries = db.session.scalars(
        select(Entry).where(Entry.team_id == team.id, Entry.withdrawn_at.is_(None)).order_by(Entry.round_id)
    ).all()
    for entry in entries:
        if entry.round.locked_at is None:
            withdraw_entry(entry.round, entry, reason=reason, actor=actor)
    return [entry.round for entry in entries if entry.round.locked_at is not None]


def withdraw_application(event: Event, entrant: Entrant, *, actor: Person, reason: str = "") -> None:
    """End an application. Nobody is held: it is possible after every deadline, and the team goes on without."""
    if entrant.withdrawn_at is not None:
        return
    _take_out(event, entrant, actor=actor, reason=reason)
    entrant.withdrawn_at = clock.now()
    db.session.flush()
    audit.record(event, "entrant.withdrawn", f"entrant:{entrant.id}", actor=actor, reason=reason)


def _take_out(event: Event, entrant: Entrant, *, actor: Person, reason: str = "") -> None:
    place = db.session.scalars(
        select(Membership).where(Membership.entrant_id == entrant.id, Membership.left_at.is_(None))
    ).first()
    if place is None:
        return
    team = place.team
    end_membership(event, team, place, actor=actor, reason=reason)
    captain = find_captain(team)
    if captain is not None:
        letters.write(event, captain.entrant.person, "team-left", team=team.name, who=entrant.person.name or "")


def disqualify_entrant(event: Event, entrant: Entrant, *, reason: str, actor: Person) -> None:
    """Take somebody's right to take part, with a reason that they can read. The team goes on without them."""
    _require_reason(reason)
    if entrant.disqualified_at is not None:
        raise Invalid(text("Already disqualified."), field="entrant")
    _take_out(event, entrant, actor=actor, reason=reason)
    entrant.disqualified_at, entrant.disqualified_for = clock.now(), reason.strip()
    db.session.flush()
    audit.record(event, "entrant.disqualified", f"entrant:{entrant.id}", actor=actor, reason=reason)


def disqualify_team(event: Event, team: Team, *, reason: str, actor: Person) -> list[Round]:
    """Take a team out of the event, with a reason that it can read; its members stay its members.

    Returns the rounds that are locked already: their results stand until an organizer unlocks them.
    """
    _require_reason(reason)
    if team.disqualified_at is not None:
        raise Invalid(text("This team is disqualified already."), field="team")
    team.disqualified_at, team.disqualified_for = clock.now(), reason.strip()
    team.withdrawn_at = team.withdrawn_at or clock.now()
    db.session.flush()
    left = give_up_places(team, reason=reason, actor=actor)
    audit.record(event, "team.disqualified", f"team:{team.code}", actor=actor, reason=reason)
    return left


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise Invalid(text("A disqualification needs a reason."), field="reason")
