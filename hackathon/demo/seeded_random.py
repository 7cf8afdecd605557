"""A random generator that gives the same on every machine and every Python."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")

FINE = 2**32


class SeededRandom:
    """A stream of its own for each seed and purpose, so that a change in one text leaves all others as they were.

    Only `Random.random()` is used: Python promises its sequence for a seed, but not that of `shuffle` or `sample`.
    """

    def __init__(self, seed: int, purpose: str) -> None:
        self._random = Random(f"{seed}/{purpose}")

    def chance(self, share: float) -> bool:
        return self._random.random() < share

    def below(self, limit: int) -> int:
        return int(self._random.random() * limit)

    def between(self, low: int, high: int) -> int:
        return low + self.below(high - low + 1)

    def pick(self, things: Sequence[T]) -> T:
        return things[self.below(len(things))]

    def order(self, things: Sequence[T]) -> list[T]:
        shuffled = list(things)
        for last in range(len(shuffled) - 1, 0, -1):
            other = self.below(last + 1)
            shuffled[last], shuffled[other] = shuffled[other], shuffled[last]
        return shuffled

    def weighted(self, weights: Sequence[int]) -> int:
        """The position of one of the weights, likelier the heavier it is."""
        left = self.below(sum(weights))
        for position, weight in enumerate(weights):
            left -= weight
            if left < 0:
                return position
        raise ValueError("no weights")

    def bell(self) -> float:
        """About a standard normal deviate, from whole numbers: how `sum` rounds floats changed with Python 3.12."""
        return sum(self.below(FINE) for _ in range(12)) / FINE - 6
