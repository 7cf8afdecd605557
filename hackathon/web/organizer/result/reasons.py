"""Reasons for a rank in words: the gap to the neighbour, or the tie-break step; and the whole account of a tie."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import groupby, pairwise

from hackathon.web.http.languages import gettext as _
from hackathon.web.page.policy_text import rule_name
from scoring import Standings
from scoring.exact import gap_text
from scoring.standings.reasons import Reason
from scoring.ties.ledger import Tie, TriedStep

Naming = Callable[[str], str]
_LONGEST = 24
_SHOWN_OF_A_HASH = 10
_MOST_NAMES = 3


@dataclass(frozen=True)
class ReasonText:
    """`head` is set where a tie was involved."""

    head: str
    detail: str


@dataclass(frozen=True)
class Comparison:
    """One step on entries that were still tied: each with what the step found, the better ones first."""

    rule: str
    findings: list[tuple[str, str, str]]
    """Name, finding, and the sign before it (empty for the first)."""
    verdict: str
    decided: bool


@dataclass(frozen=True)
class TieAccount:
    """The account of one tie."""

    score: str
    who: str
    outcome: str
    resolved: bool
    comparisons: list[Comparison]


class Reasons:
    """Answers for one round's standings; `name` says what a team is called."""

    def __init__(self, standings: Standings, *, name: Naming) -> None:
        self.standings = standings
        self.name = name

    def of(self, place: int) -> ReasonText:
        reason = self.standings.why(self.standings.rows[place].entry)
        return self._in_tie(reason) if reason.tie else ReasonText("", self._gap(reason))

    def account_after(self, place: int) -> TieAccount | None:
        """The account of the tie whose last entry stands at this place."""
        rows = self.standings.rows
        tie = self.standings.find_tie(rows[place].entry)
        if tie is None or (place + 1 < len(rows) and rows[place + 1].entry in tie.entries):
            return None
        members = [row.entry for row in rows[place + 1 - len(tie.entries) : place + 1]]
        comparisons = self._comparisons(tie, members)
        return TieAccount(
            score=self.standings.show(tie.score),
            who=self._who(members),
            outcome=_outcome(tie, comparisons),
            resolved=tie.resolved,
            comparisons=comparisons,
        )

    def _gap(self, reason: Reason) -> str:
        if reason.neighbour is None:
            return ""
        gap = gap_text(reason.gap, self.standings.policy.places)
        return (
            _("{gap} behind the one above", gap=gap) if reason.row.rank > 1 else _("{gap} ahead of the next", gap=gap)
        )

    def _in_tie(self, reason: Reason) -> ReasonText:
        row, other, step = reason.row, reason.neighbour, reason.step
        if step is None or other is None:
            return ReasonText(_("Tied"), _("Shared place {rank}", rank=row.rank))
        head = _("Tie → {rule}", rule=self._rule(step.rule))
        if row.tied:
            return ReasonText(head, _("Shared place {rank}", rank=row.rank))
        return ReasonText(head, _compared(step, row.entry, other.entry))

    def _rule(self, rule: str) -> str:
        return rule_name(rule, self.standings.policy.rubric)

    def _who(self, members: Sequence[str]) -> str:
        names = [self.name(code) for code in members]
        if len(names) > _MOST_NAMES:
            return _("{count} teams tied", count=len(names))
        return _("{names} tied", names=", ".join(names))

    def _comparisons(self, tie: Tie, members: Sequence[str]) -> list[Comparison]:
        """The steps as they went: what one step parts, the next sees as separate groups."""
        groups, found = [list(members)], []
        for step in tie.steps:
            parted: list[list[str]] = []
            for group in groups:
                measured = [code for code in group if code in step.values]
                if len(measured) > 1:
                    found.append(self._comparison(step, measured))
                parted += [list(part) for _finding, part in groupby(group, key=lambda code: step.values.get(code))]
            groups = parted
        return found

    def _comparison(self, step: TriedStep, group: Sequence[str]) -> Comparison:
        texts = [step.values[code] for code in group]
        signs = ["", *(_sign(before, after) for before, after in pairwise(texts))]
        first = [code for code, text in zip(group, texts, strict=True) if text == texts[0]]
        decided = len(set(texts)) > 1
        return Comparison(
            rule=self._rule(step.rule),
            findings=[
                (self.name(code), _shown(text), sign) for code, text, sign in zip(group, texts, signs, strict=True)
            ],
            verdict=self._verdict(first) if decided else _("equal"),
            decided=decided,
        )

    def _verdict(self, ahead: Sequence[str]) -> str:
        if len(ahead) == 1:
            return _("{team} leads", team=self.name(ahead[0]))
        return _("{count} teams lead", count=len(ahead))


def _outcome(tie: Tie, comparisons: Sequence[Comparison]) -> str:
    if tie.resolved:
        last = [each.rule for each in comparisons if each.decided][-1]
        return _("decided by {rule}", rule=last)
    if tie.awaits_lot:
        return _("waiting for the lot")
    return _("not decided: a shared place")


def _compared(step: TriedStep, entry: str, other: str) -> str:
    """37.14 > 36.00, this entry's finding first; nothing where the findings are too long to read in passing."""
    mine, theirs = step.values[entry], step.values[other]
    if max(len(mine or ""), len(theirs or "")) > _LONGEST // 2:
        return ""
    return f"{_shown(mine)} {_sign(mine, theirs)} {_shown(theirs)}"


def _shown(text: str | None) -> str:
    if text is None:
        return _("no data")
    is_hash = len(text) == 64 and " " not in text
    return f"{text[:_SHOWN_OF_A_HASH]}…" if is_hash else text


def _sign(one: str | None, other: str | None) -> str:
    """Which of two findings is more: numbers and lists of numbers compare, hashes do not."""
    if one == other:
        return "="
    try:
        return ">" if _numbers(one) > _numbers(other) else "<"
    except InvalidOperation:
        return "·"


def _numbers(text: str | None) -> list[Decimal]:
    return [Decimal(number) for number in (text or "?").split()]
