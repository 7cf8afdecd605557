"""Coverage of the entries: what each still gets, judges who did not come, and the hand-over of what they owe."""

from __future__ import annotations

from flask import render_template

from hackathon.database import unit_of_work
from hackathon.domain.ballots import coverage
from hackathon.domain.ballots.coverage import Cover, Handover
from hackathon.domain.ballots.progress import progress_of
from hackathon.domain.rounds import conflicts_of_interest
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
    load_judge,
    load_round,
    may_act,
)
from hackathon.web.organizer.shared.forms import AbsenceForm, ConfirmForm
from hackathon.web.organizer.shared.grid import grid_of


@blueprint.get("/rounds/<key>/coverage")
@policy(*READERS)
def covered(key: str) -> str:
    round = load_round(key, "desk")
    return _page(round, _form(round))


def _form(round: Round) -> AbsenceForm:
    form, away = AbsenceForm(), coverage.absences(round)
    there = [seat.judge for seat in progress_of(round).judges if seat.judge_id not in away]
    form.judge.choices = [("", _("Choose")), *((j.code, f"{j.code} {j.person.name or ''}") for j in there)]
    return form


def _page(round: Round, form: AbsenceForm) -> str:
    away = coverage.absences(round)
    covers = coverage.coverage_of(round)
    judges = {seat.judge_id: seat.judge for seat in progress_of(round).judges}
    return render_template(
        "organizer/setup/coverage.html",
        round=round,
        short=[cover for cover in covers if cover.lacking],
        covers=covers,
        away=[(judges[judge_id], absence) for judge_id, absence in away.items()],
        change=_preview(round) if away and not round.locked_at else None,
        form=form,
        may=may_act() and not round.locked_at,
    )


def _preview(round: Round) -> Handover | None:
    change: Handover | None = rehearse(lambda: coverage.hand_on(round))[0]
    return change if change and (change.removed or change.added) else None


@blueprint.post("/rounds/<key>/coverage")
@policy("organizer")
def mark_absent(key: str) -> Answer:
    round = load_round(key, "desk")
    form = _form(round)
    if not form.validate():
        return _page(round, form), 422
    judge = load_judge(round, form.judge.data)
    with unit_of_work():
        coverage.mark_absent(round, judge, reason=form.reason.data or "", actor=actor())
    return back(
        round, "covered", _("{judge} is noted as absent. The assignments can now be handed on.", judge=judge.code)
    )


@blueprint.post("/rounds/<key>/coverage/<code>/present")
@policy("organizer")
def mark_present(key: str, code: str) -> Answer:
    round = load_round(key, "desk")
    judge = load_judge(round, code)
    with unit_of_work():
        coverage.mark_present(round, judge, actor=actor())
    return back(round, "covered", _("{judge} is noted as present. Fill the assignments if needed.", judge=judge.code))


@blueprint.route("/rounds/<key>/coverage/hand-on", methods=["GET", "POST"])
@policy("organizer")
def hand_on(key: str) -> Answer:
    round = load_round(key, "desk")
    before = grid_of(progress_of(round)).rows
    outcome, refused = rehearse(
        lambda: (coverage.hand_on(round), grid_of(progress_of(round)).rows, coverage.coverage_of(round))
    )
    change, after, covers = outcome or (None, before, [])
    if change and not change.removed and not change.added:
        return back(round, "covered", _("There is nothing to hand on. Nothing was changed."))
    page = Confirmation(
        round,
        tab="assigned",
        title=_("Hand assignments on"),
        consequences=_consequences(change, covers) if change else [],
        obstacles=refused,
        button=_("Hand assignments on"),
        done=_("The assignments were handed on."),
        then=address("covered", round),
        back=address("covered", round),
        form=ConfirmForm(),
        template="organizer/setup/handover.html",
        details={
            "change": change,
            "loads": list(zip(before, after, strict=True)),
            "suspected": len(conflicts_of_interest.undecided(round)),
        },
    )
    return confirm(page, lambda: coverage.hand_on(round, actor=actor()), seen=lambda: _seen(round))


def _seen(round: Round) -> str:
    return state_digest(round, sorted(progress_of(round).cells), sorted(coverage.absences(round)), with_standings=False)


def _consequences(change: Handover, covers: list[Cover]) -> list[str]:
    removed, added = len(change.removed), len(change.added)
    lacking = sum(cover.lacking for cover in covers)
    sentences = [
        ngettext(
            "{n} assignment of absent judges is taken away.",
            "{n} assignments of absent judges are taken away.",
            removed,
        )
        if removed
        else "",
        ngettext(
            "{n} assignment goes to judges who are here.",
            "{n} assignments go to judges who are here.",
            added,
        )
        if added
        else "",
        _("Sealed ballots and the present assignments of judges who are here stay, and no recused pair is made."),
        _(
            "If an absent judge's tablet still holds unsent ballots, take them in first. They cannot be taken once the assignment is gone."
        )
        if removed
        else "",
        ngettext("Even so, {n} ballot is lacking.", "Even so, {n} ballots are lacking.", lacking) if lacking else "",
        _uneven(covers),
        _("Anybody who computes it from the same situation gets the same assignments. Seed: {seed}", seed=change.seed)
        if added
        else "",
    ]
    return [sentence for sentence in sentences if sentence]


def _uneven(covers: list[Cover]) -> str:
    """Scores of a few teams by a judge who left are scores by another yardstick: somebody should decide about them."""
    counts = {cover.possible for cover in covers}
    if len(counts) < 2:
        return ""
    return _(
        "Teams will have different numbers of ballots ({least}–{most}). To leave out all ballots of a judge who left, enter recusals.",
        least=min(counts),
        most=max(counts),
    )
