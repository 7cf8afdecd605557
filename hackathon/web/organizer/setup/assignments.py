"""Assignments of judges to entries: the grid, the button that fills it, one by hand."""

from __future__ import annotations

from typing import Any

from flask import render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext

from hackathon.database import unit_of_work
from hackathon.domain.ballots.progress import Progress, progress_of
from hackathon.domain.rounds import assignments, conflicts_of_interest
from hackathon.models import Round
from hackathon.web.http.guard import policy
from hackathon.web.organizer.shared.confirmation import Confirmation, confirm, rehearse, state_digest
from hackathon.web.organizer.shared.desk import (
    READERS,
    Answer,
    actor,
    address,
    back,
    blueprint,
    load_entry,
    load_judge,
    load_round,
    may_act,
)
from hackathon.web.organizer.shared.forms import ConfirmForm, PairForm
from hackathon.web.organizer.shared.grid import grid_of
from hackathon.web.organizer.shared.tabs import Tab

TAB = Tab("organizer.assigned", lambda: _("배정"))


def fill_choices(form: Any, progress: Progress) -> Any:
    """Offer the judges and entries of a round in a form."""
    nobody = [("", _("고르세요"))]
    judges = [(seat.judge.code, f"{seat.judge.code} {seat.judge.person.name or ''}") for seat in progress.judges]
    entries = [(each.team.code, f"{each.position}. {each.team.name} ({each.team.code})") for each in progress.entries]
    form.judge.choices, form.entry.choices = nobody + judges, nobody + entries
    return form


@blueprint.get("/rounds/<key>/assignments")
@policy(*READERS)
def assigned(key: str) -> str:
    round = load_round(key, "desk")
    return _assigned(round, PairForm())


def _assigned(round: Round, form: PairForm) -> str:
    progress = progress_of(round)
    return render_template(
        "organizer/setup/assignments.html",
        round=round,
        grid=grid_of(progress),
        form=fill_choices(form, progress),
        may=may_act() and not round.locked_at,
    )


@blueprint.post("/rounds/<key>/assignments")
@policy("organizer")
def assign(key: str) -> Answer:
    round = load_round(key, "desk")
    form = fill_choices(PairForm(), progress_of(round))
    if not form.validate():
        return _assigned(round, form), 422
    judge, entry = load_judge(round, form.judge.data), load_entry(round, form.entry.data)
    removes = request.form.get("step") == "remove"
    with unit_of_work():
        (assignments.unassign if removes else assignments.assign_one)(round, judge, entry, actor=actor())
    names = {"judge": judge.code, "entry": entry.team.code}
    return back(
        round,
        "assigned",
        _("%(judge)s – %(entry)s 배정을 뺐습니다.", **names)
        if removes
        else _("%(judge)s – %(entry)s 배정했습니다.", **names),
    )


@blueprint.route("/rounds/<key>/assignments/fill", methods=["GET", "POST"])
@policy("organizer")
def fill(key: str) -> Answer:
    round = load_round(key, "desk")
    before = grid_of(progress_of(round)).rows
    outcome, refused = rehearse(lambda: (assignments.fill(round), grid_of(progress_of(round)).rows))
    count, after = outcome or (0, before)
    if not refused and not count:
        return back(round, "assigned", _("채울 배정이 없습니다. 바뀐 것은 없습니다."))
    page = Confirmation(
        round,
        tab="assigned",
        title=_("배정 채우기"),
        consequences=[
            ngettext("새 배정 %(num)d건을 더합니다.", "새 배정 %(num)d건을 더합니다.", count),
            _("이미 배정된 것은 그대로 두고, 제척·기피·회피된 짝은 만들지 않습니다."),
        ]
        if count
        else [],
        obstacles=refused,
        button=_("배정 채우기"),
        done=ngettext("%(num)d건을 배정했습니다.", "%(num)d건을 배정했습니다.", count),
        then=address("assigned", round),
        back=address("assigned", round),
        form=ConfirmForm(),
        template="organizer/setup/fill.html",
        details={
            "loads": list(zip(before, after, strict=True)),
            "suspected": len(conflicts_of_interest.undecided(round)),
        },
    )
    return confirm(page, lambda: assignments.fill(round, actor=actor()), seen=lambda: _seen(round))


def _seen(round: Round) -> str:
    return state_digest(round, sorted(progress_of(round).cells))
