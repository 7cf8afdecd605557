"""A drill: all judges score one sample on their tablets, see how far apart they are, and nothing of it counts anywhere."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from hackathon.database import unit_of_work
from hackathon.domain.ballots import drills
from hackathon.domain.base.errors import DomainError
from hackathon.domain.entrants import audiences
from hackathon.domain.people import imports
from hackathon.domain.results import results
from hackathon.domain.results.blockers import blockers_to_lock
from hackathon.domain.results.standings import standings_of
from hackathon.domain.rounds import rounds
from hackathon.exchange.exporting import files
from hackathon.exchange.importing.teams.teams import Teams
from hackathon.extensions import db
from hackathon.models import Round, Team
from tests.factories import HOUR, NOON, seal_all, the_key
from tests.web.desk import CLEAR, FIRST, make_round, press, sit_down, text_of, told
from tests.web.tablets import Tablet
from tests.web.visitors import Visitor

EARLY = NOON - HOUR
DRILL = f"{FIRST}/drill"
SAMPLE = {"title": "견본 작품", "summary": "모두가 함께 보는 작품", "link": "https://sample.example/"}


@pytest.fixture
def organizer(sqlite_app: Flask) -> Visitor:
    """At the desk an hour before the round opens, with a drill made."""
    visitor = sit_down(sqlite_app, make_round(), at=EARLY)
    assert "연습 심사를 만들었습니다" in told(visitor, press(visitor, DRILL, **SAMPLE))
    return visitor


def practice() -> Round:
    return db.session.scalars(select(Round).where(Round.key == "first-drill")).one()


def score(app: Flask, judge: str, creativity: int) -> None:
    tablet = Tablet(app, judge, at=EARLY)
    (entry,) = tablet.packet("first-drill")["entries"]
    sealed = {"entry": entry["entry"], "marks": {"creativity": creativity, "technical": 5}}
    made = "2025-12-02T10:30:00Z"
    (result,) = tablet.send(
        {"id": f"0a000000-0000-4000-8000-0000000000{creativity:02}", **sealed, "sealed": True, "made_at": made},
        round="first-drill",
    )
    assert result["status"] == "accepted"


def test_the_tablet_has_it_as_a_round_of_its_own_with_the_sample(sqlite_app: Flask, organizer: Visitor) -> None:
    tablet = Tablet(sqlite_app, "J02", at=EARLY)
    assert [each["round"] for each in tablet.get("/api/v1/me").get_json()["rounds"]] == ["first-drill", "first"]
    packet = tablet.packet("first-drill")
    (entry,) = packet["entries"]
    assert (packet["state"], packet["drill"]) == ("open", {"of": "first", "spread": None})
    assert (entry["title"], entry["links"][0]["url"]) == ("견본 작품", "https://sample.example/")
    assert packet["rubric"] == tablet.packet()["rubric"]
    assert tablet.packet()["drill"] is None


def test_the_desk_sees_whose_marks_they_are_and_judges_only_the_spread_once_it_is_shown(
    sqlite_app: Flask, organizer: Visitor
) -> None:
    for judge, mark in (("J01", 9), ("J02", 3), ("J03", 6)):
        score(sqlite_app, judge, mark)
    assert "창의성 6 6 9 3 6" in text_of(organizer.read(DRILL))  # mean, range, then judge by judge
    tablet = Tablet(sqlite_app, "J02", at=EARLY)
    assert tablet.packet("first-drill")["drill"]["spread"] is None
    press(organizer, DRILL, to=f"{DRILL}/spread", step="show")
    assert tablet.packet("first-drill")["drill"]["spread"] == {"creativity": [3, 6, 9], "technical": [5, 5, 5]}
    press(organizer, DRILL, to=f"{DRILL}/spread", step="hide")
    assert tablet.packet("first-drill")["drill"]["spread"] is None


def test_nothing_of_it_counts(sqlite_app: Flask, organizer: Visitor) -> None:
    score(sqlite_app, "J01", 9)
    round = db.session.scalars(select(Round).where(Round.key == "first")).one()
    assert not imports.has_ballots(round.event)
    with unit_of_work():
        seal_all(round, CLEAR)
    assert [row.entry for row in standings_of(round).rows] == ["T001", "T002", "T003", "T004"]
    assert blockers_to_lock(round) == []
    assert [blocker.code for blocker in blockers_to_lock(practice())] == ["drill"]
    with pytest.raises(DomainError, match="never locked"), unit_of_work():
        results.lock(practice(), key=the_key())
    with pytest.raises(DomainError, match="no result"):
        files.export(practice(), "csv", key=the_key())
    assert "SAMPLE" not in files.export(round, "csv", key=the_key()).content.decode()


def test_the_sample_is_no_team_of_the_event(sqlite_app: Flask, organizer: Visitor) -> None:
    round = db.session.scalars(select(Round).where(Round.key == "first")).one()
    sample = db.session.scalars(select(Team).where(Team.sample)).one()
    assert [each.key for each in round.event.rounds] == ["first", "next"]
    assert sample.code not in {team.code for team in rounds.eligible(round)}
    assert sample.code not in Teams(round.event).by_code
    for audience in ("everybody", "captains", "status:applied", "status:withdrawn"):
        assert "연습 작품" not in {reader.team for reader in audiences.readers_of(round.event, audience)}
    for path in (
        "/",
        "/organizer/teams",
        "/organizer",
        "/organizer/messages",
        f"{FIRST}/entries",
        f"{FIRST}/standings",
    ):
        page = organizer.read(path)
        assert (sample.code in page, "연습 작품" in page, "first-drill" in page) == (False, False, False), path
    assert organizer.get(f"/organizer/teams/{sample.code}").status_code == 404


def test_there_is_one_and_only_before_the_round_is_over(sqlite_app: Flask, organizer: Visitor) -> None:
    round = db.session.scalars(select(Round).where(Round.key == "first")).one()
    for of in (round, practice()):
        with pytest.raises(DomainError), unit_of_work():
            drills.create_drill(of, title="둘째", summary="또")
    assert db.session.query(Team).filter(Team.sample).count() == 1
    assert practice().closes_at == round.opens_at


def test_a_bad_link_makes_nothing(sqlite_app: Flask) -> None:
    visitor = sit_down(sqlite_app, make_round(), at=EARLY)
    answer = press(visitor, DRILL, **{**SAMPLE, "link": "javascript:alert(1)"})
    assert answer.status_code == 422
    assert "https://로 시작하는 주소" in answer.get_data(as_text=True)
    assert db.session.query(Team).filter(Team.sample).count() == 0


def test_the_chair_looks_and_other_judges_do_not(sqlite_app: Flask, organizer: Visitor) -> None:
    score(sqlite_app, "J01", 9)
    round = db.session.scalars(select(Round).where(Round.key == "first")).one()
    assert "창의성 9" in text_of(sit_down(sqlite_app, round, "chair", at=EARLY).read(DRILL))
    for role in ("judge", "staff", "captain"):
        assert sit_down(sqlite_app, round, role, at=EARLY).get(DRILL).status_code == 404
