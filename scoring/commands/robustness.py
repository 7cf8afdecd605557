"""Command robustness: would the result change under slightly other conditions?"""

from __future__ import annotations

import argparse

from scoring.analysis.robustness import measure_robustness
from scoring.commands.files import add_files, read_files
from scoring.commands.shared import Answer, Commands, add_ballots, add_command, note_ignored, read_ballots
from scoring.csv_json import json_text
from scoring.policy.policy import Policy
from scoring.report.robustness_text import robustness_text
from scoring.text import text

NAME = "robustness"
ABOUT = text("See whether the result holds without a judge or with slightly other weights.")
EXAMPLE = text("example: python -m scoring robustness ballots.csv --policy policy.toml --seed 7 --format json")
SEED = text("seed of the resampling, any text (default: 0)")


def add(commands: Commands, *, language: str) -> None:
    """Give the command line this sub-command."""
    command = add_command(commands, NAME, about=ABOUT, example=EXAMPLE, language=language)
    add_ballots(command, forms=("table", "json"), language=language)
    command.add_argument("--seed", metavar="S", default="0", help=SEED.say(language))
    add_files(command, language=language)


def run(options: argparse.Namespace, *, language: str) -> Answer:
    """Measure, and answer in the form that was asked for."""
    policy = Policy.from_toml(options.policy)
    ballots = read_ballots(options, policy)
    found = measure_robustness(ballots, policy, seed=options.seed, **read_files(options, policy)._asdict())
    note_ignored(ballots, policy, language=language)
    return Answer(json_text(found.to_dict()) if options.format == "json" else robustness_text(found, language))
