from __future__ import annotations

import re

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hackathon.domain import accounts
from hackathon.models import Person
from hackathon.web.accounts import sessions
from hackathon.web.guard import policy

blueprint = Blueprint("accounts", __name__)

_PREVIEWS = re.compile(r"(?<!cu)bot|crawl|spider|scrap|preview|externalhit", re.IGNORECASE)
"""Messengers open every link that is sent in them; they must not use a one-time link up. Cubot makes phones."""


@blueprint.get("/s/<secret>")
@policy("public", writes=True)
def redeem(secret: str) -> Response:
    if _is_only_looking():
        return Response(status=204)
    _person, session_secret = accounts.redeem(secret, device=request.user_agent.string)
    sessions.begin(session_secret)
    return redirect(url_for("accounts.me"), 303)


def _is_only_looking() -> bool:
    """A HEAD request, a prefetching browser or a messenger's preview: nobody has opened the link yet."""
    purpose = " ".join(request.headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Moz"))
    return (
        request.method == "HEAD" or "prefetch" in purpose.lower() or bool(_PREVIEWS.search(request.user_agent.string))
    )


@blueprint.after_request
def keep_the_secret(response: Response) -> Response:
    """The address of a link is a secret: no cache and no other page may learn it, whether it worked or not."""
    if request.endpoint == "accounts.redeem":
        response.headers.update({"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"})
    return response


@blueprint.get("/sign-in")
@policy("public")
def sign_in() -> str | Response:
    if sessions.viewer():
        return redirect(url_for("accounts.me"), 303)
    return render_template("accounts/sign_in.html")


@blueprint.post("/sign-out")
@policy("public", writes=True)
def sign_out() -> Response:
    sessions.end()
    flash(_("로그아웃했습니다."))
    return redirect(url_for("public.event"), 303)


@blueprint.get("/me")
@policy("signed-in")
def me() -> str | Response:
    home = home_of(sessions.viewer())
    return redirect(url_for(home), 303) if home else render_template("accounts/nobody.html")


def home_of(person: Person | None) -> str | None:
    """The page a person works on: an organizer's before a judge's before a team's."""
    if person is None:
        return None
    if sessions.may_be(person, {"organizer", "auditor", "staff"}):
        return "organizer.rounds"
    if sessions.may_be(person, {"judge", "chair"}):
        return "judge.home"
    return "team.home" if sessions.membership_of(person) else None
