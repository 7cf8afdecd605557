"""Why an entry stands where it stands, in one sentence a person would say."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from scoring.exact import decimal_text
from scoring.faults import Both
from scoring.policy.rubric import Rubric
from scoring.standings.wording import compared, describe_score

if TYPE_CHECKING:
    from scoring.standings.standings import Standing, Standings
    from scoring.standings.unranked import Unranked
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


def explain_rank(standings: Standings, place: int, language: str) -> str:
    """Why the entry at that place of the order has its rank."""
    row, korean = standings.rows[place], language == "ko"
    tie = standings.find_tie(row.entry)
    if tie is not None:
        return _in_tie(standings, row, tie, korean)
    head = describe_score(standings, row, korean=korean)
    if len(standings.rows) == 1:
        return head + ("." if not korean else "입니다.")
    neighbour = standings.rows[place - 1] if place else standings.rows[1]
    gap = _points(standings, abs(row.score - neighbour.score))
    side = compared(standings, more=row.score > neighbour.score)
    if korean:
        return f"{head}으로, {neighbour.rank}위 {neighbour.entry}보다 {gap}점 {side.ko}."
    unit = "" if standings.lower_is_better else " points"
    return f"{head}, {gap}{unit} {side.en} {neighbour.entry} in place {neighbour.rank}."


def _points(standings: Standings, gap: Fraction) -> str:
    """A gap with the decimals of the scores, or with as many more as keep it from looking like nothing."""
    places = standings.policy.places
    while not decimal_text(gap, places).strip("0."):
        places += 1
    return decimal_text(gap, places)


def _in_tie(standings: Standings, row: Standing, tie: Tie, korean: bool) -> str:
    head, rubric = describe_score(standings, row, korean=korean), standings.policy.rubric
    others = [code for code in tie.entries if code != row.entry]
    named = _names(others, korean)
    same = f"{head}으로 {named}{_and_particle(named)} 같" if korean else f"{head}, level with {named}"
    step = _deciding_step(standings, row, tie)
    if step is None:
        return same + _undecided(tie, korean)
    phrase = step_phrase(step.rule, rubric)
    found = _findings(step)
    if not row.tied:
        return same + (
            f"지만, {phrase.ko}{found}에서 순위가 갈렸습니다." if korean else f"; {phrase.en} decided{found}."
        )
    if korean:
        return same + f"지만, {phrase.ko}{found}에서 일부만 갈렸고 나머지는 같은 순위로 남았습니다."
    return same + f"; {phrase.en} decided in part{found}, the rest stays level."


def _undecided(tie: Tie, korean: bool) -> str:
    last = tie.steps[-1] if tie.steps else None
    if last and last.rule == "lot" and set(last.values.values()) == {None}:
        return "고, 추첨을 기다리고 있습니다." if korean else "; the lot is not drawn yet."
    if not tie.steps:
        return "고, 동점자 처리 규칙이 없어 같은 순위입니다." if korean else "; no tie-break rule is declared."
    return "고, 정해진 동점자 처리로도 갈리지 않았습니다." if korean else "; no declared tie-break tells them apart."


def _deciding_step(standings: Standings, row: Standing, tie: Tie) -> TriedStep | None:
    """The step that set this entry apart from those above it or, for the best of a tie, from those below it."""
    rule = row.decided_by
    if rule is None:
        below = (standings.get(code) for code in tie.entries)
        after = [other for other in below if other.rank > row.rank]
        rule = min(after, key=lambda other: other.rank).decided_by if after else None
    return next((step for step in reversed(tie.steps) if step.rule == rule), None)


def _findings(step: TriedStep) -> str:
    found = [f"{code} {text}" for code, text in step.values.items() if text is not None]
    listed = ", ".join(found)
    return f" ({listed})" if found and len(listed) <= LONGEST_FINDING else ""


def _names(codes: Sequence[str], korean: bool) -> str:
    if len(codes) > MOST_NAMES:
        rest = len(codes) - MOST_NAMES
        return ", ".join(codes[:MOST_NAMES]) + (f" 등 {len(codes)}팀" if korean else f" and {rest} more")
    if korean or len(codes) == 1:
        return ", ".join(codes)
    return ", ".join(codes[:-1]) + " and " + codes[-1]


def _and_particle(word: str) -> str:
    """과 after a syllable that ends in a consonant, 와 after a vowel; digits and letters as they are read aloud."""
    last = word[-1:]
    if "가" <= last <= "힣":
        return "과" if (ord(last) - ord("가")) % 28 else "와"
    return "과" if last in "013678LMNRlmnr" else "와"
