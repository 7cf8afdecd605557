"""Explanation of a rank in one sentence, in Korean or in English."""

from __future__ import annotations

from collections.abc import Sequence

from scoring.exact import gap_text
from scoring.faults import Both
from scoring.korean import with_particle
from scoring.policy.rubric import Rubric
from scoring.standings.outcome import Outcome
from scoring.standings.reasons import Reason, find_reason
from scoring.standings.rows import Standing
from scoring.standings.unranked import Unranked
from scoring.standings.wording import compared, describe_score
from scoring.ties.ledger import Tie, TriedStep

STEP_PHRASES = {
    "countback": Both("높은 총점부터의 비교", "the totals compared from the top"),
    "median": Both("총점의 중앙값", "the median total"),
    "mean": Both("모든 총점의 평균", "the mean of all totals"),
    "low": Both("가장 낮은 총점", "the lowest total"),
    "head-to-head": Both("맞대결에서 이긴 수", "head-to-head wins"),
    "previous": Both("이전 성적", "the previous result"),
    "chair": Both("심사위원장의 총점", "the chair's total"),
    "rejudge": Both("재심사 총점", "the re-judging"),
    "decision": Both("결정된 순서", "the decided order"),
    "lot": Both("추첨", "the lot"),
}
# Longer findings (lots, lists of totals) would drown the sentence; the ledger has them.
LONGEST_FINDING = 40
MOST_NAMES = 3


def step_phrase(rule: str, rubric: Rubric) -> Both:
    """A tie-break step as people call it."""
    if not rule.startswith("criterion:"):
        return STEP_PHRASES[rule]
    name = rubric.criteria[rubric.index(rule.partition(":")[2])].name
    return Both(f"‘{name['ko']}’ 평균 점수", f"the mean mark for “{name['en']}”")


def explain_unranked(absent: Unranked, language: str) -> str:
    """Why an entry has no rank."""
    if language == "ko":
        return f"{absent.entry}: 순위가 없습니다. {absent.reason_ko}."
    return f"{absent.entry} has no rank: {absent.reason}."


def explain_rank(outcome: Outcome, place: int, language: str) -> str:
    """Why the entry at that place of the rows has its rank."""
    reason, korean = find_reason(outcome, place), language == "ko"
    head = describe_score(outcome, reason.row, korean=korean)
    if reason.tie is not None:
        return _in_tie(head, reason, reason.tie, outcome.policy.rubric, korean=korean)
    if reason.neighbour is None:
        return head + ("입니다." if korean else ".")
    return _beside(head, reason.row, reason.neighbour, outcome, korean=korean)


def _beside(head: str, row: Standing, neighbour: Standing, outcome: Outcome, *, korean: bool) -> str:
    gap = gap_text(abs(row.score - neighbour.score), outcome.policy.places)
    side = compared(outcome, more=row.score > neighbour.score)
    if korean:
        return f"{head}으로, {neighbour.rank}위 {neighbour.entry}보다 {gap}점 {side.ko}."
    unit = "" if outcome.lower_is_better else " points"
    return f"{head}, {gap}{unit} {side.en} {neighbour.entry} in place {neighbour.rank}."


def _in_tie(head: str, reason: Reason, tie: Tie, rubric: Rubric, *, korean: bool) -> str:
    named = _names([code for code in tie.entries if code != reason.row.entry], korean)
    level = f"{head}으로 {with_particle(named, '과/와', is_code=True)} 같" if korean else f"{head}, level with {named}"
    if reason.step is None:
        return level + _undecided(tie, korean=korean)
    # A rule that stands twice in the chain is quoted as it was last tried, which may be after it decided.
    quoted = next(step for step in reversed(tie.steps) if step.rule == reason.step.rule)
    return level + _decided(quoted, step_phrase(quoted.rule, rubric), whole=not reason.row.tied, korean=korean)


def _decided(step: TriedStep, phrase: Both, *, whole: bool, korean: bool) -> str:
    """The step that decided, with its findings; not `whole` where it left the entry beside others of its tie."""
    found = _findings(step)
    if whole:
        return f"지만, {phrase.ko}{found}에서 순위가 갈렸습니다." if korean else f"; {phrase.en} decided{found}."
    if korean:
        return f"지만, {phrase.ko}{found}에서 일부만 갈렸고 나머지는 같은 순위로 남았습니다."
    return f"; {phrase.en} decided in part{found}, the rest stays level."


def _undecided(tie: Tie, *, korean: bool) -> str:
    if tie.awaits_lot:
        said = Both("고, 추첨을 기다리고 있습니다.", "; the lot is not drawn yet.")
    elif not tie.steps:
        said = Both("고, 동점자 처리 규칙이 없어 같은 순위입니다.", "; no tie-break rule is declared.")
    else:
        said = Both("고, 정해진 동점자 처리로도 갈리지 않았습니다.", "; no declared tie-break tells them apart.")
    return said.ko if korean else said.en


def _findings(step: TriedStep) -> str:
    listed = ", ".join(f"{code} {text}" for code, text in step.findings)
    return f" ({listed})" if listed and len(listed) <= LONGEST_FINDING else ""


def _names(codes: Sequence[str], korean: bool) -> str:
    if len(codes) > MOST_NAMES:
        rest = len(codes) - MOST_NAMES
        return ", ".join(codes[:MOST_NAMES]) + (f" 등 {len(codes)}팀" if korean else f" and {rest} more")
    if korean or len(codes) == 1:
        return ", ".join(codes)
    return ", ".join(codes[:-1]) + " and " + codes[-1]
