"""Names of the rules: every method and every tie-break step that a policy may name, and which way a method counts."""

from __future__ import annotations

from collections.abc import Iterable

METHODS = ("mean", "median", "trimmed-mean", "z-score", "rank-sum", "majority", "adjusted")
METHODS_OF_PLACES = frozenset({"rank-sum", "majority"})  # scores are places or sums of them: lower is better
STEPS = (
    "criteria-in-order",
    "criteria-by-points",
    "countback",
    "median",
    "mean",
    "low",
    "head-to-head",
    "previous",
    "chair",
    "rejudge",
    "decision",
    "lot",
)  # and criterion:KEY for every criterion


def is_lower_better(method: str) -> bool:
    """Whether the lowest score of the method is the best."""
    return method in METHODS_OF_PLACES


def has_one_direction(methods: Iterable[str]) -> bool:
    """Whether the known ones among the methods agree on which score is the best."""
    return len({is_lower_better(method) for method in methods if method in METHODS}) <= 1
