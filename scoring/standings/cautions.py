"""Cautions for readers of the standings: ballots that do not count, decisions without effect."""

from __future__ import annotations

import numpy as np

from scoring.ballots.ballots import Ballots
from scoring.ballots.decisions import Decisions
from scoring.policy.policy import Policy
from scoring.text import Text, text
from scoring.ties.chain import Order


def find_cautions(
    ballots: Ballots,
    policy: Policy,
    *,
    order: Order,
    decisions: Decisions | None,
    rejudge: Ballots | None,
) -> tuple[Text, ...]:
    """Sentences, the same whatever the order of the rows: ballots that do not count, and decisions that have
    no effect or that a tie still waits for."""
    cautions = [_incomplete(ballots, at) for at in _unfinished(ballots)]
    if rejudge is not None:
        cautions += [_incomplete_again(rejudge, at) for at in _unfinished(rejudge)]
    return tuple(cautions + _missing_acts(order, decisions) + _idle_acts(policy, decisions))


def _unfinished(ballots: Ballots) -> list[int]:
    found: list[int] = np.flatnonzero(~ballots.complete).tolist()
    return found


def _incomplete(ballots: Ballots, at: int) -> Text:
    entry, judge, source = ballots.keys_of(at)
    told = {"judge": judge, "entry": entry, "criteria": ", ".join(ballots.missing(at))}
    if source:
        return text(
            "ballot of judge {judge} for entry {entry} ({source}) is incomplete and does not count: no mark for {criteria}",
            **told,
            source=source,
        )
    return text(
        "ballot of judge {judge} for entry {entry} is incomplete and does not count: no mark for {criteria}", **told
    )


def _incomplete_again(ballots: Ballots, at: int) -> Text:
    entry, judge, _source = ballots.keys_of(at)
    return text(
        "re-judging ballot of judge {judge} for entry {entry} is incomplete and does not count: no mark for {criteria}",
        judge=judge,
        entry=entry,
        criteria=", ".join(ballots.missing(at)),
    )


def _missing_acts(order: Order, decisions: Decisions | None) -> list[Text]:
    reached = {step.rule for step in order.applied}
    acts = decisions or Decisions()
    missing = [rule for rule, given in (("rejudge", acts.rejudge), ("decision", acts.order)) if not given]
    return [
        text("a tie reached the step {step}, but no such decision was given", step=rule)
        for rule in missing
        if rule in reached
    ]


def _idle_acts(policy: Policy, decisions: Decisions | None) -> list[Text]:
    acts = decisions or Decisions()
    given = (
        ("lot_seed", "lot", acts.lot_seed),
        ("order", "decision", acts.order),
        ("rejudge", "rejudge", acts.rejudge),
    )
    return [
        text("the decision {decision} has no effect: the policy has no step {step}", decision=name, step=step)
        for name, step, act in given
        if act and step not in policy.ranking.ties
    ]
