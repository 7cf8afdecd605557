"""Teams: the last place goes to one, there is always one captain, and codes and names are nobody else's."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain.base.errors import DomainError, Invalid, NotFound
from hackathon.domain.base.typed_codes import read_code
from hackathon.domain.results import status
from hackathon.domain.rounds import rounds
from hackathon.domain.rounds.events import get_event
from hackathon.domain.teams import forming, leaving
from hackathon.extensions import db
from hackathon.models import Entrant, Event, Membership, Team
from tests.factories import HOUR, NOON, a_round, fill_round, make_event, make_person, seal_all
from tests.web.visitors import lock, publish

IN_TIME = NOON - 30 * 24 * HOUR


def make_entrant(event: Event, name: str) -> Entrant:
    entrant = Entrant(event_id=event.id, person=make_person(event, name), applied_at=IN_TIME, answers={})
    db.session.add(entrant)
    db.session.flush()
    return entrant


def make_team(*names: str, most: int = 3) -> Team:
    """A team founded by the first, joined by the others."""
    event = make_event(team_max=most)
    captain, *rest = [make_entrant(event, name) for name in names]
    with clock.at(IN_TIME):
        team = forming.found_team(event, captain, name="새벽", actor=captain.person)
        for each in rest:
            forming.join(event, team, each, actor=each.person)
    return team


def present(team_id: int) -> int:
    db.session.rollback()
    query = select(func.count()).select_from(Membership)
    return db.session.scalar(query.where(Membership.team_id == team_id, Membership.left_at.is_(None))) or 0


def at_once(app: Flask, *acts: Callable[[], object]) -> list[str]:
    """Several people press a button in the same moment; what each was told."""
    start, said = threading.Barrier(len(acts)), []

    def one(act: Callable[[], object]) -> None:
        with app.app_context(), clock.at(IN_TIME):
            start.wait()
            try:
                with unit_of_work():
                    act()
                said.append("done")
            except DomainError as refusal:
                said.append(type(refusal).__name__)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=one, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(said)


def test_of_many_who_want_the_last_place_one_gets_it(app: Flask) -> None:
    with unit_of_work():
        team_id = make_team("a", "b").id
        event = get_event()
        waiting = [make_entrant(event, f"w{number}").id for number in range(6)]

    def join(entrant_id: int) -> Callable[[], object]:
        def act() -> object:
            entrant = db.session.get_one(Entrant, entrant_id)
            return forming.join(get_event(), db.session.get_one(Team, team_id), entrant, actor=entrant.person)

        return act

    assert at_once(app, *map(join, waiting)) == ["TeamFull"] * 5 + ["done"]
    assert present(team_id) == 3


def test_teams_founded_at_once_get_different_codes(app: Flask) -> None:
    with unit_of_work():
        event = make_event()
        founders = [make_entrant(event, f"f{number}").id for number in range(5)]

    def found(entrant_id: int) -> Callable[[], object]:
        def act() -> object:
            entrant = db.session.get_one(Entrant, entrant_id)
            return forming.found_team(get_event(), entrant, name=f"팀 {entrant_id}", actor=entrant.person)

        return act

    assert at_once(app, *map(found, founders)) == ["done"] * 5
    assert sorted(db.session.scalars(select(Team.code))) == [f"T{number:03d}" for number in range(1, 6)]


def test_there_is_one_captain_at_every_moment(app: Flask) -> None:
    with unit_of_work():
        team = make_team("a", "b", "c")
        second, third = (place.entrant for place in team.members[1:])
        with clock.at(IN_TIME):
            for entrant in (second, third, second):
                forming.hand_over(get_event(), team, entrant, actor=entrant.person)
                captains = [place.entrant_id for place in team.members if place.captain and place.left_at is None]
                assert captains == [entrant.id]


def test_somebody_of_another_team_is_no_captain_here(sqlite_app: Flask) -> None:
    with unit_of_work():
        team = make_team("a", "b")
        stranger = make_entrant(get_event(), "s")
        with clock.at(IN_TIME), pytest.raises(DomainError):
            forming.hand_over(get_event(), team, stranger, actor=stranger.person)


def test_nobody_is_in_two_teams(sqlite_app: Flask) -> None:
    with unit_of_work():
        team = make_team("a", "b")
        with clock.at(IN_TIME), pytest.raises(Invalid, match="other team"):
            forming.found_team(
                get_event(), team.members[1].entrant, name="다른 팀", actor=team.members[1].entrant.person
            )


def test_a_disqualified_team_leaves_open_rounds_and_locked_results_stand(sqlite_app: Flask) -> None:
    with unit_of_work():
        round = fill_round(make_event(a_round(), a_round("next", source="first")))
        boss = make_person(round.event, "boss", "organizer")
        first, second = (rounds.entries_by_code(round)[code].team for code in ("T001", "T002"))
        with clock.at(NOON):
            assert leaving.disqualify_team(round.event, first, reason="표절", actor=boss) == []
    assert list(rounds.entries_by_code(round)) == ["T002", "T003", "T004"]
    lock_without_ballots(round)
    with unit_of_work(), clock.at(NOON):
        left = leaving.disqualify_team(round.event, second, reason="표절", actor=boss)
        assert [each.key for each in left] == ["first"]
    assert list(rounds.entries_by_code(round)) == ["T002", "T003", "T004"]


def lock_without_ballots(round: object) -> None:
    with unit_of_work():
        round.locked_at = NOON  # type: ignore[attr-defined]


def test_a_status_says_nothing_before_publication(sqlite_app: Flask) -> None:
    with unit_of_work():
        round = fill_round(make_event(a_round(), a_round("next", source="first")))
        seal_all(round, {"T001": (9, 9), "T002": (8, 8), "T003": (7, 7), "T004": (6, 6)})
    event = round.event
    teams = [entry.team for entry in round.entries]

    def told() -> list[str]:
        return [status.statuses_of(event, teams)[team.id] for team in teams]

    assert told() == ["applied"] * 4
    lock(round)
    assert told() == ["applied"] * 4
    publish(round)
    assert told() == ["shortlisted", "shortlisted", "reserve", "not-selected"]
    with unit_of_work():
        rounds.advance(round, ["T001", "T002"], order=["T001", "T002"])
    assert told() == ["finalist", "finalist", "reserve", "not-selected"]
    with unit_of_work():
        teams[0].withdrawn_at = NOON
        teams[3].withdrawn_at = teams[3].disqualified_at = NOON
    assert told() == ["withdrawn", "finalist", "reserve", "disqualified"]


def invited_by(invite: str) -> tuple[Team, Entrant]:
    """A team with this invite, and somebody who may join it."""
    with unit_of_work():
        team = make_team("가")
        team.invite = invite
        return team, make_entrant(get_event(), "나")


@pytest.mark.parametrize(
    ("invite", "typed"),
    [
        ("K7Q4M9TX3R", "k7q4m-9tx3r"),
        ("K7Q4M9TX3R", "ㅏ7ㅂ4ㅡ9ㅅㅌ3ㄱ"),  # with the Korean keyboard left on
        ("K8Q5M9TX2R", "KBQSM9TXZR"),  # what looks alike
        ("K7QBM9TX", " k7qb m9tx "),  # of an earlier version: eight signs, with letters that are read as digits today
        ("K7QBM9TX", "Ｋ７ＱＢＭ９ＴＸ"),
        ("K7QBM9TX", "ㅏ7ㅂㅠㅡ9ㅅㅌ"),
        ("SUZE2AB3", "suze-2ab3"),
    ],
)
def test_an_invite_is_found_however_it_is_typed(sqlite_app: Flask, invite: str, typed: str) -> None:
    team, guest = invited_by(invite)
    assert forming.get_invited(get_event(), guest, typed) is team


@pytest.mark.parametrize("typed", ["", "-", "K7Q8M9TX", "K7Q4M9TX3T", "KBQSM9TXZR", "K7QBM9TXK7QBM9TX"])
def test_another_code_opens_no_team(sqlite_app: Flask, typed: str) -> None:
    _team, guest = invited_by("K7QBM9TX")
    with pytest.raises(NotFound):
        forming.get_invited(get_event(), guest, typed)


def test_a_new_invite_is_a_code_of_the_cards(sqlite_app: Flask) -> None:
    with unit_of_work():
        invite = make_team("가").invite
    assert invite
    assert read_code(invite) == invite
