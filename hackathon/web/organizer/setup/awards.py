"""The awards of a round: by which rule each is given, and who would win it now."""

from __future__ import annotations

from flask import render_template

from hackathon.web.http.guard import policy
from hackathon.web.http.languages import gettext as _
from hackathon.web.organizer.shared.confirmation import find_standings
from hackathon.web.organizer.shared.desk import READERS, blueprint, load_round
from hackathon.web.organizer.shared.tabs import Tab
from hackathon.web.organizer.shared.team_names import team_names
from scoring import Policy

TAB = Tab("organizer.awards", lambda: _("Awards"))


@blueprint.get("/rounds/<key>/awards")
@policy(*READERS)
def awards(key: str) -> str:
    round = load_round(key, "desk")
    rules = Policy.from_text(round.policy)
    return render_template(
        "organizer/setup/awards.html",
        round=round,
        rules={rule.title: rule for rule in rules.awards},
        rubric={criterion.key: criterion for criterion in rules.rubric.criteria},
        standings=find_standings(round) if rules.awards else None,
        names=team_names(round),
    )
