"""Phrases on paper, in the language of whoever asked for the document."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from hackathon.models import Round
from scoring import Policy
from scoring.policy.rubric import Rubric
from scoring.policy.settings import Aggregation
from scoring.reading.cells import number_text
from scoring.standings.explanation import step_phrase

Phrase = tuple[str, str]
"""Korean, English."""
RECUSALS: dict[str, Phrase] = {
    "statutory": ("제척", "statutory"),
    "challenge": ("기피", "challenge"),
    "self": ("회피", "self"),
}
_METHODS: dict[str, Phrase] = {
    "mean": ("총점의 평균", "mean of the totals"),
    "median": ("총점의 중앙값", "median of the totals"),
    "trimmed-mean": ("절사평균", "trimmed mean"),
    "z-score": ("심사위원별 표준화 점수", "scores standardised per judge"),
    "rank-sum": ("순위 합", "rank sum"),
    "majority": ("과반 순위 (스케이팅 방식)", "majority places (Skating System)"),
    "adjusted": ("심사위원 성향을 보정한 점수", "judge-adjusted scores"),
}
_EXPANDED: dict[str, Phrase] = {
    "criteria-in-order": ("평가항목 순서대로", "criteria in order"),
    "criteria-by-points": ("배점이 큰 평가항목부터", "criteria by points"),
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
    parts = [_aggregated(general, language)] if general else []
    parts += [
        f"{source.name} {number_text(source.weight)}%: {_aggregated(source.aggregation, language)}"
        for source in policy.sources
    ]
    if policy.carry_weight is not None:
        carried = f"{number_text(policy.carry_weight)}%"
        parts.append(pick((f"이전 단계 점수 {carried}", f"{carried} of the earlier score"), language))
    if policy.ranking.ties:
        steps = ", ".join(_of_step(step, policy.rubric, language) for step in policy.ranking.ties)
        parts.append(pick((f"동점이면 {steps}", f"ties by {steps}"), language))
    return "; ".join(parts)


def _aggregated(how: Aggregation, language: str) -> str:
    name = pick(_METHODS[how.method], language)
    if how.method != "trimmed-mean":
        return name
    high, low = how.drop.high, how.drop.low
    return name + pick((f" (최고 {high}, 최저 {low} 제외)", f" ({high} highest, {low} lowest left out)"), language)


def _of_step(step: str, rubric: Rubric, language: str) -> str:
    if step in _EXPANDED:
        return pick(_EXPANDED[step], language)
    phrase = step_phrase(step, rubric)
    return pick((phrase.ko, phrase.en), language)
