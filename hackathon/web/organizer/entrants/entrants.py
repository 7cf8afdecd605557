"""Entrants at the organizer's desk: the list, one application with its log, and what an organizer does with it."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hackathon.database import unit_of_work
from hackathon.domain.applying import applications, consents, guardians
from hackathon.domain.applying.application_form import form_of
from hackathon.domain.base import audit_lines
from hackathon.domain.base.audit_lines import Filter
from hackathon.domain.base.errors import DomainError
from hackathon.domain.entrants import organizer_entry, roster
from hackathon.domain.results import status
from hackathon.domain.teams import leaving, teams
from hackathon.extensions import db
from hackathon.models import Entrant
from hackathon.web.applying import form as form_page
from hackathon.web.http import addresses, letter_delivery
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import chosen_language
from hackathon.web.http.languages import gettext as _
from hackathon.web.organizer.entrants import blueprint
from hackathon.web.organizer.entrants.access import log_access, wanted_of
from hackathon.web.organizer.shared.audit_labels import act_label
from hackathon.web.organizer.shared.desk import actor
from hackathon.web.page.chips import application_chip, show_names, status_chip
from hackathon.web.page.frame import get_event

PER_PAGE = 50
_ONE = "/entrants/<int(max=2147483647):number>"


@blueprint.get("/entrants")
@policy("organizer", "auditor")
def index() -> str:
    event, wanted = get_event(), wanted_of()
    total = roster.count(event, wanted)
    log_access("entrants.listed", "entrants", shown=wanted.show or "all", searched=bool(wanted.text), found=total)
    pages = max(-(-total // PER_PAGE), 1)
    at = min(wanted.page, pages)
    rows = roster.rows(event, wanted, offset=(at - 1) * PER_PAGE, limit=PER_PAGE)
    placed = [row.place.team for row in rows if row.place]
    return render_template(
        "organizer/entrants/index.html",
        wanted=wanted,
        total=total,
        page=at,
        pages=pages,
        rows=rows,
        chip=application_chip,
        statuses=status.statuses_of(event, placed),
        status_chip=status_chip,
        names=show_names(),
        shows=roster.SHOWS,
    )


def _get(number: int) -> Entrant:
    entrant = db.session.get(Entrant, number)
    if entrant is None or entrant.event_id != get_event().id or entrant.person.erased_at is not None:
        abort(404)
    return entrant


@blueprint.get(_ONE)
@policy("organizer", "auditor")
def entrant(number: int) -> str:
    log_access("entrant.opened", f"entrant:{_get(number).id}")
    return _page(_get(number))


def _page(entrant: Entrant, *, refusal: str = "") -> str:
    event, form = get_event(), form_of(get_event())
    places = teams.places_of(entrant)
    teams_now = [place.team for place in places if place.left_at is None]
    return render_template(
        "organizer/entrants/entrant.html",
        entrant=entrant,
        chip=application_chip(entrant),
        form=form,
        written=form_page.input_of(entrant, form),
        sent=applications.sent_by(entrant),
        guardian=guardians.find(entrant),
        consents=consents.history(entrant),
        places=places,
        statuses=status.statuses_of(event, teams_now),
        status_chip=status_chip,
        log=audit_lines.lines(event, Filter(f"entrant:{entrant.id}"), limit=50),
        act_label=act_label,
        refusal=refusal,
    )


@blueprint.post(f"{_ONE}/<act>")
@policy("organizer")
def act(number: int, act: str) -> Response | tuple[str, int]:
    """One of the things an organizer does with an application, with the reason where it needs one."""
    actions = _actions()
    if act not in actions:
        abort(404)
    does, message = actions[act]
    reason = request.form.get("reason", "")[:2000]
    try:
        with unit_of_work():
            does(_get(number), reason)
    except DomainError as refusal:
        return _page(_get(number), refusal=refusal.sentence(chosen_language())), refusal.status
    letter_delivery.send_soon()
    flash(message)
    return redirect(url_for("entrants.entrant", number=number), 303)


def _actions() -> dict[str, tuple[Callable[[Entrant, str], object], str]]:
    event, base, who = get_event(), addresses.for_letters(), actor()
    return {
        "confirm": (
            lambda entrant, reason: organizer_entry.confirm(event, entrant, reason=reason, actor=who, base=base),
            _("The application is confirmed."),
        ),
        "resend": (
            lambda entrant, _reason: organizer_entry.send_again(event, entrant, actor=who, base=base),
            _("The letter is written again."),
        ),
        "withdraw": (
            lambda entrant, reason: organizer_entry.withdraw_entrant(event, entrant, reason=reason, actor=who),
            _("Your application has been withdrawn."),
        ),
        "disqualify": (
            lambda entrant, reason: leaving.disqualify_entrant(event, entrant, reason=reason, actor=who),
            _("Disqualified. The person can read the reason."),
        ),
    }


@blueprint.route(f"{_ONE}/edit", methods=["GET", "POST"])
@policy("organizer")
def edit(number: int) -> str | Response | tuple[str, int]:
    event, entrant = get_event(), _get(number)
    if request.method == "GET":
        log_access("phone.shown", f"person:{entrant.person_id}")
        return form_page.show_form(form_page.input_of(_get(number), form_of(event)), entrant=_get(number))
    written = form_page.read_form(form_of(event))
    try:
        with unit_of_work():
            applications.change(event, entrant, written.values, actor=actor(), base=addresses.for_letters())
    except DomainError as refusal:
        return form_page.show_form(written.refused(refusal), entrant=_get(number)), refusal.status
    flash(_("Your application has been changed."))
    return redirect(url_for("entrants.entrant", number=number), 303)


@blueprint.route("/entrants/add", methods=["GET", "POST"])
@policy("organizer")
def add() -> str | Response | tuple[str, int]:
    typed = {
        name: request.form.get(name, "")[:500]
        for name in ("name", "email", "phone", "affiliation", "note", "consented")
    }
    if request.method == "GET":
        return render_template("organizer/entrants/add.html", typed=typed, refusal="")
    try:
        with unit_of_work():
            made = organizer_entry.add_entrant(get_event(), **typed, actor=actor())
    except DomainError as refusal:
        page = render_template("organizer/entrants/add.html", typed=typed, refusal=refusal.sentence(chosen_language()))
        return page, refusal.status
    flash(_("The applicant has been added."))
    return redirect(url_for("entrants.entrant", number=made.id), 303)
