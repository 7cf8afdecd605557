"""Judging of the event: what is judged and how each round calculates, said once for rounds of the same rubric."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from hackathon.models import Event, Round
from hackathon.web.page.frame import words
from hackathon.web.page.policy_text import explain
from scoring import Policy
from scoring.policy.rubric import Criterion, Rubric
from scoring.reading.cells import number_text

_KINDS = ("me", "", "soft soft-2", "soft")
_GAP = Fraction(3, 10)


@dataclass(frozen=True)
class Share:
    """One criterion as a part of the bar, which is 100 wide."""

    name: str
    points: str
    question: str
    kind: str
    start: str
    width: str


@dataclass(frozen=True)
class Judging:
    rubric: Rubric
    shares: list[Share]
    rounds: list[tuple[str, list[str]]]


def judging_of(event: Event) -> list[Judging]:
    blocks: list[Judging] = []
    for round in event.rounds:
        policy = Policy.from_text(round.policy)
        rules = (words(round.name), explain(round, policy))
        same = next((each for each in blocks if each.rubric == policy.rubric), None)
        if same:
            same.rounds.append(rules)
        else:
            blocks.append(Judging(policy.rubric, _shares(round, policy.rubric), [rules]))
    return blocks


def _shares(round: Round, rubric: Rubric) -> list[Share]:
    scored = [criterion for criterion in rubric.criteria if criterion.counts]
    whole = sum(Fraction(criterion.points) for criterion in scored)
    shares, start = [], Fraction(0)
    for number, criterion in enumerate(scored):
        width = 100 * Fraction(criterion.points) / whole
        shares.append(_share(round, criterion, kind=_KINDS[number % len(_KINDS)], start=start, width=width))
        start += width
    return shares


def _share(round: Round, criterion: Criterion, *, kind: str, start: Fraction, width: Fraction) -> Share:
    question = round.guide.get(criterion.key, {}).get("question")
    return Share(
        name=words(criterion.name),
        points=number_text(criterion.points),
        question=words(question) if question else "",
        kind=kind,
        start=f"{float(start):.2f}",
        width=f"{float(width - _GAP):.2f}",
    )
