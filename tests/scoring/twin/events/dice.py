"""Dice for random events: one seed, and which rules of the contract may come up."""

from __future__ import annotations

from collections.abc import Collection
from random import Random

# Every group of rules that the generator can leave out.
RULES = frozenset({
    "drop.min", "rounding", "limits", "own criteria", "trimmed", "source steps", "submitted", "groups", "states",
    "cutoff", "quotas", "award rules", "award decisions", "provisional",
})  # fmt: skip


class Dice(Random):
    """Chance with a memory of what may come up."""

    def __init__(self, seed: int, allowed: Collection[str] = RULES) -> None:
        super().__init__(seed)
        self.allowed = allowed
        self.provisional = self.may("provisional", 0.18)

    def hit(self, probability: float) -> bool:
        return self.random() < probability

    def may(self, rule: str, probability: float) -> bool:
        """Chance of a rule; the dice fall alike whether it is allowed or not."""
        return self.hit(probability) and rule in self.allowed
