"""Comments of judges to the teams, in keeping with the marks they gave."""

from __future__ import annotations

from collections.abc import Mapping

from hackathon.demo.seeded_random import SeededRandom
from hackathon.demo.texts import read_texts

GOOD = 7  # from this mark on a judge has something to praise


class Comments:
    """The comments on one team; no sentence is said to the same team twice."""

    def __init__(self, stage: str, *, rng: SeededRandom) -> None:
        stock = read_texts("comments")[stage]
        self._rng = rng
        self._strengths = {key: rng.order(sentences) for key, sentences in stock["strength"].items()}
        self._wishes = {key: rng.order(sentences) for key, sentences in stock["wish"].items()}

    def write(self, marks: Mapping[str, int]) -> str | None:
        """About every second judge writes something."""
        if self._rng.chance(0.48):
            return None
        best = max(marks, key=lambda key: marks[key])
        worst = min(reversed(list(marks)), key=lambda key: marks[key])
        praise = self._take(self._strengths[best]) if marks[best] >= GOOD or self._rng.chance(0.4) else ""
        wish = self._take(self._wishes[worst]) if not praise or self._rng.chance(0.6) else ""
        return " ".join(sentence for sentence in (praise, wish) if sentence) or None

    @staticmethod
    def _take(sentences: list[str]) -> str:
        return sentences.pop() if sentences else ""
