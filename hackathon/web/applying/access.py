"""Access to the pages of applying: their blueprint, and the application of who asks."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from hackathon.models import Entrant
from hackathon.web.http import sessions

blueprint = Blueprint("applying", __name__, url_prefix="/apply")


@blueprint.after_request
def keep_the_secret(response: Response) -> Response:
    """The address of a link is a secret: no cache learns it, and no other site does by the policy of all our pages.

    Not `no-referrer`: from such a page browsers send forms with the origin "null", which is nobody's.
    """
    if "secret" in (request.view_args or {}):
        response.headers["Cache-Control"] = "no-store"
    return response


def find_entrant() -> Entrant | None:
    person = sessions.viewer()
    return sessions.entrant_of(person) if person else None


def get_entrant() -> Entrant:
    return find_entrant() or abort(404)


def to_application() -> Response:
    return redirect(url_for("applying.mine"), 303)
