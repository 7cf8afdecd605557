"""Agreement as a table for a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from scoring.analysis.agreement import Agreement, JudgeProfile
from scoring.exact import decimal_text
from scoring.faults import quote
from scoring.reading.cells import find_number
from scoring.report.statistics import coefficients, number, reading_aids, variance_parts
from scoring.report.terminal import aligned
from scoring.text import say, text

HEADERS = (
    *(text("judge"), text("source"), text("ballots"), text("mean"), text("severity (points)"), text("s.e.")),
    *(text("std. deviation"), text("correlation with the rest")),
)
TITLE = text("Agreement of the judges (on totals, 1 = perfect)")
NOTE = text(
    'severity: marks the same entries so much lower than the panel (negative: generous). "-": too few ballots to tell.'
)
PARTS = text("Where the differences between totals come from")


def agreement_text(found: Agreement, language: str) -> str:
    """The coefficients with their meaning, then a row per judge."""
    lines = [say(TITLE, language), *aligned(list(_coefficients(found, language)), left=(0, 3)), ""]
    with_source = any(judge.source for judge in found.judges)
    rows = [[say(head, language) for head in HEADERS], *(_cells(judge) for judge in found.judges)]
    shown = [row if with_source else [row[0], *row[2:]] for row in rows]
    table = aligned(shown, left=(0, 1) if with_source else (0,))
    aids = [say(said, language) for said in reading_aids(found)]
    return "\n".join([*lines, *table, "", *_parts(found, language), *aids, say(NOTE, language)]) + "\n"


def _parts(found: Agreement, language: str) -> list[str]:
    """Where the differences between totals come from, a line each."""
    parts = variance_parts(found.variances) if found.variances else []
    rows = [[f"{number(part.share * 100, 0)} %", say(part.name, language)] for part in parts]
    return [say(PARTS, language), *aligned(rows, left=(1,)), ""] if rows else []


def _coefficients(found: Agreement, language: str) -> Iterable[list[str]]:
    for one in coefficients(found):
        yield [one.name, one.value.replace("–", "-"), one.interval, say(one.meaning, language)]


def _cells(judge: JudgeProfile) -> list[str]:
    points = [_shown(value, 2) for value in (judge.mean, judge.severity, judge.severity_se, judge.spread)]
    return [quote(judge.judge), quote(judge.source), str(judge.ballots), *points, _shown(judge.agreement, 2)]


def _shown(value: float | None, places: int) -> str:
    number = None if value is None else find_number(value)
    return "-" if number is None else decimal_text(number, places)
