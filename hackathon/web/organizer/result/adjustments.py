"""Adjustments: points with a reason, previewed in the standings; taken back by a row against them."""

from __future__ import annotations

from decimal import Decimal

from flask import abort, render_template

from hackathon.domain.results import standings
from hackathon.domain.rounds.rounds import entries_by_code
from hackathon.extensions import db
from hackathon.models import Adjustment, Round
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import gettext as _
from hackathon.web.organizer.result.decide import moves_between
from hackathon.web.organizer.shared.confirmation import (
    Confirmation,
    confirm,
    find_standings,
    preview,
    rehearse,
    shown,
    state_digest,
)
from hackathon.web.organizer.shared.desk import (
    READERS,
    Answer,
    actor,
    address,
    back,
    blueprint,
    load_entry,
    load_round,
    may_act,
)
from hackathon.web.organizer.shared.forms import AdjustmentForm, ReasonForm, points_of
from hackathon.web.organizer.shared.tabs import Tab
from hackathon.web.organizer.shared.team_names import team_names

TAB = Tab("organizer.adjustments", lambda: _("Adjustments"))


@blueprint.get("/rounds/<key>/adjustments")
@policy(*READERS)
def adjustments(key: str) -> str:
    round = load_round(key, "desk")
    return render_template(
        "organizer/result/adjustments.html",
        round=round,
        found=standings.adjustment_lines(round),
        may=may_act() and not round.locked_at,
    )


@blueprint.route("/rounds/<key>/adjustments/new", methods=["GET", "POST"])
@policy("organizer")
def adjust(key: str) -> Answer:
    round = load_round(key, "desk")
    if round.locked_at:
        return back(round, "adjustments", _("A locked round takes no adjustments. Nothing was changed."))
    form = _form(round)
    page = _page(round, form)
    if not form.is_submitted() or not form.validate():
        page.button = _("Preview")
        return shown(page), 422 if form.errors else 200
    return _preview(page, round, form)


def _form(round: Round) -> AdjustmentForm:
    form = AdjustmentForm()
    entries = entries_by_code(round)
    names = team_names(round)
    form.entry.choices = [("", _("Choose")), *((code, f"{names[code].name} ({code})") for code in entries)]
    return form


def _page(round: Round, form: AdjustmentForm) -> Confirmation:
    return Confirmation(
        round,
        tab="adjustments",
        title=_("Add an adjustment"),
        consequences=[
            _("These points are added after the judges' totals are combined."),
            _("The reason stays on record; taking it back writes a line against it and erases nothing."),
        ],
        button=_("Enter it so"),
        done=_("The adjustment stands."),
        then=address("adjustments", round),
        back=address("adjustments", round),
        form=form,
        template="organizer/result/decide.html",
        details={"moves": None, "still_open": False},
    )


def _preview(page: Confirmation, round: Round, form: AdjustmentForm) -> Answer:
    entry, points, before = load_entry(round, form.entry.data), points_of(form.points.data), find_standings(round)

    def act() -> object:
        standings.adjust(round, entry, points or Decimal(0), reason=form.reason.data or "", actor=actor())
        return find_standings(round)

    after, page.obstacles = rehearse(act)
    page.details["moves"] = moves_between(before, after, team_names(round)) if before and after else []
    return preview(page, act, seen=lambda: state_digest(round, form.entry.data, points))


@blueprint.route("/rounds/<key>/adjustments/<int:number>/take-back", methods=["GET", "POST"])
@policy("organizer")
def take_back_adjustment(key: str, number: int) -> Answer:
    round = load_round(key, "desk")
    row = db.session.get(Adjustment, number)
    if row is None or row.round_id != round.id:
        abort(404)
    form = ReasonForm()
    page = Confirmation(
        round,
        tab="adjustments",
        title=_("Take an adjustment back"),
        consequences=[
            _("A line against these {points} points is written. Both lines stay in the book.", points=row.points)
        ],
        obstacles=rehearse(lambda: standings.take_back(round, row, reason="?"))[1],
        button=_("Take back"),
        done=_("Taken back. The reason is in the log."),
        then=address("adjustments", round),
        back=address("adjustments", round),
        form=form,
    )
    return confirm(page, lambda: standings.take_back(round, row, reason=form.reason.data or "", actor=actor()))
