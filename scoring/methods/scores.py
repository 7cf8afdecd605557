"""Scores: by method, sources, carry, adjustments and rounding, in this order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from scoring.ballots.entries import Points
from scoring.exact import Exact, exact_text, from_fractions
from scoring.faults import make_fault, raise_any
from scoring.methods.aggregation import METHODS
from scoring.methods.counting import Counted, Part
from scoring.names import is_lower_better
from scoring.policy.policy import Policy
from scoring.policy.settings import AdjustmentRule
from scoring.text import Text, text

NOBODY = Exact(np.zeros(0, dtype=np.int64), 1)


@dataclass(frozen=True, eq=False)
class Scores:
    """One exact score per entry of the panel. `by_source`: the score that each source gives, on the panel's points and
    before weights. `cautions` names bonuses that were capped and scores that were lifted."""

    final: Exact
    by_source: Mapping[str, Exact]
    lower_is_better: bool
    cautions: tuple[Text, ...] = ()


def make_scores(
    counted: Counted, policy: Policy, *, points: Mapping[str, Points], carry: Mapping[str, Fraction]
) -> Scores:
    """The scores of the entries whose ballots are counted."""
    by_source = _by_source(counted, policy)
    scores = _weighted(counted.parts, list(by_source.values()))
    entries, share, rule = counted.panel.entries, policy.carry_share, policy.adjustments or AdjustmentRule()
    if share is not None:
        scores = scores.by(1 - share).plus(_carried(entries, carry).by(share))
    scores, said = _adjusted(scores, entries, points, rule)
    ranking = policy.ranking
    if ranking.decimals is not None:
        scores = scores.rounded(ranking.decimals, ranking.rounding)
    lower_is_better = is_lower_better(policy.panel_aggregation.method)
    return Scores(scores, by_source if policy.sources else {}, lower_is_better, said)


def _by_source(counted: Counted, policy: Policy) -> dict[str, Exact]:
    """The score of each part; with sources, on the points of the panel's criteria."""
    found = {}
    for part in counted.parts:
        score = METHODS[part.aggregation.method].score(part.panel, part.aggregation) if part.panel.entries else NOBODY
        name = part.source.name if part.source else ""
        found[name] = score.by(policy.factor_of(name)) if policy.rubric.marked else score
    return found


def _weighted(parts: Sequence[Part], scored: Sequence[Exact]) -> Exact:
    """The weighted mean; weights count in proportion to their sum."""
    if parts[0].source is None:
        return scored[0]
    weights = [Fraction(part.source.weight) for part in parts if part.source]
    score = Exact(np.zeros(len(scored[0]), dtype=np.int64), 1)
    for weight, part in zip(weights, scored, strict=True):
        score = score.plus(part.by(weight / sum(weights)))
    return score


def _carried(entries: Sequence[str], carry: Mapping[str, Fraction]) -> Exact:
    raise_any(make_fault("carry-lacks-entry", value=code) for code in entries if code not in carry)
    return from_fractions([carry[code] for code in entries])


def _adjusted(
    scores: Exact, entries: Sequence[str], points: Mapping[str, Points], rule: AdjustmentRule
) -> tuple[Exact, tuple[Text, ...]]:
    said: list[Text] = []
    if points:
        most = None if rule.most is None else Fraction(rule.most)
        given = [points.get(code, Points()) for code in entries]
        scores = scores.plus(from_fractions([one.within(most) for one in given]))
        if most is not None:
            pairs = zip(entries, given, strict=True)
            said += [_capped(code, one.bonus, most) for code, one in pairs if one.bonus > most]
    if rule.floor is None:
        return scores, tuple(said)
    floor = Fraction(rule.floor)
    lifted, below = scores.at_least(floor)
    return lifted, (*said, *(_lifted(entries[at], scores.fraction(at), floor) for at in np.flatnonzero(below).tolist()))


def _capped(entry: str, bonus: Fraction, most: Fraction) -> Text:
    return text(
        "{entry}: of its {bonus} bonus points only {most} count",
        entry=entry,
        bonus=exact_text(bonus),
        most=exact_text(most),
    )


def _lifted(entry: str, score: Fraction, floor: Fraction) -> Text:
    return text(
        "{entry}: its score of {score} is lifted to {floor}, the lowest there is",
        entry=entry,
        score=exact_text(score),
        floor=exact_text(floor),
    )
