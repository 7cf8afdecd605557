"""Errors as pages that say what happened and what to do, and as JSON for the tablets."""

from __future__ import annotations

from http import HTTPStatus

from flask import Flask, g, jsonify, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from hackathon.domain.base.errors import DomainError
from hackathon.extensions import db
from hackathon.web.http.languages import chosen_language
from hackathon.web.http.languages import lazy_gettext as _
from scoring import ScoringError

TITLES = {
    400: _("The request was not understood"),
    401: _("Please sign in"),
    403: _("This is not allowed"),
    404: _("There is no such page"),
    405: _("This address cannot do that"),
    409: _("This cannot be done now"),
    410: _("This link cannot be used"),
    413: _("What was sent is too large"),
    422: _("Something needs to be corrected"),
    429: _("Too many requests"),
    500: _("Something went wrong on the server"),
}
ADVICE = {
    400: _("Nothing was changed. Go back, reload the page and try again."),
    401: _("Open the sign-in link you got from the organizer. Nothing was changed."),
    403: _("Nothing was changed. If you should be allowed to do this, ask the organizer."),
    404: _("The address has changed, or you may not see this page. Start again from the front page."),
    405: _("Nothing was changed. Go back and press the button again."),
    410: _("Ask the organizer for a new link."),
    413: _("Nothing was saved. Send it again as a smaller file."),
    429: _("Nothing you sent earlier is lost. Try again in about a minute."),
    500: _("What was not confirmed as saved is not saved. Try again, and tell the organizer if it happens again."),
}
_CSRF = _(
    "The page was open for too long, or you signed in elsewhere. Nothing was changed: reload the page and try again."
)
CODES = {
    400: "bad-request",
    401: "sign-in-needed",
    404: "not-found",
    413: "too-large",
    422: "invalid",
    429: "too-often",
}


def init_app(app: Flask) -> None:
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(CSRFError, lambda _error: error_response(400, _CSRF))
    app.register_error_handler(
        DomainError, lambda error: error_response(error.status, error.sentence(chosen_language()))
    )
    app.register_error_handler(ScoringError, _scoring)


def error_response(status: int, *sentences: object) -> Response:
    """The page or the JSON for a refusal; without sentences it says what is usual for its status."""
    shown = [str(sentence) for sentence in sentences or (ADVICE.get(status, ADVICE[400]),)]
    if request.path.startswith("/api/"):
        code = CODES.get(status, HTTPStatus(status).phrase.lower().replace(" ", "-"))
        body: Response = jsonify(error={"code": code, "message": " ".join(shown)})
    else:
        title = TITLES.get(status) or HTTPStatus(status).phrase
        body = Response(
            render_template("error.html", status=status, title=title, sentences=shown), mimetype="text/html"
        )
    body.status_code = status
    return body


def _refused(error: HTTPException) -> Response | HTTPException:
    """Also what nobody handled: Flask wraps it as a 500."""
    if error.code is None or error.code < 400:
        return error  # a redirect of the router is no error
    if error.code >= 500:
        db.session.rollback()
        g.bare = g.no_database = True  # what failed may be the database: this page asks it nothing
    response = error_response(error.code)
    for name in ("Allow", "Retry-After"):
        if name in dict(error.get_headers()):
            response.headers[name] = dict(error.get_headers())[name]
    return response


def _scoring(error: ScoringError) -> Response:
    return error_response(409, *(fault.line(chosen_language()) for fault in error.faults))
