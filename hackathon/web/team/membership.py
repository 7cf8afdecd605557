"""Founding a team and joining one, and what members and the captain change in it until the teams stand."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hackathon.database import unit_of_work
from hackathon.domain.applying import applications
from hackathon.domain.base.errors import DomainError, NotFound
from hackathon.domain.letters import letters
from hackathon.domain.teams import board, forming
from hackathon.extensions import db
from hackathon.models import Entrant, Membership, Team
from hackathon.web.http import addresses, letter_delivery, sessions
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import chosen_language, here
from hackathon.web.page.frame import get_event

_MEMBER = "/members/<int(max=2147483647):number>"


def register(blueprint: Blueprint) -> None:
    blueprint.route("/new", endpoint="new", methods=["GET", "POST"])(new)
    blueprint.route("/join", endpoint="join", methods=["GET", "POST"])(join)
    blueprint.route("/leave", endpoint="leave", methods=["GET", "POST"])(leave)
    blueprint.route("/settings", endpoint="settings", methods=["GET", "POST"])(settings)
    blueprint.post("/invite", endpoint="renew")(renew)
    blueprint.post(f"{_MEMBER}/remove", endpoint="remove")(remove)
    blueprint.post(f"{_MEMBER}/captain", endpoint="hand_over")(hand_over)
    blueprint.post("/asks/<int(max=2147483647):number>", endpoint="answer_ask")(answer_ask)
    blueprint.post("/card", endpoint="card")(card)
    blueprint.post("/card/hide", endpoint="hide_card")(hide_card)


def _me() -> Entrant:
    person = sessions.viewer()
    return (sessions.entrant_of(person) if person else None) or abort(404)


def _place(*, captain: bool = False) -> Membership:
    person = sessions.viewer()
    place = sessions.membership_of(person) if person else None
    if place is None or (captain and not place.captain):
        abort(404)
    return place


@policy("entrant")
def new() -> str | Response | tuple[str, int]:
    event, entrant = get_event(), _me()
    if forming.find_place(entrant) is not None:
        return _home()
    name, track = request.form.get("name", "")[:500], request.form.get("track", "")[:64]
    if request.method == "GET":
        return _new_page("", "")
    try:
        with unit_of_work():
            forming.found(event, entrant, name=name, track=track or None, actor=entrant.person)
    except DomainError as refusal:
        return _new_page(name, track, refusal=refusal.sentence(chosen_language())), refusal.status
    flash(_("팀을 만들었습니다. 초대 코드를 팀원에게 알려 주세요."))
    return _home()


def _new_page(name: str, track: str, *, refusal: str = "") -> str:
    return render_template(
        "team/new.html",
        name=name,
        track=track,
        refusal=refusal,
        teams_open=forming.are_teams_open(get_event()),
        admitted=applications.is_admitted(_me()),
        longest=forming.NAME,
    )


@policy("public")
def join() -> str | Response | tuple[str, int]:
    """The way in by a link or a code. A stranger learns nothing of the team, only what to do first."""
    person = sessions.viewer()
    entrant = sessions.entrant_of(person) if person else None
    code = request.values.get("code", "")[:40]
    if entrant is None:
        if person is None and request.method == "GET":
            sessions.remember_way(here())
        window = applications.window(get_event())
        return render_template("team/join.html", entrant=None, code=code, team=None, refusal="", window=window)
    if forming.find_place(entrant) is not None:
        flash(_("이미 팀에 있습니다. 먼저 그 팀에서 나와야 다른 팀에 들어갈 수 있습니다."))
        return _home()
    return _join_page(entrant, code) if code else _join_form(entrant, code)


def _join_page(entrant: Entrant, code: str) -> str | Response | tuple[str, int]:
    event, address = get_event(), addresses.of_client()
    try:
        team = forming.get_invited(event, entrant, code)
    except NotFound as refusal:
        with unit_of_work():
            forming.note_wrong_code(entrant, address=address)
        return _join_form(_me(), code, refusal=refusal.sentence(chosen_language())), 404
    except DomainError as refusal:
        return _join_form(entrant, code, refusal=refusal.sentence(chosen_language())), refusal.status
    if request.method == "GET" or "sure" not in request.form:
        return _join_form(entrant, code, team=team)
    try:
        with unit_of_work():
            forming.join(event, team, entrant, actor=entrant.person)
    except DomainError as refusal:
        return _join_form(_me(), code, refusal=refusal.sentence(chosen_language())), refusal.status
    flash(_("%(team)s 팀에 들어왔습니다.", team=team.name))
    return _home()


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


@policy("captain", "member")
def leave() -> str | Response:
    place = _place()
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
    flash(_("팀에서 나왔습니다."))
    return redirect(url_for("applying.mine"), 303)


def _tell_captain(place: Membership) -> None:
    captain = next((each for each in place.team.members if each.captain and each.left_at is None), None)
    if captain is not None:
        who = place.entrant.person.name or ""
        letters.write(get_event(), captain.entrant.person, "team-left", team=place.team.name, who=who)


@policy("captain")
def settings() -> str | Response | tuple[str, int]:
    place, event = _place(captain=True), get_event()
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
        return _settings_page(_place().team, name, track, refusal.sentence(chosen_language())), refusal.status
    flash(_("팀 정보를 고쳤습니다."))
    return _home()


def _settings_page(team: Team, name: str, track: str, refusal: str = "") -> str:
    return render_template(
        "team/settings.html", team=team, name=name, track=track, refusal=refusal, longest=forming.NAME
    )


@policy("captain", writes=True)
def renew() -> Response:
    place = _place(captain=True)
    forming.renew_invite(get_event(), place.team, actor=place.entrant.person)
    flash(_("초대 코드를 바꾸었습니다. 옛 코드로는 들어올 수 없습니다."))
    return _home()


def _member(place: Membership, number: int) -> Entrant:
    """Somebody of the captain's own team; anybody else does not exist here."""
    return next((each.entrant for each in place.team.members if each.entrant_id == number and each.left_at is None), None) or abort(404)  # fmt: skip


@policy("captain")
def remove(number: int) -> Response:
    place = _place(captain=True)
    entrant = _member(place, number)
    if entrant.id == place.entrant_id:
        return redirect(url_for("team.leave"), 303)
    with unit_of_work():
        forming.leave(get_event(), place.team, entrant, actor=place.entrant.person)
        letters.write(get_event(), entrant.person, "team-removed", team=place.team.name)
    letter_delivery.send_soon()
    flash(_("팀에서 뺐습니다. 그 사람에게 편지가 갑니다."))
    return _home()


@policy("captain")
def hand_over(number: int) -> Response:
    place = _place(captain=True)
    entrant = _member(place, number)
    with unit_of_work():
        forming.hand_over(get_event(), place.team, entrant, actor=place.entrant.person)
    letter_delivery.send_soon()
    flash(_("팀장을 넘겼습니다."))
    return _home()


@policy("captain")
def answer_ask(number: int) -> Response:
    place, yes = _place(captain=True), request.form.get("answer") == "yes"
    with unit_of_work():
        approach = board.get_waiting(place.team, number)
        base = addresses.for_letters()
        board.answer(get_event(), approach, yes=yes, actor=place.entrant.person, base=base)
    letter_delivery.send_soon()
    flash(_("팀원으로 받아들였습니다.") if yes else _("거절했습니다."))
    return _home()


@policy("captain")
def card() -> Response:
    place = _place(captain=True)
    typed = {name: request.form.get(name, "")[:2000] for name in ("introduction", "wanted")}
    with unit_of_work():
        board.show(get_event(), place.team, **typed, actor=place.entrant.person)
    flash(_("게시판에 올렸습니다."))
    return _home()


@policy("captain", writes=True)
def hide_card() -> Response:
    board.hide(_place(captain=True).team)
    flash(_("게시판에서 내렸습니다."))
    return _home()


def _home() -> Response:
    return redirect(url_for("team.home"), 303)
