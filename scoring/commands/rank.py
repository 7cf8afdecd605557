"""Command rank: ballots and a policy in, standings out."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from scoring.analysis.agreement import measure_agreement
from scoring.analysis.robustness import SAMPLES, measure_robustness
from scoring.commands.files import SideInputs, add_files, read_files
from scoring.commands.shared import (
    Answer,
    Commands,
    add_ballots,
    add_command,
    note_ignored,
    note_policy,
    note_sheets,
    read_ballots,
)
from scoring.faults import ScoringError, make_fault
from scoring.policy.policy import Policy
from scoring.reading.sections import decode_toml
from scoring.reading.tables import read_bytes
from scoring.report.page import About, report_html
from scoring.report.terminal import standings_table
from scoring.standings.output import standings_csv, standings_json
from scoring.standings.ranking import rank
from scoring.standings.standings import Standings
from scoring.text import text

NAME = "rank"
ABOUT = text("Rank entries from ballots and a policy.")
REPORT = text("also write standings, distributions, agreement, robustness and ties as one page")
PROVISIONAL = text("ballots are still missing: rank what can be ranked, list the rest with its reason")
TITLE = text("what stands above that page: event, round, version, date (default: the name of the ballot file)")
MOST_BALLOTS_TO_RESAMPLE = 20_000
EXAMPLE = text("example: python -m scoring rank ballots.csv --policy policy.toml --format csv > standings.csv")


def add(commands: Commands, *, language: str) -> None:
    """Give the command line this sub-command."""
    command = add_command(commands, NAME, about=ABOUT, example=EXAMPLE, language=language)
    add_ballots(command, forms=("table", "csv", "json"), language=language)
    add_files(command, language=language)
    command.add_argument("--provisional", action="store_true", help=PROVISIONAL.say(language))
    command.add_argument("--report", metavar="FILE.html", type=Path, help=REPORT.say(language))
    command.add_argument("--title", metavar="TEXT", default="", help=TITLE.say(language))


def run(options: argparse.Namespace, *, language: str) -> Answer:
    """Rank, and answer in the form that was asked for."""
    policy = Policy.from_toml(options.policy)
    ballots = read_ballots(options, policy, may_be_empty=options.provisional)
    given = read_files(options, policy)
    standings = rank(ballots, policy, **given._asdict(), provisional=options.provisional)
    if options.report:
        _write_report(options, standings, given, language=language)
    note_policy(options.policy, policy, language=language)
    note_ignored(ballots, policy, language=language)
    note_sheets([options.entries, options.adjustments, options.carry], language=language)
    if options.format == "csv":
        # The table and the JSON carry the warnings themselves; a CSV has no place for them.
        for caution in standings.cautions:
            print(caution.say(language), file=sys.stderr)
    return Answer(_formatted(standings, options.format, language=language))


def _write_report(options: argparse.Namespace, standings: Standings, given: SideInputs, *, language: str) -> None:
    page = report_html(
        standings,
        **_analysis(standings, given),
        rules=decode_toml(read_bytes(options.policy)),
        about=About(event=options.title or standings.ballots.file),
        language=language,
    )
    try:
        options.report.write_text(page, encoding="utf-8", newline="\n")
    except OSError as error:
        fault = make_fault("unwritable-file", reason=error.strerror or type(error).__name__)
        raise ScoringError([fault]).in_file(str(options.report)) from None


def _analysis(standings: Standings, given: SideInputs) -> dict[str, Any]:
    """Agreement and robustness for the page; nothing of provisional standings, which say little that stays."""
    if standings.provisional:
        return {}
    ballots, policy = standings.ballots, standings.policy
    # Hundreds of panels of a very large round would take minutes, and say little that its ranks do not.
    samples = SAMPLES if len(ballots) <= MOST_BALLOTS_TO_RESAMPLE else 0
    return {
        "agreement": measure_agreement(ballots, policy),
        "robustness": measure_robustness(ballots, policy, samples=samples, **given._asdict()),
    }


def _formatted(standings: Standings, form: str, *, language: str) -> str:
    if form == "json":
        return standings_json(standings)
    return standings_csv(standings) if form == "csv" else standings_table(standings, language)
