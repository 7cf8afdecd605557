"""Who cannot be ranked and why, and what a reader of the standings should be warned of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scoring.ballots.ballots import Ballots
from scoring.ballots.decisions import Decisions
from scoring.exact import IntArray
from scoring.faults import Both
from scoring.methods.panel import Panel
from scoring.policy.policy import Policy
from scoring.policy.settings import Source
from scoring.ties.chain import Order


@dataclass(frozen=True, slots=True)
class Unranked:
    """An entry without a rank. `reason` is English, `reason_ko` Korean."""

    entry: str
    reason: str
    reason_ko: str


def count_by_source(ballots: Ballots, sources: Sequence[Source]) -> IntArray:
    """Complete ballots per source (rows; one row where there are no sources) and entry of `ballots.entries`."""
    counted, size = ballots.complete, len(ballots.entries)
    if not sources:
        entry = ballots.entry if counted.all() else ballots.entry[counted]
        return np.bincount(entry, minlength=size)[np.newaxis]
    numbers = [ballots.sources.index(source.name) for source in sources]
    return np.stack([np.bincount(ballots.entry[counted & (ballots.source == at)], minlength=size) for at in numbers])


def find_unranked(
    ballots: Ballots, policy: Policy, *, panel: Panel, listed: frozenset[str] | None
) -> tuple[Unranked, ...]:
    """Entries with ballots, or on the entry list, that have no rank; by code."""
    if listed is None and len(panel.entries) == len(ballots.entries):
        return ()
    codes = (listed or frozenset()) | frozenset(ballots.entries)
    left = sorted(codes - frozenset(panel.entries))
    places = {code: at for at, code in enumerate(ballots.entries)}
    counts = count_by_source(ballots, policy.sources)
    return tuple(_unranked(code, places.get(code), counts, policy.sources) for code in left)


def _unranked(code: str, at: int | None, counts: IntArray, sources: Sequence[Source]) -> Unranked:
    if at is None:
        reason = Both("채점표가 없습니다", "no ballot")
    elif not counts[:, at].any():
        reason = Both("완성된 채점표가 없습니다", "no complete ballot")
    else:
        missing = ", ".join(source.name for source, row in zip(sources, counts, strict=True) if not row[at])
        reason = Both(f"다음 출처의 완성된 채점표가 없습니다: {missing}", f"no complete ballot from: {missing}")
    return Unranked(code, reason.en, reason.ko)


def find_warnings(
    ballots: Ballots,
    policy: Policy,
    *,
    order: Order,
    decisions: Decisions | None,
    rejudge: Ballots | None,
) -> tuple[Both, ...]:
    """Sentences, the same whatever the order of the rows: ballots that do not count, and decisions that have
    no effect or that a tie still waits for."""
    warnings = _incomplete(ballots, Both("채점표", "ballot"))
    if rejudge is not None:
        warnings += _incomplete(rejudge, Both("재심사 채점표", "re-judging ballot"))
    return tuple(warnings + _missing_acts(order, decisions) + _idle_acts(policy, decisions))


def _incomplete(ballots: Ballots, what: Both) -> list[Both]:
    warnings = []
    for at in np.flatnonzero(~ballots.complete).tolist():
        entry, judge, source = ballots.keys_of(at)
        kind, missing = (f" ({source})" if source else ""), ", ".join(ballots.missing(at))
        warnings.append(
            Both(
                f"{judge} 심사위원의 {entry} {what.ko}{kind}: {missing} 점수가 없어 세지 않았습니다",
                f"{what.en} of judge {judge} for entry {entry}{kind} is incomplete and does not count: "
                f"no mark for {missing}",
            )
        )
    return warnings


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
