"""The organizer's desk: the blueprint of its pages, the round that somebody may see, who acts, the bar."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from hackathon.config import Settings
from hackathon.domain.base.errors import NotFound
from hackathon.domain.base.keys import Key, get_key
from hackathon.domain.rounds import events
from hackathon.domain.rounds.entries import find_entry
from hackathon.domain.rounds.panels import find_judge
from hackathon.models import Entry, Judge, Person, Round, Team
from hackathon.permissions import What, roles_of, visible
from hackathon.web.http.languages import gettext as _
from hackathon.web.http.sessions import viewer
from hackathon.web.page.chips import state_chip
from hackathon.web.page.frame import Area, get_event

Answer = Response | str | tuple[str, int]

blueprint = Blueprint("organizer", __name__, url_prefix="/organizer")

DESK_ROLES = {"organizer", "auditor", "staff"}
READERS = ("organizer", "auditor")
SIGNERS = ("organizer", "chair", "judge")
"""The chair of a round is known by the seat on its panel: the role opens the door, the view looks at the seat."""


def load_round(key: str, what: What) -> Round:
    """The round, for somebody who may see this of it; for everybody else there is none."""
    try:
        round = events.get_round(get_event(), key)
    except NotFound:
        abort(404)
    if not visible(viewer(), what, round=round):
        abort(404)
    return round


def load_entry(round: Round, code: str) -> Entry:
    return find_entry(round, code) or abort(404)


def load_judge(round: Round, code: str) -> Judge:
    return find_judge(round.event_id, code) or abort(404)


def actor() -> Person:
    """Whoever is signed in; the policy of a page lets nobody else in."""
    return viewer() or abort(404)


def may_act() -> bool:
    """Whether the person looking may change things: auditors and staff find no button."""
    return "organizer" in roles_of(viewer())


def the_key() -> Key:
    settings: Settings = current_app.config["SETTINGS"]
    return get_key(settings.keys)


def address(endpoint: str, round: Round, **values: Any) -> str:
    return url_for(f"organizer.{endpoint}", key=round.key, **values)


def back(round: Round, endpoint: str, message: str) -> Response:
    """Redirect to a page of the round that shows the message."""
    flash(message)
    return redirect(address(endpoint, round), 303)


@blueprint.app_context_processor
def _shared() -> dict[str, Any]:
    return {
        "team_name": team_name,
        "state_chip": state_chip,
        "may_act": may_act,
        "desk_areas": desk_areas,
    }


def team_name(of: Entry | Team, round: Round | None = None) -> str:
    """The name of a team as the person looking may read it; none for judges of a blind round."""
    team, within = (of.team, of.round) if isinstance(of, Entry) else (of, round)
    known = within is None or visible(viewer(), "names", round=within)
    return team.name if known else ""


def desk_areas() -> list[Area]:
    """The top bar of whoever works at the organizer's desk; nothing for others, who keep the usual one."""
    roles = roles_of(viewer())
    if not roles & DESK_ROLES:
        return []
    listed = [
        (_("Rounds"), "organizer.rounds", DESK_ROLES),
        (_("Applicants"), "entrants", {"organizer", "auditor"}),
        (_("Teams"), "teams", {"organizer", "auditor"}),
        (_("People"), "people", {"organizer", "auditor"}),
        (_("Import"), "import", {"organizer"}),
        (_("Messages"), "messages", {"organizer", "auditor"}),
        (_("Letters"), "outbox", {"organizer"}),
        (_("Door"), "venue.door", {"organizer", "staff"}),
        (_("Log"), "organizer.log", {"organizer", "auditor"}),
    ]
    return [Area(name, _address_of(place), place) for name, place, who in listed if roles & who and _address_of(place)]


def _address_of(place: str) -> str:
    """The address of a page by its endpoint or, for pages of another blueprint, by its path under /organizer."""
    if "." in place:
        return url_for(place)
    path = f"{blueprint.url_prefix}/{place}"
    known = any(rule.rule == path for rule in current_app.url_map.iter_rules())
    return request.script_root + path if known else ""
