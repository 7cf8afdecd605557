"""Recusals (제척·기피·회피): who must not score whom, and why; the reasons are for the organizer's desk alone."""

from __future__ import annotations

from flask import abort, render_template, request
from flask_babel import gettext as _

from hackathon.database import unit_of_work
from hackathon.domain.ballots.progress import progress_of
from hackathon.domain.rounds import conflicts_of_interest, panels, rounds
from hackathon.extensions import db
from hackathon.models import Recusal, Round
from hackathon.web.http.guard import policy
from hackathon.web.organizer.setup.assignments import fill_choices
from hackathon.web.organizer.shared.confirmation import Confirmation, confirm, rehearse
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
from hackathon.web.organizer.shared.forms import ReasonForm, RecusalForm
from hackathon.web.organizer.shared.tabs import Tab

TAB = Tab("organizer.recusals", lambda: _("제척·기피·회피"))


def kind_names() -> dict[str, str]:
    return {
        "statutory": _("제척 (규정에 따라 제외)"),
        "challenge": _("기피 (신청에 따라 제외)"),
        "self": _("회피 (심사위원 스스로)"),
    }


@blueprint.get("/rounds/<key>/recusals")
@policy(*READERS)
def recusals(key: str) -> str:
    round = load_round(key, "desk")
    return _page(round, _form(round))


def _form(round: Round) -> RecusalForm:
    form: RecusalForm = fill_choices(RecusalForm(), progress_of(round))
    form.kind.choices = list(kind_names().items())
    return form


def _page(round: Round, form: RecusalForm) -> str:
    return render_template(
        "organizer/setup/recusals.html",
        round=round,
        found=panels.recusals(round),
        kinds=kind_names(),
        form=form,
        suspected=[] if round.locked_at else conflicts_of_interest.undecided(round),
        may=may_act() and not round.locked_at,
    )


@blueprint.post("/rounds/<key>/recusals")
@policy("organizer")
def recuse(key: str) -> Answer:
    round = load_round(key, "desk")
    form = _form(round)
    if not form.validate():
        return _page(round, form), 422
    judge, entry = load_judge(round, form.judge.data), load_entry(round, form.entry.data)
    with unit_of_work():
        rounds.recuse(round, judge, entry, kind=form.kind.data, reason=form.reason.data or "", actor=actor())
    return back(round, "recusals", _("기록했습니다. 이 심사위원의 채점표는 이 팀의 집계에 들어가지 않습니다."))


@blueprint.post("/rounds/<key>/recusals/suggested")
@policy("organizer")
def settle_suspicion(key: str) -> Answer:
    """One click on what looks like a conflict: it is one, or somebody has looked and it is none."""
    round = load_round(key, "desk")
    judge = load_judge(round, request.form.get("judge", ""))
    entry = load_entry(round, request.form.get("entry", ""))
    names = {"judge": judge.code, "entry": entry.team.code}
    if conflicts_of_interest.find_suspicion(round, judge, entry) is None:
        return back(round, "recusals", _("이미 정해진 짝입니다. 바뀐 것은 없습니다."))
    with unit_of_work():
        if request.form.get("step") == "recuse":
            conflicts_of_interest.recuse(round, judge, entry, actor=actor())
            return back(round, "recusals", _("%(judge)s – %(entry)s: 제척으로 기록했습니다.", **names))
        conflicts_of_interest.overlook(round, judge, entry, actor=actor())
    return back(round, "recusals", _("%(judge)s – %(entry)s: 이해충돌이 아닌 것으로 적었습니다.", **names))


@blueprint.route("/rounds/<key>/recusals/<int:number>/take-back", methods=["GET", "POST"])
@policy("organizer")
def take_back_recusal(key: str, number: int) -> Answer:
    round = load_round(key, "desk")
    recusal = db.session.get(Recusal, number)
    if recusal is None:
        return back(round, "recusals", _("이미 되돌렸습니다. 바뀐 것은 없습니다."))
    if recusal.round_id != round.id:
        abort(404)
    form = ReasonForm()
    page = Confirmation(
        round,
        tab="recusals",
        title=_("제척·기피·회피 되돌리기"),
        consequences=[
            _("배정이 남아 있으면 이 심사위원은 이 팀을 다시 채점해야 합니다."),
            _("봉인해 둔 채점표가 있으면 다시 집계에 들어갑니다."),
            _("처음 기록과 되돌린 사유는 기록에 그대로 남습니다."),
        ],
        obstacles=rehearse(lambda: panels.take_back(round, recusal, reason="?"))[1],
        button=_("되돌리기"),
        done=_("되돌렸습니다. 사유는 기록에 남았습니다."),
        then=address("recusals", round),
        back=address("recusals", round),
        form=form,
        stop=True,
    )
    return confirm(page, lambda: panels.take_back(round, recusal, reason=form.reason.data or "", actor=actor()))
