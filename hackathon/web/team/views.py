from __future__ import annotations

from flask import Blueprint, abort, render_template

from hackathon.web.accounts.sessions import membership_of, viewer
from hackathon.web.guard import policy
from hackathon.web.pages import get_event
from hackathon.web.team import home as team_home

blueprint = Blueprint("team", __name__, url_prefix="/team")


@blueprint.get("")
@policy("captain", "member")
def home() -> str:
    person = viewer()
    membership = membership_of(person) if person else None
    if membership is None:
        abort(404)
    team = membership.team
    mine = team_home.rounds_for(team, get_event().rounds)
    return render_template(
        "team/home.html",
        team=team,
        captain=membership.captain,
        members=team_home.members_of(team),
        stages=team_home.stages_of(team, mine),
        handed_in=team_home.submissions_of(team, mine),
    )
