"""The lock of a round and its undoing: each first shows what it will do, and does it on a second, deliberate click."""

from __future__ import annotations

from hackathon.domain.ballots.progress import held_of, progress_of
from hackathon.domain.results import results
from hackathon.domain.results.blockers import WAYS, blockers_to_lock
from hackathon.domain.results.publications import find_published
from hackathon.models import Result, Round
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import gettext as _
from hackathon.web.http.languages import ngettext, speak
from hackathon.web.organizer.shared.confirmation import Confirmation, confirm, find_standings, rehearse
from hackathon.web.organizer.shared.desk import Answer, actor, address, back, blueprint, load_round, the_key
from hackathon.web.organizer.shared.forms import ConfirmForm, ReasonForm
from hackathon.web.organizer.shared.obstacles import of_blockers
from scoring import Standings


@blueprint.route("/rounds/<key>/lock", methods=["GET", "POST"])
@policy("organizer")
def lock(key: str) -> Answer:
    round = load_round(key, "desk")
    if round.locked_at:
        return back(round, "control", _("The round is locked already. Nothing was changed."))
    blockers = blockers_to_lock(round)
    page = Confirmation(
        round,
        tab="control",
        title=_("Lock the round"),
        consequences=_what_lock_does(round),
        obstacles=of_blockers(round, blockers),
        button=_("Lock the round"),
        done=_("Locked. Now check the result and sign it."),
        then=address("control", round),
        back=address("control", round),
        form=ConfirmForm(),
    )
    if not blockers:
        page.obstacles = rehearse(lambda: results.lock(round, key=the_key()))[1]
    return confirm(page, lambda: results.lock(round, key=the_key(), actor=actor()))


def _what_lock_does(round: Round) -> list[str]:
    sealed, held, standings = progress_of(round).sealed, held_of(round), find_standings(round)
    left_out = ngettext(
        "{n} held ballot without a ruling is left out.",
        "{n} held ballots without a ruling are left out.",
        held,
    )
    return [
        ngettext("{n} sealed ballot becomes final.", "{n} sealed ballots become final.", sealed),
        *([left_out] if held else []),
        _(
            "Ballots that arrive after the lock are kept and not counted. Adjustments and assignments can no longer change."
        ),
        _(
            "Version {version} of the result is made; the chair and an organizer can sign it.",
            version=_next_version(round),
        ),
        _("Until publication it can be unlocked again, with a reason."),
        *(_open_questions(standings) if standings else []),
    ]


def _next_version(round: Round) -> int:
    latest = results.find_result(round)
    return latest.version + 1 if latest else 1


def _open_questions(standings: Standings) -> list[str]:
    """Ties and teams without a rank that somebody has to settle after the lock."""
    sentences = []
    if standings.cut.open:
        sentences.append(_("A tie lies across the cut. It must be resolved after the lock."))
    if any(award.open for award in standings.awards):
        sentences.append(_("A tie lies on an award. It must be resolved after the lock."))
    if standings.unranked:
        count, codes = len(standings.unranked), ", ".join(each.entry for each in standings.unranked)
        without = ngettext("{n} team gets no rank: {codes}.", "{n} teams get no rank: {codes}.", count, codes=codes)
        sentences += [without, speak(WAYS)]
    return sentences


@blueprint.route("/rounds/<key>/unlock", methods=["GET", "POST"])
@policy("organizer")
def unlock(key: str) -> Answer:
    round = load_round(key, "desk")
    if not round.locked_at:
        return back(round, "control", _("The round is not locked. Nothing was changed."))
    result = results.get_result(round)
    corrects = result == find_published(round)
    form = ReasonForm()
    page = Confirmation(
        round,
        tab="control",
        title=_("Correct the published result") if corrects else _("Unlock"),
        consequences=_what_correction_does(round) if corrects else _what_unlock_does(result),
        obstacles=rehearse(lambda: results.unlock(round, reason="?"))[1],
        button=_("Open a correction") if corrects else _("Unlock"),
        done=_("The correction is open. Mend what is wrong, then lock, sign and publish again.")
        if corrects
        else _("Unlocked. The reason is in the log."),
        then=address("control", round),
        back=address("control", round),
        form=form,
        stop=True,
    )
    return confirm(page, lambda: results.unlock(round, reason=form.reason.data or "", actor=actor()))


def _what_unlock_does(result: Result) -> list[str]:
    return [
        _(
            "Version {version} of the result and its signatures stay on record but no longer hold.",
            version=result.version,
        ),
        _("Ballots and adjustments can change again."),
        _("Locking again makes a new version, which two people must sign anew."),
    ]


def _what_correction_does(round: Round) -> list[str]:
    sent = _("Teams that were sent on stay in the next round. Add or withdraw them there, if they must change.")
    return [
        _("The published result stays out, with a note, until the corrected one is published."),
        _("Locking again makes a new version, which two people must sign anew."),
        _("Then everybody sees the new result. The old one stays readable with its date and the reason."),
        _("The reason you write here is public: name no person in it."),
        *([sent] if results.has_sent_on(round) else []),
    ]
