"""A judge who must not score a team says so, with a reason, before any result stands."""

from __future__ import annotations

from flask import flash, redirect, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hackathon.domain import rounds
from hackathon.models import Person
from hackathon.web.judge.scoring import Place

LONGEST_REASON = 500


def page(place: Place, *, reason: str = "", error: str = "") -> str:
    return render_template("judge/recuse.html", place=place, item=place.item, reason=reason, error=error)


def recuse(place: Place, reason: str, *, actor: Person | None) -> Response | tuple[str, int]:
    """Saying it twice is saying it once."""
    reason = reason.replace("\r\n", "\n").replace("\x00", "").strip()
    error = _fault(reason)
    if place.item.state != "recused":
        if error:
            return page(place, reason=reason, error=error), 422
        round, judge = place.packet.round, place.packet.judge
        rounds.recuse(round, judge, place.item.entry, kind="self", reason=reason, actor=actor)
    flash(_("%(team)s: 회피를 기록했습니다. 이 팀의 채점표는 집계되지 않습니다.", team=place.item.team.name))
    return redirect(place.address, 303)


def _fault(reason: str) -> str:
    if not reason:
        return _("사유를 적어 주세요. 운영자와 심사위원장만 읽습니다.")
    if len(reason) > LONGEST_REASON:
        return _("%(most)d자까지 쓸 수 있습니다. 지금 %(now)d자입니다.", most=LONGEST_REASON, now=len(reason))
    return ""
