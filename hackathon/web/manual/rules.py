"""Rules of the scoring in words: every method and step from its one catalogue, for the chapter that tells them."""

from __future__ import annotations

from dataclasses import dataclass

from hackathon.web.http.languages import Language
from scoring.names import METHODS, STEPS


@dataclass(frozen=True)
class Rule:
    """One rule as a chapter shows it; a step has no sentence of its own in the catalogue."""

    key: str
    name: str
    sentence: str = ""


def rules_in(language: Language) -> dict[str, list[Rule]]:
    return {
        "methods": [Rule(key, each.name.say(language), each.sentence.say(language)) for key, each in METHODS.items()],
        "steps": [Rule(key, each.name.say(language)) for key, each in STEPS.items()],
    }
