"""Advancing the selected teams to the next round: first shows the order they present in, and who is in reserve."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from hackathon.domain.results import results
from hackathon.domain.rounds import rounds
from hackathon.models import Round
from hackathon.web.http.guard import policy
from hackathon.web.organizer.shared.confirmation import Confirmation, confirm, find_standings, rehearse
from hackathon.web.organizer.shared.desk import Answer, actor, address, back, blueprint, load_round
from hackathon.web.organizer.shared.forms import ConfirmForm
from hackathon.web.organizer.shared.team_names import team_names
from hackathon.web.page.frame import words


@blueprint.route("/rounds/<key>/advance", methods=["GET", "POST"])
@policy("organizer")
def advance(key: str) -> Answer:
    round = load_round(key, "desk")
    following = rounds.find_next(round)
    if following is not None and following.entries:
        return back(following, "entries", _("이미 올렸습니다. 바뀐 것은 없습니다."))
    order, refused = rehearse(lambda: _order_of(results.send_on(round)))
    page = _page(round, following, order or [], refused)
    return confirm(page, lambda: results.send_on(round, actor=actor()))


def _order_of(round: Round) -> list[str]:
    return [entry.team.code for entry in round.entries]


def _page(round: Round, following: Round | None, order: list[str], refused: list[str]) -> Confirmation:
    name = words(following.name) if following else _("다음 단계")
    return Confirmation(
        round,
        tab="control",
        title=_("%(round)s에 올리기", round=name),
        consequences=_consequences(len(order)) if order else [],
        obstacles=refused,
        button=_("%(round)s에 올리기", round=name),
        done=_("%(round)s에 올렸습니다.", round=name),
        then=address("entries", following) if following else address("control", round),
        back=address("control", round),
        form=ConfirmForm(),
        template="organizer/result/advance.html",
        details=_details(round, order),
    )


def _consequences(count: int) -> list[str]:
    return [
        ngettext("%(num)d팀이 아래 순서로 발표합니다.", "%(num)d팀이 아래 순서로 발표합니다.", count),
        _(
            "발표 순서는 결과의 지문으로 뽑았으며 누구나 다시 계산할 수 있습니다. 심사가 열리기 전까지 바꿀 수 있습니다."
        ),
        _("올린 뒤에는 이 단계의 잠금을 풀거나 동점자를 다시 처리할 수 없습니다."),
    ]


def _details(round: Round, order: list[str]) -> dict[str, Any]:
    result = results.find_result(round) if round.locked_at else None
    standings = find_standings(round) if result else None
    return {
        "order": order,
        "reserve": list(standings.reserve) if standings and order else [],
        "names": team_names(round),
        "digest": result.digest if result else "",
    }
