"""Checks of rules against the event: what nobody could carry out there is refused when it is set."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sqlalchemy import select

from hackathon.domain.base.errors import Invalid
from hackathon.domain.rounds.amendments import with_chair
from hackathon.extensions import db
from hackathon.models import Event, Judge, Round, Seat
from scoring import Policy
from scoring.text import Text, text

SEATED = "seated"
"""What rules name as the chair that are written before anybody knows who it is."""


def judges_of(event: Event) -> set[str]:
    return set(db.session.scalars(select(Judge.code).where(Judge.event_id == event.id)))


def faults_of(rules: Policy, *, follows: bool, carries: bool, judges: Collection[str]) -> Iterator[Text]:
    """What of the rules nobody could carry out. `follows` another round, `carries` the score of one; `judges` of the
    event: none are known before they are imported, and then nobody can tell whether a named chair exists."""
    ranking = rules.ranking
    if "previous" in ranking.ties and not follows:
        yield text("The tie-break step previous reads the round before, and no round comes before this one.")
    if rules.carry_weight is not None and not carries:
        yield text("[carry] reads the score of another round, and this round names none.")
    if "chair" in ranking.ties and ranking.chair != SEATED and judges and ranking.chair not in judges:
        yield text(
            'No judge of the event is called {chair}. Write chair = "seated": the step chair reads whoever chairs the panel.',
            chair=ranking.chair or "",
        )


def require_possible(rules: Policy, *, follows: bool, carries: bool, judges: Collection[str]) -> None:
    """Refuse rules that nobody could carry out."""
    for fault in faults_of(rules, follows=follows, carries=carries, judges=judges):
        raise Invalid(fault, field="policy")


def faults_in(round: Round) -> list[Text]:
    """The same of a round that exists."""
    follows = round.source_id is not None
    found = faults_of(
        Policy.from_text(round.policy),
        follows=follows,
        carries=follows or round.carry_id is not None,
        judges=judges_of(round.event),
    )
    return list(found)


def rules_as_seated(round: Round) -> str:
    """The rules of a round with the chair of its panel in place of whoever they name: the step `chair` reads the seat.

    Codes are given at the import of the judges, after the rules were written, and another chair may be seated on the day.
    """
    ranking = Policy.from_text(round.policy).ranking
    if "chair" not in ranking.ties:
        return round.policy
    seated = db.session.scalar(
        select(Judge.code).join(Seat, Seat.judge_id == Judge.id).where(Seat.round_id == round.id, Seat.chair)
    )
    return round.policy if seated in (None, ranking.chair) else with_chair(round.policy, seated)
