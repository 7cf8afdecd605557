"""Agreement as a table for a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from scoring.analysis.agreement import Agreement, JudgeProfile
from scoring.exact import decimal_text
from scoring.faults import quote
from scoring.reading.cells import find_number
from scoring.report.terminal import aligned
from scoring.text import say, text

ICC_MEANING = {
    "ICC(1,1)": text("one judge, other judges for every entry"),
    "ICC(2,1)": text("one judge, severity counts as error"),
    "ICC(3,1)": text("one judge, severity set aside"),
    "ICC(1,k)": text("the mean, other judges for every entry"),
    "ICC(2,k)": text("the mean, severity counts as error"),
    "ICC(3,k)": text("the mean, severity set aside"),
}
HEADERS = (
    *(text("judge"), text("source"), text("ballots"), text("mean"), text("severity (points)"), text("s.e.")),
    *(text("std. deviation"), text("correlation with the rest")),
)
TITLE = text("Agreement of the judges (on totals, 1 = perfect)")
NOTE = text(
    'severity: marks the same entries so much lower than the panel (negative: generous). "-": too few ballots to tell.'
)
AGREEMENT = text("agreement of ranks")


def agreement_text(found: Agreement, language: str) -> str:
    """The coefficients with their meaning, then a row per judge."""
    lines = [say(TITLE, language), *aligned(list(_coefficients(found, language)), left=(0, 2)), ""]
    with_source = any(judge.source for judge in found.judges)
    rows = [[say(head, language) for head in HEADERS], *(_cells(judge) for judge in found.judges)]
    shown = [row if with_source else [row[0], *row[2:]] for row in rows]
    return "\n".join([*lines, *aligned(shown, left=(0, 1) if with_source else (0,)), "", say(NOTE, language)]) + "\n"


def _coefficients(found: Agreement, language: str) -> Iterable[list[str]]:
    if found.icc is None:
        yield ["ICC", "-", "" if found.icc_reason is None else found.icc_reason.say(language)]
    for name, value in (found.icc or {}).items():
        yield [name, _shown(value, 3), say(ICC_MEANING[name], language)]
    yield ["Kendall W", _shown(found.kendall_w, 3), say(AGREEMENT, language)]
    for level, meaning in (("ordinal", text("ordinal")), ("interval", text("interval"))):
        yield ["Krippendorff α", _shown(found.krippendorff_alpha[level], 3), say(meaning, language)]


def _cells(judge: JudgeProfile) -> list[str]:
    points = [_shown(value, 2) for value in (judge.mean, judge.severity, judge.severity_se, judge.spread)]
    return [quote(judge.judge), quote(judge.source), str(judge.ballots), *points, _shown(judge.agreement, 2)]


def _shown(value: float | None, places: int) -> str:
    number = None if value is None else find_number(value)
    return "-" if number is None else decimal_text(number, places)
