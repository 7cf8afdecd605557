"""Answer and arguments that several commands share."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple, TypeAlias

from scoring.ballots.ballots import Ballots
from scoring.faults import quote
from scoring.policy.notes import policy_notes
from scoring.policy.policy import Policy
from scoring.reading.headers import read_mapping, rename
from scoring.reading.tables import MOST_BYTES, read_bytes, read_sheet, sheet_of_bytes
from scoring.reading.workbooks import is_workbook
from scoring.text import Text, joined, text

# What `add_subparsers` gives; argparse has no public name for it.
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001

STDIN = "<stdin>"
HELP = {
    "ballots": text(
        "CSV or XLSX with the columns entry, judge, one per criterion key, optionally source; - reads standard input"
    ),
    "map": text("read the column HEADER as this key (entry, judge, source or a criterion); may be given often"),
    "policy": text("the rules (TOML)"),
    "format": text("how to print (default: table)"),
}


class Answer(NamedTuple):
    """What a command says on stdout, and its exit code."""

    text: str
    code: int = 0


def speak_utf8() -> None:
    # A Korean Windows console would otherwise turn a rare syllable into an error; files written by redirection stay UTF-8.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def add_command(commands: Commands, name: str, *, about: Text, example: Text, language: str) -> argparse.ArgumentParser:
    """A sub-command with its help and an example of its use."""
    purpose = about.say(language)
    epilog = example.say(language)
    return commands.add_parser(name, help=purpose, description=purpose, epilog=epilog, allow_abbrev=False)


def add_ballots(command: argparse.ArgumentParser, *, forms: tuple[str, ...], language: str) -> None:
    """BALLOTS, --policy, --map and --format (the first of `forms` is the default)."""
    command.add_argument("ballots", metavar="BALLOTS", type=Path, help=HELP["ballots"].say(language))
    command.add_argument("--policy", metavar="POLICY.toml", type=Path, required=True, help=HELP["policy"].say(language))
    command.add_argument("--map", metavar='"HEADER=key"', action="append", default=[], help=HELP["map"].say(language))
    command.add_argument("--format", choices=forms, default=forms[0], help=HELP["format"].say(language))


def note_sheets(paths: Iterable[Path | None], *, language: str) -> None:
    """Say on stderr what is unusual about the sheets of workbooks that were named beside the ballots."""
    for path in paths:
        if path and is_workbook(read_bytes(path)):
            for note in read_sheet(path).notes:
                print(joined([path.name, note], ": ").say(language), file=sys.stderr)


def read_ballots(options: argparse.Namespace, policy: Policy, *, may_be_empty: bool = False) -> Ballots:
    """The ballots of a command line, with its headers called as --map says."""
    if str(options.ballots) == "-":
        given = sheet_of_bytes(STDIN, sys.stdin.buffer.read(MOST_BYTES + 1), may_be_empty=may_be_empty)
    else:
        given = read_sheet(options.ballots, may_be_empty=may_be_empty)
    return Ballots.from_sheet(rename(given, mapping_of(options, policy)), policy.rubric)


def mapping_of(options: argparse.Namespace, policy: Policy) -> dict[str, str]:
    """Header → key, as --map says."""
    return read_mapping(options.map, keys=("entry", "judge", "source", *policy.rubric.keys))


def note_policy(path: Path, policy: Policy, *, language: str) -> None:
    """Say on stderr what in the rules hardly means what it says."""
    for note in policy_notes(policy):
        print(joined([path.name, text("note: {note}", note=note)], ": ").say(language), file=sys.stderr)


def note_ignored(ballots: Ballots, policy: Policy, *, language: str) -> None:
    """Say on stderr which columns of the ballot table nobody read, and what is unusual about its sheets."""
    for note in ballots.notes:
        print(joined([ballots.file, note], ": ").say(language), file=sys.stderr)
    ignored = [*ballots.ignored, *(["source"] if ballots.sources and not policy.sources else [])]
    if not ignored:
        return
    names = ", ".join(quote(name) for name in ignored)
    said = text("note: columns that no criterion names were ignored: {names}", names=names)
    print(joined([ballots.file, said], ": ").say(language), file=sys.stderr)
