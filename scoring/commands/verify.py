"""Command verify: every check of a results bundle."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from scoring.bundle.signing import read_public_key
from scoring.bundle.verifier import Check, verify_results
from scoring.commands.shared import Answer, Commands, add_command
from scoring.text import Text, text, text_p

NAME = "verify"
ABOUT = text("Recompute and check a results file, offline, from the start.")
EXAMPLE = text("example: python -m scoring verify results.zip --public-key organizer.txt")
BUNDLE = text("the results file (ZIP)")
KEY = text("the organizer's public key: 64 hex digits, base64, PEM, or a file with one")
OUTCOMES = {True: text_p("check", "ok"), False: text_p("check", "FAILED"), None: text_p("check", "note")}
DIFFERENT = 1


def add(commands: Commands, *, language: str) -> None:
    """Give the command line this sub-command."""
    command = add_command(commands, NAME, about=ABOUT, example=EXAMPLE, language=language)
    command.add_argument("bundle", metavar="RESULTS.zip", type=Path, help=BUNDLE.say(language))
    command.add_argument("--public-key", metavar="KEY", help=KEY.say(language))


def run(options: argparse.Namespace, *, language: str) -> Answer:
    """Check, and answer with one line a check; 1 where anything differs."""
    expected = read_public_key(options.public_key) if options.public_key else None
    checks = verify_results(options.bundle, public_key=expected)
    lines = [_line(check, language) for check in checks]
    failed = [check for check in checks if check.ok is False]
    lines.append(_verdict(checks, failed).say(language))
    return Answer("\n".join(lines) + "\n", DIFFERENT if failed else 0)


def _line(check: Check, language: str) -> str:
    outcome = OUTCOMES[check.ok].say(language)
    name = f"{check.number:>2}. [{outcome}] {check.name.say(language)}"
    return f"{name}: {check.found.say(language)}" if check.found else name


def _verdict(checks: Sequence[Check], failed: Sequence[Check]) -> Text:
    if failed:
        numbers = ", ".join(str(check.number) for check in failed)
        return text("Do not trust it. Failed checks: {numbers}", numbers=numbers)
    if any(check.ok is None for check in checks):
        return text("It holds, but read the note above.")
    return text("Everything holds.")
