"""Streams of a round: that something changed, to whom it concerns, and nothing of what."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain.people import accounts
from hackathon.domain.rounds import rounds, versions
from hackathon.extensions import db
from hackathon.models import Round
from hackathon.web.judge.api import events
from hackathon.web.judge.api.events import EventStream, Pace, Slot, Slots
from tests.factories import NOON, make_judge, seal, the_entry, the_judge, usual_round
from tests.web.desk import somebody
from tests.web.visitors import Visitor

PATH = "/api/v1/rounds/first/events"
QUICK = Pace(tick=0.0, beat=60.0, life=60.0)


@pytest.fixture
def round(app: Flask) -> Round:
    return usual_round()


def present(round: Round, code: str) -> None:
    with clock.at(NOON), unit_of_work():
        rounds.present(round, the_entry(round, code))


def save(round: Round, entry: str = "T001") -> None:
    with unit_of_work():
        seal(round, "J02", entry, 7, 7)


def kinds(text: str) -> list[str]:
    return re.findall(r"^event: (.*)$", text, re.MULTILINE)


def open_stream(round: Round, *, desk: bool, pace: Pace = QUICK) -> Iterator[str]:
    """A stream without its request; its session is signed in now, on the real clock."""
    with unit_of_work():
        person = the_judge("J01").person
        secret = accounts.open_session(person, until=clock.now() + timedelta(days=1))
        row = accounts.find_session(secret)
        assert row is not None
        told = EventStream(db.engine, (round.event_id, round.id), row.id, Slot(person=person.id, desk=desk), pace)
    return told.frames(None)


@pytest.mark.parametrize("role", ["organizer", "staff", "auditor", "chair", "judge"])
def test_who_has_to_do_with_a_round_may_listen(app: Flask, round: Round, role: str) -> None:
    response = Visitor(app, somebody(round, role)).get(PATH)
    assert (response.status_code, response.mimetype) == (200, "text/event-stream")
    assert response.headers["Cache-Control"] == "no-store"
    assert response.get_data(as_text=True).startswith("retry: 3000\nid: ")


@pytest.mark.parametrize("role", ["nobody", "captain", "other-judge"])
def test_for_others_there_is_no_stream(app: Flask, round: Round, role: str) -> None:
    with unit_of_work():
        person = make_judge(round.event, "J09").person if role == "other-judge" else None
    assert Visitor(app, person or somebody(round, role)).get(PATH).status_code == 404


def test_without_a_session_or_a_round_there_is_none(app: Flask, round: Round) -> None:
    assert Visitor(app).get(PATH).status_code == 401
    assert Visitor(app, somebody(round, "staff")).get("/api/v1/rounds/no-such/events").status_code == 404


def test_the_desk_hears_that_a_ballot_came_in(round: Round) -> None:
    stream = open_stream(round, desk=True)
    assert kinds(next(stream)) == ["ready"]
    save(round)
    assert kinds(next(stream)) == ["changed"]


def test_the_desk_hears_of_the_stage_and_of_acts(round: Round) -> None:
    stream = open_stream(round, desk=True)
    next(stream)
    present(round, "T002")
    assert kinds(next(stream)) == ["changed", "now_presenting"]


def test_a_tablet_hears_of_the_stage_alone(round: Round) -> None:
    stream = open_stream(round, desk=False)
    first = next(stream)
    save(round)
    present(round, "T002")
    second = next(stream)
    assert (kinds(first), kinds(second)) == (["ready"], ["now_presenting"])


def test_a_stream_says_nothing_of_what_changed(round: Round) -> None:
    """Neither who nor which team; a tablet does not even learn how many ballots there are."""
    streams = {desk: open_stream(round, desk=desk) for desk in (True, False)}
    said = {desk: next(stream) for desk, stream in streams.items()}
    for number in range(1, 5):
        save(round, f"T00{number}")
    present(round, "T003")
    for desk, stream in streams.items():
        said[desk] += next(stream)
        assert not re.search(r"T00\d|J0\d|팀|captain|creativity", said[desk])
        assert {json.dumps(json.loads(data)) for data in re.findall(r"^data: (.*)$", said[desk], re.MULTILINE)} == {
            "{}"
        }
    assert {line[:8] for line in said[False].splitlines() if line.startswith("id: ")} == {"id: 0.0."}


def test_who_comes_back_hears_what_was_missed(app: Flask, round: Round) -> None:
    visitor = Visitor(app, somebody(round, "staff"))
    last = str(versions.version_of(round))
    assert kinds(visitor.get(f"{PATH}?since={last}").get_data(as_text=True)) == ["ready"]
    save(round)
    for options in ({"query_string": {"since": last}}, {"headers": {"Last-Event-ID": last}}):
        events.version_cache._known.clear()
        assert kinds(visitor.get(PATH, **options).get_data(as_text=True)) == ["ready", "changed"]


@pytest.mark.parametrize(
    "last", ["", "x", "1.2", "-1.-2.3", "²." * 3, "9" * 5000 + ".1.", "1.1." + "y" * 3000, "\u0000"]
)
def test_rubbish_for_a_last_event_only_draws_the_page_once_more(app: Flask, round: Round, last: str) -> None:
    response = Visitor(app, somebody(round, "staff")).get(PATH, query_string={"since": last})
    assert response.status_code == 200
    assert set(kinds(response.get_data(as_text=True))) <= {"ready", "changed", "now_presenting"}


def test_silence_is_broken_by_a_heartbeat(round: Round) -> None:
    stream = open_stream(round, desk=False, pace=Pace(tick=0.0, beat=0.0, life=60.0))
    next(stream)
    assert next(stream) == ": \n\n"


def test_a_stream_ends_by_itself(round: Round) -> None:
    assert len(list(open_stream(round, desk=True, pace=Pace(tick=0.0, beat=60.0, life=0.05)))) == 1


def test_a_device_that_was_signed_out_hears_no_more(round: Round) -> None:
    stream = open_stream(round, desk=False)
    next(stream)
    with unit_of_work():
        accounts.end_sessions(the_judge("J01").person)
    present(round, "T002")
    assert list(stream) == []


def test_a_stream_holds_no_connection(round: Round) -> None:
    streams = [open_stream(round, desk=True) for _ in range(30)]
    for stream in streams:
        next(stream)
    db.session.remove()
    assert db.engine.pool.checkedout() == 0  # type: ignore[attr-defined]


def test_all_streams_share_one_look_a_tick(round: Round) -> None:
    asked = []
    cache = events.VersionCache()

    @db.event.listens_for(db.engine, "before_cursor_execute")
    def count(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        asked.append(statement)

    def look() -> None:
        cache.look(engine, where, tick=60.0)

    engine, where = db.engine, (round.event_id, round.id)
    asked.clear()
    threads = [threading.Thread(target=look) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.event.remove(db.engine, "before_cursor_execute", count)
    assert len([statement for statement in asked if statement.startswith("SELECT")]) == 1


def test_streams_are_few_and_tablets_leave_room_for_the_desk() -> None:
    pace, slots = Pace(most=4, tablets=2, each=1), Slots()
    tablets = [slots.take(pace, number, desk=False) for number in range(3)]
    assert [slot is not None for slot in tablets] == [True, True, False]
    assert [slots.take(pace, number, desk=True) is not None for number in (7, 8, 9)] == [True, True, False]
    first = tablets[0]
    assert first is not None
    for _ in range(2):  # a slot is given back once
        slots.leave(first)
    assert slots.taken == 3
    assert slots.take(pace, 9, desk=True) is not None


def test_a_page_that_is_loaded_again_and_again_ends_its_own_oldest_stream() -> None:
    pace, slots = Pace(each=2), Slots()
    taken = [slots.take(pace, 7, desk=True) for _ in range(5)]
    assert [slot is not None and slot.closed.is_set() for slot in taken] == [True, True, True, False, False]
    assert slots.taken == 2


def test_a_stream_whose_slot_is_gone_ends(round: Round) -> None:
    slot = Slot(person=1, desk=True)
    stream = EventStream(db.engine, (round.event_id, round.id), 0, slot, QUICK).frames(None)
    next(stream)
    slot.closed.set()
    assert list(stream) == []


def test_without_a_slot_the_page_is_told_to_poll(app: Flask, round: Round) -> None:
    app.config["EVENT_PACE"] = Pace(life=0.0, most=0)
    response = Visitor(app, somebody(round, "staff")).get(PATH)
    assert (response.status_code, response.get_data()) == (204, b"")


def test_slots_are_given_back_whoever_reads_or_does_not(app: Flask, round: Round) -> None:
    visitor = Visitor(app, somebody(round, "staff"))
    for _ in range(5):
        assert visitor.get(PATH).status_code == 200
        visitor.client.head(PATH)
    assert events.slots.taken == 0
