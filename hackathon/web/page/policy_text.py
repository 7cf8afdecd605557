"""Policy of a round in plain sentences: how scores are made and what happens to ties."""

from __future__ import annotations

from decimal import Decimal

from hackathon.models import Round
from hackathon.web.http.languages import gettext as _
from hackathon.web.http.languages import ngettext
from hackathon.web.page.frame import words
from scoring import Policy
from scoring.policy.rubric import Rubric
from scoring.policy.settings import Aggregation, Drop


def rule_name(rule: str, rubric: Rubric) -> str:
    """A step of the tie-break chain by the name people know it under."""
    kind, _colon, key = rule.partition(":")
    if kind == "criterion":
        return next((words(c.name) for c in rubric.criteria if c.key == key), key)
    return _rule_names().get(kind, rule)


def _rule_names() -> dict[str, str]:
    return {
        "criteria-in-order": _("criteria in order"),
        "criteria-by-points": _("criteria by points"),
        "countback": _("highest totals"),
        "median": _("median total"),
        "mean": _("mean of all totals"),
        "low": _("lowest total"),
        "head-to-head": _("head-to-head by judge"),
        "previous": _("previous round"),
        "chair": _("chair's total"),
        "rejudge": _("second judging"),
        "decision": _("decision of the panel"),
        "lot": _("lot"),
    }


def explain(round: Round, policy: Policy) -> list[str]:
    """Sentences that tell how this round's ballots become ranks."""
    return [
        _who(round),
        _how(policy),
        *([_carried(policy.carry_weight)] if policy.carry_weight is not None else []),
        *([_rounded(policy.ranking.decimals)] if policy.ranking.decimals is not None else []),
        _ties(policy),
    ]


def _who(round: Round) -> str:
    if round.ballots_per_entry:
        return _(
            "Each team is scored by {each} of the {panel} judges, each on their own.",
            panel=round.panel_size,
            each=round.ballots_per_entry,
        )
    return ngettext(
        "{n} judge scores every team.",
        "{n} judges score every team, each on their own.",
        round.panel_size,
    )


def _how(policy: Policy) -> str:
    if policy.sources:
        parts = ", ".join(f"{source.name} {_percent(source.weight)}" for source in policy.sources)
        return _("Ballots of each kind are calculated separately and combined: {parts}.", parts=parts)
    general = policy.ranking.aggregation
    return _method(general) if general else ""


def _method(how: Aggregation) -> str:
    if how.method == "trimmed-mean":
        return _trimmed(how.drop)
    return {
        "mean": _("A team's score is the mean of its totals."),
        "median": _("A team's score is the median of its totals."),
        "z-score": _("Each judge's totals are put on a common scale before the mean is taken."),
        "rank-sum": _("The places that the judges give are added up; the smallest sum leads."),
        "majority": _("The team that a majority of the judges places higher leads."),
        "adjusted": _("Scores are adjusted for how generous or strict each judge is."),
    }[how.method]


def _trimmed(drop: Drop) -> str:
    values = {"high": drop.high, "low": drop.low}
    if drop.of == "criterion":
        return _(
            "For each criterion the {high} highest and the {low} lowest marks are left out; the score is the mean of the rest.",
            **values,
        )
    if (drop.high, drop.low) == (1, 1):
        return _("A team's highest and lowest totals are left out; its score is the mean of the rest.")
    return _(
        "A team's {high} highest and {low} lowest totals are left out; its score is the mean of the rest.", **values
    )


def _carried(weight: Decimal) -> str:
    return _("The score of the round before counts for {share}.", share=_percent(weight))


def _rounded(decimals: int) -> str:
    return _("Scores are rounded to {decimals} decimals before they are compared.", decimals=decimals)


def _ties(policy: Policy) -> str:
    if not policy.ranking.ties:
        return _("Equal scores share a place.")
    chain = " → ".join(rule_name(rule, policy.rubric) for rule in policy.ranking.ties)
    return _("Ties are decided in this order: {chain}.", chain=chain)


def _percent(number: Decimal) -> str:
    return f"{number.normalize():f}%"
