"""Tie-break steps: what tells equal scores apart. STEPS holds each; README.md says what else names them.

A step measures only the entries that are still tied. Of what it measures, more is better.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

import numpy as np

from scoring.exact import BoolArray, Exact, IntArray, aligned_texts, dense, from_fractions
from scoring.methods.aggregation import median
from scoring.methods.panel import Panel
from scoring.methods.trimming import trimmed_mark
from scoring.policy.rubric import Rubric
from scoring.policy.settings import PENDING, Aggregation
from scoring.policy.step_rules import StepRule, parse_step
from scoring.reading.moments import Moment
from scoring.ties.head_to_head import count_wins
from scoring.ties.lot import lot_hash

MEAN = Aggregation("mean")


@dataclass(frozen=True, eq=False)
class Materials:
    """What the steps may read, beside the ballots: everything a policy, an entry list or a decision supplies.

    `how` made the panel's score. `by_source` is the score that each source gives the panel's entries.
    """

    panel: Panel
    how: Aggregation = MEAN
    judges: tuple[str, ...] = ()
    chair: str | None = None
    previous: Mapping[str, Fraction | None] = field(default_factory=dict)
    submitted: Mapping[str, Moment] = field(default_factory=dict)
    by_source: Mapping[str, Exact] = field(default_factory=dict)
    lower_is_better: bool = False
    rejudge: Panel | None = None
    order: tuple[str, ...] = ()
    seed: str | None = None


@dataclass(frozen=True, eq=False)
class Measure:
    """What one step found, an element per still-tied entry.

    `keys` are arrays of integers, the first deciding first, more being better; `has` says who has data at all (None =
    everybody). `texts` writes the findings at some indices for people, so that different findings look different.
    """

    keys: tuple[IntArray, ...]
    has: BoolArray | None
    texts: Callable[[Sequence[int]], list[str | None]]


# A step reads the materials, the tied entries (indices into panel.entries) and the number of the group each is in,
# ascending.
Measuring = Callable[[Materials, IntArray, IntArray], Measure]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a chain, under the name that results show."""

    rule: str
    measure: Measuring


def expand(ties: Sequence[str], rubric: Rubric) -> tuple[Step, ...]:
    """The steps of a chain, with criteria-in-order and criteria-by-points written out. `rubric` is the panel's."""
    rules: list[StepRule] = []
    for written in ties:
        rule = parse_step(written, rubric.keys)
        criteria = _written_out(rule.kind, rubric)
        rules += [rule] if criteria is None else [StepRule("criterion", key, rule.trimmed) for key in criteria]
    return tuple(Step(rule.key, _measuring(rule, rubric)) for rule in rules)


def _written_out(kind: str, rubric: Rubric) -> Sequence[str] | None:
    """The criteria that a step stands for; None for one that is a step itself."""
    if kind == "criteria-in-order":
        return rubric.keys
    if kind == "criteria-by-points":
        by_points = sorted(rubric.criteria, key=lambda criterion: -criterion.points)
        return [criterion.key for criterion in by_points if criterion.counts]
    return None


def _measuring(rule: StepRule, rubric: Rubric) -> Measuring:
    if rule.kind in NAMING_STEPS:
        return NAMING_STEPS[rule.kind](rule, rubric)
    return STEPS[rule.kind]


def is_pending(rule: str, read: Materials) -> bool:
    """Whether the chain has to stop here because the lot is not drawn yet."""
    return rule == "lot" and read.seed in (None, PENDING)


def _exact(values: Exact, has: BoolArray | None = None) -> Measure:
    def texts(at: Sequence[int]) -> list[str | None]:
        return aligned_texts([values.fraction(i) if has is None or has[i] else None for i in at])

    return Measure((_masked(values.ints, has),), has, texts)


def _masked(ints: IntArray, has: BoolArray | None) -> IntArray:
    return dense(ints) if has is None else np.where(has, dense(ints), 0)


def _fractions(values: Sequence[Fraction | None]) -> Measure:
    has = np.array([value is not None for value in values], dtype=np.bool_)
    return _exact(from_fractions([value or Fraction(0) for value in values]), has)


def _criterion(rule: StepRule, rubric: Rubric) -> Measuring:
    at = rubric.index(rule.named)

    def measure(read: Materials, tied: IntArray, groups: IntArray) -> Measure:
        mean, has = trimmed_mark(read.panel, at, read.how) if rule.trimmed else read.panel.mean_mark(at)
        return _exact(mean.take(tied), has[tied])

    return measure


def _source(rule: StepRule, rubric: Rubric) -> Measuring:
    def measure(read: Materials, tied: IntArray, groups: IntArray) -> Measure:
        if rule.named not in read.by_source:  # left out, as long as it has no ballot
            return _fractions([None] * len(tied))
        found = _exact(read.by_source[rule.named].take(tied))
        return replace(found, keys=tuple(-key for key in found.keys)) if read.lower_is_better else found

    return measure


def _mean(read: Materials, tied: IntArray, groups: IntArray) -> Measure:
    return _exact(read.panel.mean_total().take(tied))


def _median(read: Materials, tied: IntArray, groups: IntArray) -> Measure:
    return _exact(median(read.panel).take(tied))


def _low(read: Materials, tied: IntArray, groups: IntArray) -> Measure:
    panel = read.panel
    return _exact(Exact(panel.sorted_totals[panel.starts[tied]], panel.totals.scale))


def _countback(read: Materials, tied: IntArray, groups: IntArray) -> Measure:
    panel = read.panel
    totals, starts, counts = dense(panel.sorted_totals), panel.starts[tied], panel.counts[tied]
    missing = totals.min(initial=0) - 1
    keys = []
    for place in range(int(counts.max(initial=0))):
        at = np.maximum(starts + counts - 1 - place, starts)
        keys.append(np.where(place < counts, totals[at], missing))

    def texts(indices: Sequence[int]) -> list[str | None]:
        lists = [_highest_first(panel, int(tied[index])) for index in indices]
        shown = iter(aligned_texts([total for totals in lists for total in totals]))
        return [" ".join(next(shown) or "" for _ in totals) for totals in lists]

    return Measure(tuple(keys), None, texts)


def _highest_first(panel: Panel, entry: int) -> list[Fraction]:
    start, count = int(panel.starts[entry]), int(panel.counts[entry])
    ordered = Exact(panel.sorted_totals, panel.totals.scale)
    return [ordered.fraction(at) for at in range(start + count - 1, start - 1, -1)]


def _head_to_head(read: Materials, tied: IntArray, groups: IntArray) -> Measure:
    wins = count_wins(read.panel, tied, groups)
    return Measure((wins,), None, lambda at: [str(int(wins[index])) for index in at])


def _previous(read: Materials, tied: IntArray, groups: IntArray) -> Measure:
    return _fractions([read.previous.get(read.panel.entries[entry]) for entry in tied])


def _submitted(read: Materials, tied: IntArray, groups: IntArray) -> Measure:
    moments = [read.submitted.get(read.panel.entries[entry]) for entry in tied]
    earlier = _fractions([None if moment is None else -moment.seconds for moment in moments])
    shown = [None if moment is None else moment.text for moment in moments]
    return replace(earlier, texts=lambda at: [shown[index] for index in at])


def _chair(read: Materials, tied: IntArray, groups: IntArray) -> Measure:
    panel = read.panel
    mine = panel.judge == (read.judges.index(read.chair) if read.chair in read.judges else -1)
    counts = panel.sums(mine.astype(np.int64))
    sums = panel.sums(np.where(mine, panel.totals.ints, 0))
    mean = Exact(sums, panel.totals.scale).over(np.maximum(counts, 1))
    return _exact(mean.take(tied), (counts > 0)[tied])


def _rejudge(read: Materials, tied: IntArray, groups: IntArray) -> Measure:
    if read.rejudge is None:
        return _fractions([None] * len(tied))
    mean = read.rejudge.mean_total()
    found = {code: mean.fraction(at) for at, code in enumerate(read.rejudge.entries)}
    return _fractions([found.get(read.panel.entries[entry]) for entry in tied])


def _decision(read: Materials, tied: IntArray, groups: IntArray) -> Measure:
    places = {code: place for place, code in enumerate(read.order, start=1)}
    found = np.array([places.get(read.panel.entries[entry], 0) for entry in tied], dtype=np.int64)
    return Measure((-found,), found > 0, lambda at: [str(int(found[i])) if found[i] else None for i in at])


def _lot(read: Materials, tied: IntArray, groups: IntArray) -> Measure:
    if is_pending("lot", read) or read.seed is None:
        return _fractions([None] * len(tied))
    hashes = [lot_hash(read.seed, read.panel.entries[entry]) for entry in tied]
    place = np.unique(np.array(hashes, dtype="S64"), return_inverse=True)[1]
    return Measure((-place,), None, lambda at: [hashes[index] for index in at])


STEPS: dict[str, Measuring] = {
    "countback": _countback,
    "median": _median,
    "mean": _mean,
    "low": _low,
    "head-to-head": _head_to_head,
    "previous": _previous,
    "submitted": _submitted,
    "chair": _chair,
    "rejudge": _rejudge,
    "decision": _decision,
    "lot": _lot,
}
# Steps that name a criterion or a source of the policy: criterion:KEY, source:NAME.
NAMING_STEPS: dict[str, Callable[[StepRule, Rubric], Measuring]] = {"criterion": _criterion, "source": _source}
