"""Publication of a result: first shows who will see what, and does it on a second, deliberate click."""

from __future__ import annotations

from hackathon.domain.results import results
from hackathon.domain.rounds import rounds
from hackathon.models import Round
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import gettext as _
from hackathon.web.organizer.shared.confirmation import Confirmation, confirm, rehearse
from hackathon.web.organizer.shared.desk import Answer, actor, address, back, blueprint, load_round
from hackathon.web.organizer.shared.forms import ConfirmForm
from hackathon.web.organizer.shared.obstacles import left_open
from hackathon.web.page.frame import words


@blueprint.route("/rounds/<key>/publish", methods=["GET", "POST"])
@policy("organizer")
def publish(key: str) -> Answer:
    round = load_round(key, "desk")
    if round.published_at:
        return back(round, "control", _("It is public already. Nothing was changed."))
    page = Confirmation(
        round,
        tab="control",
        title=_("Publish the results"),
        consequences=_what_publication_does(round),
        obstacles=left_open(round) or rehearse(lambda: results.publish(round))[1],
        button=_("Publish the results"),
        done=_("The result is public."),
        then=address("control", round),
        back=address("control", round),
        form=ConfirmForm(),
    )
    return confirm(page, lambda: results.publish(round, actor=actor()))


def _what_publication_does(round: Round) -> list[str]:
    shown = {
        "awards": _("Everybody sees the winners. Ranks and scores stay private."),
        "ranks": _("Everybody sees winners and ranks. Scores stay private."),
        "scores": _("Everybody sees winners, ranks and scores."),
    }[round.event.result_level]
    following = rounds.find_next(round)
    sentences = [shown, _("A published result cannot be taken back or changed.")]
    if following:
        sentences.insert(1, _("Everybody sees which teams go on to {round}.", round=words(following.name)))
    return sentences
