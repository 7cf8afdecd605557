"""Standings of a round: ballots, adjustments and decisions as the rules read them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from hackathon import clock
from hackathon.domain.ballots import ballots, polls
from hackathon.domain.base import audit
from hackathon.domain.base.errors import Invalid
from hackathon.domain.results.decision_lines import decisions
from hackathon.domain.results.entry_columns import Entries, KeptInputs, entries_of
from hackathon.domain.results.publications import find_held
from hackathon.domain.rounds import rounds
from hackathon.domain.rounds.rule_checks import rules_as_seated
from hackathon.extensions import db
from hackathon.models import Adjustment, AdjustmentText, Entry, Person, Result, Round, Team
from scoring import Adjustment as Points
from scoring import Ballots, Decisions, Policy, ScoringError, Standings, rank
from scoring.standings.forms import FORM_2, FORMS, Form
from scoring.standings.unranked import Unranked
from scoring.text import text


@dataclass(frozen=True)
class Inputs:
    """Everything that one round's standings are made of."""

    policy: Policy
    ballots: Ballots
    entries: Entries
    adjustments: list[Points]
    carry: dict[str, Fraction] | None
    decisions: Decisions | None


def inputs_of(round: Round, *, anew: bool = False) -> Inputs:
    """What the rules read now: the ballots that count, and what stands beside them. Raises ScoringError.

    Of a locked round, what stands beside them is what was kept with its result: teams may change their answers, and the
    round before may be corrected. `anew` looks again, as the lock itself must.
    """
    policy = Policy.from_text(rules_as_seated(round))
    kept = None if anew else _kept(round)
    entries, carry = kept.read() if kept else (_entries(round, policy), _carry(round, policy))
    return Inputs(
        policy=policy,
        ballots=Ballots.from_rows(_rows(round, policy), policy.rubric),
        entries=entries,
        adjustments=adjustments(round),
        carry=carry,
        decisions=decisions(round),
    )


def _rows(round: Round, policy: Policy) -> Iterator[dict[str, Any]]:
    """The panel's ballots and, where the rules have more sources than the panel, the votes that fill them."""
    panel = polls.panel_source(policy)
    source = {"source": panel} if panel else {}
    for row in ballots.counted(round):
        yield {"entry": row.entry, "judge": row.judge, **source, **json.loads(row.marks, parse_float=Decimal)}
    if panel:
        yield from polls.ballots_of(round, policy)


def form_of(round: Round) -> Form:
    """The form in which the result that stands was locked, or the one that a correction corrects; else the newest."""
    newest = select(Result.form).where(Result.round_id == round.id).order_by(Result.version.desc()).limit(1)
    number = db.session.scalar(newest) if round.locked_at or round.published_at else None
    return FORMS[number] if number else FORM_2


def standings_of(round: Round, *, form: Form | None = None) -> Standings:
    """The standings as the rules make them from the ballots that count now, in the form of `form_of` unless another is
    asked for. Raises ScoringError.

    Before the lock they are provisional: half a night is the normal state, and what cannot be ranked yet is listed with
    its reason beside what can.
    """
    return standings_from(inputs_of(round), form=form or form_of(round), provisional=round.locked_at is None)


def find_unrankable(round: Round) -> tuple[Unranked, ...]:
    """Every entry that keeps the rules from making final standings of the ballots that count now, each with its reason.

    Empty where the round could be locked as it is; entries without any ballot are no obstacle, they stay without a rank.
    """
    given = inputs_of(round, anew=True)
    try:
        standings_from(given, form=FORM_2)
    except ScoringError:
        found = standings_from(given, form=FORM_2, provisional=True).unranked
        marked = set(given.ballots.entries)
        return tuple(each for each in found if each.entry in marked) or found
    return ()


def standings_from(given: Inputs, *, form: Form, provisional: bool = False) -> Standings:
    return rank(
        given.ballots,
        given.policy,
        entries=given.entries,
        adjustments=given.adjustments,
        carry=given.carry,
        decisions=given.decisions,
        form=form,
        provisional=provisional,
    )


def _entries(round: Round, policy: Policy) -> Entries:
    """What the rules read of the entries now. Of the score before, higher is better here too."""
    return entries_of(round, policy, previous=lambda: _scores_of(round.source) if round.source else {})


def _kept(round: Round) -> KeptInputs | None:
    newest = select(Result.inputs).where(Result.round_id == round.id).order_by(Result.version.desc()).limit(1)
    content = db.session.scalar(newest) if round.locked_at else None
    return KeptInputs(**content) if content else None


def _carry(round: Round, policy: Policy) -> dict[str, Fraction] | None:
    """Entry → its score in the round whose score is carried over; None where the rules carry nothing."""
    if policy.carry_weight is None:
        return None
    source = db.session.get(Round, round.carry_id or round.source_id or 0)
    if source is None:
        return {}
    entered = rounds.entries_by_code(round)
    return {code: score for code, score in _scores_of(source, turned=False).items() if code in entered}


def _scores_of(round: Round, *, turned: bool = True) -> dict[str, Fraction]:
    """The exact scores of the locked result, or of the ballots so far; `turned`: so that higher is better."""
    held = find_held(round)
    standing = json.loads(held.standings) if held else standings_of(round).to_dict()
    sign = -1 if turned and standing["lower_is_better"] else 1
    return {row["entry"]: sign * Fraction(row["exact"]) for row in standing["standings"]}


def adjustments(round: Round) -> list[Points]:
    """The bonus and penalty points that stand."""
    withdrawn = select(Adjustment.withdraws_id).where(Adjustment.withdraws_id.is_not(None))
    found = db.session.execute(
        select(Team.code, Adjustment.points, AdjustmentText.reason)
        .join(Entry, Entry.id == Adjustment.entry_id)
        .join(Team, Team.id == Entry.team_id)
        .outerjoin(AdjustmentText, AdjustmentText.adjustment_id == Adjustment.id)
        .where(Adjustment.round_id == round.id, Adjustment.withdraws_id.is_(None), Adjustment.id.not_in(withdrawn))
        .order_by(Adjustment.id)
    )
    return [Points(entry=code, points=Decimal(points), reason=reason or "") for code, points, reason in found]


def adjust(round: Round, entry: Entry, points: Decimal, *, reason: str, actor: Person | None = None) -> Adjustment:
    """Add bonus or penalty points with a reason."""
    rounds.require_unlocked(round)
    if not reason.strip():
        raise Invalid(text("An adjustment needs a reason."), field="reason")
    row = Adjustment(
        round_id=round.id,
        entry_id=entry.id,
        points=str(points),
        made_at=clock.now(),
        made_by=actor.id if actor else None,
    )
    db.session.add(row)
    db.session.flush()
    db.session.add(AdjustmentText(adjustment_id=row.id, reason=reason))
    audit.record(
        round.event, "entry.adjusted", f"round:{round.key}", actor=actor, entry=entry.team.code, points=str(points)
    )
    return row


def take_back(round: Round, adjustment: Adjustment, *, reason: str, actor: Person | None = None) -> Adjustment:
    """Withdraw an adjustment by a row against it: both stay in the book, neither counts."""
    rounds.require_unlocked(round)
    if not reason.strip():
        raise Invalid(text("Taking it back needs a reason."), field="reason")
    taken = select(Adjustment.id).where(Adjustment.withdraws_id == adjustment.id)
    if adjustment.withdraws_id or db.session.scalar(taken) or adjustment.round_id != round.id:
        raise Invalid(text("This adjustment has been taken back."), field="adjustment")
    row = Adjustment(
        round_id=round.id,
        entry_id=adjustment.entry_id,
        points=f"{-Decimal(adjustment.points):f}",
        withdraws_id=adjustment.id,
        made_at=clock.now(),
        made_by=actor.id if actor else None,
    )
    db.session.add(row)
    db.session.flush()
    db.session.add(AdjustmentText(adjustment_id=row.id, reason=reason))
    code = db.session.get_one(Entry, row.entry_id).team.code
    facts = {"entry": code, "points": adjustment.points}
    audit.record(round.event, "adjustment.taken-back", f"round:{round.key}", actor=actor, reason=reason, **facts)
    return row


AdjustmentLine = tuple[Adjustment, str | None, str, str, str | None, int | None]
"""An adjustment with its reason, the team's code and name, who made it, and the number of the row that takes it back."""


def adjustment_lines(round: Round) -> list[AdjustmentLine]:
    """Everything that was added or taken off in a round, the newest first; what was taken back stays in the list."""
    counter, maker = aliased(Adjustment), aliased(Person)
    query = (
        select(Adjustment, AdjustmentText.reason, Team.code, Team.name, maker.name, counter.id)
        .join(Entry, Entry.id == Adjustment.entry_id)
        .join(Team, Team.id == Entry.team_id)
        .outerjoin(AdjustmentText, AdjustmentText.adjustment_id == Adjustment.id)
        .outerjoin(maker, maker.id == Adjustment.made_by)
        .outerjoin(counter, counter.withdraws_id == Adjustment.id)
        .where(Adjustment.round_id == round.id)
        .order_by(Adjustment.id.desc())
    )
    return list(db.session.execute(query))
