"""Cautions for readers of the standings: ballots that do not count, decisions without effect."""

from __future__ import annotations

import numpy as np

from scoring.ballots.ballots import Ballots
from scoring.ballots.decisions import Decisions
from scoring.faults import Both
from scoring.policy.policy import Policy
from scoring.ties.chain import Order


def find_cautions(
    ballots: Ballots,
    policy: Policy,
    *,
    order: Order,
    decisions: Decisions | None,
    rejudge: Ballots | None,
) -> tuple[Both, ...]:
    """Sentences, the same whatever the order of the rows: ballots that do not count, and decisions that have
    no effect or that a tie still waits for."""
    cautions = _incomplete(ballots, Both("채점표", "ballot"))
    if rejudge is not None:
        cautions += _incomplete(rejudge, Both("재심사 채점표", "re-judging ballot"))
    return tuple(cautions + _missing_acts(order, decisions) + _idle_acts(policy, decisions))


def _incomplete(ballots: Ballots, what: Both) -> list[Both]:
    cautions = []
    for at in np.flatnonzero(~ballots.complete).tolist():
        entry, judge, source = ballots.keys_of(at)
        kind, missing = (f" ({source})" if source else ""), ", ".join(ballots.missing(at))
        cautions.append(
            Both(
                f"{judge} 심사위원의 {entry} {what.ko}{kind}: {missing} 점수가 없어 세지 않았습니다",
                f"{what.en} of judge {judge} for entry {entry}{kind} is incomplete and does not count: "
                f"no mark for {missing}",
            )
        )
    return cautions


def _missing_acts(order: Order, decisions: Decisions | None) -> list[Both]:
    reached = {step.rule for step in order.applied}
    acts = decisions or Decisions()
    missing = [rule for rule, given in (("rejudge", acts.rejudge), ("decision", acts.order)) if not given]
    return [
        Both(
            f"동점이 {rule} 단계까지 왔는데 해당 결정이 주어지지 않았습니다",
            f"a tie reached the step {rule}, but no such decision was given",
        )
        for rule in missing
        if rule in reached
    ]


def _idle_acts(policy: Policy, decisions: Decisions | None) -> list[Both]:
    acts = decisions or Decisions()
    given = (
        ("lot_seed", "lot", acts.lot_seed),
        ("order", "decision", acts.order),
        ("rejudge", "rejudge", acts.rejudge),
    )
    return [
        Both(
            f"결정의 {name} 항목은 쓰이지 않았습니다: 규칙에 {step} 단계가 없습니다",
            f"the decision {name} has no effect: the policy has no step {step}",
        )
        for name, step, act in given
        if act and step not in policy.ranking.ties
    ]
