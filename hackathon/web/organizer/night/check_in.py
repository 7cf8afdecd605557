"""Check-in: a person's ticket, the door where it is scanned, and who of a round is there and at which place."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask import Response as JsonResponse
from werkzeug.wrappers import Response

from hackathon.database import unit_of_work
from hackathon.domain.base import audit
from hackathon.domain.base.errors import DomainError, Invalid
from hackathon.domain.people import check_ins
from hackathon.domain.people.check_ins import Guest
from hackathon.models import Person, Round
from hackathon.web.http import addresses, cookies, sessions
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import chosen_language, ngettext
from hackathon.web.http.languages import gettext as _
from hackathon.web.http.qr_scanner import with_camera
from hackathon.web.organizer.shared.desk import load_round, may_act
from hackathon.web.organizer.shared.tabs import Tab, watches
from hackathon.web.page import wording
from hackathon.web.page.frame import get_event, zone
from hackathon.web.page.qr_code import qr_picture
from scoring.csv_json import csv_text

TAB = Tab("venue.presence", lambda: _("Presence"), watches)

blueprint = Blueprint("venue", __name__)
_DOOR = ("organizer", "staff")


@blueprint.get("/ticket")
@policy("signed-in")
def ticket() -> str:
    """One's own ticket, to be shown at the door."""
    person = _viewer()
    guest = check_ins.guest_of(get_event(), person)
    picture = qr_picture(_address(person))
    return render_template(
        "organizer/night/ticket.html",
        guest=guest,
        picture=picture,
        code=check_ins.ticket_of(person, secret=cookies.secret()),
    )


def _address(person: Person) -> str:
    return f"{addresses.for_screen()}{url_for('venue.open_ticket', code=check_ins.ticket_of(person, secret=cookies.secret()))}"


@blueprint.get("/t/<code>")
@policy(*_DOOR)
def open_ticket(code: str) -> Response:
    """Where a ticket leads that somebody at the door scans with the camera of a phone."""
    return _door([check_ins.guest_of(get_event(), check_ins.read_ticket(get_event(), code, secret=cookies.secret()))])


@blueprint.get("/organizer/door")
@policy(*_DOOR)
def door() -> Response:
    text = request.args.get("q", "")[:100]
    return _door(check_ins.find_guests(get_event(), text), text=text)


def _door(found: list[Guest], *, text: str = "") -> Response:
    page = render_template("organizer/night/door.html", found=found, text=text, inside=check_ins.inside(get_event()))
    return with_camera(page)


@blueprint.post("/organizer/door")
@policy(*_DOOR)
def note() -> Response:
    """Somebody found by name comes in or goes out."""
    event = get_event()
    person = check_ins.read_ticket(event, request.form.get("ticket", ""), secret=cookies.secret())
    with unit_of_work():
        check_ins.note(event, person, request.form.get("way", ""), by=_viewer())
    name = person.name or "–"
    flash(_("{name} came in.", name=name) if request.form.get("way") == "in" else _("{name} went out.", name=name))
    return redirect(url_for("venue.door", q=request.form.get("q", "")[:100]), 303)


@blueprint.post("/organizer/door/scan")
@policy(*_DOOR)
def scan() -> tuple[JsonResponse, int]:
    """What the camera read: {"text", "way"} → who it is, written down at once."""
    event, sent = get_event(), request.get_json(silent=True) or {}
    try:
        person = check_ins.read_ticket(event, str(sent.get("text", ""))[:300], secret=cookies.secret())
        with unit_of_work():
            check_ins.note(event, person, str(sent.get("way", "")), by=_viewer())
    except DomainError as refusal:
        return jsonify(error={"message": refusal.sentence(chosen_language())}), refusal.status
    return jsonify(_guest_json(check_ins.guest_of(event, person))), 200


def _guest_json(guest: Guest) -> dict[str, Any]:
    return {
        "name": guest.person.name or "–",
        "team": f"{guest.team.name} {guest.team.code}" if guest.team else "",
        "place": guest.place or "",
        "way": guest.way,
        "at": wording.hour(guest.at, zone()) if guest.at else "",
        "inside": check_ins.inside(get_event()),
    }


@blueprint.get("/organizer/rounds/<key>/presence")
@policy("organizer", "staff", "auditor")
def presence(key: str) -> str:
    round = load_round(key, "progress")
    guests = check_ins.expected(get_event(), round)
    return render_template(
        "organizer/night/presence.html",
        round=round,
        guests=guests,
        teams=_by_team(guests, round),
        others=[guest for guest in guests if guest.team is None],
        may=may_act(),
        most=check_ins.PLACE,
    )


def _by_team(guests: list[Guest], round: Round) -> list[tuple[Any, list[Guest]]]:
    found: dict[int, list[Guest]] = {}
    for guest in guests:
        if guest.team:
            found.setdefault(guest.team.id, []).append(guest)
    entries = [entry for entry in round.entries if entry.withdrawn_at is None]
    return [(entry, found.get(entry.team_id, [])) for entry in entries]


@blueprint.post("/organizer/rounds/<key>/presence")
@policy("organizer")
def seat_teams(key: str) -> Response:
    round = load_round(key, "desk")
    places = {name.removeprefix("place-"): value for name, value in request.form.items() if name.startswith("place-")}
    try:
        with unit_of_work():
            changed = check_ins.seat_teams(round, places, actor=_viewer())
    except Invalid as refusal:
        flash(refusal.sentence(chosen_language()))
        return redirect(url_for("venue.presence", key=key), 303)
    flash(ngettext("The place of one team was set.", "The places of {n} teams were set.", changed))
    return redirect(url_for("venue.presence", key=key), 303)


@blueprint.get("/organizer/rounds/<key>/presence.csv")
@policy("organizer")
def presence_csv(key: str) -> Response:
    """Names in a file leave a trace in the log."""
    round = load_round(key, "desk")
    guests = check_ins.expected(get_event(), round)
    with unit_of_work():
        audit.record(get_event(), "presence.downloaded", f"round:{key}", actor=_viewer(), people=len(guests))
    rows = [["name", "team", "team_name", "place", "in", "since"], *(_row(guest) for guest in guests)]
    headers = {"Content-Disposition": f'attachment; filename="{get_event().key}_{key}_presence.csv"'}
    return Response("\ufeff" + csv_text(rows), mimetype="text/csv", headers={**headers, "Cache-Control": "no-store"})


def _row(guest: Guest) -> list[str]:
    team = (guest.team.code, guest.team.name) if guest.team else ("", "")
    since = guest.at.astimezone(zone()).isoformat(timespec="minutes") if guest.at else ""
    return [guest.person.name or "", *team, guest.place or "", {"in": "1", "out": "0"}.get(guest.way or "", ""), since]


def _viewer() -> Person:
    person = sessions.viewer()
    assert person is not None  # the policy of every page here
    return person
