"""Robustness of a result: would it change without one judge, with slightly other weights, or with another panel of the same kind?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property, partial
from typing import Any

import numpy as np

from scoring.analysis.bootstrap import Bootstrap, summarise
from scoring.analysis.trials import Trial
from scoring.analysis.variants import (
    panel_ballots,
    resampled,
    with_method,
    with_points,
    with_trimming_switched,
    without_judge,
)
from scoring.ballots.adjustments import Adjustments, given_adjustments
from scoring.ballots.ballots import Ballots
from scoring.ballots.decisions import Decisions
from scoring.ballots.entries import Adjustment, Entries
from scoring.faults import ScoringError
from scoring.policy.policy import Policy
from scoring.reading.arguments import WHOLE, is_whole, require
from scoring.reading.cells import number_text, to_key
from scoring.standings.input_faults import check_types
from scoring.standings.ranking import rank
from scoring.standings.standings import Standings

SAMPLES = 200
METHODS_TRIED = ("mean", "median", "trimmed-mean", "z-score", "adjusted")
FACTORS = {"+5%": Decimal("1.05"), "-5%": Decimal("0.95")}
Ranking = Callable[[Ballots, Policy], Standings]


@dataclass(frozen=True, eq=False)
class Robustness:
    """What `measure_robustness` found. `judges`: leave-one-out, a trial per judge; `weights`: by criterion and change;
    `methods`: the panel's totals aggregated otherwise, by method."""

    base: Standings
    judges: tuple[Trial, ...]
    weights: Mapping[str, Mapping[str, Trial]]
    trimming: Trial | None
    methods: Mapping[str, Trial]
    bootstrap: Bootstrap

    @property
    def runs(self) -> list[Trial]:
        """The leave-one-out trials that were not skipped."""
        return [trial for trial in self.judges if trial.skipped is None]

    @property
    def first_holds(self) -> bool | None:
        """Whether the first rank is the same whichever judge is left out; None where none could be."""
        return all(trial.first_holds for trial in self.runs) if self.runs else None

    @property
    def advance_holds(self) -> bool | None:
        """Whether the same entries advance whichever judge is left out; None without [advance] or without a run."""
        held = [trial.advance_holds for trial in self.runs]
        return None if not held or None in held else all(held)

    @cached_property
    def awards_hold(self) -> dict[str, bool | None]:
        """By award, whether the same entries win it whichever judge is left out."""
        names = [rule.title for rule in self.base.policy.awards]
        return {name: all(run.award_holds(name) for run in self.runs) if self.runs else None for name in names}

    @cached_property
    def rank_range(self) -> dict[str, list[int]]:
        """By entry, its best and worst rank when one judge is left out."""
        found = {entry: [run.ranks[entry] for run in self.runs if entry in run.ranks] for entry in self.base.ranks}
        return {entry: [min(ranks), max(ranks)] for entry, ranks in found.items() if ranks}

    @property
    def swaps(self) -> list[list[str]]:
        """Pairs (each by code) of which one is ahead now and the other is ahead when some judge is left out."""
        return self.some_swaps(most=None)[0]

    def some_swaps(self, *, most: int | None) -> tuple[list[list[str]], int]:
        """The first such pairs, and how many there are; a large round has millions."""
        entries, count = list(self.base.ranks), 0
        pairs: list[list[str]] = []
        before = np.array(list(self.base.ranks.values()))
        after = np.array([[run.ranks.get(entry, np.nan) for entry in entries] for run in self.runs])
        for at in range(len(entries) if len(after) else 0):
            gap = np.sign(before[at + 1 :] - before[at])
            turned = np.any(np.sign(after[:, at + 1 :] - after[:, [at]]) == -gap, axis=0) & (gap != 0)
            found = np.flatnonzero(turned)
            room = len(found) if most is None else most - len(pairs)
            pairs += [[entries[at], entries[at + 1 + other]] for other in found[:room].tolist()]
            count += len(found)
        return pairs, count

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain data, in the shape and key order of the JSON."""
        return {
            "leave_one_judge_out": [_judge_dict(trial) for trial in self.judges],
            "rank_range": self.rank_range,
            "first_holds": self.first_holds,
            "advance_holds": self.advance_holds,
            "swaps": self.swaps,
            "awards_hold": self.awards_hold,
            "weights": {
                key: {name: trial.to_dict() for name, trial in trials.items()} for key, trials in self.weights.items()
            },
            "trimming": None if self.trimming is None else {"method": self.trimming.name, **self.trimming.to_dict()},
            "bootstrap": self.bootstrap.to_dict(),
            "methods": {name: trial.to_dict() for name, trial in self.methods.items()},
        }


def measure_robustness(
    ballots: Ballots,
    policy: Policy,
    *,
    seed: str = "0",
    samples: int = SAMPLES,
    entries: Entries | None = None,
    adjustments: Adjustments | None = None,
    carry: Mapping[str, object] | None = None,
    decisions: Decisions | None = None,
) -> Robustness:
    """Rank the round again under slightly other conditions. Arguments of `rank` mean the same here, and so do its errors.

    Each judge is left out in turn (skipped with the reason where that cannot be ranked), each criterion's points go 5 %
    up and down, trimming is switched on or off, the other methods that give points are tried, and `samples` panels of as
    many judges are drawn with replacement, repeatable by `seed`: how often is an entry among the first N, the number that
    advances (without [advance]: 3)? With [[sources]] all of this happens to the panel; the other sources stay as they are.
    Without [advance], `advance_holds` is None. Sources: B. Efron, Annals of Statistics 7 (1979) 1–26; near ties, shares
    and intervals of ranks are not to be relied on: P. Hall and H. Miller, Annals of Statistics 37 (2009) 3929–3959.

    >>> policy = Policy.from_text('criteria = [{key = "idea", points = 10}]\\nranking = {method = "mean"}')
    >>> rows = [{"entry": f"T{at % 2}", "judge": f"J{at // 2}", "idea": mark} for at, mark in enumerate([9, 5, 7, 8])]
    >>> found = measure_robustness(Ballots.from_rows(rows, policy.rubric), policy)
    >>> found.first_holds, found.rank_range, found.swaps
    (False, {'T0': [1, 2], 'T1': [1, 2]}, [['T0', 'T1']])
    """
    check_types(ballots, policy, entries=entries, carry=carry, decisions=decisions)
    require(samples, is_whole, argument="samples", wanted=WHOLE)
    given = given_adjustments(adjustments)
    acts = decisions if decisions is None else replace(decisions, rejudge=decisions.rejudged(policy.panel_rubric))
    base = rank(ballots, policy, entries=entries, adjustments=given, carry=carry, decisions=acts)
    return _robustness(base, _rank_again(base, given, carry), seed=seed, samples=samples)


def _robustness(base: Standings, again: Ranking, *, seed: str, samples: int) -> Robustness:
    return Robustness(
        base=base,
        judges=_left_out(base, again),
        weights=_weighted(base, again),
        trimming=_trimming(base, again),
        methods=_methods(base, again),
        bootstrap=_bootstrap(base, again, seed=seed, samples=samples),
    )


def _rank_again(base: Standings, given: Sequence[Adjustment], carry: Mapping[str, object] | None) -> Ranking:
    """A ranking of other ballots or rules with all else as it was. Who was taken out is not there; an award that was decided
    is so where it still can be."""
    acts = base.decisions or Decisions()
    adjustments = [one for one in given if to_key(one.entry) not in acts.states]
    acts = replace(acts, states={})

    def again(table: Ballots, rules: Policy) -> Standings:
        def run(decisions: Decisions) -> Standings:
            return rank(table, rules, entries=base.roster, adjustments=adjustments, carry=carry, decisions=decisions)

        try:
            return run(acts)
        except ScoringError:
            if not acts.awards:
                raise
            return run(replace(acts, awards={}))

    return again


def _left_out(base: Standings, again: Ranking) -> tuple[Trial, ...]:
    ballots, panel = base.ballots, panel_ballots(base.ballots, base.policy)
    members = np.unique(ballots.judge[panel]).tolist()
    runs = (partial(again, without_judge(ballots, judge, panel=panel), base.policy) for judge in members)
    return tuple(Trial.run(ballots.judges[judge], base, run) for judge, run in zip(members, runs, strict=True))


def _weighted(base: Standings, again: Ranking) -> dict[str, dict[str, Trial]]:
    policy = base.policy

    def run(key: str, factor: Decimal) -> Standings:
        return again(base.ballots, with_points(policy, key, factor))

    return {
        one.key: {
            name: Trial.run(number_text(one.points * factor), base, partial(run, one.key, factor))
            for name, factor in FACTORS.items()
        }
        for one in policy.panel_rubric.criteria
        if one.counts
    }


def _trimming(base: Standings, again: Ranking) -> Trial | None:
    other = with_trimming_switched(base.policy)
    return None if other is None else Trial.run(other[1], base, partial(again, base.ballots, other[0]))


def _methods(base: Standings, again: Ranking) -> dict[str, Trial]:
    mine = base.policy.panel_aggregation.method
    runs = {
        name: partial(again, base.ballots, with_method(base.policy, name)) for name in METHODS_TRIED if name != mine
    }
    return {name: Trial.run(name, base, run) for name, run in runs.items()}


def _bootstrap(base: Standings, again: Ranking, *, seed: str, samples: int) -> Bootstrap:
    members = panel_ballots(base.ballots, base.policy)
    panels = (resampled(base.ballots, seed=seed, sample=sample, panel=members) for sample in range(samples))
    found = [ranks for ranks in (_ranks(again, panel, base.policy) for panel in panels) if ranks]
    return summarise(found, base, seed=seed, samples=samples)


def _ranks(again: Ranking, ballots: Ballots, policy: Policy) -> Mapping[str, int] | None:
    """The ranks, or None where they cannot be given."""
    try:
        return again(ballots, policy).ranks
    except ScoringError:
        return None


def _judge_dict(trial: Trial) -> dict[str, Any]:
    if trial.skipped is not None:
        return {"judge": trial.name, "skipped": str(trial.skipped)}
    return {"judge": trial.name, "ranks": trial.ranks, "first": trial.first}
