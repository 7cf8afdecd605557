"""Wording of a score by its method: the clause that every explanation goes on from."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np

from scoring.exact import decimal_text
from scoring.methods.places import reached
from scoring.names import PLAIN, method_name
from scoring.reading.cells import number_text
from scoring.standings.outcome import Outcome
from scoring.standings.rows import Standing
from scoring.text import Text, joined, text


def describe_score(outcome: Outcome, row: Standing) -> Text:
    """Rank and score, and what the score is made of."""
    made = _account(outcome, row)
    if row.tied:
        return text("{entry} is tied for place {rank} {made}", entry=row.entry, rank=row.rank, made=made)
    return text("{entry} is in place {rank} {made}", entry=row.entry, rank=row.rank, made=made)


def _account(outcome: Outcome, row: Standing) -> Text:
    general = outcome.policy.ranking.aggregation
    if row.sources:
        return _account_of_sources(outcome, row)
    account = PLAIN if outcome.policy.sources or general is None else method_name(general.method).account
    told = {"score": row.shown, "n": row.ballots, "judges": row.ballots}
    worked_out = {blank: find(outcome, row) for blank, find in FINDINGS.items() if f"{{{blank}}}" in account.id}
    return account.filled(told | worked_out)


def _account_of_sources(outcome: Outcome, row: Standing) -> Text:
    weights = {source.name: number_text(source.weight) for source in outcome.policy.sources}
    parts = [
        text("{source} {score} (weight {weight})", source=name, score=outcome.show(score), weight=weights[name])
        for name, score in row.sources.items()
    ]
    told = {"score": row.shown, "sources": joined(parts)}
    if outcome.lower_is_better:
        return text("with a score of {score} from {sources}", **told)
    return text("with {score} points from {sources}", **told)


def _mean_total(outcome: Outcome, row: Standing) -> str:
    totals = [total.total for total in outcome.totals_of(row.entry)]
    return outcome.show(sum(totals, Fraction(0)) / len(totals))


def _majority_place(outcome: Outcome, row: Standing) -> str:
    doubled = _majority(outcome, row)[0]
    return decimal_text(Fraction(doubled, 2), doubled % 2)


def _majority_count(outcome: Outcome, row: Standing) -> str:
    return str(_majority(outcome, row)[1])


def _majority(outcome: Outcome, row: Standing) -> tuple[int, int]:
    """Twice the place that a majority of the judges gives or betters, and how many of them do."""
    panel, at = outcome.panel, outcome.index_of(row.entry)
    start = int(panel.starts[at])
    places = panel.doubled_places[start : start + int(panel.counts[at])]
    lowest, count = reached(np.sort(places)[np.newaxis])
    return int(lowest[0]), int(count[0])


FINDINGS: dict[str, Callable[[Outcome, Standing], str]] = {
    "mean": _mean_total,
    "place": _majority_place,
    "count": _majority_count,
}
"""What an account may ask for beside the score and the number of ballots."""
