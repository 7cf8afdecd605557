"""Guardian of an applicant under 14: the page behind the link in their letter, and their answer."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hackathon.domain.applying import consents, guardians
from hackathon.models import Entrant
from hackathon.web.applying.access import blueprint
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import gettext as _
from hackathon.web.page.frame import get_event


@blueprint.get("/guardian/<secret>")
@policy("public")
def guardian_page(secret: str) -> str:
    guardian = guardians.get_asked(get_event(), secret)
    return _guardian_page(guardian.entrant, guardian)


def _guardian_page(entrant: Entrant, guardian: object) -> str:
    given = [row for row in consents.standing(entrant).values() if row.given]
    return render_template("applying/guardian.html", entrant=entrant, guardian=guardian, given=given)


@blueprint.post("/guardian/<secret>")
@policy("public", writes=True)
def guardian_answers(secret: str) -> Response:
    agrees = request.form.get("answer") == "agree"
    guardians.answer(get_event(), secret, agrees=agrees)
    flash(
        _("Your consent has been received. Thank you.")
        if agrees
        else _("You have refused. The application does not go on.")
    )
    return redirect(url_for("applying.guardian_page", secret=secret), 303)
