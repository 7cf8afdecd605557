"""Decisions of a round: recorded, confirmed by a second person where they go beyond the rules, taken back until publication."""

from __future__ import annotations

from typing import Any

from hackathon import clock
from hackathon.domain.base import audit
from hackathon.domain.base.errors import Invalid
from hackathon.domain.base.keys import Key
from hackathon.domain.results.decision_lines import (
    CONFIRMED,
    DECIDED,
    PROPOSED,
    TAKEN_BACK,
    DecisionLine,
    declared_text,
    lines_of,
    needs_second,
)
from hackathon.domain.results.publications import find_correction
from hackathon.domain.results.results import has_sent_on, make_result
from hackathon.domain.results.signers import require_another_hand
from hackathon.domain.results.standings import standings_of
from hackathon.domain.rounds.amendments import DECISION, with_decision_step
from hackathon.extensions import db
from hackathon.models import Decision, DecisionText, Person, Round, SignIn
from hackathon.permissions import is_chair
from scoring import Policy, Standings
from scoring.reading.canonical import digest as digest_of
from scoring.text import text


def decide(
    round: Round,
    kind: str,
    value: Any,
    *,
    reason: str = "",
    actor: Person | None = None,
    here: SignIn | None = None,
    key: Key,
) -> Decision:
    """Record an act that the rules read. A locked round gets a new version of its result by it.

    What goes beyond the declared rules waits for a second person: see `confirm`. `here` is the session it is made in.
    """
    require_changeable(round)
    waits = needs_second(round, kind, value)
    if waits and (actor is None or not reason.strip()):
        raise Invalid(text("A decision beyond the rules needs a person and a reason."), field="reason")
    row = _write(round, kind, {"value": value}, reason=reason, actor=actor, here=here, needs_second=waits)
    act = PROPOSED if waits else DECIDED
    audit.record(round.event, act, f"round:{round.key}", actor=actor, reason=reason, kind=kind, value=value)
    if not waits:
        _renew(round, key=key)
    return row


def require_changeable(round: Round) -> None:
    """Decisions change until publication, and after it within a correction."""
    if round.published_at and not find_correction(round):
        raise Invalid(text("A published result is changed by a correction only."), field="decision")
    if has_sent_on(round) and not round.published_at:
        raise Invalid(text("Its teams have already advanced."), field="decision")


def _write(
    round: Round,
    kind: str,
    value: dict[str, Any],
    *,
    reason: str = "",
    actor: Person | None,
    here: SignIn | None = None,
    **links: Any,
) -> Decision:
    row = Decision(
        round_id=round.id,
        kind=kind,
        value=value,
        decided_at=clock.now(),
        decided_by=actor.id if actor else None,
        let_in_by=here.made_by if here else None,
        **links,
    )
    db.session.add(row)
    db.session.flush()
    if reason.strip():
        db.session.add(DecisionText(decision_id=row.id, reason=reason))
    return row


def _renew(round: Round, *, key: Key) -> None:
    """A locked round keeps what now follows from its ballots and decisions as another version."""
    if round.locked_at:
        make_result(round, key=key)


def confirm(decision: Decision, person: Person, *, here: SignIn | None = None, key: Key) -> None:
    """Let a decision count that goes beyond the declared rules. Two people: neither decides it alone.

    Where the chain has no step `decision` to read an order of tied teams, the step is added at its end: nothing that
    was declared is taken away or changed, the policy's digest shows it, and it stands in the result that two people
    sign. The alternative, a place that nobody gave up called waived, would be a lie in the result.
    """
    round = db.session.get_one(Round, decision.round_id)
    require_changeable(round)
    line = _standing_line(round, decision)
    if not line.waits:
        raise Invalid(text("This decision needs nobody else."), field="decision")
    if not may_decide(person, round):
        raise Invalid(text("The chair or an organizer confirms it."), field="decision")
    require_another_hand(decision, person, here.made_by if here else None)
    _confirm(round, decision, person, here)
    facts = {"kind": decision.kind, "value": decision.value["value"]}
    audit.record(round.event, CONFIRMED, f"round:{round.key}", actor=person, reason=line.reason, **facts)
    _renew(round, key=key)


def _standing_line(round: Round, decision: Decision) -> DecisionLine:
    found = next((line for line in lines_of(round) if line.row.id == decision.id), None)
    if found is None or found.withdrawn is not None:
        raise Invalid(text("This decision has been taken back."), field="decision")
    return found


def may_decide(person: Person, round: Round) -> bool:
    """Whether somebody may propose or confirm what the rules leave open."""
    return "organizer" in person.role_names or is_chair(person, round)


def _confirm(round: Round, decision: Decision, person: Person | None, here: SignIn | None) -> None:
    told: dict[str, Any] = {}
    if decision.kind == "order" and DECISION not in Policy.from_text(round.policy).ranking.ties:
        told = {"policy": round.policy}
        _set_policy(round, with_decision_step(round.policy), actor=person)
    _write(round, decision.kind, told, actor=person, here=here, confirms_id=decision.id)


def _set_policy(round: Round, policy: str, *, actor: Person | None) -> None:
    facts = {"before": digest_of({"policy": round.policy}), "after": digest_of({"policy": policy})}
    round.policy = policy
    audit.record(round.event, "policy.changed", f"round:{round.key}", actor=actor, **facts)


def take_back(decision: Decision, *, reason: str, actor: Person | None = None, key: Key) -> None:
    """Withdraw a decision by a row against it, until publication: both stay in the book, and it counts no more.

    One person may do it: what it had settled is open again, so that nothing is decided by it alone.
    """
    round = db.session.get_one(Round, decision.round_id)
    require_changeable(round)
    if not reason.strip():
        raise Invalid(text("Taking it back needs a reason."), field="reason")
    line = _standing_line(round, decision)
    _write(round, decision.kind, {}, reason=reason, actor=actor, withdraws_id=decision.id)
    facts = {"kind": decision.kind, "value": decision.value["value"]}
    audit.record(round.event, TAKEN_BACK, f"round:{round.key}", actor=actor, reason=reason, **facts)
    if not any(each.counts and each.row.needs_second and each.row.kind == "order" for each in lines_of(round)):
        _restore_rules(round, actor=actor)
    if line.counts:
        _renew(round, key=key)


def _restore_rules(round: Round, *, actor: Person | None) -> None:
    declared = declared_text(round)
    if declared != round.policy:
        _set_policy(round, declared, actor=actor)


def foresee(round: Round, kind: str, value: Any, *, key: Key, actor: Person) -> Standings:
    """Standings by a decision as if it counted already. Only for rehearsals: the caller rolls back."""
    row = decide(round, kind, value, reason="?", actor=actor, key=key)
    if row.needs_second:
        _confirm(round, row, None, None)
    return standings_of(round)
