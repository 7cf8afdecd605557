"""Sub-commands of `python -m scoring`: each module names itself, adds its arguments and runs."""

from __future__ import annotations

import argparse
from typing import Protocol

from scoring.commands import agreement, allocate, draw, rank, robustness, verify
from scoring.commands.shared import Answer, Commands


class Command(Protocol):
    """What a module of this package offers."""

    NAME: str

    def add(self, commands: Commands, *, language: str) -> None:
        """Give the command line this sub-command."""

    def run(self, options: argparse.Namespace, *, language: str) -> Answer:
        """Do it, and answer; a ScoringError says what is wrong with the input."""


# In the order in which `--help` lists them.
COMMANDS: tuple[Command, ...] = (rank, agreement, robustness, allocate, draw, verify)
