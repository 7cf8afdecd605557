"""What judges write to the teams, in keeping with the marks they gave."""

from __future__ import annotations

from collections.abc import Mapping

from hackathon.demo.dice import Dice
from hackathon.demo.words import read_words

GOOD = 7  # from this mark on a judge has something to praise


class Remarks:
    """The comments on one team; no sentence is said to the same team twice."""

    def __init__(self, stage: str, *, dice: Dice) -> None:
        stock = read_words("comments")[stage]
        self._dice = dice
        self._strengths = {key: dice.order(sentences) for key, sentences in stock["strength"].items()}
        self._wishes = {key: dice.order(sentences) for key, sentences in stock["wish"].items()}

    def write(self, marks: Mapping[str, int]) -> str | None:
        """About every second judge writes something."""
        if self._dice.chance(0.48):
            return None
        best = max(marks, key=lambda key: marks[key])
        worst = min(reversed(list(marks)), key=lambda key: marks[key])
        praise = self._take(self._strengths[best]) if marks[best] >= GOOD or self._dice.chance(0.4) else ""
        wish = self._take(self._wishes[worst]) if not praise or self._dice.chance(0.6) else ""
        return " ".join(sentence for sentence in (praise, wish) if sentence) or None

    @staticmethod
    def _take(sentences: list[str]) -> str:
        return sentences.pop() if sentences else ""
