"""Sign-in by a link or a password, sign-out, a new password by letter, and the page that everybody lands on."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hackathon.database import unit_of_work
from hackathon.domain.base.errors import DomainError
from hackathon.domain.people import accounts, passwords
from hackathon.models import Person
from hackathon.web.accounts import after_sign_in, secret_links
from hackathon.web.accounts.forms import EmailForm, SignInForm
from hackathon.web.http import addresses, letter_delivery, sessions
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import chosen_language
from hackathon.web.http.languages import gettext as _
from hackathon.web.page.frame import get_event

blueprint = Blueprint("accounts", __name__)


@blueprint.get("/s/<secret>")
@policy("public", writes=True)
def redeem(secret: str) -> Response:
    if secret_links.is_only_looking():
        return Response(status=204)
    person, session_secret = accounts.redeem(secret, device=request.user_agent.string)
    asked = sessions.take_destination()
    sessions.begin(session_secret)
    return redirect(after_sign_in.address_for(person, asked=asked, to=request.args.get("to")), 303)


@blueprint.after_request
def keep_the_secret(response: Response) -> Response:
    return secret_links.keep_secret(response) if request.endpoint == "accounts.redeem" else response


@blueprint.get("/sign-in")
@policy("public")
def sign_in() -> str | Response:
    if sessions.viewer():
        return redirect(url_for("accounts.me"), 303)
    return _sign_in_page(SignInForm())


@blueprint.post("/sign-in")
@policy("public")
def sign_in_with_password() -> str | Response:
    """Not one unit of work: the slow check holds no lock, and a refusal is remembered in one of its own."""
    form = SignInForm()
    if not form.validate():
        return _sign_in_page(form, status=422)
    email, address = form.email.data or "", addresses.of_client()
    try:
        person = passwords.sign_in(get_event(), email, form.password.data or "", address=address)
    except passwords.SignInRefused as refusal:
        with unit_of_work():
            passwords.note_failure(email, address=address)
        return _sign_in_page(form, refusal=refusal, status=refusal.status)
    except passwords.TooManyAttempts as refusal:
        return _sign_in_page(form, refusal=refusal, status=refusal.status)
    with unit_of_work():
        return redirect(after_sign_in.sign_in_by_password(person), 303)


def _sign_in_page(form: SignInForm, *, refusal: DomainError | None = None, status: int = 200) -> Response:
    sentence = refusal.sentence(chosen_language()) if refusal else None
    page = Response(render_template("accounts/sign_in.html", form=form, refusal=sentence), status, mimetype="text/html")
    if status == passwords.TooManyAttempts.status:
        page.headers["Retry-After"] = str(int(passwords.WINDOW.total_seconds()))
    return page


@blueprint.get("/forgot")
@policy("public")
def forgot() -> str:
    return render_template("accounts/forgot.html", form=EmailForm(), set_up=letter_delivery.is_set_up())


@blueprint.post("/forgot")
@policy("public")
def ask_for_reset() -> Response | tuple[str, int]:
    """The same answer for every address, known or not."""
    form = EmailForm()
    if not form.validate():
        return render_template("accounts/forgot.html", form=form, set_up=letter_delivery.is_set_up()), 422
    event, base = get_event(), addresses.for_letters()
    with unit_of_work():
        passwords.ask_for_reset(event, form.email.data or "", address=addresses.of_client(), base=base)
    letter_delivery.send_soon()
    flash(
        _(
            "If this address is registered for the event, a letter with a link to set a password is on its way. The link works once, within an hour."
        )
    )
    return redirect(url_for("accounts.sign_in"), 303)


@blueprint.post("/sign-out")
@policy("public", writes=True)
def sign_out() -> Response:
    sessions.end()
    flash(_("You are signed out."))
    return redirect(url_for("public.event"), 303)


@blueprint.get("/me")
@policy("signed-in")
def me() -> str | Response:
    home = home_of(sessions.viewer())
    return redirect(url_for(home), 303) if home else render_template("accounts/me.html")


def home_of(person: Person | None) -> str | None:
    """The page a person works on: an organizer's before a judge's before a team's."""
    if person is None:
        return None
    if sessions.may_be(person, {"organizer", "auditor", "staff"}):
        return "organizer.rounds"
    if sessions.may_be(person, {"judge", "chair"}):
        return "tablet.shell"
    if sessions.membership_of(person):
        return "team.home"
    return "applying.mine" if sessions.entrant_of(person) else None
