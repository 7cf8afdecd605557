"""Variants of a round for robustness: without a judge, with judges drawn again, with other weights."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import numpy as np

from scoring.ballots.ballots import Ballots
from scoring.exact import BoolArray, IntArray
from scoring.policy.policy import Policy
from scoring.policy.rubric import MOST_PLACES
from scoring.policy.settings import Aggregation, Drop


def panel_ballots(ballots: Ballots, policy: Policy) -> BoolArray:
    """Which ballots are of the panel: all or, with [[sources]], those of the first."""
    if not policy.sources:
        return np.ones(len(ballots), dtype=np.bool_)
    of_panel: BoolArray = ballots.source == ballots.sources.index(policy.sources[0].name)
    return of_panel


def without_judge(ballots: Ballots, judge: int, *, panel: BoolArray) -> Ballots:
    """All ballots but those of the panel by the judge at that index of `ballots.judges`."""
    return _taken(ballots, np.flatnonzero((ballots.judge != judge) | ~panel))


def resampled(ballots: Ballots, *, seed: str, sample: int, panel: BoolArray) -> Ballots:
    """As many judges of the panel as there are, drawn from them with replacement; ballots of other sources stay.

    A judge drawn twice scores twice, the second time as "J01#2".
    """
    members = np.unique(ballots.judge[panel])
    drawn = sorted(_drawn(members, seed=seed, sample=sample))
    mine = np.flatnonzero(panel)
    mine = mine[np.argsort(ballots.judge[mine], kind="stable")]
    starts = np.searchsorted(ballots.judge[mine], np.arange(len(ballots.judges) + 1))
    seen: Counter[int] = Counter()
    names: list[str] = []
    parts, seats = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.int64)]
    for seat, judge in enumerate(drawn):
        seen[judge] += 1
        names.append(ballots.judges[judge] + (f"#{seen[judge]}" if seen[judge] > 1 else ""))
        parts.append(mine[starts[judge] : starts[judge + 1]])
        seats.append(np.full(len(parts[-1]), seat, dtype=np.int64))
    # The chair's seat is known by name, also in a sample that the chair is not in; so are those who vote elsewhere.
    names += [judge for judge in ballots.judges if judge not in names]
    others = np.flatnonzero(~panel)
    own_seat = np.array([names.index(judge) for judge in ballots.judges], dtype=np.int64)
    kept = np.concatenate([*parts, others])
    seat_of = np.concatenate([*seats, own_seat[ballots.judge[others]]])
    order = np.lexsort((ballots.source[kept], seat_of, ballots.entry[kept]))
    return replace(_taken(ballots, kept[order]), judges=tuple(names), judge=seat_of[order])


def _taken(ballots: Ballots, kept: IntArray) -> Ballots:
    return replace(
        ballots,
        entry=ballots.entry[kept],
        judge=ballots.judge[kept],
        source=ballots.source[kept],
        marks=np.asfortranarray(ballots.marks[kept]),
        row=ballots.row[kept],
    )


def _drawn(members: IntArray, *, seed: str, sample: int) -> list[int]:
    """As many judges as there are `members`, each one of them."""
    count = len(members)
    return [int(members[_below(count, f"{seed}\n{sample}\n{draw}")]) for draw in range(count)]


def _below(count: int, text: str) -> int:
    """A number from 0 up to `count` - 1 that anybody can repeat: SHA-256 of the text as a fraction of its range."""
    digest = hashlib.sha256(text.encode()).digest()
    return int.from_bytes(digest[:8], "big") * count >> 64


def with_points(policy: Policy, key: str, factor: Decimal) -> Policy:
    """The policy with the points of one criterion times `factor`. Raises ScoringError where they become too large."""
    step = Decimal(1).scaleb(-MOST_PLACES)
    criteria = [
        replace(one, points=(one.points * factor).quantize(step)) if one.key == key else one
        for one in policy.rubric.criteria
    ]
    return replace(policy, rubric=replace(policy.rubric, criteria=tuple(criteria)))


def with_method(policy: Policy, method: str) -> Policy:
    """The policy with another method for the panel."""
    how = Aggregation(method)
    if policy.sources:
        first, *others = policy.sources
        return replace(policy, sources=(replace(first, aggregation=how), *others))
    return replace(policy, ranking=replace(policy.ranking, aggregation=how))


def with_trimming_switched(policy: Policy) -> tuple[Policy, str] | None:
    """The policy with the trimmed mean replaced by the mean, or the other way round, and the method that came in; None
    where the policy uses neither."""
    methods = {one.method for one in _aggregations(policy)}
    if "trimmed-mean" in methods:
        old, new = "trimmed-mean", "mean"
    elif "mean" in methods:
        old, new = "mean", "trimmed-mean"
    else:
        return None
    sources = tuple(replace(one, aggregation=_switched(one.aggregation, old, new)) for one in policy.sources)
    general = policy.ranking.aggregation
    ranking = policy.ranking if general is None else replace(policy.ranking, aggregation=_switched(general, old, new))
    return replace(policy, ranking=ranking, sources=sources), new


def _aggregations(policy: Policy) -> Sequence[Aggregation]:
    general = policy.ranking.aggregation
    return [source.aggregation for source in policy.sources] or ([general] if general else [])


def _switched(settings: Aggregation, old: str, new: str) -> Aggregation:
    return replace(settings, method=new, drop=Drop()) if settings.method == old else settings
