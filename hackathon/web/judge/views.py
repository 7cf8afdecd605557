from __future__ import annotations

from flask import Blueprint, render_template

from hackathon.permissions import visible
from hackathon.web.accounts.sessions import viewer
from hackathon.web.guard import policy
from hackathon.web.judge.home import find_judge, rounds_of, state_names
from hackathon.web.rounds import state_chip

blueprint = Blueprint("judge", __name__, url_prefix="/judge")


@blueprint.get("")
@policy("judge", "chair")
def home() -> str:
    person = viewer()
    judge = find_judge(person) if person else None
    mine = rounds_of(judge) if judge else []
    return render_template(
        "judge/home.html",
        judge=judge,
        mine=mine,
        names=state_names(),
        chips={each.round.id: state_chip(each.round) for each in mine},
        readable={each.round.id for each in mine if visible(person, "standings", round=each.round)},
    )
