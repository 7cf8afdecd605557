"""Page of the event, open to everybody."""

from __future__ import annotations

from flask import Blueprint, render_template

from hackathon.domain.applying import applications
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import chosen_language
from hackathon.web.page import wording
from hackathon.web.page.frame import get_event
from hackathon.web.public import corrections, event_page
from hackathon.web.public.judging import judging_of

blueprint = Blueprint("public", __name__)


@blueprint.get("/")
@policy("public")
def event() -> str:
    event = get_event()
    milestones = event_page.milestones_of(event)
    shown = event_page.find_shown_round(event)
    teams = event_page.teams_of(event, shown) if shown else []
    beside = [(each, event_page.teams_of(event, each)) for each in event_page.tracks_beside(event, shown)]
    return render_template(
        "public/event.html",
        when=wording.days(event.starts_at, event.ends_at, event.zone, chosen_language()),
        stage=event_page.stage_chip(event, milestones),
        way=[each.step for each in milestones],
        following=event_page.find_next(milestones),
        size=event_page.count_participants(event),
        applications=applications.window(event),
        judging=judging_of(event),
        round=shown,
        teams=teams,
        beside=beside,
        corrected=corrections.histories_of(event),
        awards=[
            award for each in ([(shown, teams)] if shown else []) + beside for award in event_page.awards_of(*each)
        ],
    )


@blueprint.get("/results/<key>/<int:version>")
@policy("public")
def older_result(key: str, version: int) -> str:
    """A published result that a correction replaced."""
    return render_template("public/older_result.html", older=corrections.load_older(get_event(), key, version))
