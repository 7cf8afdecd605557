"""Events and their rounds, as a definition file or a form plans them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from hackathon import clock
from hackathon.domain.applying.application_form import read_form
from hackathon.domain.base import audit
from hackathon.domain.base.errors import Invalid, NotFound
from hackathon.domain.rounds import pledges
from hackathon.domain.rounds.rule_checks import judges_of, require_possible
from hackathon.domain.rounds.rule_columns import require_known_columns, require_panel_first
from hackathon.domain.rounds.submission_fields import read_fields
from hackathon.extensions import db
from hackathon.models import Event, Person, Round
from hackathon.models.events import LANGUAGES
from scoring import Policy, ScoringError
from scoring.text import text

Words = dict[str, str]


@dataclass(frozen=True)
class RoundPlan:
    key: str
    name: Words
    source: str | None
    opens_at: datetime
    closes_at: datetime
    submissions_close_at: datetime | None
    publishes_at: datetime | None
    panel_size: int
    ballots_per_entry: int | None
    policy: str
    guide: dict[str, Any] = field(default_factory=dict)
    carry: str | None = None
    fields: list[dict[str, Any]] = field(default_factory=list)
    track: str | None = None
    blind: bool = False
    blind_links: bool = False
    pledge: Words | None = None
    """What judges promise before they score; none: nothing."""


@dataclass(frozen=True)
class EventPlan:
    key: str
    name: Words
    theme: Words
    venue: Words
    time_zone: str
    applications_open_at: datetime
    applications_close_at: datetime
    starts_at: datetime
    ends_at: datetime
    team_min: int
    team_max: int
    result_level: str
    milestones: list[dict[str, Any]]
    rounds: tuple[RoundPlan, ...]
    teams_close_at: datetime | None = None
    tracks: list[dict[str, Any]] = field(default_factory=list)
    application: dict[str, Any] = field(default_factory=dict)
    languages: list[str] = field(default_factory=lambda: list(LANGUAGES))


def create_event(plan: EventPlan, *, is_demo: bool = False, actor: Person | None = None) -> Event:
    """Write an event with its rounds. A policy that the rules cannot read is refused with their sentence."""
    if db.session.scalar(select(Event.id).limit(1)):
        raise Invalid(text("This installation already holds an event."), field="key")
    event = Event(**{name: getattr(plan, name) for name in _COPIED}, milestones=plan.milestones, created_at=clock.now())
    event.is_demo = is_demo
    read_form(event.application, languages=event.languages)  # refused here rather than before the first applicant
    db.session.add(event)
    db.session.flush()
    for position, round_plan in enumerate(plan.rounds, start=1):
        _add_round(event, round_plan, position=position)
        db.session.expire(event, ["rounds"])  # they were read before this one was written
    audit.record(event, "event.created", event.key, actor=actor, rounds=[plan.key for plan in plan.rounds])
    return event


_COPIED = (
    "key",
    "languages",
    "name",
    "theme",
    "venue",
    "time_zone",
    "applications_open_at",
    "applications_close_at",
    "starts_at",
    "ends_at",
    "team_min",
    "team_max",
    "result_level",
    "teams_close_at",
    "tracks",
    "application",
)


def _add_round(event: Event, plan: RoundPlan, *, position: int) -> None:
    if plan.track is not None and plan.track not in {each["key"] for each in event.tracks}:
        raise Invalid(
            text("Round {round}: there is no track '{track}'.", round=plan.key, track=plan.track),
            field="track",
        )
    read_fields(plan.fields, languages=event.languages, where=f"{plan.key}: fields")
    source, carry = _round_id(event, plan.source), _round_id(event, plan.carry)
    rules = _read_rules(plan)
    require_panel_first(rules)
    require_possible(rules, follows=source is not None, carries=bool(carry or source), judges=judges_of(event))
    require_known_columns(rules, event, fields=[*_fields(event), plan.fields])
    round = Round(
        event_id=event.id,
        key=plan.key,
        position=position,
        name=plan.name,
        track=plan.track,
        source_id=source,
        carry_id=carry,
        submissions_close_at=plan.submissions_close_at,
        fields=plan.fields,
        opens_at=plan.opens_at,
        closes_at=plan.closes_at,
        publishes_at=plan.publishes_at,
        panel_size=plan.panel_size,
        ballots_per_entry=plan.ballots_per_entry,
        policy=plan.policy,
        guide=plan.guide,
        blind=plan.blind,
        blind_links=plan.blind_links,
        pledge=pledges.first_version(plan.pledge, event.languages) if plan.pledge else None,
    )
    db.session.add(round)
    db.session.flush()
    db.session.expire(event, ["rounds"])  # they were looked at above, before this one was among them


def _fields(event: Event) -> Sequence[list[dict[str, Any]]]:
    """What the rounds so far ask for; by a query, as the event would remember its rounds from before this one."""
    return db.session.scalars(select(Round.fields).where(Round.event_id == event.id)).all()


def _read_rules(plan: RoundPlan) -> Policy:
    try:
        return Policy.from_text(plan.policy)
    except ScoringError as error:
        raise Invalid(
            text("Round {round}: {fault}", round=plan.key, fault=error.faults[0].message),
            field="policy",
        ) from error


def _round_id(event: Event, key: str | None) -> int | None:
    return None if key is None else get_round(event, key).id


def find_event() -> Event | None:
    """The event of this installation."""
    return db.session.scalars(select(Event).order_by(Event.id).limit(1)).first()


def get_event() -> Event:
    event = find_event()
    if event is None:
        raise NotFound(
            text("There is no event yet. Make one with: hackathon init EVENT.toml"),
        )
    return event


def get_round(event: Event, key: str) -> Round:
    round = db.session.scalars(select(Round).where(Round.event_id == event.id, Round.key == key)).first()
    if round is None:
        known = ", ".join(
            db.session.scalars(select(Round.key).where(Round.event_id == event.id).order_by(Round.position))
        )
        raise NotFound(text("There is no round '{key}'. Rounds: {known}", key=key, known=known))
    return round
