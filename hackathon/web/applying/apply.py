"""Applying for the event: the form that is open to everybody, what comes after it, and the link that confirms."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, session, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response

from hackathon.database import unit_of_work
from hackathon.domain.applying import applications
from hackathon.domain.applying.application_form import form_of
from hackathon.domain.base.errors import DomainError
from hackathon.web.applying import form as form_page
from hackathon.web.applying.access import blueprint, find_entrant, to_application
from hackathon.web.http import addresses, letter_delivery, sessions
from hackathon.web.http.errors import error_response
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import chosen_language
from hackathon.web.http.languages import gettext as _
from hackathon.web.page.frame import get_event

_SENT = "applied"
"""Where the address stands that somebody has just applied with, for the page that says what to do next."""


@blueprint.get("")
@policy("public")
def form() -> str | Response:
    if find_entrant() is not None:
        return to_application()
    if applications.window(get_event()) != "open":
        return render_template("applying/closed.html", window=applications.window(get_event()))
    return form_page.show_form(form_page.ApplicationInput({}))


@blueprint.post("")
@policy("public")
def send() -> Response | tuple[str, int]:
    """The same answer for every address, known or not."""
    written = form_page.read_form(form_of(get_event()))
    try:
        with unit_of_work():
            applications.send(
                get_event(),
                written.values,
                language=chosen_language(),
                address=addresses.of_client(),
                base=addresses.for_letters(),
            )
    except DomainError as refusal:
        return form_page.show_form(written.refused(refusal)), refusal.status
    letter_delivery.send_soon()
    session[_SENT] = str(written["email"]).strip()[:254]
    return redirect(url_for("applying.sent"), 303)


@blueprint.get("/sent")
@policy("public")
def sent() -> str | Response:
    email = session.get(_SENT)
    if email is None:
        return redirect(url_for("applying.form"), 303)
    return render_template(
        "applying/sent.html", email=email, set_up=letter_delivery.is_set_up(), days=applications.LINK_LIFE.days
    )


@blueprint.get("/confirm/<secret>")
@policy("public")
def confirm_page(secret: str) -> str:
    """Looking confirms nothing: mailboxes open every link to see where it leads."""
    event = get_event()
    application = applications.get_pending(event, secret)
    before = application.entrant if application.entrant.confirmed else None
    return render_template(
        "applying/confirm.html",
        application=application,
        form=form_of(event),
        before=applications.newest(before) if before else None,
        again=before is not None and before.withdrawn_at is None,
    )


@blueprint.post("/confirm/<secret>")
@policy("public", writes=True)
def confirm(secret: str) -> Response:
    entrant = applications.confirm(get_event(), secret, base=addresses.for_letters())
    session.pop(_SENT, None)
    asked = sessions.take_destination()
    sessions.open_for(entrant.person, began="link")
    flash(_("Your application is confirmed. Now found a team or join one."))
    return redirect(asked if asked and asked.startswith("/team/join") else url_for("applying.mine"), 303)


@blueprint.errorhandler(CSRFError)
def stale(_error: CSRFError) -> Response | tuple[str, int]:
    """The page was open while somebody signed in or out. Nothing was taken; what was typed comes back."""
    if request.endpoint == "applying.send":
        return form_page.show_form(form_page.read_form(form_of(get_event())), said="again"), 400
    return error_response(
        400, _("The sign-in changed while this page was open. Nothing has happened: reload and try again.")
    )
