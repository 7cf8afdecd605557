"""The schedule of the event: its dates and its rounds as a list, each with how far it is."""

from __future__ import annotations

from flask import render_template

from hackathon.domain.ballots.counts import count_ballots, count_entries
from hackathon.permissions import visible
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import gettext as _
from hackathon.web.http.sessions import viewer
from hackathon.web.organizer.shared.desk import blueprint
from hackathon.web.page.frame import get_event


def level_names() -> dict[str, str]:
    return {
        "awards": _("Winners only"),
        "ranks": _("Winners and ranks"),
        "scores": _("Winners, ranks and scores"),
    }


@blueprint.get("")
@policy("organizer", "auditor", "staff")
def rounds() -> str:
    event = get_event()
    found = [round for round in event.rounds if visible(viewer(), "progress", round=round)]
    return render_template(
        "organizer/setup/schedule.html",
        rounds=found,
        progress=count_ballots(found),
        entries=count_entries(found),
        readable={round.id for round in found if visible(viewer(), "standings", round=round)},
        settled={round.id for round in found if visible(viewer(), "desk", round=round)},
        level=level_names()[event.result_level],
    )
