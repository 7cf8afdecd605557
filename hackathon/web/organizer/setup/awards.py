"""The awards of a round: by which rule each is given, and who would win it now."""

from __future__ import annotations

from flask import render_template

from hackathon.web.http.guard import policy
from hackathon.web.http.languages import gettext as _
from hackathon.web.organizer.shared.confirmation import find_standings
from hackathon.web.organizer.shared.desk import READERS, blueprint, load_round
from hackathon.web.organizer.shared.open_awards import candidates_line, why_open
from hackathon.web.organizer.shared.tabs import Tab
from hackathon.web.organizer.shared.team_names import team_names
from scoring import Policy

TAB = Tab("organizer.awards", lambda: _("Awards"))


@blueprint.get("/rounds/<key>/awards")
@policy(*READERS)
def awards(key: str) -> str:
    round = load_round(key, "desk")
    rules, names = Policy.from_text(round.policy), team_names(round)
    standings = find_standings(round) if rules.awards else None
    return render_template(
        "organizer/setup/awards.html",
        round=round,
        rules={rule.title: rule for rule in rules.awards},
        rubric={criterion.key: criterion for criterion in rules.rubric.criteria},
        standings=standings,
        policy=rules,
        why_open=why_open,
        candidates_line=candidates_line,
        called=lambda code: names[code].name,
        names=names,
    )
