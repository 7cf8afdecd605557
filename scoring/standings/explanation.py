"""Explanation of a rank in one sentence."""

from __future__ import annotations

from collections.abc import Sequence

from scoring.exact import gap_text
from scoring.policy.rubric import Rubric
from scoring.policy.rule_names import step_phrase
from scoring.standings.outcome import Outcome
from scoring.standings.reasons import Reason, find_reason
from scoring.standings.rows import Standing
from scoring.standings.selection.passed_over import PassedOver
from scoring.standings.unranked import Unranked
from scoring.standings.wording import describe_score
from scoring.text import Code, Sayable, Text, joined, text, text_n
from scoring.ties.ledger import Tie, TriedStep

# Longer findings (lots, lists of totals) would drown the sentence; the ledger has them.
LONGEST_FINDING = 40
MOST_NAMES = 3


def explain_unranked(absent: Unranked) -> Text:
    """Why an entry has no rank."""
    return text("{entry} has no rank: {reason}.", entry=absent.entry, reason=absent.why)


def explain_passed_over(reason: Text, rows: Sequence[PassedOver]) -> Text:
    """The same, and why the entry cannot advance or win, or does not."""
    told = joined([row.told for row in rows], "; ")
    return text("{reason} It is passed over ({rules}).", reason=reason, rules=told)


def explain_rank(outcome: Outcome, place: int) -> Text:
    """Why the entry at that place of the rows has its rank."""
    reason = find_reason(outcome, place)
    head = describe_score(outcome, reason.row)
    if reason.tie is not None:
        return _in_tie(head, reason, reason.tie, outcome.policy.rubric)
    if reason.neighbour is None:
        return text("{standing}.", standing=head)
    return _beside(head, reason.row, reason.neighbour, outcome)


def _beside(head: Text, row: Standing, other: Standing, outcome: Outcome) -> Text:
    told = {
        "standing": head,
        "gap": gap_text(abs(row.score - other.score), outcome.policy.places),
        "other": other.entry,
        "rank": other.rank,
    }
    if outcome.lower_is_better:
        if row.score > other.score:
            return text("{standing}, {gap} above {other} in place {rank}.", **told)
        return text("{standing}, {gap} below {other} in place {rank}.", **told)
    if row.score > other.score:
        return text("{standing}, {gap} points ahead of {other} in place {rank}.", **told)
    return text("{standing}, {gap} points behind {other} in place {rank}.", **told)


def _in_tie(head: Text, reason: Reason, tie: Tie, rubric: Rubric) -> Text:
    others = _names([code for code in tie.entries if code != reason.row.entry])
    if reason.step is None:
        return _undecided(head, others, tie)
    return _decided(head, others, reason.step, step_phrase(reason.step.rule, rubric), whole=not reason.row.tied)


def _decided(head: Text, others: Sayable, step: TriedStep, phrase: Text, *, whole: bool) -> Text:
    """The step that decided, with its findings; not `whole` where it left the entry beside others of its tie."""
    told = {"standing": head, "others": others, "step": phrase}
    if found := _findings(step):
        if whole:
            return text("{standing}, level with {others}; {step} decided ({found}).", **told, found=found)
        return text(
            "{standing}, level with {others}; {step} decided in part ({found}), the rest stays level.",
            **told,
            found=found,
        )
    if whole:
        return text("{standing}, level with {others}; {step} decided.", **told)
    return text("{standing}, level with {others}; {step} decided in part, the rest stays level.", **told)


def _undecided(head: Text, others: Sayable, tie: Tie) -> Text:
    told = {"standing": head, "others": others}
    if tie.awaits_lot:
        return text("{standing}, level with {others}; the lot is not drawn yet.", **told)
    if not tie.steps:
        return text("{standing}, level with {others}; no tie-break rule is declared.", **told)
    return text("{standing}, level with {others}; no declared tie-break tells them apart.", **told)


def _findings(step: TriedStep) -> str:
    listed = ", ".join(f"{code} {found}" for code, found in step.findings)
    return listed if len(listed) <= LONGEST_FINDING else ""


def _names(codes: Sequence[str]) -> Sayable:
    if len(codes) == 1:
        return Code(codes[0])
    if len(codes) > MOST_NAMES:
        first, rest = ", ".join(codes[:MOST_NAMES]), len(codes) - MOST_NAMES
        return text_n("{first} and {rest} more", "{first} and {rest} more", n=len(codes), first=first, rest=rest)
    return text("{codes} and {last}", codes=", ".join(codes[:-1]), last=Code(codes[-1]))
