"""Every route as everybody in every phase: nothing is found by whom it is not meant for."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from flask import Flask

from hackathon.database import unit_of_work
from hackathon.models import Round
from hackathon.web.http.guard import policy_of
from hackathon.web.http.sessions import may_be
from tests.factories import HOUR, NOON
from tests.web.canaries import JUDGES, ROLES, TEAMS, Canaries, addresses, everything_in, person_of, plant
from tests.web.visitors import CLOSED, OURS, Visitor, lock, publish

PHASES: dict[str, datetime] = {
    "open": NOON + 2 * HOUR,
    "locked": CLOSED + HOUR,
    "published": CLOSED + 2 * HOUR,
    "published with scores": CLOSED + 2 * HOUR,
}
SEES_ALL = {"organizer", "auditor", "chair"}


@pytest.fixture
def planted(sqlite_app: Flask) -> tuple[Round, Canaries]:
    return plant()


def advance_to(phase: str, round: Round) -> None:
    if phase in ("locked", "published", "published with scores"):
        lock(round)
    if phase.startswith("published"):
        publish(round)
    if phase == "published with scores":
        with unit_of_work():
            round.event.result_level = "scores"


def meant_for(role: str, phase: str, canaries: Canaries) -> set[str]:
    """What this person may come across; scores are everybody's once the event publishes them."""
    allowed: set[str] = set()
    own = {"chair": "J01", "judge": "J02"}.get(role)
    for judge, team in ((judge, team) for judge in JUDGES for team in TEAMS):
        if role in SEES_ALL or judge == own:
            allowed |= {*canaries.marks[judge, team], canaries.comment(judge, team)}
        if judge == own:
            allowed.add(canaries.note(judge, team))
        if phase.startswith("published") and (role, team) in (("captain", "T001"), ("rival", "T002")):
            allowed.add(canaries.comment(judge, team))
    if role in SEES_ALL or own == "J02":
        allowed |= canaries.kept
    if role in SEES_ALL or phase == "published with scores":
        allowed |= set(canaries.scores.values())
    return allowed


def look_everywhere(app: Flask, role: str, round: Round, at: datetime) -> str:
    visitor = Visitor(app, person_of(role, round))
    visitor.at = at
    found = "\n".join(everything_in(visitor.get(address)) for _, address in addresses(app, "GET"))
    return re.sub(r"^process_.*$", "", found, flags=re.MULTILINE)  # seconds of the processor may look like a score


# Everybody once the scores exist, and in every phase those for whom it changes what is meant for them; the rest is a drill.
CHANGING = {"judge", "captain", "nobody"}
EVERYBODY_ALWAYS = [
    pytest.param(role, phase, marks=[] if phase == "locked" or role in CHANGING else pytest.mark.drill)
    for role in ROLES
    for phase in PHASES
]


@pytest.mark.parametrize(("role", "phase"), EVERYBODY_ALWAYS)
def test_nobody_finds_what_is_not_meant_for_them(
    sqlite_app: Flask, planted: tuple[Round, Canaries], role: str, phase: str
) -> None:
    round, canaries = planted
    advance_to(phase, round)
    seen = canaries.found_in(look_everywhere(sqlite_app, role, round, PHASES[phase]))
    assert seen - meant_for(role, phase, canaries) == set()


@pytest.mark.parametrize("role", sorted(SEES_ALL))
def test_who_may_see_scores_does_find_them(sqlite_app: Flask, planted: tuple[Round, Canaries], role: str) -> None:
    round, canaries = planted
    lock(round)
    seen = canaries.found_in(look_everywhere(sqlite_app, role, round, PHASES["locked"]))
    assert set(canaries.scores.values()) <= seen


def test_a_judge_does_find_what_is_their_own(sqlite_app: Flask, planted: tuple[Round, Canaries]) -> None:
    round, canaries = planted
    seen = canaries.found_in(look_everywhere(sqlite_app, "judge", round, PHASES["open"]))
    own = {*canaries.marks["J02", "T001"], canaries.comment("J02", "T001"), canaries.note("J02", "T001")}
    assert own <= seen


@pytest.mark.parametrize("role", ROLES)
def test_a_route_that_is_not_for_somebody_is_not_there(
    sqlite_app: Flask, planted: tuple[Round, Canaries], role: str
) -> None:
    """404 for who is signed in, the sign-in page or 401 for who is not; and never an act."""
    round, _ = planted
    person = person_of(role, round)
    visitor = Visitor(sqlite_app, person)
    visitor.at = PHASES["open"]
    for method, refused in (("GET", 302), ("POST", 401)):
        for rule, address in addresses(sqlite_app, method):
            allowed = policy_of(sqlite_app, rule.endpoint)
            if "public" in allowed or (person and ("signed-in" in allowed or may_be(person, allowed))):
                continue
            response = visitor.get(address) if method == "GET" else visitor.post(address, headers=OURS)
            unknown = 401 if address.startswith("/api/") else refused  # a program is told, a person is led to the door
            assert response.status_code == (404 if person else unknown), f"{method} {address}"


@pytest.mark.parametrize("role", ["auditor", "staff", "chair", "judge", "captain", "guest"])
def test_only_an_organizer_changes_anything_at_the_desk(
    sqlite_app: Flask, planted: tuple[Round, Canaries], role: str
) -> None:
    round, _ = planted
    visitor = Visitor(sqlite_app, person_of(role, round))
    visitor.at = CLOSED
    for _rule, address in addresses(sqlite_app, "POST"):
        if address.startswith("/organizer") and not address.endswith("/sign"):
            # 400: a page that the auditor may read takes nothing without its form's token, which no auditor's page has
            assert visitor.post(address, headers=OURS).status_code in (400, 404), address
