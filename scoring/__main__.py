"""python -m scoring: the rules without the event."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from scoring.ballots import Ballots
from scoring.decisions import Decisions
from scoring.faults import Both, ScoringError, quote
from scoring.inputs import read_adjustments, read_carry, read_entries
from scoring.lot import draw
from scoring.output import standings_csv, standings_json, write_csv
from scoring.policy import Policy
from scoring.ranking import rank
from scoring.standings import Standings
from scoring.terminal import standings_table

FAULTY = 2

ABOUT = Both(
    "심사 규칙만 따로: 채점표를 넣으면 순위가 나옵니다.", "The rules of judging on their own: ballots in, ranks out."
)
RANK = Both("채점표와 규칙으로 순위를 매깁니다.", "Rank entries from ballots and a policy.")
RANK_EXAMPLE = Both(
    "예: python -m scoring rank 채점표.csv --policy 규칙.toml --format csv > 순위.csv",
    "example: python -m scoring rank ballots.csv --policy policy.toml --format csv > standings.csv",
)
DRAW = Both("누구나 다시 해 볼 수 있는 추첨으로 순서를 정합니다.", "Draw an order that anybody can repeat.")
DRAW_EXAMPLE = Both(
    '예: python -m scoring draw --entries 명단.csv --seed "2025-12-02 18:00"',
    'example: python -m scoring draw --entries entries.csv --seed "2025-12-02 18:00"',
)
HELP = {
    "ballots": Both(
        "CSV 또는 XLSX. entry, judge, 평가항목마다 한 열, 필요하면 source",
        "CSV or XLSX with the columns entry, judge, one per criterion key, optionally source",
    ),
    "policy": Both("규칙(TOML)", "the rules (TOML)"),
    "entries": Both("심사 대상 명단: entry, 필요하면 previous", "who takes part: entry, optionally previous"),
    "adjustments": Both("가점·감점: entry, points, reason", "bonus and penalty points: entry, points, reason"),
    "carry": Both("이월 점수: entry, score", "scores of an earlier round: entry, score"),
    "decisions": Both("채점 뒤의 결정(TOML)", "acts made after scoring (TOML)"),
    "format": Both("출력 형식 (기본 table)", "how to print (default: table)"),
    "draw entries": Both("추첨 대상 명단: entry", "who is drawn: entry"),
    "seed": Both("추첨 씨앗(아무 글자나)", "the seed, any text"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code: 0, or 2 when the input is at fault."""
    language = find_language()
    options = _parser(language).parse_args(arguments)
    _speak_utf8()
    try:
        text = _rank(options, language) if options.command == "rank" else _draw(options)
    except ScoringError as error:
        for fault in error.faults:
            print(fault.line(language), file=sys.stderr)
        return FAULTY
    return _write(text)


def find_language() -> str:
    """ "ko" where the locale of the environment is Korean, else "en"."""
    names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    chosen = next((name for name in names if name), "")
    return "ko" if chosen.lower().startswith("ko") else "en"


def _rank(options: argparse.Namespace, language: str) -> str:
    policy = Policy.from_toml(options.policy)
    ballots = Ballots.from_csv(options.ballots, policy.rubric)
    standings = rank(
        ballots,
        policy,
        entries=read_entries(options.entries) if options.entries else None,
        adjustments=read_adjustments(options.adjustments) if options.adjustments else None,
        carry=read_carry(options.carry) if options.carry else None,
        decisions=Decisions.from_toml(options.decisions) if options.decisions else None,
    )
    _note_ignored(ballots, policy, language)
    if options.format == "csv":
        # The table and the JSON carry the warnings themselves; a CSV has no place for them.
        for caution in standings.cautions:
            print(caution.ko if language == "ko" else caution.en, file=sys.stderr)
    return _formatted(standings, options.format, language)


def _formatted(standings: Standings, form: str, language: str) -> str:
    if form == "json":
        return standings_json(standings)
    return standings_csv(standings) if form == "csv" else standings_table(standings, language)


def _draw(options: argparse.Namespace) -> str:
    order = draw(read_entries(options.entries), seed=options.seed)
    rows = [[place, entry] for place, entry in enumerate(order, start=1)]
    return write_csv([["position", "entry"], *rows])


def _note_ignored(ballots: Ballots, policy: Policy, language: str) -> None:
    ignored = [*ballots.ignored, *(["source"] if ballots.sources and not policy.sources else [])]
    if not ignored:
        return
    names = ", ".join(quote(name) for name in ignored)
    said = Both(
        f"참고: 평가항목이 아닌 열은 읽지 않았습니다: {names}",
        f"note: columns that no criterion names were ignored: {names}",
    )
    print(f"{ballots.file}: {said.ko if language == 'ko' else said.en}", file=sys.stderr)


def _parser(language: str) -> argparse.ArgumentParser:
    def say(both: Both) -> str:
        return both.ko if language == "ko" else both.en

    parser = argparse.ArgumentParser(prog="python -m scoring", description=say(ABOUT), allow_abbrev=False)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    ranking = commands.add_parser("rank", help=say(RANK), description=say(RANK), epilog=say(RANK_EXAMPLE))
    ranking.add_argument("ballots", metavar="BALLOTS", type=Path, help=say(HELP["ballots"]))
    ranking.add_argument("--policy", metavar="POLICY.toml", type=Path, required=True, help=say(HELP["policy"]))
    for name in ("entries", "adjustments", "carry", "decisions"):
        ranking.add_argument(f"--{name}", metavar="FILE", type=Path, help=say(HELP[name]))
    ranking.add_argument("--format", choices=("table", "csv", "json"), default="table", help=say(HELP["format"]))
    drawing = commands.add_parser("draw", help=say(DRAW), description=say(DRAW), epilog=say(DRAW_EXAMPLE))
    drawing.add_argument("--entries", metavar="FILE", type=Path, required=True, help=say(HELP["draw entries"]))
    drawing.add_argument("--seed", metavar="TEXT", required=True, help=say(HELP["seed"]))
    return parser


def _speak_utf8() -> None:
    # A Korean Windows console would otherwise turn 똠 into an error; files written by redirection stay UTF-8.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def _write(text: str) -> int:
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader (head, less) has seen enough; keep the interpreter from complaining when it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


if __name__ == "__main__":
    sys.exit(main())
