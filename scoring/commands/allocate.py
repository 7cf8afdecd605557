"""Command allocate: which judge reads which entry."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from scoring.allocation import allocate
from scoring.ballots.entries import read_entries, read_judges, read_pairs
from scoring.commands.shared import Answer, Commands, add_command
from scoring.csv_json import csv_text
from scoring.faults import quote
from scoring.text import text

NAME = "allocate"
ABOUT = text("Share the entries out evenly among the judges.")
EXAMPLE = text(
    "example: python -m scoring allocate --entries entries.csv --judges judges.csv --per-entry 5 --seed 2025"
)
HELP = {
    "entries": text("who is judged: entry"),
    "judges": text("who judges: judge"),
    "per-entry": text("how many judges read one entry"),
    "conflicts": text("who must not judge whom: judge, entry"),
    "keep": text("assignments that stay, such as those scored: judge, entry"),
    "seed": text("decides among equals (default: empty)"),
    "uneven": text("be as even as possible where loads cannot be within one"),
}


def add(commands: Commands, *, language: str) -> None:
    """Give the command line this sub-command."""
    command = add_command(commands, NAME, about=ABOUT, example=EXAMPLE, language=language)
    helps = {name: said.say(language) for name, said in HELP.items()}
    for name, required in (("entries", True), ("judges", True), ("conflicts", False), ("keep", False)):
        command.add_argument(f"--{name}", metavar="FILE", type=Path, required=required, help=helps[name])
    command.add_argument("--per-entry", metavar="K", type=int, required=True, help=helps["per-entry"])
    command.add_argument("--seed", metavar="S", default="", help=helps["seed"])
    command.add_argument("--uneven", action="store_true", help=helps["uneven"])


def run(options: argparse.Namespace, *, language: str) -> Answer:
    """Allocate, and answer with a CSV."""
    entries, judges = list(read_entries(options.entries)), read_judges(options.judges)
    conflicts = read_pairs(options.conflicts) if options.conflicts else []
    pairs = allocate(
        entries,
        judges,
        per_entry=options.per_entry,
        conflicts=conflicts,
        keep=read_pairs(options.keep) if options.keep else (),
        seed=options.seed,
        uneven=options.uneven,
    )
    _note_strangers(conflicts, entries=entries, judges=judges, language=language)
    return Answer(csv_text([["judge", "entry"], *map(list, pairs)]))


def _note_strangers(
    conflicts: Iterable[tuple[str, str]], *, entries: list[str], judges: list[str], language: str
) -> None:
    """A misspelt code in the conflicts keeps nobody apart: name the codes that no list knows."""
    conflicts = set(conflicts)
    named = {judge for judge, _ in conflicts} - set(judges) | {entry for _, entry in conflicts} - set(entries)
    if named:
        names = ", ".join(map(quote, sorted(named)))
        said = text("note: conflicts name codes that no list has: {names}", names=names)
        print(said.say(language), file=sys.stderr)
