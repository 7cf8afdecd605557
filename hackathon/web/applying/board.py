"""Board where applicants look for a team and teams for people, and the messages that they send each other there."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hackathon.database import unit_of_work
from hackathon.domain.applying import applications
from hackathon.domain.base.errors import DomainError
from hackathon.domain.teams import board, forming
from hackathon.models import Entrant
from hackathon.web.applying.access import get_entrant
from hackathon.web.http import addresses, letter_delivery
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import chosen_language
from hackathon.web.http.languages import gettext as _
from hackathon.web.page.frame import get_event

blueprint = Blueprint("board", __name__, url_prefix="/board")


@blueprint.get("")
@policy("entrant")
def show() -> str:
    return _page(_admitted())


def _admitted() -> Entrant:
    """Whoever takes part; for a withdrawn or unconfirmed applicant there is no board."""
    entrant = get_entrant()
    if not applications.is_admitted(entrant):
        abort(404)
    return entrant


def _page(entrant: Entrant, *, number: int = 0, message: str = "", refusal: str = "") -> str:
    event, place = get_event(), forming.find_place(entrant)
    is_open = forming.are_teams_open(event)
    return render_template(
        "applying/board.html",
        people=board.people_on(event) if is_open else [],
        teams=board.teams_on(event) if is_open else [],
        entrant=entrant,
        place=place,
        teams_open=is_open,
        size_of=forming.size_of,
        shown_name=board.shown_name,
        limits=board,
        wrong=(number, message, refusal),
    )


@blueprint.post("/<int(max=2147483647):number>")
@policy("entrant")
def write(number: int) -> Response | tuple[str, int]:
    """Ask a team to be let in, or invite a person as the captain of a team."""
    entrant, message = _admitted(), request.form.get("message", "")[:5000]
    try:
        with unit_of_work():
            _send(entrant, number, message)
    except DomainError as refusal:
        sentence = refusal.sentence(chosen_language())
        return _page(_admitted(), number=number, message=message, refusal=sentence), refusal.status
    letter_delivery.send_soon()
    flash(_("Sent. A letter and your page will tell you the answer."))
    return redirect(url_for("board.show"), 303)


def _send(entrant: Entrant, number: int, message: str) -> None:
    event, base = get_event(), addresses.for_letters()
    card, place = board.get_card(event, number), forming.find_place(entrant)
    if card.team is not None:
        board.ask(event, entrant, card.team, message=message, base=base)
    elif card.entrant is not None and place is not None and place.captain:
        board.invite(event, place.team, card.entrant, message=message, actor=entrant.person, base=base)
    else:
        abort(404)
