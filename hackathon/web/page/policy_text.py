"""Policy of a round in plain sentences: how scores are made and what happens to ties."""

from __future__ import annotations

from decimal import Decimal

from hackathon.models import Round
from hackathon.web.http.languages import gettext as _
from hackathon.web.http.languages import ngettext, speak
from scoring import Policy
from scoring.policy.rubric import Rubric
from scoring.policy.rule_names import method_sentence, step_title
from scoring.policy.settings import Source


def rule_name(rule: str, rubric: Rubric) -> str:
    """A step of the tie-break chain by the name people know it under."""
    return speak(step_title(rule, rubric))


def explain(round: Round, policy: Policy) -> list[str]:
    """Sentences that tell how this round's ballots become ranks."""
    return [
        _who(round),
        _how(policy),
        *(_of_source(source) for source in policy.sources),
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
    return speak(method_sentence(general)) if general else ""


def _of_source(source: Source) -> str:
    """What is left out of a source is told as of a panel alone: who is judged must not read it elsewhere first."""
    return _("{source}: {sentence}", source=source.name, sentence=speak(method_sentence(source.aggregation)))


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
