"""Command draw: an order that anybody can repeat."""

from __future__ import annotations

import argparse
from pathlib import Path

from scoring.ballots.entries import read_entries
from scoring.commands.shared import Answer, Commands, add_command
from scoring.csv_json import csv_text
from scoring.faults import Both
from scoring.ties.lot import draw

NAME = "draw"
ABOUT = Both("누구나 다시 해 볼 수 있는 추첨으로 순서를 정합니다.", "Draw an order that anybody can repeat.")
EXAMPLE = Both(
    '예: python -m scoring draw --entries 명단.csv --seed "2025-12-02 18:00"',
    'example: python -m scoring draw --entries entries.csv --seed "2025-12-02 18:00"',
)
ENTRIES = Both("추첨 대상 명단: entry", "who is drawn: entry")
SEED = Both("추첨 씨앗(아무 글자나)", "the seed, any text")


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
