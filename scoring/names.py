"""Catalogue of the rules: key, name and sentence of every method and tie-break step, and of what becomes of an entry.

Every teller (table, report, page, paper, workbook, explanation, policy reader) asks here. A rule of one's own is its
function in `methods/aggregation.py` or `ties/steps.py` and its line here; one without a line is told by its key.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scoring.text import Message, Text, in_languages, text, text_n, text_p

PLAIN = text_n("with {score} points from {n} ballot", "with {score} points from {n} ballots", n=0)


@dataclass(frozen=True, slots=True)
class MethodName:
    """How an aggregation method is called, and one sentence that tells what it does with a team's totals.

    `account` goes on from "T1 is in place 2" and tells what that score is; `standings.wording` fills its blanks.
    """

    name: Text
    sentence: Text
    account: Message = PLAIN
    lower_is_better: bool = False
    """Its scores are places or sums of them."""


@dataclass(frozen=True, slots=True)
class StepName:
    """How a tie-break step is called in a list, and within a sentence that says what it did."""

    name: Text
    phrase: Text


METHODS: dict[str, MethodName] = {
    "mean": MethodName(text("mean of the totals"), text("A team's score is the mean of its totals.")),
    "median": MethodName(text("median of the totals"), text("A team's score is the median of its totals.")),
    "trimmed-mean": MethodName(
        text("trimmed mean"), text("The highest and lowest totals are left out; the score is the mean of the rest.")
    ),
    "z-score": MethodName(
        text("scores standardised per judge"),
        text("Each judge's totals are put on a common scale before the mean is taken."),
        text_n(
            "with {score} points from {n} ballot, every judge brought to the same mean and spread",
            "with {score} points from {n} ballots, every judge brought to the same mean and spread",
            n=0,
        ),
    ),
    "rank-sum": MethodName(
        text("rank sum"),
        text("The places that the judges give are added up; the smallest sum leads."),
        text_n("with a rank sum of {score} from {n} ballot", "with a rank sum of {score} from {n} ballots", n=0),
        lower_is_better=True,
    ),
    "majority": MethodName(
        text("majority places (Skating System)"),
        text("The team that a majority of the judges places higher leads."),
        text("with a majority place of {score}: {count} of {judges} judges put it in place {place} or better"),
        lower_is_better=True,
    ),
    "adjusted": MethodName(
        text("judge-adjusted scores"),
        text("Scores are adjusted for how generous or strict each judge is."),
        text_n(
            "with {score} points from {n} ballot, adjusted for its judges (plain mean {mean})",
            "with {score} points from {n} ballots, adjusted for its judges (plain mean {mean})",
            n=0,
        ),
    ),
}
STEPS: dict[str, StepName] = {
    "criteria-in-order": StepName(text("criteria in order"), text("the criteria in order")),
    "criteria-by-points": StepName(text("criteria by points"), text("the criteria by points")),
    "countback": StepName(text("highest totals"), text("the totals compared from the top")),
    "median": StepName(text("median total"), text("the median total")),
    "mean": StepName(text("mean of all totals"), text("the mean of all totals")),
    "low": StepName(text("lowest total"), text("the lowest total")),
    "head-to-head": StepName(text("head-to-head by judge"), text("head-to-head wins")),
    "previous": StepName(text("previous round"), text("the previous result")),
    "submitted": StepName(text("time of submission"), text("the time of submission")),
    "chair": StepName(text("chair's total"), text("the chair's total")),
    "rejudge": StepName(text("second judging"), text("the re-judging")),
    "decision": StepName(text("decision of the panel"), text("the decided order")),
    "lot": StepName(text("lot"), text("the lot")),
}  # and criterion:KEY for every criterion, source:NAME for every source
SELECTION: dict[str, Text] = {
    "advance": text("advances"),
    "reserve": text("reserve"),
    "cut": text("tied at the cut"),
}
"""What the cut makes of an entry."""
TIES: dict[str, Text] = {"resolved": text("resolved"), "open": text("still tied")}
"""What the chain makes of a tie."""
AWARDS: dict[str, Text] = {
    "vacant": text("vacant"),
    "tied": text("tie, undecided"),
    "awaited": text_p("award", "undecided"),
}
"""Why a place of an award has no winner: nobody can win it, a tie leaves it open, a decision has not been given."""
STATES: dict[str, Text] = {"withdrawn": text("withdrawn"), "disqualified": text("disqualified")}
"""Why an entry no longer takes part."""
PASSED_OVER: dict[str, Text] = {
    "cutoff:total": text("cut-off: score"),
    "cutoff:criterion": text("cut-off: mean of a criterion"),
    "cutoff:any_judge": text("cut-off: mark of a single judge"),
    "cutoff:ballots": text("cut-off: number of ballots"),
    "quota": text("quota"),
    "waived": text("gave up its place"),
}
"""Why an entry is passed over, by the rule without the criterion or column that it names."""


def method_name(key: str) -> MethodName:
    """Name and sentence of a method; its key where the catalogue has no line for it."""
    return METHODS.get(key) or MethodName(_as_it_is(key), _as_it_is(key))


def step_name(key: str) -> StepName:
    """Name and phrase of a step other than criterion:KEY; its key where the catalogue has no line for it."""
    return STEPS.get(key) or StepName(_as_it_is(key), _as_it_is(key))


def criterion_step(name: Text, *, trimmed: bool = False) -> StepName:
    """Name and phrase of the step criterion:KEY or criterion:KEY:trimmed."""
    if trimmed:
        return StepName(
            text("{criterion} (trimmed)", criterion=name),
            text("the trimmed mean mark for “{criterion}”", criterion=name),
        )
    return StepName(name, text("the mean mark for “{criterion}”", criterion=name))


def trimmed_steps(steps: StepName) -> StepName:
    """Name and phrase of a step that stands for a trimmed one a criterion."""
    return StepName(text("{step} (trimmed)", step=steps.name), text("{step} (trimmed)", step=steps.phrase))


def source_step(name: str) -> StepName:
    """Name and phrase of the step source:NAME."""
    return StepName(text("score of {source}", source=name), text("the score of {source}", source=name))


def _as_it_is(key: str) -> Text:
    return in_languages({"": key})


def passed_over_name(rule: str) -> Text:
    """The rule that passes an entry over: cutoff:criterion:KEY, quota:COLUMN …; its key where the catalogue has no line."""
    known = (key for key in PASSED_OVER if rule == key or rule.startswith(f"{key}:"))
    found = next(known, None)
    return _as_it_is(rule) if found is None else PASSED_OVER[found]


def is_lower_better(method: str) -> bool:
    """Whether the lowest score of the method is the best."""
    return method_name(method).lower_is_better


def has_one_direction(methods: Iterable[str]) -> bool:
    """Whether the known ones among the methods agree on which score is the best."""
    return len({is_lower_better(method) for method in methods if method in METHODS}) <= 1
