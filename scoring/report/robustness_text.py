"""Robustness in plain sentences and tables for a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from scoring.analysis.robustness import Robustness, Trial
from scoring.faults import Both, quote
from scoring.report.terminal import aligned

MOST_SWAPS, MOST_NAMES = 10, 5
TITLE = Both("결과는 얼마나 튼튼한가", "How robust the result is")
TRIALS = Both("바꾼 것,1위,선발 유지,순위가 달라진 대상", "what changes,first,same advance,entries with another rank")
BOOTSTRAP = Both(
    "대상,지금 순위,상위 {top}위 안,1위,순위 범위(90%)", "entry,rank now,in the top {top},first,ranks (90 %)"
)
NOTE = Both(
    "이 비율과 범위는 참고일 뿐 검정이 아니며, 거의 동점인 대상 사이에서는 믿을 것이 못 됩니다 (Hall·Miller 2009).",
    "these shares and ranges describe and are no test; near ties they are not to be relied on (Hall and Miller 2009).",
)
YES, NO, NONE = Both("예", "yes"), Both("아니요", "no"), Both("-", "-")


def robustness_text(found: Robustness, language: str) -> str:
    """Whether first place, the cut and each award hold, then every trial and the resampling."""
    lines = [TITLE.say(language), *(f"- {line}" for line in verdicts(found, language)), ""]
    rows = [
        TRIALS.say(language).split(","),
        *(_trial_row(name, trial, language) for name, trial in trials(found, language)),
    ]
    lines += [*aligned(rows, left=(0, 1, 2)), ""]
    return "\n".join([*lines, *_bootstrap(found, language), "", NOTE.say(language)]) + "\n"


def verdicts(found: Robustness, language: str) -> Iterable[str]:
    """Whether first place, the cut and each award hold whichever judge is left out, and which pairs change places."""
    for what, broken in _held(found):
        yield _verdict(found, what, broken).say(language)
    if found.swaps:
        pairs = ", ".join(f"{quote(one)}↔{quote(other)}" for one, other in found.swaps[:MOST_SWAPS])
        rest = len(found.swaps) - MOST_SWAPS
        more = Both(f" 외 {rest}쌍", f" and {rest} more").say(language) if rest > 0 else ""
        yield Both("앞뒤가 바뀌는 쌍", "Pairs that change places").say(language) + f": {pairs}{more}"


def _held(found: Robustness) -> Iterable[tuple[Both, list[str]]]:
    """What may hold, each with the judges without whom it does not."""
    policy = found.base.policy
    yield Both("1위", "First place"), _without(found, lambda run: run.first_holds)
    if policy.advance is not None:
        yield Both("선발", "The selection"), _without(found, lambda run: bool(run.advance_holds))
    for rule in policy.awards:
        what = Both(f"시상 ‘{rule.name}’", f"The award “{rule.name}”")
        yield what, _without(found, partial(Trial.award_holds, name=rule.name))


def _without(found: Robustness, holds: Callable[[Trial], bool]) -> list[str]:
    return [run.name for run in found.runs if not holds(run)]


def _verdict(found: Robustness, what: Both, broken: Sequence[str]) -> Both:
    if not found.runs:
        return Both(f"{what.ko}: 심사위원을 뺀 계산을 할 수 없었습니다.", f"{what.en}: no judge could be left out.")
    if not broken:
        return Both(
            f"{what.ko}: 심사위원을 누구 한 명 빼도 그대로입니다.", f"{what.en} holds whichever judge is left out."
        )
    names = _named(broken)
    return Both(f"{what.ko}: 다음 심사위원을 빼면 달라집니다: {names}", f"{what.en} changes without: {names}")


def trials(found: Robustness, language: str) -> Iterable[tuple[str, Trial]]:
    for trial in found.judges:
        yield Both(f"{quote(trial.name)} 빼고", f"without {quote(trial.name)}").say(language), trial
    for key, trials in found.weights.items():
        criteria = found.base.policy.rubric
        name = criteria.criteria[criteria.index(key)].name[language]
        for change, trial in trials.items():
            yield Both(f"{name} 배점 {change}", f"points of {name} {change}").say(language), trial
    if found.trimming is not None:
        mean = found.trimming.name == "mean"
        what = (
            Both("최고·최저점도 포함", "highest and lowest kept")
            if mean
            else Both("최고·최저점 제외", "highest and lowest dropped")
        )
        yield what.say(language), found.trimming


def _trial_row(name: str, trial: Trial, language: str) -> list[str]:
    if trial.skipped is not None:
        return [name, "-", "-", trial.skipped.say(language)]
    holds = NONE if trial.advance_holds is None else YES if trial.advance_holds else NO
    return [name, _named(trial.first), holds.say(language), str(len(trial.changed))]


def _named(entries: Sequence[str]) -> str:
    return ", ".join(quote(entry) for entry in entries[:MOST_NAMES]) + (" …" if len(entries) > MOST_NAMES else "")


def _bootstrap(found: Robustness, language: str) -> Iterable[str]:
    drawn = found.bootstrap
    yield Both(
        f"심사위원을 {drawn.samples}번 다시 뽑은 결과 (씨앗 {drawn.seed}, 계산하지 못한 {drawn.samples - drawn.done}번 제외)",
        f"judges drawn again {drawn.samples} times (seed {drawn.seed}, {drawn.samples - drawn.done} could not be ranked)",
    ).say(language)
    if not drawn.done:
        return
    rows = [BOOTSTRAP.say(language).format(top=drawn.top).split(",")]
    for standing in found.base.rows:
        entry = standing.entry
        low, high = drawn.interval.get(entry, ("-", "-"))
        shares = [f"{drawn.top_share[entry]:.0%}", f"{drawn.first_share[entry]:.0%}"]
        rows.append([quote(entry), str(standing.rank), *shares, f"{low}–{high}"])
    yield from aligned(rows, left=(0,))
