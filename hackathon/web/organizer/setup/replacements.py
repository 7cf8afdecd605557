"""Replacements: the first of the reserve takes a vacant place, or that of a team which withdraws with the same click."""

from __future__ import annotations

from dataclasses import dataclass

from hackathon.domain.results import reserve
from hackathon.domain.rounds import assignments, conflicts_of_interest
from hackathon.domain.rounds.entries import find_entry
from hackathon.models import Round, Team
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import gettext as _
from hackathon.web.http.languages import ngettext
from hackathon.web.organizer.shared.confirmation import Act, Confirmation, confirm, rehearse, state_digest
from hackathon.web.organizer.shared.desk import Answer, actor, address, back, blueprint, load_entry, load_round
from hackathon.web.organizer.shared.forms import ConfirmForm, ReasonForm
from hackathon.web.page.frame import words


@dataclass(frozen=True)
class Replacement:
    """What a rehearsal brought: who comes in where, and who is to score them."""

    team: Team
    position: int
    judges: tuple[str, ...]
    suspected: tuple[str, ...]
    """Codes of judges whose ties to the team nobody has looked at."""


@blueprint.route("/rounds/<key>/step-in", methods=["GET", "POST"])
@policy("organizer")
def step_in(key: str) -> Answer:
    round = load_round(key, "desk")
    if reserve.next_in_line(round) is None or not reserve.open_places(round):
        return back(round, "entries", _("There is no open place, or nobody is left in reserve. Nothing was changed."))
    page = _page(round, lambda: reserve.step_in(round), title=_("Let the reserve step in"), form=ConfirmForm())
    page.button, page.done = _("Let it in"), _("The reserve team is in.")
    return confirm(page, lambda: reserve.step_in(round, actor=actor()), seen=lambda: _seen(round))


@blueprint.route("/rounds/<key>/entries/<code>/replace", methods=["GET", "POST"])
@policy("organizer")
def replace(key: str, code: str) -> Answer:
    round = load_round(key, "desk")
    entry = load_entry(round, code)
    if entry.withdrawn_at or reserve.next_in_line(round) is None:
        return back(
            round, "entries", _("This team has withdrawn already, or nobody is left in reserve. Nothing was changed.")
        )
    form = ReasonForm()
    name = f"{entry.team.name} ({code})"
    title = _("{team} withdraws, the reserve steps in", team=name)
    page = _page(round, lambda: reserve.replace(round, entry, reason="?"), title=title, form=form)
    page.consequences = [
        _("{team} withdraws. Its ballots stay stored and stop counting.", team=name),
        *page.consequences,
        _("This cannot be undone. The reason stays in the log."),
    ]
    page.button, page.done, page.stop = (
        _("Withdraw and let the reserve step in"),
        _("The team has withdrawn, and the reserve has stepped in."),
        True,
    )

    def act() -> object:
        return reserve.replace(round, entry, reason=form.reason.data or "", actor=actor())

    return confirm(page, act, seen=lambda: _seen(round))


def _page(round: Round, act: Act, *, title: str, form: ConfirmForm) -> Confirmation:
    outcome, refused = rehearse(lambda: _outcome(round, act()))
    return Confirmation(
        round,
        tab="entries",
        title=title,
        consequences=_consequences(round, outcome) if outcome else [],
        obstacles=refused,
        button="",
        done="",
        then=address("entries", round),
        back=address("entries", round),
        form=form,
    )


def _outcome(round: Round, team: object) -> Replacement:
    assert isinstance(team, Team)
    entry = find_entry(round, team.code)
    assert entry is not None  # the team has just come in
    names = tuple(f"{name or ''} {code}".strip() for code, name in assignments.judges_of(entry))
    near = sorted({each.judge.code for each in conflicts_of_interest.undecided(round) if each.entry.id == entry.id})
    return Replacement(team, entry.position, names, tuple(near))


def _consequences(round: Round, outcome: Replacement) -> list[str]:
    team, judges = outcome.team, outcome.judges
    sentences = [
        _(
            "{team}, first in reserve, comes into {round} as number {position} and presents last.",
            team=f"{team.name} ({team.code})",
            round=words(round.name),
            position=outcome.position,
        )
    ]
    if outcome.suspected:
        who = ", ".join(outcome.suspected)
        sentences.append(
            _(
                "Judges who share an affiliation or e-mail domain with this team: {judges}. Please look at the recusals.",
                judges=who,
            )
        )
    if judges:
        return [
            *sentences,
            ngettext(
                "It is assigned to {n} judge: {judges}",
                "It is assigned to {n} judges: {judges}",
                len(judges),
                judges=", ".join(judges),
            ),
        ]
    return [*sentences, _("Nothing is assigned in this round yet: fill the assignments on their page.")]


def _seen(round: Round) -> str:
    """Who would come in and how many wait, not the ballots of the others."""
    waiting = reserve.next_in_line(round)
    return state_digest(round, waiting and waiting.code, reserve.open_places(round), with_standings=False)
