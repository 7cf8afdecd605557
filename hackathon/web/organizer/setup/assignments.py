"""Assignments of judges to entries: the grid, the button that fills it, one by hand."""

from __future__ import annotations

from typing import Any

from flask import render_template, request

from hackathon.database import unit_of_work
from hackathon.domain.ballots.progress import Progress, progress_of
from hackathon.domain.rounds import assignments, conflicts_of_interest
from hackathon.models import Round
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import gettext as _
from hackathon.web.http.languages import ngettext
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

TAB = Tab("organizer.assigned", lambda: _("Assignments"))


def fill_choices(form: Any, progress: Progress) -> Any:
    """Offer the judges and entries of a round in a form."""
    nobody = [("", _("Choose"))]
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
        _("{judge} no longer scores {entry}.", **names) if removes else _("{judge} is to score {entry}.", **names),
    )


@blueprint.route("/rounds/<key>/assignments/fill", methods=["GET", "POST"])
@policy("organizer")
def fill(key: str) -> Answer:
    round = load_round(key, "desk")
    before = grid_of(progress_of(round)).rows
    outcome, refused = rehearse(lambda: (assignments.fill(round), grid_of(progress_of(round)).rows))
    count, after = outcome or (0, before)
    if not refused and not count:
        return back(round, "assigned", _("Nothing is left to assign. Nothing was changed."))
    page = Confirmation(
        round,
        tab="assigned",
        title=_("Fill the assignments"),
        consequences=[
            ngettext("{n} assignment is added.", "{n} assignments are added.", count),
            _("What is assigned stays, and no recused pair is made."),
        ]
        if count
        else [],
        obstacles=refused,
        button=_("Fill the assignments"),
        done=ngettext("{n} assignment was added.", "{n} assignments were added.", count),
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
