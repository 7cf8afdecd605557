"""Settings of an event and its rounds: each change is logged with what was and what is; none works backwards in time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from hackathon import clock
from hackathon.domain.base import audit
from hackathon.domain.base.errors import Invalid
from hackathon.domain.rounds import pledges
from hackathon.domain.rounds.rule_checks import judges_of, require_possible
from hackathon.domain.rounds.rule_columns import require_known_columns, require_panel_first
from hackathon.extensions import db
from hackathon.models import Event, Person, Revision, Round
from scoring import Policy
from scoring.reading.canonical import digest
from scoring.text import text

EVENT_FIELDS = (
    *("applications_open_at", "applications_close_at", "teams_close_at"),
    *("starts_at", "ends_at", "result_level"),
)
ROUND_FIELDS = ("submissions_close_at", "opens_at", "closes_at", "publishes_at")
JUDGING_FIELDS = ("blind", "blind_links", "pledge")
_LEVELS = ("awards", "ranks", "scores")
_SPANS = (("applications_open_at", "applications_close_at"), ("starts_at", "ends_at"), ("opens_at", "closes_at"))


def change_event(event: Event, wanted: Mapping[str, Any], *, reason: str, actor: Person | None = None) -> list[str]:
    """Change dates or the level of what is published; returns the names of what really changed."""
    if wanted.get("result_level", event.result_level) not in _LEVELS:
        raise Invalid(text("There is no such level of results."), field="result_level")
    changed = {name: wanted[name] for name in EVENT_FIELDS if name in wanted and wanted[name] != getattr(event, name)}
    _change(event, event, event.key, changed, reason=reason, actor=actor)
    return list(changed)


def change_round(round: Round, wanted: Mapping[str, Any], *, reason: str, actor: Person | None = None) -> list[str]:
    """Change the windows of a round. A locked round keeps its windows; only the planned publication may move."""
    changed = {name: wanted[name] for name in ROUND_FIELDS if name in wanted and wanted[name] != getattr(round, name)}
    if round.published_at and changed:
        raise Invalid(text("A published round keeps its dates."), field="opens_at")
    if round.locked_at and set(changed) - {"publishes_at"}:
        raise Invalid(text("A locked round keeps its windows."), field="opens_at")
    _change(round, round.event, f"round:{round.key}", changed, reason=reason, actor=actor)
    return list(changed)


def change_judging(round: Round, wanted: Mapping[str, Any], *, reason: str, actor: Person | None = None) -> list[str]:
    """Change what judges see and promise: `blind`, `blind_links`, and `pledge` as language → text or None."""
    if round.locked_at:
        raise Invalid(text("A locked round stays as it is."), field="reason")
    told = {**wanted, "pledge": pledges.next_version(round, wanted["pledge"])} if "pledge" in wanted else wanted
    changed = {name: told[name] for name in JUDGING_FIELDS if name in told and told[name] != getattr(round, name)}
    if not changed:
        return []
    if not reason.strip():
        raise Invalid(text("A change needs a reason."), field="reason")
    before = {name: getattr(round, name) for name in changed}
    for name, value in changed.items():
        setattr(round, name, value)
    facts = {"before": before, "after": changed}
    audit.record(round.event, "round.changed", f"round:{round.key}", actor=actor, reason=reason, **facts)
    return list(changed)


def _change(
    row: Event | Round, event: Event, subject: str, changed: Mapping[str, Any], *, reason: str, actor: Person | None
) -> None:
    if not changed:
        return
    if not reason.strip():
        raise Invalid(text("A change needs a reason."), field="reason")
    for name, value in changed.items():
        _check(row, name, value)
    before = {name: _told(getattr(row, name)) for name in changed}
    for name, value in changed.items():
        setattr(row, name, value)
    _check_spans(row)
    after = {name: _told(value) for name, value in changed.items()}
    act = "round.changed" if isinstance(row, Round) else "event.changed"
    audit.record(event, act, subject, actor=actor, reason=reason, before=before, after=after)
    db.session.flush()


def _check(row: Event | Round, name: str, value: Any) -> None:
    """What has begun has begun, and no deadline is moved to a moment that is over."""
    if name == "result_level":
        return
    before = getattr(row, name)
    if name in ("opens_at", "applications_open_at", "starts_at") and before <= clock.now():
        raise Invalid(text("What has begun keeps its beginning."), field=name)
    if value is None and name not in ("submissions_close_at", "publishes_at", "teams_close_at"):
        raise Invalid(text("A time is needed."), field=name)
    if value is not None and value <= clock.now():
        raise Invalid(
            text("A time that is over cannot be chosen: deadlines never work backwards."),
            field=name,
        )


def _check_spans(row: Event | Round) -> None:
    for first, last in _SPANS:
        if hasattr(row, first) and getattr(row, first) >= getattr(row, last):
            raise Invalid(text("The end must come after the beginning."), field=last)


def _told(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def may_change_policy(round: Round) -> bool:
    """The rules of a round stand from its first ballot on, a draft's too."""
    return round.locked_at is None and not db.session.scalar(
        select(Revision.id).where(Revision.round_id == round.id).limit(1)
    )


def change_policy(round: Round, policy: str, *, reason: str, actor: Person | None = None) -> None:
    """Give the round other rules, before anybody has marked by the old ones. Raises ScoringError with all faults."""
    if not may_change_policy(round):
        raise Invalid(
            text("Marking has begun: the rules of this round stand."),
            field="policy",
        )
    if not reason.strip():
        raise Invalid(text("A change needs a reason."), field="reason")
    rules, follows = Policy.from_text(policy), round.source_id is not None
    carries = follows or round.carry_id is not None
    require_panel_first(rules)
    require_possible(rules, follows=follows, carries=carries, judges=judges_of(round.event))
    require_known_columns(rules, round.event, fields=[each.fields for each in round.event.rounds])
    if policy == round.policy:
        return
    before, after = digest({"policy": round.policy}), digest({"policy": policy})
    round.policy = policy
    audit.record(
        round.event, "policy.changed", f"round:{round.key}", actor=actor, reason=reason, before=before, after=after
    )
    db.session.flush()
