"""Sign-in by a judge's card: its QR code opens /j/<code>, and whoever cannot scan it types the code at /j."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hackathon.database import unit_of_work
from hackathon.domain.base.errors import DomainError
from hackathon.domain.people import pairing
from hackathon.domain.people.passwords import TooManyAttempts
from hackathon.models import PairingCode, Person
from hackathon.web.accounts import secret_links
from hackathon.web.accounts.forms import CodeForm
from hackathon.web.http import addresses, cookies, sessions
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import chosen_language
from hackathon.web.page.frame import get_event

blueprint = Blueprint("cards", __name__)


def sign_in_by_card(typed: str) -> Person:
    """Sign the judge of this card in on this device. A wrong code holds no lock: guessing slows nobody's ballots."""
    card = pairing.find_card(typed, secret=cookies.secret())
    if card is None:
        address = addresses.of_client()
        pairing.refuse_if_flooded(address=address)
        with unit_of_work():
            refusal = pairing.note_guess(address=address)
        raise refusal
    person = _paired_here(card)
    if person is not None:  # scanned again, or the page was loaded twice
        return person
    with unit_of_work():
        person, secret = pairing.redeem(get_event(), card, device=request.user_agent.string)
        sessions.begin(secret)
    return person


def _paired_here(card: PairingCode) -> Person | None:
    here = sessions.current()
    return here.person if here is not None and card.sign_in_id == here.id else None


@blueprint.get("/j/<code>")
@policy("public")
def open_card(code: str) -> Response:
    return Response(status=204) if secret_links.is_only_looking() else _answer(code)


@blueprint.get("/j")
@policy("public")
def type_code() -> str:
    return render_template("accounts/card_sign_in.html", form=CodeForm(), refusal=None)


@blueprint.post("/j")
@policy("public")
def enter_code() -> Response:
    form = CodeForm()
    if not form.validate():
        return _page(form, status=422)
    return _answer(form.code.data or "", form)


def _answer(code: str, form: CodeForm | None = None) -> Response:
    try:
        sign_in_by_card(code)
    except (pairing.CodeUnusable, TooManyAttempts) as refusal:
        return _page(form or CodeForm(), refusal=refusal, status=refusal.status)
    return redirect(url_for("tablet.shell"), 303)


def _page(form: CodeForm, *, refusal: DomainError | None = None, status: int) -> Response:
    sentence = refusal.sentence(chosen_language()) if refusal else None
    page = Response(
        render_template("accounts/card_sign_in.html", form=form, refusal=sentence), status, mimetype="text/html"
    )
    if status == TooManyAttempts.status:
        page.headers["Retry-After"] = str(int(pairing.WINDOW.total_seconds()))
    return page


@blueprint.after_request
def keep_the_code(response: Response) -> Response:
    """A page with a form keeps the usual referrer policy: under no-referrer a browser hides whose form it sends."""
    if response.mimetype == "text/html" and response.status_code not in (204, 303):
        response.headers["Cache-Control"] = "no-store"
        return response
    return secret_links.keep_secret(response)
