"""On behalf: what is brought in for a judge is the act of whoever brought it in, and names the judge (contract.md F3)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain.ballots import paper, tablet_files
from hackathon.extensions import db
from hackathon.models import AuditEntry, Person, Round
from tests.exchange.importing.importer import take_in
from tests.factories import HOUR, NOON, a_draft, make_person, seal, the_entry, the_judge, the_key

OPEN = NOON + HOUR
BALLOTS: list[list[Any]] = [["judge", "entry", "creativity", "technical"], ["J02", "T001", 9, 8]]


def an_organizer(round: Round, name: str = "운영자") -> Person:
    with unit_of_work():
        return make_person(round.event, name, "organizer")


def saved() -> list[tuple[int | None, str, str | None]]:
    """Who saved ballots, whose they are, and how they were brought in."""
    acts = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "ballots.saved").order_by(AuditEntry.position))
    return [(act.actor_id, act.facts["judge"], act.facts.get("brought_in")) for act in acts]


def test_imported_ballots_are_the_importers_act_and_name_the_judge(round: Round) -> None:
    organizer = an_organizer(round)
    take_in(BALLOTS, "ballots", round=round, at=OPEN, actor=organizer)
    assert saved() == [(organizer.id, "J02", "import")]


def test_paper_ballots_are_the_act_of_who_typed_them_in_last(round: Round) -> None:
    one, two = an_organizer(round, "가"), an_organizer(round, "나")
    judge, entry = the_judge("J02"), the_entry(round, "T001")
    marks = a_draft().marks
    for person in (one, two):
        with unit_of_work(), clock.at(OPEN):
            paper.type_in(round, judge, {entry: (marks, "")}, key=the_key(), actor=person)
    assert saved() == [(two.id, "J02", "paper")]


def test_a_tablets_file_is_the_act_of_who_took_it_in(round: Round) -> None:
    organizer = an_organizer(round)
    filed = [tablet_files.FiledRevision("first", "T001", a_draft())]
    with unit_of_work(), clock.at(OPEN):
        tablet_files.save_filed(
            round.event, the_judge("J02"), filed, digest="0" * 64, at=OPEN, key=the_key(), actor=organizer
        )
    assert saved() == [(organizer.id, "J02", "file")]


def test_what_a_judge_sends_is_the_judges_own_act(round: Round) -> None:
    with unit_of_work(), clock.at(OPEN + timedelta(minutes=1)):
        seal(round, "J02", "T001", 9, 8)
    assert saved() == [(the_judge("J02").person_id, "J02", None)]


def test_titles_and_seats_from_a_file_have_the_importer_as_actor(round: Round) -> None:
    organizer = an_organizer(round)
    take_in([["code", "title"], ["T001", "새 작품"]], "teams", round=round, actor=organizer)
    people = [["code", "name", "email", "round"], ["J09", "한결", "h@example.org", "first"]]
    take_in(people, "judges", actor=organizer)
    acts = ("submission.saved", "judge.seated", "role.granted", "file.imported")
    found = db.session.execute(
        select(AuditEntry.act, AuditEntry.actor_id).where(AuditEntry.act.in_(acts), AuditEntry.actor_id == organizer.id)
    ).all()
    assert {act for act, _actor in found} == set(acts)
