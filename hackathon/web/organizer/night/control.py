"""The control room of a round: who has sealed what, who is late, what keeps it from the lock. Never a mark."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template, request

from hackathon.domain.ballots.counts import BallotCount
from hackathon.domain.ballots.progress import held_of, progress_of
from hackathon.domain.results import reserve, results
from hackathon.domain.results.blockers import Blocker, blockers_to_lock
from hackathon.domain.results.publications import find_correction
from hackathon.domain.rounds import rounds, versions
from hackathon.models import Round
from hackathon.permissions import visible
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import gettext as _
from hackathon.web.http.sessions import viewer
from hackathon.web.organizer.shared.confirmation import find_standings
from hackathon.web.organizer.shared.desk import address, blueprint, load_round, may_act
from hackathon.web.organizer.shared.grid import Grid, grid_of
from hackathon.web.organizer.shared.obstacles import linked_blocker
from hackathon.web.organizer.shared.result_steps import steps_to_result
from hackathon.web.organizer.shared.tabs import Tab, watches

TAB = Tab("organizer.control", lambda: _("Control room"), watches)

REFRESH = (15, 30, 60)


@dataclass(frozen=True)
class Button:
    """The next step on the way to the result.

    `waits` says that something must be settled first, `calm` that nobody needs to press it.
    """

    name: str
    href: str
    icon: str
    waits: bool = False
    calm: bool = False


@blueprint.get("/rounds/<key>")
@policy("organizer", "auditor", "staff")
def control(key: str) -> str:
    round = load_round(key, "progress")
    version = versions.version_of(round)  # before what is shown: at worst the page is drawn once too often
    grid = grid_of(progress_of(round))
    blockers = [] if round.locked_at else blockers_to_lock(round)
    standings = find_standings(round) if round.locked_at and visible(viewer(), "standings", round=round) else None
    result = results.find_result(round) if round.locked_at else None
    return render_template(
        "organizer/night/control.html",
        round=round,
        grid=grid,
        blockers=blockers,
        linked_blocker=linked_blocker,
        held=held_of(round),
        steps_to_result=steps_to_result(round, BallotCount(grid.counts["sealed"], grid.owed), standings, result),
        buttons=next_buttons(round, blockers) if may_act() else [],
        refresh=_refresh(),
        note=_note(grid),
        presenting=rounds.now_presenting(round),
        version=version,
        vacant=reserve.open_places(round) if not round.locked_at else 0,
        waiting=reserve.next_in_line(round),
        reads_ballots=visible(viewer(), "ballots", round=round),
    )


def _refresh() -> int:
    """Seconds after which the page comes again by itself; 0 is never."""
    seconds = request.args.get("refresh", 0, type=int)
    return seconds if seconds in REFRESH else 0


def _note(grid: Grid) -> str:
    return _("Teams: {teams} · judges: {judges}", teams=len(grid.columns), judges=len(grid.rows))


def next_buttons(round: Round, blockers: list[Blocker]) -> list[Button]:
    """What an organizer can do next with this round."""
    if round.published_at and not find_correction(round):
        return _after_publication(round)
    if not round.locked_at:
        place = "#blockers" if blockers else address("lock", round)
        return [Button(_("Lock the round"), place, "i-lock", waits=bool(blockers))]
    return [Button(_("Unlock"), address("unlock", round), "i-lock"), _after_lock(round)]


def _after_lock(round: Round) -> Button:
    result = results.get_result(round)
    if results.questions_of(result):
        return Button(_("Ties"), address("ties", round), "i-alert")
    given = {signature.capacity for signature in results.signatures(result)}
    if "organizer" not in given:
        return Button(_("To the signature"), address("sign", round), "i-right")
    return Button(_("Publish the results"), address("publish", round), "i-right", waits="chair" not in given)


def _after_publication(round: Round) -> list[Button]:
    correct = Button(_("Correct the result"), address("unlock", round), "i-lock", calm=True)
    from_here = rounds.find_next(round)
    if from_here is None or from_here.entries:
        return [correct]
    return [correct, Button(_("Send on to the next round"), address("advance", round), "i-right")]
