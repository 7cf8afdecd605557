"""Members of a team, as its home page shows them: who is in, what is missing, and by when."""

from __future__ import annotations

from typing import Any

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from hackathon.domain.applying import applications, guardians
from hackathon.domain.applying.application_form import form_of
from hackathon.domain.results.status import status_of
from hackathon.domain.teams import board, forming
from hackathon.extensions import db
from hackathon.models import Entrant, Event, Membership, Team
from hackathon.web.http import addresses
from hackathon.web.http.languages import gettext as _
from hackathon.web.http.languages import ngettext
from hackathon.web.page.chips import application_chip, status_chip
from hackathon.web.page.frame import get_event, words


def team_members(membership: Membership) -> dict[str, Any]:
    event, team = get_event(), membership.team
    places = places_of(team)
    is_open = forming.are_teams_open(event) and team.withdrawn_at is None
    leads = membership.captain and is_open
    return {
        "me": membership.entrant,
        "places": places,
        "chips": {place.id: application_chip(place.entrant) for place in places},
        "missing": missing_of(event, team, places),
        "teams_open": is_open,
        "room": event.team_max - len(places),
        "status": status_chip(status_of(event, team)),
        "track": track_name(event, team.track),
        "invite_link": invite_link(team) if leads and team.invite else "",
        "asks": board.waiting_for(team) if leads else [],
        "card": board.card_of(team) if leads else None,
        "has_board": form_of(event).has_board,
        "limits": board,
        "typed": {},
    }


def places_of(team: Team) -> list[Membership]:
    own = select(Membership).where(Membership.team_id == team.id, Membership.left_at.is_(None))
    people = joinedload(Membership.entrant).joinedload(Entrant.person)
    return list(db.session.scalars(own.options(people).order_by(Membership.captain.desc(), Membership.id)))


def invite_link(team: Team) -> str:
    return f"{addresses.for_screen()}{url_for('team.join', code=team.invite)}"


def track_name(event: Event, track: str | None) -> str:
    if not event.tracks:
        return ""
    named = {each["key"]: words(each["name"]) for each in event.tracks}
    return named.get(track or "", "")


def missing_of(event: Event, team: Team, places: list[Membership]) -> list[str]:
    """What keeps the team from being complete, each in a sentence."""
    if team.withdrawn_at is not None:
        return []
    few = event.team_min - len(places)
    pending = [place for place in places if not applications.is_admitted(place.entrant)]
    waiting = [place for place in pending if guardians.is_awaited(place.entrant)]
    faults = [
        (few > 0, ngettext("{n} more member is needed.", "{n} more members are needed.", max(few, 0))),
        (bool(waiting), _("A member waits for a guardian's consent.")),
        (len(pending) > len(waiting), _("A member's application is not confirmed.")),
        (bool(event.tracks) and not track_name(event, team.track), _("Choose the track you compete in.")),
    ]
    return [sentence for is_missing, sentence in faults if is_missing]
