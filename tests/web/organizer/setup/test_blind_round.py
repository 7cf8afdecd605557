"""A blind round: whoever judges finds no name of a team, a member or a file at any exit, until the lock."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain.submissions import submissions
from hackathon.exchange.exporting import files
from hackathon.exchange.printing import documents
from hackathon.extensions import db
from hackathon.models import Person, Role, Round, Team
from tests.factories import HOUR, NOON, the_entry, the_judge, the_key
from tests.web.canaries import addresses, everything_in, person_of, plant, words_of
from tests.web.tablets import Tablet
from tests.web.team.sending import ASKED, EARLY, captain_of, hand_in, send_all
from tests.web.visitors import CLOSED, Visitor, lock

TEAM, PERSON, PLACE, FILE, LINK, HOST = (
    "LEAKY-TEAM",
    "LEAKY-PERSON",
    "LEAKY-SCHOOL",
    "leaky-file",
    "LEAKY-LINK",
    "leaky.example",
)
NAMES = {TEAM, PERSON, PLACE, FILE, LINK, HOST}


@pytest.fixture
def round(sqlite_app: Flask) -> Round:
    """What `plant` makes, blind, and every team with names that nobody could overlook."""
    round, _canaries = plant()
    with unit_of_work():
        round.blind, round.fields = True, ASKED
        for team in db.session.scalars(select(Team)):
            team.name = f"{TEAM} {team.id}"
            captain = team.members[0].entrant.person
            captain.name, captain.affiliation = f"{PERSON} {team.id}", PLACE
    browser = Visitor(sqlite_app, captain_of(round, "T001"), at=EARLY)
    hand_in(browser, **{"file-slides": send_all(browser, name=f"{FILE}.pdf")["id"]})
    with unit_of_work(), clock.at(NOON - 2 * HOUR):
        links = [{"name": LINK, "url": f"https://{HOST}/T"}]
        submissions.submit(round, the_entry(round, "T002").team, title="제목", summary="요약", links=links)
    return round


def found_by(app: Flask, person: Person | None, *, at: object = NOON + 2 * HOUR) -> set[str]:
    """The names that somebody comes across who opens everything there is."""
    visitor = Visitor(app, person)
    visitor.at = at  # type: ignore[assignment]
    seen = "\n".join(_seen(visitor, address) for _, address in addresses(app, "GET"))
    return {name for name in NAMES if name in seen}


def _seen(visitor: Visitor, address: str) -> str:
    """Of a submitted file only what we say of it: what a team wrote inside is its own."""
    answer = visitor.get(address)
    return str(answer.headers) if address.startswith("/files/") and answer.status_code == 200 else everything_in(answer)


@pytest.mark.parametrize("role", ["judge", "chair"])
@pytest.mark.parametrize("links", [False, True])
def test_a_judge_finds_no_name_at_any_exit(sqlite_app: Flask, round: Round, role: str, links: bool) -> None:
    with unit_of_work():
        round.blind_links = links
    assert found_by(sqlite_app, person_of(role, round)) == ({HOST} if links else set())


def test_names_come_back_with_the_lock(sqlite_app: Flask, round: Round) -> None:
    lock(round)
    assert {TEAM, LINK, HOST} <= found_by(sqlite_app, person_of("judge", round), at=CLOSED + HOUR) | found_by(
        sqlite_app, person_of("chair", round), at=CLOSED + HOUR
    )


def test_the_organizer_sees_names_all_the_time(sqlite_app: Flask, round: Round) -> None:
    assert found_by(sqlite_app, person_of("organizer", round)) >= {TEAM, PERSON}


def test_staff_who_judge_are_judges(sqlite_app: Flask, round: Round) -> None:
    with unit_of_work():
        db.session.add(Role(person_id=the_judge("J02").person_id, name="staff", granted_at=NOON))
    packet = Tablet(sqlite_app, "J02").packet()
    assert {entry["name"] for entry in packet["entries"]} == {"T001", "T002", "T003"}


def test_the_packet_says_that_it_is_blind_and_keeps_what_is_needed(sqlite_app: Flask, round: Round) -> None:
    with unit_of_work():
        round.blind_links = True
    packet = Tablet(sqlite_app, "J02").packet()
    first, second = packet["entries"][:2]
    assert (packet["blind"], first["name"], first["title"]) == (True, "T001", "제목")
    assert [link["name"] for link in first["links"]] == ["발표 자료"]
    assert second["links"] == [{"name": "링크 1", "url": f"https://{HOST}/T"}]


@pytest.mark.poppler
@pytest.mark.skipif(not documents.is_able(), reason="the extra pdf is not installed")
def test_sheets_that_are_put_into_judges_hands_hold_numbers(sqlite_app: Flask, round: Round) -> None:
    """The organizer prints them, who knows all the names."""
    for file in (files.blank_sheets(round, language="ko"), files.export(round, "pdf", key=the_key())):
        said = words_of(file.content)
        assert TEAM not in said
        assert "T001" in said


def test_the_chairs_workbook_holds_numbers_and_the_organizers_names(sqlite_app: Flask, round: Round) -> None:
    chair = Visitor(sqlite_app, person_of("chair", round), at=NOON + 2 * HOUR)
    organizer = Visitor(sqlite_app, person_of("organizer", round), at=NOON + 2 * HOUR)
    path = "/organizer/rounds/first/export.xlsx"
    said = everything_in(chair.get(path))
    assert (TEAM in said, "T001" in said) == (False, True)
    assert TEAM in everything_in(organizer.get(path))
