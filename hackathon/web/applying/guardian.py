"""Guardian of an applicant under 14: the page behind the link in their letter, and their answer."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hackathon.domain.applying import consents, guardians
from hackathon.models import Entrant
from hackathon.web.applying.access import blueprint
from hackathon.web.http.guard import policy
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
    flash(_("동의를 받았습니다. 고맙습니다.") if agrees else _("거절하셨습니다. 신청은 진행되지 않습니다."))
    return redirect(url_for("applying.guardian_page", secret=secret), 303)
