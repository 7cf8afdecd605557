"""Application of who is signed in: where it stands, and everything they may do with it."""

from __future__ import annotations

import json

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hackathon.database import unit_of_work
from hackathon.domain.applying import applications, consents, guardians
from hackathon.domain.applying.application_form import form_of
from hackathon.domain.applying.consent_texts import BOARD
from hackathon.domain.base.errors import DomainError
from hackathon.domain.entrants import own_data
from hackathon.domain.results import status
from hackathon.domain.teams import board, forming, leaving
from hackathon.models import Entrant
from hackathon.web.applying import form as form_page
from hackathon.web.applying.access import blueprint, get_entrant, to_application
from hackathon.web.http import addresses, letter_delivery
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import chosen_language
from hackathon.web.http.languages import gettext as _
from hackathon.web.page.chips import application_chip, status_chip
from hackathon.web.page.frame import get_event
from scoring.csv_json import csv_text

BOM = "\ufeff"


@blueprint.get("/mine", endpoint="mine")
@policy("entrant")
def application() -> str:
    return _page(get_entrant())


def _page(entrant: Entrant, *, refusal: str = "", typed: dict[str, str] | None = None) -> str:
    event, place = get_event(), forming.find_place(entrant)
    form = form_of(event)
    return render_template(
        "applying/application.html",
        entrant=entrant,
        chip=application_chip(entrant),
        guardian=guardians.find(entrant) if entrant.under_14 else None,
        place=place,
        team_chip=status_chip(status.status_of(event, place.team)) if place else None,
        admitted=applications.is_admitted(entrant),
        teams_open=forming.are_teams_open(event),
        window=applications.window(event),
        written=form_page.input_of(entrant, form),
        form=form,
        purposes=[(each, consents.standing(entrant).get(each.key)) for each in form.purposes],
        invitations=board.waiting_for(entrant),
        asked=board.sent_by(entrant),
        card=board.card_of(entrant),
        on_board=consents.agrees(entrant, BOARD),
        limits=board,
        refusal=refusal,
        typed=typed or {},
    )


@blueprint.route("/mine/edit", methods=["GET", "POST"])
@policy("entrant")
def edit() -> str | Response | tuple[str, int]:
    entrant, event = get_entrant(), get_event()
    may = applications.window(event) == "open" and not (entrant.withdrawn_at or entrant.disqualified_at)
    if request.method == "GET":
        if not may:
            return to_application()
        return form_page.show_form(form_page.input_of(entrant, form_of(event)), entrant=entrant)
    written = form_page.read_form(form_of(event))
    try:
        with unit_of_work():
            applications.change(event, entrant, written.values, actor=entrant.person, base=addresses.for_letters())
    except DomainError as refusal:
        return form_page.show_form(written.refused(refusal), entrant=get_entrant()), refusal.status
    letter_delivery.send_soon()
    flash(_("Your application has been changed."))
    return to_application()


@blueprint.route("/mine/withdraw", methods=["GET", "POST"])
@policy("entrant")
def withdraw() -> str | Response:
    entrant, event = get_entrant(), get_event()
    if entrant.withdrawn_at:
        return to_application()
    if request.method == "GET":
        place = forming.find_place(entrant)
        rest = forming.size_of(place.team) - 1 if place else 0
        return render_template(
            "applying/withdraw.html", entrant=entrant, place=place, rest=rest, window=applications.window(event)
        )
    with unit_of_work():
        leaving.withdraw_application(event, entrant, actor=entrant.person)
    letter_delivery.send_soon()
    flash(_("Your application has been withdrawn."))
    return to_application()


@blueprint.get("/mine/data.json")
@policy("entrant")
def data_json() -> Response:
    data = own_data.everything_of(get_event(), get_entrant())
    return _file(json.dumps(data, ensure_ascii=False, indent=2) + "\n", "json", "application/json")


@blueprint.get("/mine/data.csv")
@policy("entrant")
def data_csv() -> Response:
    rows = own_data.lines_of(own_data.everything_of(get_event(), get_entrant()))
    return _file(BOM + csv_text([["field", "value"], *map(list, rows)]), "csv", "text/csv")


def _file(text: str, ending: str, kind: str) -> Response:
    name = f"{get_event().key}-my-data.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(text, mimetype=kind, headers=headers)


@blueprint.post("/mine/consents/<purpose>")
@policy("entrant", writes=True)
def consent(purpose: str) -> Response:
    entrant, given = get_entrant(), request.form.get("given") == "1"
    consents.change(get_event(), entrant, purpose, given=given, actor=entrant.person)
    if purpose == BOARD and not given:
        board.hide_card(entrant)
    flash(_("You have agreed.") if given else _("You have taken your consent back."))
    return to_application()


@blueprint.post("/mine/card")
@policy("entrant")
def card() -> Response | tuple[str, int]:
    """Putting a card on the board is agreeing to be seen there, and the page says so beside the button."""
    entrant = get_entrant()
    typed = {name: request.form.get(name, "")[:2000] for name in ("introduction", "wanted")}
    try:
        with unit_of_work():
            board.show_card(get_event(), entrant, **typed, actor=entrant.person)
    except DomainError as refusal:
        return _page(get_entrant(), refusal=refusal.sentence(chosen_language()), typed=typed), refusal.status
    flash(_("It is on the board."))
    return to_application()


@blueprint.post("/mine/card/hide")
@policy("entrant", writes=True)
def hide_card() -> Response:
    board.hide_card(get_entrant())
    flash(_("It is off the board."))
    return to_application()


@blueprint.post("/mine/guardian")
@policy("entrant", writes=True)
def ask_guardian() -> Response:
    """Another letter to the guardian, where the first was lost."""
    entrant = get_entrant()
    if guardians.may_ask_again(entrant):
        guardians.ask(get_event(), entrant, base=addresses.for_letters())
        flash(_("Another letter to the guardian is written."))
    else:
        flash(_("A letter was written just now. Try again in an hour."))
    return to_application()


@blueprint.post("/mine/invitations/<int(max=2147483647):number>")
@policy("entrant")
def answer_invitation(number: int) -> Response:
    entrant, yes = get_entrant(), request.form.get("answer") == "yes"
    with unit_of_work():
        approach = board.get_waiting(entrant, number)
        board.answer(get_event(), approach, yes=yes, actor=entrant.person, base=addresses.for_letters())
    letter_delivery.send_soon()
    flash(_("You are in the team.") if yes else _("Declined."))
    return redirect(url_for("team.home"), 303) if yes else to_application()
