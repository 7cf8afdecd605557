"""Small events for tests: each function makes one thing with sensible defaults, inside a unit of work."""

from __future__ import annotations

import atexit
import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import select

from hackathon import clock
from hackathon.config import Settings
from hackathon.database import sqlite_module, unit_of_work
from hackathon.domain.ballots import ballots, revisions
from hackathon.domain.base.keys import Key, get_key
from hackathon.domain.people import people
from hackathon.domain.rounds import rounds
from hackathon.domain.rounds.events import EventPlan, RoundPlan, create_event
from hackathon.domain.teams import teams
from hackathon.extensions import db
from hackathon.models import Credential, Entrant, Entry, Event, Judge, Person, Round, Team

NOON = datetime(2025, 12, 2, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
POLICY = """
[[criteria]]
key = "creativity"
name = { ko = "창의성", en = "Creativity" }
points = 60
scale = { min = 0, max = 10, step = 1 }

[[criteria]]
key = "technical"
name = { ko = "기술 구현력", en = "Technical implementation" }
points = 40
scale = { min = 0, max = 10, step = 1 }

[ranking]
method = "mean"
ties = ["criteria-by-points", "lot"]
lot_seed = "pending"

[advance]
count = 2
reserve = 1
"""


def a_round(key: str = "first", **changes: Any) -> RoundPlan:
    plan = RoundPlan(
        key=key,
        name={"ko": "예선", "en": "First"},
        source=None,
        opens_at=NOON,
        closes_at=NOON + 6 * HOUR,
        submissions_close_at=NOON - HOUR,
        publishes_at=NOON + 8 * HOUR,
        panel_size=3,
        ballots_per_entry=None,
        policy=POLICY,
    )
    return replace(plan, **changes)


def a_plan(*plans: RoundPlan, **changes: Any) -> EventPlan:
    plan = EventPlan(
        key="test",
        name={"ko": "시험 행사", "en": "Test event"},
        theme={"ko": "주제", "en": "Theme"},
        venue={"ko": "장소", "en": "Venue"},
        time_zone="Asia/Seoul",
        applications_open_at=NOON - 60 * 24 * HOUR,
        applications_close_at=NOON - 20 * 24 * HOUR,
        starts_at=NOON - 24 * HOUR,
        ends_at=NOON + 10 * HOUR,
        team_min=1,
        team_max=5,
        result_level="scores",
        milestones=[],
        rounds=plans or (a_round(),),
    )
    return replace(plan, **changes)


def make_event(*plans: RoundPlan, is_demo: bool = False, **changes: Any) -> Event:
    with clock.at(NOON - 90 * 24 * HOUR):
        return create_event(a_plan(*plans, **changes), is_demo=is_demo)


def make_person(event: Event, name: str, *roles: str) -> Person:
    with clock.at(NOON - 80 * 24 * HOUR):
        person = people.add_person(event, name=name, email=f"{name}@example.org")
        for role in roles:
            people.grant(event, person, role)
    return person


def make_team(event: Event, code: str) -> Team:
    with clock.at(NOON - 40 * 24 * HOUR):
        person = make_person(event, f"captain-{code.lower()}")
        entrant = Entrant(event_id=event.id, person=person, applied_at=clock.now(), answers={})
        db.session.add(entrant)
        db.session.flush()
        return teams.add_team(event, code=code, name=f"팀 {code}", members=[entrant], captain=entrant)


def make_judge(event: Event, code: str, *roles: str) -> Judge:
    person = make_person(event, code.lower())
    judge = people.ensure_judge(event, person, code=code)
    for role in roles or ("judge",):
        people.grant(event, person, role)
    return judge


def fill_round(event: Event, *, teams: int = 4, judges: int = 3, key: str = "first") -> Round:
    """Teams T001… entered, judges J01… (the first is the chair) seated, and everybody assigned to everything."""
    round = db.session.scalars(select(Round).where(Round.key == key)).one()
    with clock.at(NOON - HOUR):
        entries = rounds.enter(round, [make_team(event, f"T{number:03}") for number in range(1, teams + 1)])
        panel = [
            make_judge(event, f"J{number:02}", "judge" if number > 1 else "chair") for number in range(1, judges + 1)
        ]
        for chair in panel[:1]:
            db.session.add(Credential(person_id=chair.person_id, password="-", changed_at=clock.now()))
        for judge in panel:
            rounds.seat(round, judge, chair=judge.code == "J01")
        rounds.assign(round, [(judge, entry) for entry in entries for judge in panel])
    return round


def usual_round() -> Round:
    """The round of most tests, already committed."""
    return remembered("usual", lambda: fill_round(make_event()))


def remembered(name: str, make: Callable[[], Round]) -> Round:
    """What `make` makes, committed. SQLite copies it from memory after the first time, so nothing may be signed in it."""
    if db.engine.dialect.name == "sqlite":
        with db.engine.connect() as connection:
            _copy(name, make, connection.connection.driver_connection)
        return db.session.scalars(select(Round).where(Round.key == "first")).one()
    with unit_of_work():
        return make()


def _copy(name: str, make: Callable[[], Round], database: Any) -> None:
    if name in _remembered:
        _remembered[name].backup(database)
        return
    with unit_of_work():
        make()
    _remembered[name] = sqlite_module().connect(":memory:", check_same_thread=False)
    atexit.register(_remembered[name].close)
    database.backup(_remembered[name])


_remembered: dict[str, Any] = {}
"""Databases in memory."""


def the_judge(code: str) -> Judge:
    return db.session.scalars(select(Judge).where(Judge.code == code)).one()


def the_entry(round: Round, code: str) -> Entry:
    return rounds.entries_by_code(round)[code]


def a_draft(marks: Mapping[str, Any] | None = None, **changes: Any) -> revisions.RevisionDraft:
    plain = revisions.RevisionDraft(
        id=str(uuid.uuid4()), marks=marks or {"creativity": 8, "technical": 7}, sealed=True, made_at=NOON
    )
    return replace(plain, **changes)


def seal(round: Round, judge: str, entry: str, creativity: int, technical: int, **changes: Any) -> revisions.Saved:
    """Seal a first ballot an hour into the round."""
    draft = a_draft({"creativity": creativity, "technical": technical}, **changes)
    with clock.at(NOON + HOUR):
        return ballots.save(round, the_judge(judge), the_entry(round, entry), draft, key=the_key())


def seal_all(round: Round, marks: Mapping[str, tuple[int, int]], *, judges: int = 3) -> None:
    """Every judge gives an entry the same marks: entry → (creativity, technical)."""
    for entry, (creativity, technical) in marks.items():
        for number in range(1, judges + 1):
            seal(round, f"J{number:02}", entry, creativity, technical)


def the_key() -> Key:
    settings: Settings = current_app.config["SETTINGS"]
    return get_key(settings.keys)


def the_secret() -> str:
    """What codes on cards and tickets are digested with."""
    return str(current_app.config["SECRET_KEY"])
