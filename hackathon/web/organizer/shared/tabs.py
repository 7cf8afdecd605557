"""Tabs over the pages of a round: each page that has one declares it; views.py puts them in order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hackathon.models import Round
from hackathon.permissions import roles_of, visible
from hackathon.web.http.sessions import viewer
from hackathon.web.organizer.shared.desk import DESK_ROLES


def sees_desk(round: Round) -> bool:
    return visible(viewer(), "desk", round=round)


def sees_standings(round: Round) -> bool:
    return visible(viewer(), "standings", round=round)


def sees_ballots(round: Round) -> bool:
    return visible(viewer(), "ballots", round=round)


def watches(round: Round) -> bool:
    """Whether the person looking works at the desk and may see how far the judges are."""
    person = viewer()
    return visible(person, "progress", round=round) and bool(roles_of(person) & DESK_ROLES)


@dataclass(frozen=True)
class Tab:
    """`endpoint` is the page's whole endpoint, `name` gives its words, `shown` says who finds the tab."""

    endpoint: str
    name: Callable[[], str]
    shown: Callable[[Round], bool] = sees_desk
