"""What the page of a round's standings needs, gathered in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass

from hackathon.domain.results import results
from hackathon.domain.results.standings import standings_of
from hackathon.domain.rounds import rounds
from hackathon.models import Result, Round
from hackathon.web.organizer.path import path_of
from hackathon.web.organizer.sheet import Sheet
from hackathon.web.organizer.team_names import Named, team_names
from hackathon.web.pages import words
from hackathon.web.rounds import Progress, progress_of
from hackathon.web.way import Step
from scoring import ScoringError, Standings
from scoring.faults import Fault


@dataclass(frozen=True)
class Page:
    """`sheet` is None while no ballot can be counted; `faults` say why where it is not simply too early."""

    progress: Progress
    path: list[Step]
    sheet: Sheet | None
    teams: dict[str, Named]
    faults: tuple[Fault, ...]
    differs: bool


def page_of(round: Round) -> Page:
    progress = progress_of([round])[round.id]
    standings, faults = _computed(round, progress)
    result = results.find_result(round) if round.locked_at else None
    teams = team_names(round)
    return Page(
        progress=progress,
        path=path_of(round, progress, standings, result),
        sheet=Sheet(standings, teams, final=result is not None, onward=_onward(round)) if standings else None,
        teams=teams,
        faults=faults,
        differs=_differs(result, standings),
    )


def _computed(round: Round, progress: Progress) -> tuple[Standings | None, tuple[Fault, ...]]:
    if not progress.sealed:
        return None, ()
    try:
        return standings_of(round), ()
    except ScoringError as error:
        return None, error.faults


def _differs(result: Result | None, standings: Standings | None) -> bool:
    """Whether what is computed now is not what was locked and signed."""
    return result is not None and (standings is None or standings.to_json() != result.standings)


def _onward(round: Round) -> str:
    following = rounds.find_next(round)
    return words(following.name) if following else ""
