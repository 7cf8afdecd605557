"""Publication of a result: first shows who will see what, and does it on a second, deliberate click."""

from __future__ import annotations

from flask_babel import gettext as _

from hackathon.domain.results import results
from hackathon.domain.rounds import rounds
from hackathon.models import Round
from hackathon.web.http.guard import policy
from hackathon.web.organizer.shared.confirmation import Confirmation, confirm, rehearse
from hackathon.web.organizer.shared.desk import Answer, actor, address, back, blueprint, load_round
from hackathon.web.organizer.shared.forms import ConfirmForm
from hackathon.web.page.frame import words


@blueprint.route("/rounds/<key>/publish", methods=["GET", "POST"])
@policy("organizer")
def publish(key: str) -> Answer:
    round = load_round(key, "desk")
    if round.published_at:
        return back(round, "control", _("이미 공개되어 있습니다. 바뀐 것은 없습니다."))
    page = Confirmation(
        round,
        tab="control",
        title=_("결과 공개"),
        consequences=_what_publication_does(round),
        obstacles=rehearse(lambda: results.publish(round))[1],
        button=_("결과 공개"),
        done=_("결과를 공개했습니다."),
        then=address("control", round),
        back=address("control", round),
        form=ConfirmForm(),
    )
    return confirm(page, lambda: results.publish(round, actor=actor()))


def _what_publication_does(round: Round) -> list[str]:
    shown = {
        "awards": _("누구나 수상 팀을 봅니다. 순위와 점수는 공개되지 않습니다."),
        "ranks": _("누구나 수상 팀과 순위를 봅니다. 점수는 공개되지 않습니다."),
        "scores": _("누구나 수상 팀과 순위, 점수를 봅니다."),
    }[round.event.result_level]
    following = rounds.find_next(round)
    sentences = [shown, _("공개한 결과는 되돌리거나 바꿀 수 없습니다.")]
    if following:
        sentences.insert(1, _("%(round)s에 오르는 팀을 누구나 봅니다.", round=words(following.name)))
    return sentences
