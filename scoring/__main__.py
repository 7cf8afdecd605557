"""Command line of the rules: python -m scoring, without the event."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Sequence
from locale import normalize

from scoring.commands import COMMANDS
from scoring.commands.shared import Answer, speak_utf8
from scoring.faults import ScoringError
from scoring.text import ENGLISH, languages, text

FAULTY = 2

ABOUT = text("The rules of judging on their own: ballots in, ranks out.")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code: 0, 2 when the input is at fault, or what the command answers."""
    speak_utf8()
    language = find_language()
    options = _parser(language).parse_args(arguments)
    command = next(command for command in COMMANDS if options.command == command.NAME)
    try:
        answer = command.run(options, language=language)
    except ScoringError as error:
        for fault in error.faults:
            print(fault.line(language), file=sys.stderr)
        return FAULTY
    return _write(answer)


def find_language() -> str:
    """The language of the environment's locale where there is a catalogue for it, else English."""
    names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    chosen = next((name for name in names if name), "")
    territory = (
        re.split(r"[.@]", normalize(chosen))[0].replace("-", "_").casefold()
    )  # pt_BR.UTF-8 is pt_br, and then pt
    known = {language.replace("-", "_").casefold(): language for language in languages()}
    return known.get(territory) or known.get(territory.partition("_")[0]) or ENGLISH


def _parser(language: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m scoring", description=ABOUT.say(language), allow_abbrev=False)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.add(commands, language=language)
    return parser


def _write(answer: Answer) -> int:
    try:
        sys.stdout.write(answer.text)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader (head, less) has seen enough; keep the interpreter from complaining when it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return answer.code


if __name__ == "__main__":
    sys.exit(main())
