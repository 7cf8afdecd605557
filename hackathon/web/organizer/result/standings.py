"""The standings of a round: the page, gathered in a fixed number of queries, and the files to take away."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from flask import current_app, render_template, send_file
from werkzeug.wrappers import Response

from hackathon.config import Settings
from hackathon.database import unit_of_work
from hackathon.domain.ballots.counts import BallotCount, count_ballots
from hackathon.domain.results import results
from hackathon.domain.results.standings import standings_of
from hackathon.domain.rounds import events, rounds
from hackathon.exchange.exporting import files
from hackathon.models import Result, Round
from hackathon.permissions import visible
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import chosen_language
from hackathon.web.http.languages import gettext as _
from hackathon.web.http.sessions import viewer
from hackathon.web.organizer.result.standings_table import StandingsTable
from hackathon.web.organizer.shared.desk import READERS, actor, blueprint, load_round, the_key
from hackathon.web.organizer.shared.result_steps import steps_to_result
from hackathon.web.organizer.shared.tabs import Tab, sees_standings
from hackathon.web.organizer.shared.team_names import TeamLabel, team_names
from hackathon.web.page.frame import get_event, words
from hackathon.web.page.steps import Step
from scoring import ScoringError, Standings
from scoring.faults import Fault
from scoring.standings.sentences import is_kept

TAB = Tab("organizer.standings", lambda: _("Standings"), sees_standings)

_SEES_STANDINGS = ("organizer", "auditor", "chair", "judge")


@dataclass(frozen=True)
class Page:
    """`table` is None while no ballot can be counted; `faults` say why where it is not simply too early."""

    progress: BallotCount
    steps: list[Step]
    table: StandingsTable | None
    teams: dict[str, TeamLabel]
    faults: tuple[Fault, ...]
    differs: bool


def page_of(round: Round) -> Page:
    progress = count_ballots([round])[round.id]
    standings, faults = _computed(round, progress)
    result = results.find_result(round) if round.locked_at else None
    teams = team_names(round)
    return Page(
        progress=progress,
        steps=steps_to_result(round, progress, standings, result),
        table=StandingsTable(standings, teams, final=result is not None, next_round=_next_round(round))
        if standings
        else None,
        teams=teams,
        faults=faults,
        differs=_differs(result, standings),
    )


def _computed(round: Round, progress: BallotCount) -> tuple[Standings | None, tuple[Fault, ...]]:
    if not progress.sealed:
        return None, ()
    try:
        return standings_of(round), ()
    except ScoringError as error:
        return None, error.faults


def _differs(result: Result | None, standings: Standings | None) -> bool:
    """Whether what is computed now is not what was locked and signed."""
    return result is not None and not (standings and is_kept(standings, result.standings, result.sentences))


def _next_round(round: Round) -> str:
    following = rounds.find_next(round)
    return words(following.name) if following else ""


@blueprint.get("/rounds/<key>/standings")
@policy(*_SEES_STANDINGS)
def standings(key: str) -> str:
    round = load_round(key, "standings")
    readable = [each for each in round.event.rounds if visible(viewer(), "standings", round=each)]
    formats = files.formats_of(round)
    return render_template(
        "organizer/result/standings.html", round=round, rounds=readable, page=page_of(round), formats=formats
    )


@blueprint.get("/rounds/<key>/export.<any(xlsx,csv,json,html,zip,pdf):form>")
@policy(*_SEES_STANDINGS)
def export(key: str, form: str) -> Response:
    round = load_round(key, "standings")
    file = files.export(
        round,
        form,
        key=the_key(),
        language=chosen_language(),
        names=visible(viewer(), "names", round=round),
        reasons=visible(viewer(), "desk", round=round),
        fonts=_fonts(),
    )
    return _sent(file, key)


@blueprint.get("/rounds/<key>/score-sheets.pdf")
@policy(*READERS)
def score_sheets(key: str) -> Response:
    """Blank score sheets to print, one per judge."""
    file = files.blank_sheets(load_round(key, "desk"), language=chosen_language(), fonts=_fonts())
    return _sent(file, key)


def _fonts() -> Path | None:
    settings: Settings = current_app.config["SETTINGS"]
    return settings.font_dir


def _sent(file: files.File, key: str) -> Response:
    """The file, and a line in the log; it is made before the line: SQLite has one writer, and a report takes seconds."""
    with unit_of_work():
        files.note_file(events.get_round(get_event(), key), file, actor=actor())
    return send_file(BytesIO(file.content), mimetype=file.kind, as_attachment=True, download_name=file.name)
