"""Publication of a result: first shows who will see what, and does it on a second, deliberate click."""

from __future__ import annotations

from hackathon.domain.results import public_bundle, results
from hackathon.domain.results.publications import find_correction
from hackathon.domain.rounds import rounds
from hackathon.models import Correction, Round
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import gettext as _
from hackathon.web.organizer.shared.confirmation import Confirmation, confirm, rehearse
from hackathon.web.organizer.shared.desk import Answer, actor, address, back, blueprint, load_round
from hackathon.web.organizer.shared.forms import ConfirmForm, PublishForm
from hackathon.web.organizer.shared.obstacles import left_open
from hackathon.web.page.frame import words


@blueprint.route("/rounds/<key>/publish", methods=["GET", "POST"])
@policy("organizer")
def publish(key: str) -> Answer:
    round = load_round(key, "desk")
    correction = find_correction(round)
    if round.published_at and not correction:
        return back(round, "control", _("It is public already. Nothing was changed."))
    form = PublishForm()
    page = Confirmation(
        round,
        tab="control",
        title=_("Publish the correction") if correction else _("Publish the results"),
        consequences=_what_publication_does(round, correction),
        obstacles=left_open(round) or rehearse(lambda: results.publish(round))[1],
        button=_("Publish the correction") if correction else _("Publish the results"),
        done=_("The result is public."),
        then=address("control", round),
        back=address("control", round),
        form=form,
    )
    return confirm(page, lambda: _publish(round, with_bundle=form.bundle.data))


def _publish(round: Round, *, with_bundle: bool) -> None:
    results.publish(round, actor=actor())
    if with_bundle:
        public_bundle.offer(round, actor=actor())


@blueprint.route("/rounds/<key>/results-file", methods=["GET", "POST"])
@policy("organizer")
def public_file(key: str) -> Answer:
    """After publication: give the results file to everybody, or take it off the public page."""
    round = load_round(key, "desk")
    if not round.published_at:
        return back(round, "control", _("The round is not published yet. Nothing was changed."))
    offered = round.bundle_public
    act = public_bundle.withdraw if offered else public_bundle.offer
    title = _("Take the results file off the public page") if offered else _("Give the results file to everybody")
    page = Confirmation(
        round,
        tab="standings",
        title=title,
        consequences=[
            _("Whoever has the file keeps it.")
            if offered
            else _("Everybody can download every mark, by number of judge and team, whatever else is published."),
        ],
        button=title,
        done=_("The results file is off the public page.")
        if offered
        else _("Everybody can download the results file."),
        then=address("standings", round),
        back=address("standings", round),
        form=ConfirmForm(),
    )
    return confirm(page, lambda: act(round, actor=actor()), seen=lambda: str(round.bundle_public))


def _what_publication_does(round: Round, correction: Correction | None) -> list[str]:
    shown = {
        "awards": _("Everybody sees the winners. Ranks and scores stay private."),
        "ranks": _("Everybody sees winners and ranks. Scores stay private."),
        "scores": _("Everybody sees winners, ranks and scores."),
    }[round.event.result_level]
    following = rounds.find_next(round)
    if correction:
        return [
            shown,
            _("It replaces the result that is out. The old one stays readable with its date and the reason."),
            _("The reason that everybody reads: {reason}", reason=correction.reason or _("The reason was erased")),
        ]
    stays = _("What is published stays readable. A mistake is put right by a correction: a new version with a reason.")
    sentences = [shown, stays]
    if following:
        sentences.insert(1, _("Everybody sees which teams go on to {round}.", round=words(following.name)))
    return sentences
