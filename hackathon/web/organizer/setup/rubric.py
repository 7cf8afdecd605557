"""What a round is judged by and what it awards: the rubric with its rules, and who would win what."""

from __future__ import annotations

from flask import render_template
from flask_babel import gettext as _

from hackathon.database import unit_of_work
from hackathon.domain.base.errors import DomainError
from hackathon.domain.rounds import settings
from hackathon.models import Round
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import chosen_language
from hackathon.web.organizer.shared.confirming import find_standings
from hackathon.web.organizer.shared.desk import READERS, Answer, actor, back, blueprint, load_round, runs
from hackathon.web.organizer.shared.forms import PolicyForm
from hackathon.web.organizer.shared.team_names import team_names
from hackathon.web.page.policy_text import explain
from scoring import Policy, ScoringError


@blueprint.get("/rounds/<key>/rubric")
@policy(*READERS)
def rubric(key: str) -> str:
    round = load_round(key, "desk")
    return _rubric(round, PolicyForm(text=round.policy), [])


def _rubric(round: Round, form: PolicyForm, faults: list[str]) -> str:
    rules = Policy.from_text(round.policy)
    return render_template(
        "organizer/setup/rubric.html",
        round=round,
        rules=rules,
        sentences=explain(round, rules),
        form=form,
        faults=faults,
        may=runs() and settings.may_change_policy(round),
        started=not settings.may_change_policy(round),
    )


@blueprint.post("/rounds/<key>/rubric")
@policy("organizer")
def change_policy(key: str) -> Answer:
    round = load_round(key, "desk")
    form = PolicyForm()
    if not form.validate():
        return _rubric(round, form, []), 422
    try:
        with unit_of_work():
            text = (form.text.data or "").replace("\r\n", "\n")
            settings.change_policy(round, text, reason=form.reason.data or "", actor=actor())
    except ScoringError as error:
        return _rubric(round, form, [fault.line(chosen_language()) for fault in error.faults]), 422
    except DomainError as error:
        return _rubric(round, form, [error.sentence(chosen_language())]), 409
    return back(round, "rubric", _("심사 규정을 바꿨습니다."))


@blueprint.get("/rounds/<key>/awards")
@policy(*READERS)
def awards(key: str) -> str:
    round = load_round(key, "desk")
    rules = Policy.from_text(round.policy)
    return render_template(
        "organizer/setup/awards.html",
        round=round,
        rules={rule.name: rule for rule in rules.awards},
        rubric={criterion.key: criterion for criterion in rules.rubric.criteria},
        standings=find_standings(round) if rules.awards else None,
        names=team_names(round),
    )
