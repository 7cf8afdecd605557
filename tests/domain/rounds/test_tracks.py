"""Tracks: a team chooses one, and is judged and awarded in the rounds of its own track."""

from __future__ import annotations

import pytest
from flask import Flask

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain.base.errors import Invalid
from hackathon.domain.results import standings, status
from hackathon.domain.rounds import rounds
from hackathon.domain.teams import forming
from hackathon.extensions import db
from hackathon.models import Event, Round, Team
from tests.domain.teams.test_forming import IN_TIME, make_entrant
from tests.factories import HOUR, POLICY, a_round, fill_round, make_event, seal_all
from tests.web.visitors import CLOSED, lock, publish

TRACKS = [
    {"key": "ai", "name": {"ko": "인공지능", "en": "AI"}},
    {"key": "city", "name": {"ko": "도시", "en": "City"}},
]
RULES = {
    key: POLICY.replace("count = 2", "count = 1") + f'\n[[awards]]\nname = "{key}"\nby = "overall"\n'
    for key in ("ai", "city")
}


def make_tracked() -> Round:
    """One preliminary for all, one final for each track."""
    finals = [
        a_round(f"final-{key}", source="first", track=key, policy=RULES[key], opens_at=CLOSED, closes_at=CLOSED + HOUR)
        for key in ("ai", "city")
    ]
    round = fill_round(make_event(a_round(policy=POLICY.replace("count = 2", "count = 4")), *finals, tracks=TRACKS))
    for entry in round.entries:
        entry.team.track = "ai" if entry.team.code in ("T001", "T004") else "city"
    seal_all(round, {"T001": (9, 9), "T002": (8, 8), "T003": (7, 7), "T004": (6, 6)})
    return round


def codes(round: Round) -> list[str]:
    return list(rounds.entries_by_code(round))


def test_each_team_goes_on_in_its_own_track(sqlite_app: Flask) -> None:
    with unit_of_work():
        round = make_tracked()
    lock(round)
    publish(round)
    with unit_of_work(), clock.at(CLOSED):
        first = rounds.advance(round, ["T001", "T002", "T003", "T004"], order=["T004", "T003", "T002", "T001"])
    ai, city = round.event.rounds[1:]
    assert (first.key, codes(ai), codes(city)) == ("final-ai", ["T004", "T001"], ["T003", "T002"])
    assert standings.inputs_of(ai).policy.awards[0].name == "ai"
    told = status.statuses_of(round.event, [entry.team for entry in round.entries])
    assert set(told.values()) == {"finalist"}


def test_a_round_of_a_track_takes_no_other_team(sqlite_app: Flask) -> None:
    with unit_of_work():
        round = make_tracked()
        ai = round.event.rounds[1]
        with pytest.raises(Invalid, match="another track: T002"):
            rounds.enter(ai, [entry.team for entry in round.entries if entry.team.code in ("T001", "T002")])
        assert [team.code for team in rounds.eligible(ai)] == ["T001", "T004"]
    assert codes(ai) == []


def test_a_team_without_a_track_goes_nowhere_rather_than_anywhere(sqlite_app: Flask) -> None:
    with unit_of_work():
        round = make_tracked()
        round.entries[0].team.track = None
        with pytest.raises(Invalid, match="T001"):
            rounds.advance(round, ["T001", "T002"], order=["T001", "T002"])


def test_a_track_is_one_of_the_events(sqlite_app: Flask) -> None:
    with unit_of_work():
        event: Event = make_event(tracks=TRACKS)
        captain = make_entrant(event, "a")
        with clock.at(IN_TIME):
            with pytest.raises(Invalid, match="no such track"):
                forming.found_team(event, captain, name="새벽", track="sea", actor=captain.person)
            team = forming.found_team(event, captain, name="새벽", track="city", actor=captain.person)
            forming.choose_track(event, team, "ai", actor=captain.person)
        assert db.session.get_one(Team, team.id).track == "ai"
