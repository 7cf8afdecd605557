"""Command agreement: how much the judges agree."""

from __future__ import annotations

import argparse

from scoring.analysis.agreement import measure_agreement
from scoring.commands.shared import Answer, Commands, add_ballots, add_command, note_ignored, read_ballots
from scoring.csv_json import json_text
from scoring.policy.policy import Policy
from scoring.report.agreement_text import agreement_text
from scoring.text import text

NAME = "agreement"
ABOUT = text("Measure how much the judges agree.")
EXAMPLE = text("example: python -m scoring agreement ballots.csv --policy policy.toml --format json")


def add(commands: Commands, *, language: str) -> None:
    """Give the command line this sub-command."""
    command = add_command(commands, NAME, about=ABOUT, example=EXAMPLE, language=language)
    add_ballots(command, forms=("table", "json"), language=language)


def run(options: argparse.Namespace, *, language: str) -> Answer:
    """Measure, and answer in the form that was asked for."""
    policy = Policy.from_toml(options.policy)
    ballots = read_ballots(options, policy)
    found = measure_agreement(ballots, policy)
    note_ignored(ballots, policy, language=language)
    return Answer(json_text(found.to_dict()) if options.format == "json" else agreement_text(found, language))
