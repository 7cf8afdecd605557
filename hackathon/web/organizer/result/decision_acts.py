"""Acts on a decision: a second person confirms it, or it is taken back; each first shows what it changes."""

from __future__ import annotations

from flask import abort

from hackathon.domain.results import decisions, standings
from hackathon.domain.results.decision_lines import DecisionLine, lines_of, people_of
from hackathon.models import Round
from hackathon.web.http import sessions
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import gettext as _
from hackathon.web.organizer.result.decide import moves_between
from hackathon.web.organizer.result.decision_labels import label_of
from hackathon.web.organizer.result.ties import may_change
from hackathon.web.organizer.shared.confirmation import Confirmation, confirm, find_standings, rehearse
from hackathon.web.organizer.shared.desk import SIGNERS, Answer, actor, address, back, blueprint, load_round, the_key
from hackathon.web.organizer.shared.forms import ConfirmForm, ReasonForm
from hackathon.web.organizer.shared.team_names import team_names
from scoring import Standings


@blueprint.route("/rounds/<key>/decisions/<int:number>/confirm", methods=["GET", "POST"])
@policy(*SIGNERS)
def confirm_decision(key: str, number: int) -> Answer:
    round = load_round(key, "standings")
    if not decisions.may_decide(actor(), round):
        abort(404)
    line = _load(round, number)
    if not line.waits or not may_change(round):
        return back(round, "ties", _("Nobody needs to confirm this any more. Nothing was changed."))

    def act() -> Standings:
        decisions.confirm(line.row, actor(), here=sessions.current(), key=the_key())
        return standings.standings_of(round)

    page = _page(round, line, title=_("Confirm a decision"), button=_("Confirm"), form=ConfirmForm())
    page.consequences = [
        _("From now on it counts. Two people have decided it, and their names stay with it."),
        _("The result is made anew and must be signed anew."),
    ]
    page.done = _("Confirmed. The result was made anew.")
    return _rehearsed(page, round, act)


@blueprint.route("/rounds/<key>/decisions/<int:number>/take-back", methods=["GET", "POST"])
@policy("organizer")
def take_back_decision(key: str, number: int) -> Answer:
    round = load_round(key, "desk")
    line = _load(round, number)
    if line.withdrawn or not may_change(round):
        return back(round, "ties", _("This cannot be taken back now. Nothing was changed."))
    form = ReasonForm()

    def act(reason: str) -> Standings | None:
        decisions.take_back(line.row, reason=reason, actor=actor(), key=the_key())
        return find_standings(round)

    page = _page(round, line, title=_("Take a decision back"), button=_("Take back"), form=form)
    page.consequences = [
        _("It counts no more, and what it had settled is open again. Both acts stay in the list and in the log.")
    ]
    page.done = _("Taken back. The reason is in the log.")
    page.stop = True
    before = find_standings(round)
    after, page.obstacles = rehearse(lambda: act("?"))
    page.details["moves"] = moves_between(before, after, team_names(round)) if before and after else []
    return confirm(page, lambda: act(form.reason.data or ""))


def _load(round: Round, number: int) -> DecisionLine:
    return next((line for line in lines_of(round) if line.row.id == number), None) or abort(404)


def _page(round: Round, line: DecisionLine, *, title: str, button: str, form: ConfirmForm) -> Confirmation:
    return Confirmation(
        round,
        tab="standings",
        title=title,
        consequences=[],
        button=button,
        done="",
        then=address("ties", round),
        back=address("ties", round),
        form=form,
        template="organizer/result/decision.html",
        details={"decision": label_of(round, line, team_names(round), people_of([line])), "moves": []},
    )


def _rehearsed(page: Confirmation, round: Round, act: object) -> Answer:
    assert callable(act)
    before = find_standings(round)
    after, page.obstacles = rehearse(act)
    page.details["moves"] = moves_between(before, after, team_names(round)) if before and after else []
    return confirm(page, act)
