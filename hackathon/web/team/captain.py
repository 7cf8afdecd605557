"""Decisions of the captain: name and track, the invite code, who is in the team, and its card on the board."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hackathon.database import unit_of_work
from hackathon.domain.base.errors import DomainError
from hackathon.domain.letters import letters
from hackathon.domain.teams import board, forming
from hackathon.extensions import db
from hackathon.models import Entrant, Membership, Team
from hackathon.web.http import addresses, letter_delivery
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import chosen_language
from hackathon.web.http.languages import gettext as _
from hackathon.web.page.frame import get_event
from hackathon.web.team.access import blueprint, get_membership, to_home

_MEMBER = "/members/<int(max=2147483647):number>"


@blueprint.route("/settings", methods=["GET", "POST"])
@policy("captain")
def settings() -> str | Response | tuple[str, int]:
    place, event = get_membership(captain=True), get_event()
    team, person = place.team, place.entrant.person
    name = request.form.get("name", team.name)[:500]
    track = request.form.get("track", team.track or "")[:64]
    if request.method == "GET":
        return _settings_page(team, name, track)
    try:
        with unit_of_work():
            forming.rename(event, team, name, actor=person)
            if event.tracks and track:
                forming.choose_track(event, team, track, actor=person)
    except DomainError as refusal:
        db.session.rollback()
        return _settings_page(get_membership().team, name, track, refusal.sentence(chosen_language())), refusal.status
    flash(_("The team has been changed."))
    return to_home()


def _settings_page(team: Team, name: str, track: str, refusal: str = "") -> str:
    return render_template(
        "team/settings.html", team=team, name=name, track=track, refusal=refusal, longest=forming.NAME
    )


@blueprint.post("/invite")
@policy("captain", writes=True)
def renew() -> Response:
    place = get_membership(captain=True)
    forming.renew_invite(get_event(), place.team, actor=place.entrant.person)
    flash(_("There is a new code. The old one no longer works."))
    return to_home()


def _member(place: Membership, number: int) -> Entrant:
    """Somebody of the captain's own team; anybody else does not exist here."""
    present = (each for each in place.team.members if each.left_at is None)
    return next((each.entrant for each in present if each.entrant_id == number), None) or abort(404)


@blueprint.post(f"{_MEMBER}/remove")
@policy("captain")
def remove(number: int) -> Response:
    place = get_membership(captain=True)
    entrant = _member(place, number)
    if entrant.id == place.entrant_id:
        return redirect(url_for("team.leave"), 303)
    with unit_of_work():
        forming.leave(get_event(), place.team, entrant, actor=place.entrant.person)
        letters.write(get_event(), entrant.person, "team-removed", team=place.team.name)
    letter_delivery.send_soon()
    flash(_("Taken out of the team. A letter tells them."))
    return to_home()


@blueprint.post(f"{_MEMBER}/captain")
@policy("captain")
def hand_over(number: int) -> Response:
    place = get_membership(captain=True)
    entrant = _member(place, number)
    with unit_of_work():
        forming.hand_over(get_event(), place.team, entrant, actor=place.entrant.person)
    letter_delivery.send_soon()
    flash(_("The captaincy has been handed over."))
    return to_home()


@blueprint.post("/asks/<int(max=2147483647):number>")
@policy("captain")
def answer_ask(number: int) -> Response:
    place, yes = get_membership(captain=True), request.form.get("answer") == "yes"
    with unit_of_work():
        approach = board.get_waiting(place.team, number)
        base = addresses.for_letters()
        board.answer(get_event(), approach, yes=yes, actor=place.entrant.person, base=base)
    letter_delivery.send_soon()
    flash(_("Taken in as a member.") if yes else _("Declined."))
    return to_home()


@blueprint.post("/card")
@policy("captain", writes=True)
def card() -> Response:
    place = get_membership(captain=True)
    typed = {name: request.form.get(name, "")[:2000] for name in ("introduction", "wanted")}
    board.show_card(get_event(), place.team, **typed, actor=place.entrant.person)
    flash(_("It is on the board."))
    return to_home()


@blueprint.post("/card/hide")
@policy("captain", writes=True)
def hide_card() -> Response:
    board.hide_card(get_membership(captain=True).team)
    flash(_("It is off the board."))
    return to_home()
