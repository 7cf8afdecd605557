"""Recusals: who must not score whom, and why; the reasons are for the organizer's desk alone."""

from __future__ import annotations

from flask import abort, render_template, request

from hackathon.database import unit_of_work
from hackathon.domain.ballots.progress import progress_of
from hackathon.domain.rounds import conflicts_of_interest, panels, rounds
from hackathon.extensions import db
from hackathon.models import Recusal, Round
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import gettext as _
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

TAB = Tab("organizer.recusals", lambda: _("Recusals"))


def kind_names() -> dict[str, str]:
    return {
        "statutory": _("Statutory (excluded by the rules)"),
        "challenge": _("Challenge (excluded on request)"),
        "self": _("Self-recusal (by the judge)"),
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
    return back(round, "recusals", _("Entered. This judge's ballot for this team does not count."))


@blueprint.post("/rounds/<key>/recusals/suggested")
@policy("organizer")
def settle_suspicion(key: str) -> Answer:
    """One click on what looks like a conflict: it is one, or somebody has looked and it is none."""
    round = load_round(key, "desk")
    judge = load_judge(round, request.form.get("judge", ""))
    entry = load_entry(round, request.form.get("entry", ""))
    names = {"judge": judge.code, "entry": entry.team.code}
    if conflicts_of_interest.find_suspicion(round, judge, entry) is None:
        return back(round, "recusals", _("This pair is settled already. Nothing was changed."))
    with unit_of_work():
        if request.form.get("step") == "recuse":
            conflicts_of_interest.recuse(round, judge, entry, actor=actor())
            return back(round, "recusals", _("{judge} – {entry}: recorded as a statutory recusal.", **names))
        conflicts_of_interest.overlook(round, judge, entry, actor=actor())
    return back(round, "recusals", _("{judge} – {entry}: noted as no conflict of interest.", **names))


@blueprint.route("/rounds/<key>/recusals/<int:number>/take-back", methods=["GET", "POST"])
@policy("organizer")
def take_back_recusal(key: str, number: int) -> Answer:
    round = load_round(key, "desk")
    recusal = db.session.get(Recusal, number)
    if recusal is None:
        return back(round, "recusals", _("It was taken back already. Nothing was changed."))
    if recusal.round_id != round.id:
        abort(404)
    form = ReasonForm()
    page = Confirmation(
        round,
        tab="recusals",
        title=_("Take a recusal back"),
        consequences=[
            _("If the assignment is still there, the judge must score this team again."),
            _("A sealed ballot that exists counts again."),
            _("The first entry and the reason for taking it back stay in the log."),
        ],
        obstacles=rehearse(lambda: panels.take_back(round, recusal, reason="?"))[1],
        button=_("Take back"),
        done=_("Taken back. The reason is in the log."),
        then=address("recusals", round),
        back=address("recusals", round),
        form=form,
        stop=True,
    )
    return confirm(page, lambda: panels.take_back(round, recusal, reason=form.reason.data or "", actor=actor()))
