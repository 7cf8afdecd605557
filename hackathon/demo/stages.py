"""Stages of the demo event, each built on the one before through the same verbs that people use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import select

from hackathon import clock
from hackathon.config import asset_dir
from hackathon.database import unit_of_work
from hackathon.demo import judging, registration
from hackathon.demo.calendar import STAGES, Calendar, calendar_for, shifted
from hackathon.demo.people import people
from hackathon.demo.plan import Demo
from hackathon.demo.texts import EVENT
from hackathon.domain.base import audit
from hackathon.domain.base.keys import Key
from hackathon.domain.rounds import pledges
from hackathon.domain.rounds.events import EventPlan, create_event, find_event
from hackathon.exchange.definition import read_definition
from hackathon.extensions import db
from hackathon.models import AuditEntry, Event

BUILT = "demo.built"


@dataclass(frozen=True)
class Built:
    """How far a demo that exists has been carried, and from what."""

    stage: str
    seed: int
    offset: timedelta

    @property
    def left(self) -> tuple[str, ...]:
        return STAGES[STAGES.index(self.stage) + 1 :]


def find_built() -> Built | None:
    """The last stage that was built to its end; a stage is written whole or not at all."""
    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.act == BUILT).order_by(AuditEntry.position.desc()).limit(1)
    ).first()
    if entry is None:
        return None
    facts = entry.facts
    return Built(facts["stage"], facts["seed"], timedelta(minutes=facts["offset_minutes"]))


def build(until: str, *, seed: int, key: Key, tick: Callable[[int], None] = lambda _: None) -> list[str]:
    """Build every stage that is still missing up to `until`; returns the stages that were built."""
    built = find_built()
    db.session.rollback()
    calendar = Calendar(built.offset) if built else calendar_for(until, now=clock.now())
    demo = Demo(seed=built.seed if built else seed, everybody=people(seed), calendar=calendar, key=key, tick=tick)
    missing = [stage for stage in (built.left if built else STAGES) if STAGES.index(stage) <= STAGES.index(until)]
    for stage in missing:
        with unit_of_work():
            event = _BUILDERS[stage](demo)
            offset = int(calendar.offset.total_seconds() // 60)
            audit.record(event, BUILT, event.key, stage=stage, seed=demo.seed, offset_minutes=offset)
    keep_codes()
    return missing


def keep_codes() -> None:
    """Reserve the codes of teams that a later stage brings, also in a demo that was built before they were rows."""
    with unit_of_work():
        registration.reserve_codes(_event())


def rows_until(stage: str) -> int:
    """About how many rows a whole build up to `stage` reports, for a progress bar."""
    return {"registration": 800, "preliminary": 1890, "final": 2040, "results": 2160}[stage]


def _begin(demo: Demo) -> Event:
    plan = _with_pledges(shifted(read_definition(asset_dir("data") / EVENT / "event.toml"), demo.calendar))
    with clock.at(plan.applications_open_at - timedelta(days=7)):
        event = create_event(plan, is_demo=True)
        registration.appoint_officers(event, demo)
    return event


def _with_pledges(plan: EventPlan) -> EventPlan:
    """The demo shows what an organizer switches on for a round."""
    return replace(plan, rounds=tuple(replace(each, pledge=pledges.usual(plan.languages)) for each in plan.rounds))


def _registration(demo: Demo) -> Event:
    event = _begin(demo)
    registration.apply_until(event, demo, stage="registration")
    return event


def _preliminary(demo: Demo) -> Event:
    event = _event()
    registration.apply_until(event, demo, stage="preliminary")
    judging.judge_preliminary(event, demo)
    return event


def _final(demo: Demo) -> Event:
    event = _event()
    judging.publish_preliminary(event, demo)
    judging.judge_final(event, demo, stage="final")
    return event


def _results(demo: Demo) -> Event:
    event = _event()
    judging.judge_final(event, demo, stage="results")
    judging.publish_final(event, demo)
    return event


def _event() -> Event:
    event = find_event()
    assert event is not None  # the stage before has made it
    return event


_BUILDERS: dict[str, Callable[[Demo], Event]] = {
    "registration": _registration,
    "preliminary": _preliminary,
    "final": _final,
    "results": _results,
}
