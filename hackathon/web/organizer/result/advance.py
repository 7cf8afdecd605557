"""Advancing the selected teams to the next round: first shows the order they present in, and who is in reserve."""

from __future__ import annotations

from typing import Any

from hackathon.domain.results import results
from hackathon.domain.rounds import rounds
from hackathon.models import Round
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import gettext as _
from hackathon.web.http.languages import ngettext
from hackathon.web.organizer.shared.confirmation import Confirmation, confirm, find_standings, rehearse
from hackathon.web.organizer.shared.desk import Answer, actor, address, back, blueprint, load_round
from hackathon.web.organizer.shared.forms import ConfirmForm
from hackathon.web.organizer.shared.obstacles import left_open
from hackathon.web.organizer.shared.team_names import team_names
from hackathon.web.page.frame import words


@blueprint.route("/rounds/<key>/advance", methods=["GET", "POST"])
@policy("organizer")
def advance(key: str) -> Answer:
    round = load_round(key, "desk")
    following = rounds.find_next(round)
    if following is not None and following.entries:
        return back(following, "entries", _("The teams were sent on already. Nothing was changed."))
    order, refused = rehearse(lambda: _order_of(results.send_on(round)))
    page = _page(round, following, order or [], left_open(round) or refused)
    return confirm(page, lambda: results.send_on(round, actor=actor()))


def _order_of(round: Round) -> list[str]:
    return [entry.team.code for entry in round.entries]


def _page(round: Round, following: Round | None, order: list[str], refused: list[str]) -> Confirmation:
    name = words(following.name) if following else _("the next round")
    return Confirmation(
        round,
        tab="control",
        title=_("Send on to {round}", round=name),
        consequences=_consequences(len(order)) if order else [],
        obstacles=refused,
        button=_("Send on to {round}", round=name),
        done=_("The teams are in: {round}.", round=name),
        then=address("entries", following) if following else address("control", round),
        back=address("control", round),
        form=ConfirmForm(),
        template="organizer/result/advance.html",
        details=_details(round, order),
    )


def _consequences(count: int) -> list[str]:
    return [
        ngettext("{n} team presents in the order below.", "{n} teams present in the order below.", count),
        _(
            "The order of presentation is drawn from the result's fingerprint; anybody can repeat it. It can be changed until judging opens."
        ),
        _("After that this round cannot be unlocked and its ties cannot be resolved again."),
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
