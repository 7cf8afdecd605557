"""Wording of a score by its method: the head of every explanation."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np

from scoring.exact import decimal_text
from scoring.methods.places import reached
from scoring.standings.outcome import Outcome
from scoring.standings.rows import Standing
from scoring.text import Text, text, text_n

Wording = Callable[[Outcome, Standing], Text]


def describe_score(outcome: Outcome, row: Standing) -> Text:
    """Rank and score, and what the score is made of: a clause that the explanation goes on from."""
    general = outcome.policy.ranking.aggregation
    how = None if outcome.policy.sources or general is None else general.method
    made = WORDINGS.get(how or "", _plain)(outcome, row)
    if row.tied:
        return text("{entry} is tied for place {rank} {made}", entry=row.entry, rank=row.rank, made=made)
    return text("{entry} is in place {rank} {made}", entry=row.entry, rank=row.rank, made=made)


def _plain(outcome: Outcome, row: Standing) -> Text:
    return text_n(
        "with {score} points from {n} ballot", "with {score} points from {n} ballots", n=row.ballots, score=row.shown
    )


def _z_score(outcome: Outcome, row: Standing) -> Text:
    return text_n(
        "with {score} points from {n} ballot, every judge brought to the same mean and spread",
        "with {score} points from {n} ballots, every judge brought to the same mean and spread",
        n=row.ballots,
        score=row.shown,
    )


def _adjusted(outcome: Outcome, row: Standing) -> Text:
    return text_n(
        "with {score} points from {n} ballot, adjusted for its judges (plain mean {mean})",
        "with {score} points from {n} ballots, adjusted for its judges (plain mean {mean})",
        n=row.ballots,
        score=row.shown,
        mean=outcome.show(_mean_total(outcome, row.entry)),
    )


def _rank_sum(outcome: Outcome, row: Standing) -> Text:
    return text_n(
        "with a rank sum of {score} from {n} ballot",
        "with a rank sum of {score} from {n} ballots",
        n=row.ballots,
        score=row.shown,
    )


def _majority(outcome: Outcome, row: Standing) -> Text:
    lowest, count = reached(np.sort(outcome.panel.doubled_places[_ballots_of(outcome, row.entry)])[np.newaxis])
    return text(
        "with a majority place of {score}: {count} of {judges} judges put it in place {place} or better",
        score=row.shown,
        count=int(count[0]),
        judges=row.ballots,
        place=decimal_text(Fraction(int(lowest[0]), 2), int(lowest[0]) % 2),
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
"""Methods whose scores are more than points of ballots; every other one is told plainly."""
