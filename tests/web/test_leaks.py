"""No score leaves before it is published: every page, as everybody, in every phase, searched for marks that stand out."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from hackathon.database import unit_of_work
from hackathon.extensions import db
from hackathon.models import Event, Person, Round
from tests.factories import HOUR, NOON, POLICY, a_round, fill_round, make_event, make_person, seal, the_judge
from tests.web.visitors import CLOSED, Visitor, lock, publish

MARKS = {"T001": ((9, 8), (9, 9), (8, 9)), "T002": ((7, 7), (8, 6), (7, 8)), "T003": ((3, 4), (4, 4), (3, 5))}
CANARIES = ("86.67", "72.00", "37.33")  # the teams' scores; no page holds these numbers by chance
MAY_SEE = {"organizer", "auditor", "chair"}
WITHHELD = {"nobody", "guest", "staff", "judge", "captain"}


@pytest.fixture
def round(sqlite_app: Flask) -> Round:
    with unit_of_work():
        event = make_event(a_round(policy=POLICY), a_round("next", source="first"), result_level="awards")
        round = fill_round(event, teams=3)
        for code, pairs in MARKS.items():
            for number, (creativity, technical) in enumerate(pairs, start=1):
                seal(round, f"J{number:02}", code, creativity, technical)
        for role in ("organizer", "auditor", "staff"):
            make_person(event, role, role)
        make_person(event, "guest")
    return round


def people_of(event: Event) -> dict[str, Person | None]:
    by_name = {person.name: person for person in everybody(event)}
    captain = event.rounds[0].entries[0].team.members[0].entrant.person
    seats = {"chair": the_judge("J01").person, "judge": the_judge("J02").person}
    named = {name: by_name[name] for name in ("organizer", "auditor", "staff", "guest")}
    return {"nobody": None, "captain": captain, **seats, **named}


def everybody(event: Event) -> list[Person]:
    return list(db.session.scalars(select(Person).where(Person.event_id == event.id)))


def addresses(app: Flask) -> list[str]:
    """Every page that can be asked for, filled with what exists."""
    found = []
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.endpoint not in ("static", "accounts.redeem"):
            for key in ("first", "next"):
                for form in ("csv", "json"):
                    values = {"key": key, "form": form}
                    built = rule.build({name: values[name] for name in rule.arguments})
                    assert built, f"no values for {rule}: give this test some"
                    found.append(built[1])
    return sorted(set(found))


def seen(app: Flask, person: Person | None, *, at: datetime = NOON) -> set[str]:
    """Which of the canaries this person finds on any page."""
    visitor = Visitor(app, person)
    visitor.at = at
    pages = [visitor.get(address).get_data(as_text=True) for address in addresses(app)]
    return {canary for canary in CANARIES for page in pages if canary in page}


def advance_to(phase: str, round: Round) -> None:
    if phase != "open":
        lock(round)
    if phase == "published":
        publish(round)


@pytest.mark.parametrize("phase", ["open", "locked", "published"])
@pytest.mark.parametrize("who", sorted(WITHHELD))
def test_nobody_without_the_right_finds_a_score(sqlite_app: Flask, round: Round, phase: str, who: str) -> None:
    advance_to(phase, round)
    assert seen(sqlite_app, people_of(round.event)[who], at=CLOSED + HOUR if phase != "open" else NOON) == set()


@pytest.mark.parametrize("who", sorted(MAY_SEE))
def test_who_may_see_scores_finds_them_all(sqlite_app: Flask, round: Round, who: str) -> None:
    assert seen(sqlite_app, people_of(round.event)[who]) == set(CANARIES)


def test_at_the_level_of_scores_a_team_finds_its_own_alone(sqlite_app: Flask, round: Round) -> None:
    with unit_of_work():
        round.event.result_level = "scores"
    lock(round)
    publish(round)
    assert seen(sqlite_app, people_of(round.event)["captain"], at=CLOSED) == {CANARIES[0]}
