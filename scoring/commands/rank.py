"""python -m scoring rank: ballots and a policy in, standings out."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from scoring.ballots import Ballots
from scoring.commands.shared import Answer, Commands, add_ballots, add_command, note_ignored
from scoring.decisions import Decisions
from scoring.faults import Both
from scoring.inputs import read_adjustments, read_carry, read_entries
from scoring.output import standings_csv, standings_json
from scoring.policy import Policy
from scoring.ranking import rank
from scoring.standings import Standings
from scoring.terminal import standings_table

NAME = "rank"
ABOUT = Both("채점표와 규칙으로 순위를 매깁니다.", "Rank entries from ballots and a policy.")
EXAMPLE = Both(
    "예: python -m scoring rank 채점표.csv --policy 규칙.toml --format csv > 순위.csv",
    "example: python -m scoring rank ballots.csv --policy policy.toml --format csv > standings.csv",
)
FILES = {
    "entries": Both("심사 대상 명단: entry, 필요하면 previous", "who takes part: entry, optionally previous"),
    "adjustments": Both("가점·감점: entry, points, reason", "bonus and penalty points: entry, points, reason"),
    "carry": Both("이월 점수: entry, score", "scores of an earlier round: entry, score"),
    "decisions": Both("채점 뒤의 결정(TOML)", "acts made after scoring (TOML)"),
}


def add(commands: Commands, *, language: str) -> None:
    """Give the command line this sub-command."""
    command = add_command(commands, NAME, about=ABOUT, example=EXAMPLE, language=language)
    add_ballots(command, forms=("table", "csv", "json"), language=language)
    for name, help_text in FILES.items():
        command.add_argument(f"--{name}", metavar="FILE", type=Path, help=help_text.say(language))


def run(options: argparse.Namespace, *, language: str) -> Answer:
    """Rank, and answer in the form that was asked for."""
    policy = Policy.from_toml(options.policy)
    ballots = Ballots.from_csv(options.ballots, policy.rubric)
    standings = rank(
        ballots,
        policy,
        entries=read_entries(options.entries) if options.entries else None,
        adjustments=read_adjustments(options.adjustments) if options.adjustments else None,
        carry=read_carry(options.carry) if options.carry else None,
        decisions=Decisions.from_toml(options.decisions) if options.decisions else None,
    )
    note_ignored(ballots, policy, language=language)
    if options.format == "csv":
        # The table and the JSON carry the warnings themselves; a CSV has no place for them.
        for caution in standings.cautions:
            print(caution.say(language), file=sys.stderr)
    return Answer(_formatted(standings, options.format, language=language))


def _formatted(standings: Standings, form: str, *, language: str) -> str:
    if form == "json":
        return standings_json(standings)
    return standings_csv(standings) if form == "csv" else standings_table(standings, language)
