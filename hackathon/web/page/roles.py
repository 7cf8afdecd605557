"""Roles: what each is called, and what it does."""

from __future__ import annotations

from collections.abc import Iterable

from hackathon.models.people import ROLES
from hackathon.web.http.languages import lazy_gettext as _

NAMES = {
    "organizer": _("Organizer"),
    "staff": _("Staff"),
    "auditor": _("Auditor"),
    "judge": _("Judge"),
    "chair": _("Chair"),
    "captain": _("Captain"),
    "member": _("Member"),
}
ABOUT = {
    "organizer": _("Runs the event and sees everything."),
    "staff": _("Helps at the venue; sees no scores."),
    "auditor": _("Sees everything and changes nothing."),
    "judge": _("Scores in the rounds they are seated for."),
    "chair": _("Leads the panel and scores with it."),
}


def in_order(names: Iterable[str]) -> list[str]:
    """Role keys in the order in which the roles are always listed."""
    return sorted(set(names), key=lambda name: ROLES.index(name))
