"""Coverage of the entries: what each still gets, judges who did not come, and the hand-over of what they owe."""

from __future__ import annotations

from flask import render_template
from flask_babel import gettext as _
from flask_babel import ngettext

from hackathon.database import unit_of_work
from hackathon.domain.ballots import coverage
from hackathon.domain.ballots.coverage import Cover, Handover
from hackathon.domain.ballots.progress import progress_of
from hackathon.domain.rounds import conflicts_of_interest
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
    form.judge.choices = [("", _("고르세요")), *((j.code, f"{j.code} {j.person.name or ''}") for j in there)]
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
        round, "covered", _("%(judge)s 불참을 기록했습니다. 이제 배정을 다시 나눌 수 있습니다.", judge=judge.code)
    )


@blueprint.post("/rounds/<key>/coverage/<code>/present")
@policy("organizer")
def mark_present(key: str, code: str) -> Answer:
    round = load_round(key, "desk")
    judge = load_judge(round, code)
    with unit_of_work():
        coverage.mark_present(round, judge, actor=actor())
    return back(round, "covered", _("%(judge)s이(가) 왔다고 기록했습니다. 필요하면 배정을 채우세요.", judge=judge.code))


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
        return back(round, "covered", _("다시 나눌 배정이 없습니다. 바뀐 것은 없습니다."))
    page = Confirmation(
        round,
        tab="assigned",
        title=_("배정 다시 나누기"),
        consequences=_consequences(change, covers) if change else [],
        obstacles=refused,
        button=_("배정 다시 나누기"),
        done=_("배정을 다시 나눴습니다."),
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
        ngettext("불참한 심사위원의 배정 %(num)d건을 뺍니다.", "불참한 심사위원의 배정 %(num)d건을 뺍니다.", removed)
        if removed
        else "",
        ngettext(
            "와 있는 심사위원에게 %(num)d건을 새로 배정합니다.",
            "와 있는 심사위원에게 %(num)d건을 새로 배정합니다.",
            added,
        )
        if added
        else "",
        _("봉인한 채점표와, 와 있는 심사위원의 지금 배정은 그대로 두며 제척·기피·회피된 짝은 만들지 않습니다."),
        _(
            "불참한 심사위원의 태블릿에 보내지 못한 채점표가 남아 있으면 먼저 받으세요. 배정을 뺀 뒤에는 받을 수 없습니다."
        )
        if removed
        else "",
        ngettext("그래도 채점표 %(num)d장이 모자랍니다.", "그래도 채점표 %(num)d장이 모자랍니다.", lacking)
        if lacking
        else "",
        _uneven(covers),
        _("같은 사정이면 누가 계산해도 같은 배정이 나옵니다. 씨앗값: %(seed)s", seed=change.seed) if added else "",
    ]
    return [sentence for sentence in sentences if sentence]


def _uneven(covers: list[Cover]) -> str:
    """Scores of a few teams by a judge who left are scores by another yardstick: somebody should decide about them."""
    counts = {cover.possible for cover in covers}
    if len(counts) < 2:
        return ""
    return _(
        "팀마다 채점표 수가 다르게 됩니다 (%(least)s–%(most)s장). 떠난 심사위원의 채점표를 모두 빼려면 제척·기피·회피로 적으세요.",
        least=min(counts),
        most=max(counts),
    )
