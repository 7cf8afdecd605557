"""The list of entrants as a file: without phone numbers and addresses, unless somebody says what they are for."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from hackathon.domain.applying import guardians
from hackathon.domain.applying.application_form import ApplicationForm, form_of
from hackathon.domain.base import access_log
from hackathon.domain.entrants import roster
from hackathon.domain.results import status
from hackathon.models import Entrant, Membership
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import gettext as _
from hackathon.web.organizer.entrants import blueprint
from hackathon.web.organizer.entrants.access import wanted_of
from hackathon.web.organizer.shared.desk import actor
from hackathon.web.page.frame import get_event
from scoring.csv_json import csv_text

BOM = "\ufeff"


@blueprint.post("/entrants.csv")
@policy("organizer", writes=True)
def export() -> Response:
    """Taking people's data away leaves a line in the log, with the reason where contacts go along."""
    contacts, reason = bool(request.form.get("contacts")), request.form.get("reason", "").strip()[:2000]
    if contacts and not reason:
        flash(_("To take contacts along, please say what they are for."))
        return redirect(url_for("entrants.index"), 303)
    event, wanted = get_event(), wanted_of()
    rows = roster.rows(event, wanted)
    act = "entrants.exported-with-contacts" if contacts else "entrants.exported"
    shown = wanted.show or "all"
    access_log.note(event, act, "entrants", actor=actor(), reason=reason, shown=shown, rows=len(rows))
    form = form_of(event)
    outcomes = status.statuses_of(event, [row.place.team for row in rows if row.place])
    table = [_header(form, contacts), *(_row(row, form, outcomes, contacts) for row in rows)]
    name = f"{event.key}-entrants{'-contacts' if contacts else ''}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(BOM + csv_text(table), mimetype="text/csv", headers=headers)


def _header(form: ApplicationForm, contacts: bool) -> list[str]:
    more = ["email", "phone", "guardian", "guardian_email"] if contacts else []
    plain = [
        "number",
        "applied_at",
        "state",
        "name",
        "affiliation",
        "under_14",
        "team",
        "team_name",
        "captain",
        "status",
    ]
    return [*plain, *more, *(question.key for question in form.questions)]


def _row(row: roster.Row, form: ApplicationForm, outcomes: dict[int, status.Status], contacts: bool) -> list[str]:
    entrant, person = row.entrant, row.entrant.person
    return [
        str(entrant.id),
        entrant.applied_at.astimezone(get_event().zone).isoformat(timespec="seconds"),
        state_of(entrant, awaited=row.awaited),
        person.name or "",
        person.affiliation or "",
        _yes_no(entrant.under_14),
        *_team_cells(row.place, outcomes),
        *(_contacts(entrant) if contacts else []),
        *(_cell(entrant.answers.get(question.key)) for question in form.questions),
    ]


def _team_cells(place: Membership | None, outcomes: dict[int, status.Status]) -> list[str]:
    if place is None:
        return ["", "", "no", ""]
    return [place.team.code, place.team.name, _yes_no(place.captain), outcomes[place.team.id]]


def _yes_no(fact: bool) -> str:
    return "yes" if fact else "no"


def state_of(entrant: Entrant, *, awaited: bool) -> str:
    if entrant.disqualified_at:
        return "disqualified"
    if entrant.withdrawn_at:
        return "withdrawn"
    if not entrant.confirmed:
        return "unconfirmed"
    return "guardian" if awaited else "applied"


def _contacts(entrant: Entrant) -> list[str]:
    guardian = guardians.find(entrant) if entrant.under_14 else None
    own = [entrant.person.email or "", entrant.person.phone or ""]
    return [*own, (guardian.name if guardian else None) or "", (guardian.email if guardian else None) or ""]


def _cell(answer: object) -> str:
    return ", ".join(map(str, answer)) if isinstance(answer, list) else str(answer or "")
