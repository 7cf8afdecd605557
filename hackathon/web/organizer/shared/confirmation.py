"""Confirmation of an act with consequences: a page that shows what it does, and a button that does it if that still holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from hackathon.database import unit_of_work
from hackathon.domain.base.errors import DomainError
from hackathon.domain.results import results
from hackathon.domain.results.standings import standings_of
from hackathon.models import Round
from hackathon.web.http.languages import chosen_language
from hackathon.web.http.languages import gettext as _
from hackathon.web.organizer.shared.forms import ConfirmForm
from scoring import ScoringError, Standings
from scoring.reading.canonical import digest

Act = Callable[[], object]


@dataclass
class Confirmation:
    """What the page says. `obstacles` are sentences that keep the button away; `then` is where the act leads."""

    round: Round
    tab: str
    title: str
    consequences: Sequence[str]
    button: str
    done: str
    then: str
    form: ConfirmForm
    back: str
    obstacles: list[str] = field(default_factory=list)
    stop: bool = False
    template: str = "organizer/shared/confirmation.html"
    details: dict[str, Any] = field(default_factory=dict)


def find_standings(round: Round) -> Standings | None:
    """The standings, or None while the rules cannot make any."""
    try:
        return standings_of(round)
    except ScoringError:
        return None


def state_digest(round: Round, *more: object, with_standings: bool = True) -> str:
    """A digest of everything an act on this round depends on; without the standings where others' ballots do not matter."""
    standings = find_standings(round) if with_standings else None
    result = results.find_result(round)
    return digest(
        {
            "locked": str(round.locked_at),
            "published": str(round.published_at),
            "version": result.version if result else 0,
            "signed": len(results.signatures(result)) if result else 0,
            "advanced": results.has_sent_on(round),
            "standings": standings.to_json() if standings else None,
            "more": [str(each) for each in more],
        }
    )[:20]


def rehearse(act: Act) -> tuple[Any, list[str]]:
    """What an act would bring, undone again; or the sentences with which it would be refused."""
    try:
        with unit_of_work(keep=False):
            return act(), []
    except DomainError as error:
        return None, [error.sentence(chosen_language())]
    except ScoringError as error:
        return None, [fault.line(chosen_language()) for fault in error.faults]


def confirm(page: Confirmation, act: Act, *, seen: Callable[[], str] | None = None) -> Response | str | tuple[str, int]:
    """Show the page, or do the act if the button was pressed on a page that is still true.

    `seen` gives the digest of everything the act depends on, as the page was drawn from it and as it is now.
    """
    digest_now = seen or (lambda: state_digest(page.round))
    stale = False
    if page.form.validate_on_submit():
        with unit_of_work():
            stale = page.form.seen.data != digest_now()
            if not stale:
                act()
        if not stale:
            flash(page.done)
            return redirect(page.then, 303)
    page.form.seen.data = digest_now()
    return _answer(page, stale=stale)


def preview(page: Confirmation, act: Act, *, seen: Callable[[], str]) -> Response | str | tuple[str, int]:
    """Show what a filled form would bring, with the button that does it; or do it, if that was pressed."""
    if request.form.get("step") == "confirm":
        return confirm(page, act, seen=seen)
    page.form.seen.data = seen()
    return shown(page)


def shown(page: Confirmation, *, warning: str = "") -> str:
    return render_template(page.template, page=page, round=page.round, warning=warning, **page.details)


def _answer(page: Confirmation, *, stale: bool) -> tuple[str, int]:
    warning = (
        _("Something changed after this page was opened, so nothing was done. Please check again below.")
        if stale
        else ""
    )
    wrong = any(page.form.errors.get(name) for name in page.form.errors)
    return shown(page, warning=warning), 409 if stale else 422 if wrong else 200
