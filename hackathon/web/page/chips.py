"""Chips of a round, a team and an application: the class of each and its words. Round while open, square when final."""

from __future__ import annotations

from hackathon.domain.applying import guardians
from hackathon.domain.results.publications import find_correction
from hackathon.domain.results.status import Status
from hackathon.domain.rounds.rounds import state_of
from hackathon.models import Entrant, Round
from hackathon.web.http.languages import gettext as _
from hackathon.web.http.languages import pgettext


def state_chip(round: Round) -> tuple[str, str]:
    if round.published_at and find_correction(round):
        return "chip-wait", _("Correction open")
    return {
        "planned": ("", _("Not started")),
        "open": ("chip-open", pgettext("state", "Judging")),
        "closed": ("chip-wait", _("Judging closed")),
        "locked": ("chip-final", _("Locked")),
        "published": ("chip-final", _("Published")),
    }[state_of(round)]


def status_chip(status: Status) -> tuple[str, str]:
    return {
        "applied": ("chip-open", _("Applied")),
        "shortlisted": ("chip-final", _("Selected")),
        "reserve": ("chip-wait", _("Reserve")),
        "not-selected": ("", _("Not selected")),
        "finalist": ("chip-final", _("Finalist")),
        "result": ("chip-final", _("Results are out")),
        "withdrawn": ("", _("Withdrew from the event")),
        "disqualified": ("chip-stop", _("Disqualified")),
    }[status]


def application_chip(entrant: Entrant, *, awaited: bool | None = None) -> tuple[str, str]:
    """Where an application stands by itself, before any team."""
    if entrant.disqualified_at:
        return "chip-stop", pgettext("person", "Disqualified")
    if entrant.withdrawn_at:
        return "", pgettext("application", "Withdrawn")
    if not entrant.confirmed:
        return "chip-wait", _("E-mail not confirmed")
    if guardians.is_awaited(entrant) if awaited is None else awaited:
        return "chip-wait", _("Waiting for a guardian")
    return "chip-ok", _("Applied")


def show_names() -> dict[str, str]:
    """What the list of entrants can be narrowed to."""
    outcomes: tuple[Status, ...] = ("shortlisted", "reserve", "not-selected", "finalist", "result")
    return {
        "admitted": _("Taking part"),
        "no-team": _("Without a team"),
        "unconfirmed": _("E-mail not confirmed"),
        "guardian": _("Waiting for a guardian"),
        "no-phone": _("No phone number"),
        "no-email": _("No e-mail address"),
        "no-consent": _("No consent on record"),
        **{name: status_chip(name)[1] for name in outcomes},
        "withdrawn": pgettext("application", "Withdrawn"),
        "disqualified": pgettext("person", "Disqualified"),
    }
