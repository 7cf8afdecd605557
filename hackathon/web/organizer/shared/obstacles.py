"""Obstacles before an act: what must be settled first, each with the page that settles it."""

from __future__ import annotations

from markupsafe import Markup

from hackathon.domain.results import results
from hackathon.models import Round
from hackathon.web.http.languages import gettext as _
from hackathon.web.http.languages import speak
from hackathon.web.organizer.shared.desk import address
from scoring.text import Sayable


def linked(sentence: Sayable, where: str, name: str) -> Markup:
    """A sentence and the page where something can be done about it."""
    return Markup('{} <a href="{}">{}</a>').format(speak(sentence), where, name)


def left_open(round: Round) -> list[str]:
    """What the result that stands leaves open, with the way to the page that settles it."""
    left = results.questions_of(results.get_result(round)) if round.locked_at else ()
    return [linked(each.sentence, address("ties", round), _("Ties")) for each in left]
