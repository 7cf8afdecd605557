"""The statements of an import on both databases: everything once, again without a change, merged and apart."""

from __future__ import annotations

from typing import Any

from flask import Flask
from sqlalchemy import select

from hackathon.database import unit_of_work
from hackathon.domain.people import merging
from hackathon.domain.rounds.events import get_event
from hackathon.extensions import db
from hackathon.models import Person
from tests.exchange.importing.importer import PEOPLE, counts, preview, take_in
from tests.factories import HOUR, NOON, fill_round, make_event

TEAMS = [["팀명", "팀장", "팀원", "제목"], ["바람", "minsu@example.org", "seoyeon@example.org", "풍력"]]
JUDGES = [["name", "email", "round"], ["Ada", "ada@example.org", "first"]]


def test_every_kind_of_file_comes_in_once(app: Flask) -> None:
    with unit_of_work():
        round = fill_round(make_event())
    files: list[tuple[list[list[Any]], str, dict[str, Any]]] = [
        (PEOPLE, "entrants", {}),
        (TEAMS, "teams", {}),
        (JUDGES, "judges", {}),
        ([["judge", "entry"], ["J01", "T002"]], "conflicts", {}),
        ([["judge", "entry", "creativity", "technical"], ["J02", "T001", 9, 8]], "ballots", {"round": round}),
    ]
    for rows, kind, more in files:
        at = NOON + HOUR if kind == "ballots" else NOON - HOUR
        assert len(take_in(rows, kind, at=at, **more).added) == len(rows) - 1, kind
    for rows, kind, more in files:
        assert counts(take_in(rows, kind, at=NOON + HOUR, **more)) == (0, 0, len(rows) - 1, 0), kind


def test_a_change_and_a_merge_with_its_undoing(app: Flask) -> None:
    with unit_of_work():
        make_event()
    take_in([*PEOPLE, ["김민수", "minsu.k@example.org", "", ""]])
    take_in(TEAMS, "teams")
    assert counts(take_in([PEOPLE[0], ["이서연", "seoyeon@example.org", "", "새 회사"]])) == (0, 1, 0, 0)
    gone, _, kept = db.session.scalars(select(Person).order_by(Person.id))
    with unit_of_work():
        row = merging.merge(get_event(), kept, gone)
    assert kept.phone == "+821000001234"
    assert counts(preview(TEAMS, "teams")) == (0, 0, 1, 0)
    with unit_of_work():
        merging.undo(get_event(), row.id)
    assert (kept.phone, gone.email) == (None, "minsu@example.org")
