"""Membership of a team: founding one, joining one by a link or a code, leaving it."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hackathon.database import unit_of_work
from hackathon.domain.applying import applications
from hackathon.domain.base.errors import DomainError, NotFound
from hackathon.domain.letters import letters
from hackathon.domain.teams import forming
from hackathon.models import Entrant, Membership, Team
from hackathon.web.http import addresses, letter_delivery, sessions
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import chosen_language, here
from hackathon.web.http.languages import gettext as _
from hackathon.web.page.frame import get_event
from hackathon.web.team.access import blueprint, get_entrant, get_membership, to_home


@blueprint.route("/new", methods=["GET", "POST"])
@policy("entrant")
def new() -> str | Response | tuple[str, int]:
    event, entrant = get_event(), get_entrant()
    if forming.find_place(entrant) is not None:
        return to_home()
    name, track = request.form.get("name", "")[:500], request.form.get("track", "")[:64]
    if request.method == "GET":
        return _new_page("", "")
    try:
        with unit_of_work():
            forming.found_team(event, entrant, name=name, track=track or None, actor=entrant.person)
    except DomainError as refusal:
        return _new_page(name, track, refusal=refusal.sentence(chosen_language())), refusal.status
    flash(_("The team is there. Give the invitation code to your members."))
    return to_home()


def _new_page(name: str, track: str, *, refusal: str = "") -> str:
    return render_template(
        "team/new.html",
        name=name,
        track=track,
        refusal=refusal,
        teams_open=forming.are_teams_open(get_event()),
        admitted=applications.is_admitted(get_entrant()),
        longest=forming.NAME,
    )


@blueprint.route("/join", methods=["GET", "POST"])
@policy("public")
def join() -> str | Response | tuple[str, int]:
    """The way in by a link or a code. A stranger learns nothing of the team, only what to do first."""
    person = sessions.viewer()
    entrant = sessions.entrant_of(person) if person else None
    code = request.values.get("code", "")[:40]
    if entrant is None:
        if person is None and request.method == "GET":
            sessions.remember_destination(here())
        window = applications.window(get_event())
        return render_template("team/join.html", entrant=None, code=code, team=None, refusal="", window=window)
    if forming.find_place(entrant) is not None:
        flash(_("You are in a team. Leave it first to join another."))
        return to_home()
    return _join_page(entrant, code) if code else _join_form(entrant, code)


def _join_page(entrant: Entrant, code: str) -> str | Response | tuple[str, int]:
    event, address = get_event(), addresses.of_client()
    try:
        team = forming.get_invited(event, entrant, code)
    except NotFound as refusal:
        with unit_of_work():
            forming.note_wrong_code(entrant, address=address)
        return _join_form(get_entrant(), code, refusal=refusal.sentence(chosen_language())), 404
    except DomainError as refusal:
        return _join_form(entrant, code, refusal=refusal.sentence(chosen_language())), refusal.status
    if request.method == "GET" or "sure" not in request.form:
        return _join_form(entrant, code, team=team)
    try:
        with unit_of_work():
            forming.join(event, team, entrant, actor=entrant.person)
    except DomainError as refusal:
        return _join_form(get_entrant(), code, refusal=refusal.sentence(chosen_language())), refusal.status
    flash(_("You have joined {team}.", team=team.name))
    return to_home()


def _join_form(entrant: Entrant, code: str, *, team: Team | None = None, refusal: str = "") -> str:
    return render_template(
        "team/join.html",
        entrant=entrant,
        code=code,
        team=team,
        size=forming.size_of(team) if team else 0,
        refusal=refusal,
        admitted=applications.is_admitted(entrant),
        teams_open=forming.are_teams_open(get_event()),
    )


@blueprint.route("/leave", methods=["GET", "POST"])
@policy("captain", "member")
def leave() -> str | Response:
    place = get_membership()
    alone = forming.size_of(place.team) == 1
    if request.method == "GET":
        return render_template(
            "team/leave.html", place=place, alone=alone, teams_open=forming.are_teams_open(get_event())
        )
    with unit_of_work():
        forming.leave(get_event(), place.team, place.entrant, actor=place.entrant.person)
        if not alone:
            _tell_captain(place)
    letter_delivery.send_soon()
    flash(_("You have left the team."))
    return redirect(url_for("applying.mine"), 303)


def _tell_captain(place: Membership) -> None:
    captain = next((each for each in place.team.members if each.captain and each.left_at is None), None)
    if captain is not None:
        who = place.entrant.person.name or ""
        letters.write(get_event(), captain.entrant.person, "team-left", team=place.team.name, who=who)
