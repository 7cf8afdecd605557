"""Command draw: an order that anybody can repeat."""

from __future__ import annotations

import argparse
from pathlib import Path

from scoring.ballots.entries import read_entries
from scoring.commands.shared import Answer, Commands, add_command
from scoring.csv_json import csv_text
from scoring.text import text
from scoring.ties.lot import draw

NAME = "draw"
ABOUT = text("Draw an order that anybody can repeat.")
EXAMPLE = text('example: python -m scoring draw --entries entries.csv --seed "2025-12-02 18:00"')
ENTRIES = text("who is drawn: entry")
SEED = text("the seed, any text")


def add(commands: Commands, *, language: str) -> None:
    """Give the command line this sub-command."""
    command = add_command(commands, NAME, about=ABOUT, example=EXAMPLE, language=language)
    command.add_argument("--entries", metavar="FILE", type=Path, required=True, help=ENTRIES.say(language))
    command.add_argument("--seed", metavar="TEXT", required=True, help=SEED.say(language))


def run(options: argparse.Namespace, *, language: str) -> Answer:
    """Draw, and answer with a CSV."""
    order = draw(read_entries(options.entries), seed=options.seed)
    rows = [[place, entry] for place, entry in enumerate(order, start=1)]
    return Answer(csv_text([["position", "entry"], *rows]))
