"""A judge who walks in on the night: registered, seated and given what is short of ballots, shown before it is done."""

from __future__ import annotations

from hackathon.domain.ballots import coverage
from hackathon.domain.ballots.coverage import Handover
from hackathon.domain.ballots.progress import progress_of
from hackathon.domain.people import people
from hackathon.models import Judge, Round
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import gettext as _
from hackathon.web.http.languages import ngettext
from hackathon.web.organizer.shared.confirmation import Confirmation, preview, rehearse, shown, state_digest
from hackathon.web.organizer.shared.desk import Answer, actor, address, blueprint, load_round
from hackathon.web.organizer.shared.forms import WalkInForm


@blueprint.route("/rounds/<key>/walk-in", methods=["GET", "POST"])
@policy("organizer")
def walk_in(key: str) -> Answer:
    round = load_round(key, "desk")
    form = WalkInForm()
    page = _walk_in_page(round, form)
    if not form.is_submitted() or not form.validate():
        return shown(page), 422 if form.errors else 200
    name, email = form.name.data or "", (form.email.data or "").strip()
    outcome, page.obstacles = rehearse(lambda: _codes(coverage.walk_in(round, name=name, email=email or None)))

    def seen() -> str:
        return state_digest(round, name, email, sorted(progress_of(round).cells), with_standings=False)

    if outcome is None:
        form.seen.data = seen()
        return shown(page)
    page.consequences, page.details["change"] = _what_walking_in_does(round, email, *outcome), outcome[1]
    return preview(page, lambda: coverage.walk_in(round, name=name, email=email or None, actor=actor()), seen=seen)


def _codes(came: tuple[Judge, Handover]) -> tuple[str, Handover]:
    """The code, read while the rehearsal still stands."""
    return came[0].code, came[1]


def _walk_in_page(round: Round, form: WalkInForm) -> Confirmation:
    return Confirmation(
        round,
        tab="panel",
        title=_("Walk-in judge"),
        consequences=[],
        button=_("Add them"),
        done=_("Added to the panel. Now make a card to pair a tablet."),
        then=address("devices", round),
        back=address("panel", round),
        form=form,
        template="organizer/setup/walk_in.html",
        details={"change": None},
    )


def _what_walking_in_does(round: Round, email: str, code: str, change: Handover) -> list[str]:
    known = people.find_person(round.event, email) if email else None
    return [
        _("{name} is registered already and gets the role of a judge.", name=known.name or email)
        if known
        else _("A new person is added, with the role of a judge."),
        _("They become {code} with a seat in this round.", code=code),
        ngettext("{n} team is assigned.", "{n} teams are assigned.", sum(pair[0] == code for pair in change.added))
        if change.added
        else _("No ballot is lacking, so nothing is assigned now. Add single ones on the assignments page if needed."),
        _("If there are teams they must not judge, enter recusals right after adding them."),
    ]
