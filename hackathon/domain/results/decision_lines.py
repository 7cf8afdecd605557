"""Decisions of a round as they stand: what was decided after scoring, by whom, when and why, and what the rules read of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from hackathon.domain.rounds.amendments import DECISION
from hackathon.extensions import db
from hackathon.models import Decision, DecisionText, Person, Round
from scoring import Decisions, Policy


@dataclass(frozen=True)
class DecisionLine:
    """One decision with the rows that confirm it and take it back, and the reasons of both acts."""

    row: Decision
    reason: str
    confirmed: Decision | None
    withdrawn: Decision | None
    why_withdrawn: str

    @property
    def value(self) -> Any:
        return self.row.value["value"]

    @property
    def waits(self) -> bool:
        """Whether a second person has still to confirm it."""
        return self.row.needs_second and self.confirmed is None and self.withdrawn is None

    @property
    def counts(self) -> bool:
        """Whether the rules read it."""
        return self.withdrawn is None and (self.confirmed is not None or not self.row.needs_second)


def lines_of(round: Round) -> list[DecisionLine]:
    """Every decision of the round, the oldest first; what was taken back stays in the list."""
    rows = db.session.scalars(select(Decision).where(Decision.round_id == round.id).order_by(Decision.id)).all()
    reasons = dict(
        db.session.execute(
            select(DecisionText.decision_id, DecisionText.reason).where(
                DecisionText.decision_id.in_([row.id for row in rows])
            )
        ).all()
    )
    confirming = {row.confirms_id: row for row in rows if row.confirms_id}
    withdrawing = {row.withdraws_id: row for row in rows if row.withdraws_id}
    return [
        DecisionLine(
            row=row,
            reason=reasons.get(row.id, ""),
            confirmed=confirming.get(row.id),
            withdrawn=withdrawing.get(row.id),
            why_withdrawn=reasons.get(withdrawing[row.id].id, "") if row.id in withdrawing else "",
        )
        for row in rows
        if not row.confirms_id and not row.withdraws_id
    ]


DECIDED, PROPOSED = "round.decided", "decision.proposed"
CONFIRMED, TAKEN_BACK = "decision.confirmed", "decision.taken-back"
"""How the log calls what is done with a decision."""


def people_of(lines: Iterable[DecisionLine]) -> dict[int, Person]:
    """Everybody who decided, confirmed or took back, by number."""
    rows = (row for line in lines for row in (line.row, line.confirmed, line.withdrawn) if row)
    numbers = {row.decided_by for row in rows if row.decided_by}
    return {person.id: person for person in db.session.scalars(select(Person).where(Person.id.in_(numbers)))}


def decisions(round: Round) -> Decisions | None:
    """What the rules read: every decision that counts, a later one before an earlier one about the same."""
    values: dict[str, Any] = {}
    for line in lines_of(round):
        if line.counts:
            kind = line.row.kind
            values[kind] = _MERGED[kind](values[kind], line.value) if kind in _MERGED and kind in values else line.value
    return Decisions.from_data(values) if values else None


def _order(before: list[str], after: list[str]) -> list[str]:
    """Only entries that are tied are compared, so that the orders of two ties may stand in one list."""
    return [*(code for code in before if code not in after), *after]


def _waived(before: list[str], after: list[str]) -> list[str]:
    return [*before, *(code for code in after if code not in before)]


def _later(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    return before | after


_MERGED: dict[str, Any] = {"order": _order, "waived": _waived, "awards": _later, "states": _later}


def declared_text(round: Round) -> str:
    """The rules as they were before two people added a step to them."""
    return next((before for line in lines_of(round) if (before := _amendment(line))), round.policy)


def _amendment(line: DecisionLine) -> str | None:
    return line.confirmed.value.get("policy") if line.confirmed else None


def needs_second(round: Round, kind: str, value: Any) -> bool:
    """Whether a decision goes beyond the declared rules, so that a second person has to confirm it.

    The order of tied teams does where the declared chain has no step `decision`, an award where the declared rule is
    not the jury's pick. Whoever settles a tie that the rules left open does not do it alone.
    """
    rules = Policy.from_text(declared_text(round))
    if kind == "order":
        return DECISION not in rules.ranking.ties
    if kind == "awards":
        picked = {name for rule in rules.awards if rule.decision for name in rule.references}
        return not set(value) <= picked
    return False
