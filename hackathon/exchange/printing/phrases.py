"""Phrases on paper: what several documents say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from hackathon.models import Round
from scoring import Policy
from scoring.policy.rubric import Criterion, Rubric
from scoring.policy.rule_names import method_title, step_phrase
from scoring.reading.cells import number_text
from scoring.text import Text, in_languages, joined, text, text_p

Languages = Sequence[str]
"""Of a paper, the first being that of its sentences."""
RECUSALS: dict[str, Text] = {
    "statutory": text_p("recusal", "statutory"),
    "challenge": text_p("recusal", "challenge"),
    "self": text_p("recusal", "self"),
}


def words(written: Mapping[str, str], languages: Languages) -> str:
    """What the event's people wrote, in the first language of the paper."""
    return in_languages(written).say(languages[0])


def names_of(criterion: Criterion, languages: Languages) -> list[str]:
    """The criterion's name in every language of the paper, empty where there is none but in the first."""
    return [words(criterion.name, languages), *(criterion.name.get(language, "") for language in languages[1:])]


def moment(round: Round, when: datetime) -> str:
    there = when.astimezone(round.event.zone)
    return f"{there:%Y-%m-%d %H:%M} {there.tzname()}"


def criteria_of(rubric: Rubric, languages: Languages) -> list[dict[str, Any]]:
    """The heads of the columns: the names, and what the criterion adds."""
    return [
        {
            "names": names_of(criterion, languages),
            "points": text("{points} pts", points=number_text(criterion.points)).say(languages[0]),
        }
        for criterion in rubric.criteria
    ]


def method_of(policy: Policy) -> Text:
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
    return joined(parts, "; ")
