"""Who stands on the stage now: one entry of the round or nobody, said once."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain.base.errors import Invalid
from hackathon.domain.rounds import rounds
from hackathon.extensions import db
from hackathon.models import AuditEntry, Entry, Round
from tests.factories import NOON, a_round, fill_round, make_event, make_team, the_entry


@pytest.fixture
def round(app: Flask) -> Round:
    with unit_of_work():
        return fill_round(make_event(a_round(), a_round("next", source="first")))


def show(round: Round, code: str | None) -> None:
    with clock.at(NOON), unit_of_work():
        rounds.present(round, the_entry(round, code) if code else None)


def told(round: Round) -> list[str | None]:
    acts = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "round.presenting").order_by(AuditEntry.id))
    return [act.facts["entry"] for act in acts]


def test_at_first_nobody_presents(round: Round) -> None:
    assert rounds.now_presenting(round) is None


def test_one_team_follows_another_and_then_nobody(round: Round) -> None:
    seen = []
    for code in ("T002", "T003", None):
        show(round, code)
        seen.append(rounds.now_presenting(round))
    assert seen == ["T002", "T003", None]
    assert told(round) == ["T002", "T003", None]


def test_saying_it_twice_is_logged_once(round: Round) -> None:
    show(round, "T002")
    show(round, "T002")
    assert told(round) == ["T002"]


def test_a_team_that_withdrew_is_not_on_the_stage(round: Round) -> None:
    show(round, "T002")
    entry = the_entry(round, "T002")
    with unit_of_work():
        entry.withdrawn_at = NOON
    assert rounds.now_presenting(round) is None
    with pytest.raises(Invalid), unit_of_work():
        rounds.present(round, entry)


def test_a_team_of_another_round_does_not_present_here(round: Round) -> None:
    following = round.event.rounds[1]
    with unit_of_work():
        entry: Entry = rounds.enter(following, [make_team(round.event, "T077")])[0]
    with pytest.raises(Invalid), unit_of_work():
        rounds.present(round, entry)
    assert rounds.now_presenting(round) is None
