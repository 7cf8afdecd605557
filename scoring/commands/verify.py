"""Command verify: every check of a results bundle, and receipts looked up in it."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from scoring.bundle.opened import open_bundle
from scoring.bundle.receipts import read_receipts
from scoring.bundle.signing import read_public_key
from scoring.bundle.verifier import Check, Lookup, check_all, look_up
from scoring.commands.shared import Answer, Commands, add_command
from scoring.faults import printable, quote
from scoring.text import ENGLISH, Text, text, text_p

NAME = "verify"
ABOUT = text("Recompute and check a results file, offline, from the start.")
EXAMPLE = text("example: python -m scoring verify results.zip --public-key organizer.txt")
BUNDLE = text("the results file (ZIP)")
KEY = text("the organizer's public key: 64 hex digits, base64, PEM, or a file with one")
RECEIPT = text("a judge's receipt, or a list of them (JSON): is this ballot in it, unchanged?")
OUTCOMES = {True: text_p("check", "ok"), False: text_p("check", "FAILED"), None: text_p("check", "note")}
DIFFERENT, UNPROVEN = 1, 3


def add(commands: Commands, *, language: str) -> None:
    """Give the command line this sub-command."""
    command = add_command(commands, NAME, about=ABOUT, example=EXAMPLE, language=language)
    command.add_argument("bundle", metavar="RESULTS.zip", type=Path, help=BUNDLE.say(language))
    command.add_argument("--public-key", metavar="KEY", help=KEY.say(language))
    command.add_argument("--receipt", metavar="FILE", type=Path, help=RECEIPT.say(language))


def run(options: argparse.Namespace, *, language: str) -> Answer:
    """Check, and answer with one line a check: 0 where the key that was given signed it, 3 where none was given, 1 where
    anything differs."""
    expected = read_public_key(options.public_key) if options.public_key else None
    receipts = read_receipts(options.receipt) if options.receipt else []
    opened = open_bundle(options.bundle, expected=expected)
    checks, lookups = check_all(opened), look_up(opened, receipts)
    lines = [_line(check, language) for check in checks] + [_receipt_line(each, language) for each in lookups]
    verdict, code = _verdict(checks, lookups, is_known=expected is not None)
    return Answer("\n".join([*lines, *_said(verdict, language)]) + "\n", code)


def _line(check: Check, language: str) -> str:
    outcome = OUTCOMES[check.ok].say(language)
    name = f"{check.number:>2}. [{outcome}] {check.name.say(language)}"
    # Whatever a forger wrote into the file must not reach the terminal as anything but letters.
    return f"{name}: {printable(check.found.say(language))}" if check.found else name


def _receipt_line(each: Lookup, language: str) -> str:
    outcome = OUTCOMES[each.ok].say(language)
    return f"    [{outcome}] {quote(each.id)} ({quote(each.entry)}): {printable(each.found.say(language))}"


def _verdict(checks: Sequence[Check], lookups: Sequence[Lookup], *, is_known: bool) -> tuple[Text, int]:
    failed = [check for check in checks if check.ok is False]
    if failed:
        numbers = ", ".join(str(check.number) for check in failed)
        return text("Do not trust it. Failed checks: {numbers}", numbers=numbers), DIFFERENT
    if not all(each.ok for each in lookups):
        return text("Do not trust it: not every receipt is borne out."), DIFFERENT
    if not is_known:
        return text("It is consistent in itself; who signed it is not proven."), UNPROVEN
    if any(check.ok is None for check in checks):
        return text("It holds, but read the notes above."), 0
    return text("Everything holds."), 0


def _said(verdict: Text, language: str) -> list[str]:
    """In English on every machine, so that scripts and strangers can read it; then in the reader's language."""
    english, own = verdict.say(ENGLISH), verdict.say(language)
    return [english] if own == english else [english, own]
