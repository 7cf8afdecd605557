"""Phrases on paper, in the language of whoever asked for the document."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from hackathon.models import Round
from scoring import Policy
from scoring.policy.rubric import Rubric
from scoring.policy.rule_names import method_title, step_phrase
from scoring.reading.cells import number_text
from scoring.text import Text, joined, say, text

Phrase = tuple[str, str]
"""Korean, English."""
RECUSALS: dict[str, Phrase] = {
    "statutory": ("제척", "statutory"),
    "challenge": ("기피", "challenge"),
    "self": ("회피", "self"),
}


def pick(phrase: Phrase, language: str) -> str:
    return phrase[0] if language == "ko" else phrase[1]


def words(text: Mapping[str, str], language: str) -> str:
    return text.get(language) or text.get("ko") or ""


def moment(round: Round, when: datetime) -> str:
    there = when.astimezone(round.event.zone)
    return f"{there:%Y-%m-%d %H:%M} {there.tzname()}"


def criteria_of(rubric: Rubric, language: str) -> list[dict[str, str]]:
    """The heads of the columns: both names, and what the criterion adds."""
    return [
        {
            "ko": c.name["ko"],
            "en": c.name.get("en", ""),
            "points": pick((f"{number_text(c.points)}점", f"{number_text(c.points)} pts"), language),
        }
        for c in rubric.criteria
    ]


def method_of(policy: Policy, language: str) -> str:
    """How ballots become ranks, in one line."""
    general = policy.ranking.aggregation
    parts: list[Text] = [method_title(general)] if general else []
    parts += [
        text(
            "{source} {weight}%: {method}",
            source=each.name,
            weight=number_text(each.weight),
            method=method_title(each.aggregation),
        )
        for each in policy.sources
    ]
    if policy.carry_weight is not None:
        parts.append(text("{share} of the earlier score", share=f"{number_text(policy.carry_weight)}%"))
    if policy.ranking.ties:
        steps = joined(step_phrase(step, policy.rubric) for step in policy.ranking.ties)
        parts.append(text("ties by {steps}", steps=steps))
    return say(joined(parts, "; "), language)
