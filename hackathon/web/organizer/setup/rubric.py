"""The rubric of a round and the rules that turn marks into ranks; they can be changed until the first ballot."""

from __future__ import annotations

from flask import render_template

from hackathon.database import unit_of_work
from hackathon.domain.base.errors import DomainError
from hackathon.domain.rounds import settings
from hackathon.models import Round
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import chosen_language
from hackathon.web.http.languages import gettext as _
from hackathon.web.organizer.shared.desk import READERS, Answer, actor, back, blueprint, load_round, may_act
from hackathon.web.organizer.shared.forms import PolicyForm
from hackathon.web.organizer.shared.tabs import Tab
from hackathon.web.page.policy_text import explain
from scoring import Policy, ScoringError

TAB = Tab("organizer.rubric", lambda: _("Rubric"))


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
        may=may_act() and settings.may_change_policy(round),
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
    return back(round, "rubric", _("The rules are changed."))
