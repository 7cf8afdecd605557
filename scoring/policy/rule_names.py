"""Names of a policy's rules: its steps with its own criteria, its methods with what they leave out."""

from __future__ import annotations

from scoring.names import AWARDS, StepName, criterion_step, method_name, source_step, step_name, trimmed_steps
from scoring.policy.policy import Policy
from scoring.policy.rubric import Rubric
from scoring.policy.settings import Aggregation
from scoring.policy.step_rules import parse_step
from scoring.text import Text, in_languages, text


def step_title(rule: str, rubric: Rubric) -> Text:
    """A tie-break step as a list names it."""
    return _step_name(rule, rubric).name


def step_phrase(rule: str, rubric: Rubric) -> Text:
    """A tie-break step within a sentence that says what it did."""
    return _step_name(rule, rubric).phrase


def _step_name(written: str, rubric: Rubric) -> StepName:
    rule = parse_step(written, rubric.keys)
    if rule.kind == "criterion":
        named = next((each.name for each in rubric.criteria if each.key == rule.named), {"": rule.named})
        return criterion_step(in_languages(named), trimmed=rule.trimmed)
    if rule.kind == "source":
        return source_step(rule.named)
    return trimmed_steps(step_name(rule.kind)) if rule.trimmed else step_name(rule.kind)


def empty_award(title: str, policy: Policy, *, is_open: bool) -> Text:
    """Why a place of the award of that title has no winner. Open is never vacant: somebody will still win it."""
    if not is_open:
        return AWARDS["vacant"]
    awaited = any(rule.decision and rule.title == title for rule in policy.awards)
    return AWARDS["awaited" if awaited else "tied"]


def method_title(how: Aggregation) -> Text:
    """A method as a list names it, with how many totals it leaves out."""
    name = method_name(how.method).name
    if how.method != "trimmed-mean":
        return name
    return text("{method} ({high} highest, {low} lowest left out)", method=name, high=how.drop.high, low=how.drop.low)


def method_sentence(how: Aggregation) -> Text:
    """What a method does, in a sentence for those who are judged by it."""
    if how.method != "trimmed-mean":
        return method_name(how.method).sentence
    high, low = how.drop.high, how.drop.low
    if how.drop.of == "criterion":
        return text(
            "For each criterion the {high} highest and the {low} lowest marks are left out; the score is the mean of the rest.",
            high=high,
            low=low,
        )
    if (high, low) == (1, 1):
        return text("A team's highest and lowest totals are left out; its score is the mean of the rest.")
    return text(
        "A team's {high} highest and {low} lowest totals are left out; its score is the mean of the rest.",
        high=high,
        low=low,
    )
