"""Voting by the code of a card: one page to type it, one to choose."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from hackathon.database import unit_of_work
from hackathon.domain.ballots import polls
from hackathon.domain.base.errors import DomainError
from hackathon.domain.submissions import submissions
from hackathon.models import Voter
from hackathon.web.accounts import secret_links
from hackathon.web.http import addresses, cookies
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import chosen_language
from hackathon.web.http.languages import gettext as _

blueprint = Blueprint("voting", __name__)
_KEPT = "vote"
"""Where the signed cookie keeps the code between the pages, so that it stands in no address that is shared."""


@blueprint.get("/v/<code>")
@policy("public")
def open_link(code: str) -> Response:
    """The link on a voting card. Looking at it casts nothing.

    It leads on to a page with no code in its address: a form on a page that hides its address is refused as a stranger's.
    """
    if secret_links.is_only_looking():
        return Response(status=204)
    if polls.find_voter(code, secret=cookies.secret()) is None:
        return _show(code)
    session[_KEPT] = code
    return secret_links.keep_secret(redirect(url_for("voting.type_code"), 303))


@blueprint.get("/vote")
@policy("public")
def type_code() -> Response:
    code = session.get(_KEPT)
    return (
        _show(code)
        if code and polls.find_voter(code, secret=cookies.secret())
        else _page(render_template("voting/type_code.html", refusal=None))
    )


@blueprint.post("/vote")
@policy("public")
def vote() -> Response:
    """A code that was typed, or the choice of somebody whose code is known."""
    if "entry" not in request.form:
        return _show(request.form.get("code", ""))
    voter = polls.find_voter(session.get(_KEPT, ""), secret=cookies.secret())
    if voter is None:
        return _code(_("Please enter your code again. Your vote is not in yet."), 422)
    entry = next((each for each in polls.choices(voter) if each.team.code == request.form["entry"]), None)
    if entry is None:
        return _choose(voter, _("Choose a team."), 422)
    try:
        with unit_of_work():
            polls.cast(voter, entry)
    except DomainError as refusal:
        return _choose(voter, refusal.sentence(chosen_language()), refusal.status)
    return _choose(voter)


def _show(typed: str) -> Response:
    voter = polls.find_voter(typed, secret=cookies.secret())
    if voter is not None:
        session[_KEPT] = typed
        return _choose(voter)
    try:
        with unit_of_work():
            polls.note_guess(address=addresses.of_client())
    except DomainError as refusal:
        return _code(refusal.sentence(chosen_language()), refusal.status)
    return _code(_("There is no such code. Enter it as it stands on your card."), 422)


def _code(refusal: str, status: int) -> Response:
    return _page(render_template("voting/type_code.html", refusal=refusal), status)


def _choose(voter: Voter, refusal: str = "", status: int = 200) -> Response:
    """The ballot, or what was chosen once it is cast."""
    vote = polls.vote_of(voter)
    entries = polls.choices(voter)
    round = voter.poll.round
    earlier = [each for each in round.event.rounds if each.position <= round.position]
    titles = submissions.newest_by_team(earlier, teams=[entry.team_id for entry in entries])
    chosen = next((entry for entry in entries if vote and entry.id == vote.entry_id), None)
    page = render_template(
        "voting/vote.html",
        poll=voter.poll,
        number=voter.number,
        entries=entries,
        titles={entry.id: titles[entry.team_id].title for entry in entries if entry.team_id in titles},
        vote=vote,
        chosen=chosen,
        refusal=refusal,
        open=polls.is_open(voter.poll),
    )
    return _page(page, status)


def _page(page: str, status: int = 200) -> Response:
    return Response(page, status, mimetype="text/html", headers={"Cache-Control": "no-store"})
