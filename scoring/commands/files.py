"""Files that may be named beside the ballots: who takes part, adjustments, carried scores, decisions."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from scoring.ballots.decisions import Decisions
from scoring.ballots.entries import Adjustment, Entries, read_adjustments, read_carry, read_entries
from scoring.commands.shared import mapping_of
from scoring.policy.policy import Policy
from scoring.reading.headers import rename
from scoring.reading.tables import Sheet
from scoring.text import text

FILES = {
    "entries": text("who takes part: entry, optionally previous and the columns that rules name"),
    "adjustments": text("bonus and penalty points: entry, points, reason"),
    "carry": text("scores of an earlier round: entry, score"),
    "decisions": text("acts made after scoring (TOML)"),
}


class SideInputs(NamedTuple):
    """What these files hold; None for a file that was not named. The fields are arguments of `rank`."""

    entries: Entries | None
    adjustments: tuple[Adjustment, ...] | None
    carry: Mapping[str, Fraction] | None
    decisions: Decisions | None


def add_files(command: argparse.ArgumentParser, *, language: str) -> None:
    """--entries, --adjustments, --carry and --decisions."""
    for name, help_text in FILES.items():
        command.add_argument(f"--{name}", metavar="FILE", type=Path, help=help_text.say(language))


def read_files(options: argparse.Namespace, policy: Policy) -> SideInputs:
    """Read those that the command line names, and of the entry list what the policy's rules name."""
    return SideInputs(
        entries=read_entries(options.entries, columns=policy.entry_columns) if options.entries else None,
        adjustments=read_adjustments(options.adjustments) if options.adjustments else None,
        carry=read_carry(options.carry) if options.carry else None,
        decisions=_read_decisions(options, policy) if options.decisions else None,
    )


def _read_decisions(options: argparse.Namespace, policy: Policy) -> Decisions:
    """The decisions; --map holds for the table of a second judging too, which may also be plain and lack those headers."""
    decisions = Decisions.from_toml(options.decisions)
    if not isinstance(decisions.rejudge, Sheet):
        return decisions
    return replace(decisions, rejudge=rename(decisions.rejudge, mapping_of(options, policy), required=False))
