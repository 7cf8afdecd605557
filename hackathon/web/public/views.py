from __future__ import annotations

from flask import Blueprint, render_template

from hackathon.domain.applying import applications
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import chosen_language
from hackathon.web.page import wording
from hackathon.web.page.frame import get_event
from hackathon.web.public import page
from hackathon.web.public.judging import judging

blueprint = Blueprint("public", __name__)


@blueprint.get("/")
@policy("public")
def event() -> str:
    event = get_event()
    way = page.milestones(event)
    shown = page.find_shown_round(event)
    teams = page.teams_of(event, shown) if shown else []
    beside = [(each, page.teams_of(event, each)) for each in page.tracks_beside(event, shown)]
    return render_template(
        "public/event.html",
        when=wording.days(event.starts_at, event.ends_at, event.zone, chosen_language()),
        stage=page.stage(event, way),
        way=[each.step for each in way],
        following=page.find_next(way),
        size=page.size(event),
        applications=applications.window(event),
        judging=judging(event),
        round=shown,
        teams=teams,
        beside=beside,
        awards=[award for each in ([(shown, teams)] if shown else []) + beside for award in page.awards_of(*each)],
    )
