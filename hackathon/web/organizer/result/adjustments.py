"""Adjustments (가점·감점): points with a reason, previewed in the standings; taken back by a row against them."""

from __future__ import annotations

from decimal import Decimal

from flask import abort, render_template
from flask_babel import gettext as _

from hackathon.domain.results import standings
from hackathon.domain.rounds.rounds import entries_by_code
from hackathon.extensions import db
from hackathon.models import Adjustment, Round
from hackathon.web.http.guard import policy
from hackathon.web.organizer.result.ties import moves_between
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

TAB = Tab("organizer.adjustments", lambda: _("가점·감점"))


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
        return back(round, "adjustments", _("잠긴 단계에는 가점·감점을 할 수 없습니다. 바뀐 것은 없습니다."))
    form = _form(round)
    page = _page(round, form)
    if not form.is_submitted() or not form.validate():
        page.button = _("미리 보기")
        return shown(page), 422 if form.errors else 200
    return _preview(page, round, form)


def _form(round: Round) -> AdjustmentForm:
    form = AdjustmentForm()
    entries = entries_by_code(round)
    names = team_names(round)
    form.entry.choices = [("", _("고르세요")), *((code, f"{names[code].name} ({code})") for code in entries)]
    return form


def _page(round: Round, form: AdjustmentForm) -> Confirmation:
    return Confirmation(
        round,
        tab="adjustments",
        title=_("가점·감점 하기"),
        consequences=[
            _("심사위원 점수를 합친 뒤 이 점수를 더하거나 뺍니다."),
            _("사유는 기록에 남고, 되돌릴 때는 지우지 않고 반대 줄을 적습니다."),
        ],
        button=_("이대로 기록"),
        done=_("가점·감점을 기록했습니다."),
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
        title=_("가점·감점 되돌리기"),
        consequences=[_("%(points)s점을 되돌리는 반대 줄을 적습니다. 두 줄 모두 기록에 남습니다.", points=row.points)],
        obstacles=rehearse(lambda: standings.take_back(round, row, reason="?"))[1],
        button=_("되돌리기"),
        done=_("되돌렸습니다. 사유는 기록에 남았습니다."),
        then=address("adjustments", round),
        back=address("adjustments", round),
        form=form,
    )
    return confirm(page, lambda: standings.take_back(round, row, reason=form.reason.data or "", actor=actor()))
