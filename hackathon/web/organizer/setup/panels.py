"""The panel of a round: who sits on it, who chairs, who joins, who leaves."""

from __future__ import annotations

from flask import abort, render_template

from hackathon.database import unit_of_work
from hackathon.domain.ballots.progress import progress_of
from hackathon.domain.results import signers
from hackathon.domain.results.blockers import STEPS
from hackathon.domain.rounds import panels, pledges, rounds
from hackathon.models import Round
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import gettext as _
from hackathon.web.organizer.shared.desk import READERS, Answer, actor, back, blueprint, load_judge, load_round, may_act
from hackathon.web.organizer.shared.forms import SeatForm
from hackathon.web.organizer.shared.grid import grid_of
from hackathon.web.organizer.shared.tabs import Tab

TAB = Tab("organizer.panel", lambda: _("Panel"))


@blueprint.get("/rounds/<key>/panel")
@policy(*READERS)
def panel(key: str) -> str:
    round = load_round(key, "desk")
    return _panel(round, _form(round))


def _panel(round: Round, form: SeatForm) -> str:
    return render_template(
        "organizer/setup/panels.html",
        round=round,
        rows=grid_of(progress_of(round)).rows,
        form=form,
        may=may_act() and not round.locked_at,
        pledged=pledges.accepted(round),
        **_signing(round),
    )


def _signing(round: Round) -> dict[str, object]:
    """Whether the chair will be able to sign, long before it is asked for, and what there is to do if not."""
    chair = next((seat.judge.person for seat in rounds.panel(round) if seat.chair), None)
    able = chair is not None and (round.event.is_demo or signers.chair_can_sign(chair))
    return {"chaired": chair is not None, "signs": able, "steps": STEPS, "chair_number": chair.id if chair else 0}


def _form(round: Round) -> SeatForm:
    form, free = SeatForm(), panels.free_judges(round)
    form.judge.choices = [("", _("Choose")), *((j.code, f"{j.code} {j.person.name or ''}") for j in free)]
    return form


@blueprint.post("/rounds/<key>/panel")
@policy("organizer")
def seat(key: str) -> Answer:
    round = load_round(key, "desk")
    form = _form(round)
    if not form.validate():
        return _panel(round, form), 422
    with unit_of_work():
        rounds.seat(round, load_judge(round, form.judge.data), chair=bool(form.chair.data), actor=actor())
    return back(round, "panel", _("The judge has a seat now."))


@blueprint.post("/rounds/<key>/panel/<code>/unseat")
@policy("organizer")
def unseat(key: str, code: str) -> Answer:
    round = load_round(key, "desk")
    load_judge(round, code)
    with unit_of_work():
        taken = panels.find_seat(round, code)
        count = panels.unseat(round, taken, actor=actor()) if taken else None
    if count is None:
        return back(round, "panel", _("The judge has no seat any more. Nothing was changed."))
    return back(round, "panel", _("The seat is withdrawn, and {count} assignments with it.", count=count))


@blueprint.post("/rounds/<key>/panel/<code>/pledge")
@policy("organizer")
def note_pledge(key: str, code: str) -> Answer:
    """The organizer holds this judge's pledge on paper."""
    round = load_round(key, "desk")
    with unit_of_work():
        taken = panels.find_seat(round, code)
        if taken is None or round.pledge is None:
            abort(404)
        pledges.accept(round, taken.judge, version=round.pledge["version"], noted_by=actor())
    return back(round, "panel", _("The pledge on paper has been noted."))


@blueprint.post("/rounds/<key>/panel/<code>/chair")
@policy("organizer")
def make_chair(key: str, code: str) -> Answer:
    round = load_round(key, "desk")
    with unit_of_work():
        taken = panels.find_seat(round, code)
        if taken is None:
            abort(404)
        panels.make_chair(round, taken, actor=actor())
    return back(round, "panel", _("The chair is chosen."))
