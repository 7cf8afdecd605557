"""Agreement as a table for a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from scoring.analysis.agreement import Agreement, JudgeProfile
from scoring.exact import decimal_text
from scoring.faults import Both, quote
from scoring.reading.cells import find_number
from scoring.report.terminal import aligned

ICC_MEANING = {
    "ICC(1,1)": Both("심사위원 한 명, 대상마다 다른 심사위원", "one judge, other judges for every entry"),
    "ICC(2,1)": Both("심사위원 한 명, 후하고 박함도 오차로 봄", "one judge, severity counts as error"),
    "ICC(3,1)": Both("심사위원 한 명, 후하고 박함은 빼고 봄", "one judge, severity set aside"),
    "ICC(1,k)": Both("평균, 대상마다 다른 심사위원", "the mean, other judges for every entry"),
    "ICC(2,k)": Both("평균, 후하고 박함도 오차로 봄", "the mean, severity counts as error"),
    "ICC(3,k)": Both("평균, 후하고 박함은 빼고 봄", "the mean, severity set aside"),
}
HEADERS = Both(
    "심사위원,출처,채점표,평균,엄격함(점),표준오차,표준편차,나머지와의 상관",
    "judge,source,ballots,mean,severity (points),s.e.,std. deviation,correlation with the rest",
)
TITLE = Both("심사위원 일치도 (총점 기준, 1 = 완전 일치)", "Agreement of the judges (on totals, 1 = perfect)")
NOTE = Both(
    "엄격함: 같은 대상에 나머지보다 그만큼 낮게 줍니다(음수는 후함). '-'는 채점표가 모자라 알 수 없는 값입니다.",
    'severity: marks the same entries so much lower than the panel (negative: generous). "-": too few ballots to tell.',
)


def agreement_text(found: Agreement, language: str) -> str:
    """The coefficients with their meaning, then a row per judge."""
    lines = [TITLE.say(language), *aligned(list(_coefficients(found, language)), left=(0, 2)), ""]
    with_source = any(judge.source for judge in found.judges)
    rows = [HEADERS.say(language).split(","), *(_cells(judge) for judge in found.judges)]
    shown = [row if with_source else [row[0], *row[2:]] for row in rows]
    return "\n".join([*lines, *aligned(shown, left=(0, 1) if with_source else (0,)), "", NOTE.say(language)]) + "\n"


def _coefficients(found: Agreement, language: str) -> Iterable[list[str]]:
    if found.icc is None:
        yield ["ICC", "-", "" if found.icc_reason is None else found.icc_reason.say(language)]
    for name, value in (found.icc or {}).items():
        yield [name, _shown(value, 3), ICC_MEANING[name].say(language)]
    yield ["Kendall W", _shown(found.kendall_w, 3), Both("순위의 일치", "agreement of ranks").say(language)]
    for level, meaning in (("ordinal", Both("서열", "ordinal")), ("interval", Both("등간", "interval"))):
        yield ["Krippendorff α", _shown(found.krippendorff_alpha[level], 3), meaning.say(language)]


def _cells(judge: JudgeProfile) -> list[str]:
    points = [_shown(value, 2) for value in (judge.mean, judge.severity, judge.severity_se, judge.spread)]
    return [quote(judge.judge), quote(judge.source), str(judge.ballots), *points, _shown(judge.agreement, 2)]


def _shown(value: float | None, places: int) -> str:
    number = None if value is None else find_number(value)
    return "-" if number is None else decimal_text(number, places)
