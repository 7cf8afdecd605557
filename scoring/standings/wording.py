"""Wording of a score by its method: the head of every explanation."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np

from scoring.exact import decimal_text
from scoring.faults import Both
from scoring.methods.places import reached
from scoring.standings.outcome import Outcome
from scoring.standings.rows import Standing

Wording = Callable[[Outcome, Standing], Both]


def describe_score(outcome: Outcome, row: Standing, *, korean: bool) -> str:
    """Rank and score, and what the score is made of; the Korean text ends so that 으로 or 입니다 can follow."""
    general = outcome.policy.ranking.aggregation
    how = None if outcome.policy.sources or general is None else general.method
    made = WORDINGS.get(how or "", _plain)(outcome, row)
    if korean:
        return f"{row.entry}: {'공동 ' if row.tied else ''}{row.rank}위. {made.ko}"
    return f"{row.entry} is {'tied for' if row.tied else 'in'} place {row.rank} {made.en}"


def compared(outcome: Outcome, *, more: bool) -> Both:
    """How a score lies to another one that is smaller (`more`) or larger."""
    if outcome.lower_is_better:
        return Both("많습니다", "above") if more else Both("적습니다", "below")
    return Both("높습니다", "ahead of") if more else Both("낮습니다", "behind")


def _ballots(row: Standing) -> str:
    return "1 ballot" if row.ballots == 1 else f"{row.ballots} ballots"


def _plain(outcome: Outcome, row: Standing) -> Both:
    return Both(f"채점표 {row.ballots}장의 최종 점수가 {row.shown}점", f"with {row.shown} points from {_ballots(row)}")


def _z_score(outcome: Outcome, row: Standing) -> Both:
    return Both(
        f"채점표 {row.ballots}장을 심사위원마다 같은 평균과 폭으로 맞춘 최종 점수가 {row.shown}점",
        f"with {row.shown} points from {_ballots(row)}, every judge brought to the same mean and spread",
    )


def _adjusted(outcome: Outcome, row: Standing) -> Both:
    mean = outcome.show(_mean_total(outcome, row.entry))
    return Both(
        f"채점표 {row.ballots}장을 심사위원의 후하고 박한 정도로 보정한 최종 점수가 {row.shown}점(총점의 평균 {mean}점)",
        f"with {row.shown} points from {_ballots(row)}, adjusted for its judges (plain mean {mean})",
    )


def _rank_sum(outcome: Outcome, row: Standing) -> Both:
    return Both(
        f"심사위원 {row.ballots}명이 매긴 순위의 합이 {row.shown}점",
        f"with a rank sum of {row.shown} from {_ballots(row)}",
    )


def _majority(outcome: Outcome, row: Standing) -> Both:
    lowest, count = reached(np.sort(outcome.panel.doubled_places[_ballots_of(outcome, row.entry)])[np.newaxis])
    place = decimal_text(Fraction(int(lowest[0]), 2), int(lowest[0]) % 2)
    return Both(
        f"심사위원 {row.ballots}명 가운데 {int(count[0])}명이 {place}위 안에 놓아, 과반수로 정한 순위가 {row.shown}점",
        f"with a majority place of {row.shown}: {int(count[0])} of {row.ballots} judges put it in place {place} or better",
    )


def _mean_total(outcome: Outcome, entry: str) -> Fraction:
    totals = [total.total for total in outcome.totals_of(entry)]
    return sum(totals, Fraction(0)) / len(totals)


def _ballots_of(outcome: Outcome, entry: str) -> slice:
    panel, at = outcome.panel, outcome.index_of(entry)
    start = int(panel.starts[at])
    return slice(start, start + int(panel.counts[at]))


WORDINGS: dict[str, Wording] = {
    "z-score": _z_score,
    "adjusted": _adjusted,
    "rank-sum": _rank_sum,
    "majority": _majority,
}
