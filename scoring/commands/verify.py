"""Command verify: every check of a results bundle."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from scoring.bundle.signing import read_public_key
from scoring.bundle.verifier import Check, verify_results
from scoring.commands.shared import Answer, Commands, add_command
from scoring.faults import Both

NAME = "verify"
ABOUT = Both(
    "결과 파일을 혼자서 처음부터 다시 계산하고 검사합니다.",
    "Recompute and check a results file, offline, from the start.",
)
EXAMPLE = Both(
    "예: python -m scoring verify 결과.zip --public-key 주최측-열쇠.txt",
    "example: python -m scoring verify results.zip --public-key organizer.txt",
)
BUNDLE = Both("결과 파일(ZIP)", "the results file (ZIP)")
KEY = Both(
    "주최 측이 알린 공개 열쇠: 16진수 64자, base64, PEM 또는 그런 파일",
    "the organizer's public key: 64 hex digits, base64, PEM, or a file with one",
)
OUTCOMES = {True: Both("통과", "ok"), False: Both("다름", "FAILED"), None: Both("참고", "note")}
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


def _verdict(checks: Sequence[Check], failed: Sequence[Check]) -> Both:
    if failed:
        numbers = ", ".join(str(check.number) for check in failed)
        return Both(f"믿을 수 없습니다. 맞지 않는 검사: {numbers}", f"Do not trust it. Failed checks: {numbers}")
    if any(check.ok is None for check in checks):
        return Both("맞습니다. 다만 위의 참고를 읽으세요.", "It holds, but read the note above.")
    return Both("모두 맞습니다.", "Everything holds.")
