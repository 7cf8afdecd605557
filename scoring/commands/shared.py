"""Answer and arguments that several commands share."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import NamedTuple, TypeAlias

from scoring.ballots.ballots import Ballots
from scoring.faults import Both, quote
from scoring.policy.policy import Policy

# What `add_subparsers` gives; argparse has no public name for it.
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001

HELP = {
    "ballots": Both(
        "CSV 또는 XLSX. entry, judge, 평가항목마다 한 열, 필요하면 source",
        "CSV or XLSX with the columns entry, judge, one per criterion key, optionally source",
    ),
    "policy": Both("규칙(TOML)", "the rules (TOML)"),
    "format": Both("출력 형식 (기본 table)", "how to print (default: table)"),
}


class Answer(NamedTuple):
    """What a command says on stdout, and its exit code."""

    text: str
    code: int = 0


def add_command(commands: Commands, name: str, *, about: Both, example: Both, language: str) -> argparse.ArgumentParser:
    """A sub-command with its help and an example of its use."""
    said = about.say(language)
    return commands.add_parser(name, help=said, description=said, epilog=example.say(language), allow_abbrev=False)


def add_ballots(command: argparse.ArgumentParser, *, forms: tuple[str, ...], language: str) -> None:
    """BALLOTS, --policy and --format (the first of `forms` is the default)."""
    command.add_argument("ballots", metavar="BALLOTS", type=Path, help=HELP["ballots"].say(language))
    command.add_argument("--policy", metavar="POLICY.toml", type=Path, required=True, help=HELP["policy"].say(language))
    command.add_argument("--format", choices=forms, default=forms[0], help=HELP["format"].say(language))


def note_ignored(ballots: Ballots, policy: Policy, *, language: str) -> None:
    """Name on stderr the columns of the ballot table that nobody read."""
    ignored = [*ballots.ignored, *(["source"] if ballots.sources and not policy.sources else [])]
    if not ignored:
        return
    names = ", ".join(quote(name) for name in ignored)
    said = Both(
        f"참고: 평가항목이 아닌 열은 읽지 않았습니다: {names}",
        f"note: columns that no criterion names were ignored: {names}",
    )
    print(f"{ballots.file}: {said.say(language)}", file=sys.stderr)
