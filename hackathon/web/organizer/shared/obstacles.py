"""Obstacles before an act: what must be settled first, each with the page that settles it."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from hackathon.domain.results import results
from hackathon.domain.results.blockers import Blocker
from hackathon.models import Round
from hackathon.web.http.languages import gettext as _
from hackathon.web.http.languages import speak
from hackathon.web.organizer.shared.desk import address
from hackathon.web.organizer.shared.tabs import sees_desk
from scoring.text import Sayable


def linked(sentence: Sayable, where: str, name: str) -> Markup:
    """A sentence and the page where something can be done about it."""
    return Markup('{} <a href="{}">{}</a>').format(speak(sentence), where, name)


def of_blockers(round: Round, blockers: Sequence[Blocker]) -> list[str]:
    """What keeps the round from the lock, each with the page where it is settled."""
    return [linked_blocker(round, blocker) for blocker in blockers]


def linked_blocker(round: Round, blocker: Blocker) -> str:
    places = _places()
    if blocker.code not in places or not sees_desk(round):
        return speak(blocker.sentence)
    endpoint, name = places[blocker.code]
    return linked(blocker.sentence, address(endpoint, round), name)


def _places() -> dict[str, tuple[str, str]]:
    """Where each kind of blocker is settled."""
    panel, covered = ("panel", _("Panel")), ("covered", _("Coverage and absences"))
    return {
        "unassigned": ("assigned", _("Assignments")),
        "owed": covered,
        "conflict": ("kept", _("Compare and rule")),
        "pledge": panel,
        "chair": panel,
        "signer": panel,
        "organizer": panel,
        "poll": ("poll_list", _("Vote")),
        "rules": covered,
        "unranked": covered,
    }


def left_open(round: Round) -> list[str]:
    """What the result that stands leaves open, with the way to the page that settles it."""
    left = results.questions_of(results.get_result(round)) if round.locked_at else ()
    return [linked(each.sentence, address("ties", round), _("Ties")) for each in left]
