"""Teams at the organizer's desk: who is in them, what is missing, and changes that only an organizer makes any more."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hackathon.database import unit_of_work
from hackathon.domain.applying import applications
from hackathon.domain.base.errors import DomainError, Invalid, NotFound
from hackathon.domain.people import people
from hackathon.domain.results import status
from hackathon.domain.teams import forming, leaving, teams
from hackathon.extensions import db
from hackathon.models import Entrant, Team
from hackathon.web.http import letter_delivery
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import chosen_language
from hackathon.web.http.languages import gettext as _
from hackathon.web.organizer.entrants import blueprint
from hackathon.web.organizer.entrants.access import log_access
from hackathon.web.organizer.shared.desk import actor, may_act
from hackathon.web.page.chips import application_chip, status_chip
from hackathon.web.page.frame import get_event
from hackathon.web.team.members import missing_of, places_of, track_name
from scoring.text import text


@blueprint.get("/teams", endpoint="teams")
@policy("organizer", "auditor")
def index() -> str:
    event, text, show = get_event(), request.args.get("q", "")[:100], request.args.get("show", "")
    found = teams.find_teams(event, text)
    sizes, statuses = teams.sizes(), status.statuses_of(event, found)
    small = {each.id for each in found if each.withdrawn_at is None and sizes.get(each.id, 0) < event.team_min}
    shown = [each for each in found if show in ("", statuses[each.id]) or (show == "small" and each.id in small)]
    return render_template(
        "organizer/entrants/teams.html",
        teams=shown,
        total=len(found),
        sizes=sizes,
        statuses=statuses,
        chip=status_chip,
        small=small,
        names={name: status_chip(name)[1] for name in status.STATUSES},
        text=text,
        show=show,
        track=lambda each: track_name(event, each.track),
    )


def _get(code: str) -> Team:
    return teams.find_team(get_event(), code) or abort(404)


@blueprint.get("/teams/<code>")
@policy("organizer", "auditor")
def team(code: str) -> str:
    log_access("team.opened", f"team:{_get(code).code}")
    return _page(_get(code))


def _page(team: Team, *, refusal: str = "") -> str:
    event = get_event()
    places = places_of(team)
    return render_template(
        "organizer/entrants/team.html",
        team=team,
        places=places,
        former=teams.former_members(team),
        chips={place.id: application_chip(place.entrant) for place in places},
        missing=missing_of(event, team, places),
        chip=status_chip(status.status_of(event, team)),
        track=track_name(event, team.track),
        teams_open=forming.are_teams_open(event),
        may_change=may_act() and team.withdrawn_at is None,
        refusal=refusal,
    )


@blueprint.post("/teams/<code>/<act>", endpoint="team_act")
@policy("organizer")
def act(code: str, act: str) -> Response | tuple[str, int]:
    """One of the things an organizer does with a team; every one asks for a reason."""
    actions = _actions()
    if act not in actions:
        abort(404)
    does, message = actions[act]
    try:
        with unit_of_work():
            does(_get(code), _reason())
    except DomainError as refusal:
        return _page(_get(code), refusal=refusal.sentence(chosen_language())), refusal.status
    letter_delivery.send_soon()
    flash(message)
    return redirect(url_for("entrants.team", code=code), 303)


def _reason() -> str:
    reason = request.form.get("reason", "").strip()[:2000]
    if not reason:
        raise Invalid(text("Please give a reason. It stays in the log."), field="reason")
    return reason


def _actions() -> dict[str, tuple[Callable[[Team, str], object], str]]:
    event, who = get_event(), actor()
    return {
        "add": (
            lambda team, why: forming.join(event, team, _named(), actor=who, reason=why),
            _("Added to the team."),
        ),
        "remove": (
            lambda team, why: leaving.take_out(event, forming.get_place(team, _chosen()), actor=who, reason=why),
            _("Taken out of the team."),
        ),
        "captain": (
            lambda team, why: forming.hand_over(event, team, _chosen(), actor=who, reason=why),
            _("There is another captain."),
        ),
        "rename": (
            lambda team, why: forming.rename(event, team, request.form.get("name", "")[:500], actor=who, reason=why),
            _("The team has another name."),
        ),
        "track": (
            lambda team, why: forming.choose_track(event, team, request.form.get("track", ""), actor=who, reason=why),
            _("The team has another track."),
        ),
        "disqualify": (
            lambda team, why: leaving.disqualify_team(event, team, reason=why, actor=who),
            _("The team is disqualified. It can read the reason."),
        ),
    }


def _named() -> Entrant:
    """The entrant whom an organizer names by e-mail address or by number."""
    event, typed = get_event(), request.form.get("who", "").strip()[:254]
    if typed.isascii() and typed.isdigit() and len(typed) < 10:
        found = db.session.get(Entrant, int(typed))
    else:
        person = people.find_person(event, typed) if typed else None
        found = applications.find_entrant(event, person) if person else None
    if found is None or found.event_id != event.id:
        raise NotFound(text("There is no applicant '{typed}'.", typed=typed))
    return found


def _chosen() -> Entrant:
    entrant = db.session.get(Entrant, request.form.get("entrant", 0, type=int) or 0)
    if entrant is None or entrant.event_id != get_event().id:
        raise NotFound(text("There is no such applicant."))
    return entrant
