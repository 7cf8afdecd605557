from __future__ import annotations

from flask import Blueprint, render_template

from hackathon.domain.applying import applications
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import chosen_language
from hackathon.web.page import wording
from hackathon.web.page.frame import get_event
from hackathon.web.public import event_page
from hackathon.web.public.judging import judging

blueprint = Blueprint("public", __name__)


@blueprint.get("/")
@policy("public")
def event() -> str:
    event = get_event()
    way = event_page.milestones(event)
    shown = event_page.find_shown_round(event)
    teams = event_page.teams_of(event, shown) if shown else []
    beside = [(each, event_page.teams_of(event, each)) for each in event_page.tracks_beside(event, shown)]
    return render_template(
        "public/event.html",
        when=wording.days(event.starts_at, event.ends_at, event.zone, chosen_language()),
        stage=event_page.stage(event, way),
        way=[each.step for each in way],
        following=event_page.find_next(way),
        size=event_page.size(event),
        applications=applications.window(event),
        judging=judging(event),
        round=shown,
        teams=teams,
        beside=beside,
        awards=[
            award for each in ([(shown, teams)] if shown else []) + beside for award in event_page.awards_of(*each)
        ],
    )
