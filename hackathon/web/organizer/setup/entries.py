"""The teams of a round in their order of presentation: change the order, take one out, let the reserve step in."""

from __future__ import annotations

from flask import render_template, request

from hackathon.database import unit_of_work
from hackathon.domain.ballots.progress import progress_of
from hackathon.domain.results import reserve
from hackathon.domain.rounds import rounds
from hackathon.domain.rounds.entries import all_entries, reorder_entries, withdraw_entry
from hackathon.domain.submissions import submissions
from hackathon.models import Round
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import gettext as _
from hackathon.web.http.languages import ngettext
from hackathon.web.organizer.shared.confirmation import Confirmation, confirm, rehearse, state_digest
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
from hackathon.web.organizer.shared.forms import ConfirmForm, ReasonForm
from hackathon.web.organizer.shared.grid import grid_of
from hackathon.web.organizer.shared.tabs import Tab
from hackathon.web.organizer.shared.team_names import team_names

TAB = Tab("organizer.entries", lambda: _("Teams to score"))


@blueprint.get("/rounds/<key>/entries")
@policy(*READERS)
def entries(key: str) -> str:
    round = load_round(key, "desk")
    return render_template(
        "organizer/setup/entries.html",
        round=round,
        entries=all_entries(round),
        names=team_names(round),
        columns={column.code: column for column in grid_of(progress_of(round)).columns},
        may_order=may_act() and rounds.state_of(round) == "planned",
        may_withdraw=may_act() and not round.locked_at,
        vacant=reserve.open_places(round),
        waiting=reserve.next_in_line(round),
        order=_order(round),
        outstanding=rounds.outstanding(round) if may_act() and not round.locked_at else [],
    )


def _order(round: Round) -> str:
    return " ".join(rounds.entries_by_code(round))


@blueprint.route("/rounds/<key>/entries/enter", methods=["GET", "POST"])
@policy("organizer")
def enter(key: str) -> Answer:
    """The event's teams come into their first round."""
    round = load_round(key, "desk")
    teams = rounds.outstanding(round)
    if not teams:
        return back(round, "entries", _("There is no team to enter. Nothing has changed."))
    handed_in = submissions.all_of(round)
    without = [team.name for team in teams if team.id not in handed_in]
    sentences = [ngettext("One team becomes an entry.", "{n} teams become entries.", len(teams))]
    if without:
        sentences.append(_("{count} of them have handed in nothing: {names}", count=len(without), names=_some(without)))
    sentences.append(_("Judges are assigned separately: fill the assignments on their page."))
    page = Confirmation(
        round,
        tab="entries",
        title=_("Enter the teams"),
        consequences=sentences,
        obstacles=rehearse(lambda: rounds.enter_outstanding(round))[1],
        button=_("Enter these teams"),
        done=_("They are in. Now fill the assignments."),
        then=address("entries", round),
        back=address("entries", round),
        form=ConfirmForm(),
    )
    return confirm(
        page,
        lambda: rounds.enter_outstanding(round, actor=actor()),
        seen=lambda: state_digest(round, *(team.code for team in rounds.outstanding(round))),
    )


def _some(names: list[str], most: int = 12) -> str:
    return ", ".join(names[:most]) + (" …" if len(names) > most else "")


@blueprint.post("/rounds/<key>/entries/order")
@policy("organizer")
def reorder(key: str) -> Answer:
    round = load_round(key, "desk")
    with unit_of_work():
        codes = list(rounds.entries_by_code(round))
        if request.form.get("order") != " ".join(codes):
            return back(
                round, "entries", _("The order has changed meanwhile and nothing was saved. Please look again.")
            )
        wanted = {code: _place(code, at) for at, code in enumerate(codes, start=1)}
        reorder_entries(round, sorted(codes, key=lambda code: (wanted[code], codes.index(code))), actor=actor())
    return back(round, "entries", _("The order of presentation is saved."))


def _place(code: str, present: int) -> float:
    """Where a team was put; one that was moved goes before the one whose number it took."""
    place = request.form.get(f"place-{code}", present, type=int)
    return place if place == present else place - 0.5 if place < present else place + 0.5


@blueprint.route("/rounds/<key>/entries/<code>/withdraw", methods=["GET", "POST"])
@policy("organizer")
def withdraw(key: str, code: str) -> Answer:
    round = load_round(key, "desk")
    entry = load_entry(round, code)
    if entry.withdrawn_at:
        return back(round, "entries", _("This team has withdrawn already. Nothing was changed."))
    form = ReasonForm()
    page = Confirmation(
        round,
        tab="entries",
        title=_("{team} withdraws", team=f"{entry.team.name} ({code})"),
        consequences=[
            _("The team's ballots stay stored and no longer count."),
            _("A team of the reserve can take the place."),
            _("This cannot be undone. The reason stays in the log."),
        ],
        obstacles=rehearse(lambda: withdraw_entry(round, entry, reason="?"))[1],
        button=_("Withdraw the team"),
        done=_("The team has withdrawn."),
        then=address("entries", round),
        back=address("entries", round),
        form=form,
        stop=True,
    )
    return confirm(page, lambda: withdraw_entry(round, entry, reason=form.reason.data or "", actor=actor()))
